package cli

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"essaim/generator/internal/app/explain"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/pack"
	"essaim/generator/internal/spell"
	"essaim/search"
	"essaim/search/shard"
)

// runExplain shows the page of a code; without one, it lists the codes.
func runExplain(_ context.Context, s *session) int {
	if len(s.args) == 0 {
		fmt.Fprintln(s.Stdout, strings.Join(explain.Codes(), "\n"))
		return Good
	}
	code := strings.Trim(s.args[0], "[]")
	page, ok := explain.Page(code, s.lang)
	if !ok {
		s.wrongUse(s.text.noCode, code)
		if nearest := spell.Nearest(code, explain.Codes()); nearest != "" {
			fmt.Fprintf(s.Stderr, s.text.didYouMean+"\n", nearest)
		}
		return WrongUse
	}
	fmt.Fprint(s.Stdout, page)
	return Good
}

// runVersion shows the versions that someone who asks for help is asked for.
func runVersion(_ context.Context, s *session) int {
	version, revision := "devel", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		if v := info.Main.Version; v != "" && v != "(devel)" {
			version = v
		}
		for _, setting := range info.Settings {
			if setting.Key == "vcs.revision" {
				revision = " " + setting.Value
			}
		}
	}
	fmt.Fprintf(s.Stdout, "essaim %s%s\n%s %s/%s\n", version, revision, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	fmt.Fprintf(s.Stdout, "index %d\nsearch files %d\nmanifest %d\ncache %s\n", search.FormatVersion, shard.Version, output.ManifestVersion, pack.Version)
	return Good
}
