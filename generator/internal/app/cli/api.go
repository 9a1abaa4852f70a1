package cli

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path"
	"path/filepath"

	"essaim/generator/internal/app/report"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/stage/validate"
)

func apiFlags(f *flag.FlagSet, o *options) { f.BoolVar(&o.accept, "accept", false, "") }

// runAPI records what the types promise to programs, unless that breaks what is
// recorded.
func runAPI(ctx context.Context, s *session) int {
	if len(s.args) > 0 {
		return s.wrongUse(s.text.tooMany, s.args[0])
	}
	tree, rules, code := s.rules(ctx)
	if rules == nil {
		return code
	}
	if rules.Config.API == nil {
		return s.wrongUse(s.text.noAPI)
	}
	name := schema.ContractPath(rules.Config.API.Version)
	if broken := validate.Contract(rules, tree); len(broken) > 0 && !s.accept {
		err := report.Write(s.Stderr, broken.Sorted(), tree, report.Options{Format: report.Text, Lang: s.lang, Color: s.color()})
		if err != nil {
			return s.failed(err)
		}
		return ContentErrors
	}
	text := rules.Contract().Text()
	if f := tree.File(name); f != nil && bytes.Equal(f.Data, text) {
		fmt.Fprintf(s.Stdout, s.text.recordSame+"\n", name)
		return Good
	}
	if err := s.replace(name, text); err != nil {
		return s.failed(err)
	}
	fmt.Fprintf(s.Stdout, s.text.recorded+"\n", name)
	return Good
}

// replace writes a file whole or not at all, through the site's folder.
func (s *session) replace(name string, text []byte) error {
	root, err := os.OpenRoot(s.site)
	if err != nil {
		return err
	}
	defer root.Close()
	if err := root.MkdirAll(filepath.FromSlash(path.Dir(name)), 0o777); err != nil {
		return err
	}
	name = filepath.FromSlash(name)
	part := name + ".part"
	if err := root.WriteFile(part, text, 0o666); err != nil {
		return errors.Join(err, root.Remove(part))
	}
	return root.Rename(part, name)
}
