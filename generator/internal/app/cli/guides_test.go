package cli_test

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"essaim/generator/internal/app/cli"
	"essaim/generator/internal/model/diag"
)

// repository is the root of the repository, which holds the reference site.
const repository = "../../../.."

// What the guides of the reference site and its handbook, content/README.md, show is
// true: the commands run, the whole files pass every check, and the codes exist. So
// is the sample of README.md.
var (
	fence   = regexp.MustCompile("(?ms)^```\\w+ (content/\\S+)\n(.*?)^```$")
	command = regexp.MustCompile(`(?m)^\$ (?:go run \./generator/cmd/)?essaim (.+?)(?: +# .*)?$`)
	codeRow = regexp.MustCompile("(?m)^`([a-z-]+)`\n: ")
)

func TestGuides(t *testing.T) {
	names, err := filepath.Glob(filepath.Join(repository, "content/guides/*.md"))
	if err != nil || len(names) < 10 {
		t.Fatalf("%d guides: %v", len(names), err)
	}
	names = append(names, filepath.Join(repository, "content/README.md"))
	site := t.TempDir()
	for _, folder := range []string{"content", "themes"} {
		if err := os.CopyFS(filepath.Join(site, folder), os.DirFS(filepath.Join(repository, folder))); err != nil {
			t.Fatal(err)
		}
	}
	files := map[string]string{}
	var commands [][]string
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range fence.FindAllStringSubmatch(string(text), -1) {
			if other, twice := files[m[1]]; twice && other != m[2] {
				t.Errorf("%s: another guide has another %s", name, m[1])
			}
			files[m[1]] = m[2]
		}
		for _, m := range command.FindAllStringSubmatch(string(text), -1) {
			if args := strings.Fields(m[1]); !slices.ContainsFunc(commands, func(other []string) bool { return slices.Equal(args, other) }) {
				commands = append(commands, args)
			}
		}
		for _, m := range codeRow.FindAllStringSubmatch(string(text), -1) {
			if !slices.Contains(diag.Codes(), m[1]) {
				t.Errorf("%s: there is no code %s", name, m[1])
			}
		}
	}
	if len(files) < 5 || len(commands) < 6 {
		t.Fatalf("%d files and %d commands: the test no longer sees them", len(files), len(commands))
	}
	// A new entry before its translation, and both before whatever reads them.
	slices.SortStableFunc(commands, func(a, b []string) int { return rank(a) - rank(b) })
	for _, args := range commands {
		if args[0] == "serve" {
			continue // it does not end; its sessions are tested elsewhere
		}
		if i := slices.Index(args, "--out"); i >= 0 {
			args[i+1] = t.TempDir()
		}
		if code, out := essaimIn(site, args); code != cli.Good {
			t.Errorf("essaim %s ends with %d:\n%s", strings.Join(args, " "), code, out)
		}
	}
	for name, text := range files {
		path := filepath.Join(site, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	photo := filepath.Join(site, "content/initiatives/atelier-exemple/photo.jpg") // the handbook's entry shows it
	var picture bytes.Buffer
	if err := jpeg.Encode(&picture, image.NewGray(image.Rect(0, 0, 3, 2)), nil); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(photo, picture.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	code, out := essaimIn(site, []string{"check", "--lang", "en"})
	if code != cli.Good || !strings.Contains(out, "Nothing wrong") {
		t.Errorf("the files of the guides: %d\n%s", code, out)
	}
	readmeSample(t, site)
}

// sample is the mistake that README.md lets a newcomer make, as the terminal tells
// it: the message, then the file, then the link that leads nowhere.
var sample = regexp.MustCompile("(?s)```\n(error: .*?\n  (content/\\S+):\\d+:\\d+ .*?\\(([^)]+)\\)\\..*?“(.*?)”.*?)```")

// readmeSample makes that mistake.
func readmeSample(t *testing.T, site string) {
	readme, err := os.ReadFile(filepath.Join(repository, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	m := sample.FindStringSubmatch(string(readme))
	if m == nil {
		t.Fatal("README.md: the test no longer sees the sample")
	}
	message, file, wrong, right := m[1], filepath.Join(site, m[2]), m[3], m[4]
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text = bytes.Replace(text, []byte("("+right+")"), []byte("("+wrong+")"), 1)
	if err := os.WriteFile(file, text, 0o666); err != nil {
		t.Fatal(err)
	}
	if code, out := essaimIn(site, []string{"check", "--lang", "en"}); code != cli.ContentErrors || !strings.HasPrefix(out, message) {
		t.Errorf("README.md shows\n%s\nand the terminal (%d)\n%s", message, code, out)
	}
}

func rank(args []string) int {
	switch {
	case args[0] == "new" && !slices.Contains(args, "--locale"):
		return 0
	case args[0] == "new":
		return 1
	}
	return 2
}

func essaimIn(site string, args []string) (int, string) {
	var out bytes.Buffer
	args = append([]string{args[0], "--site", site}, args[1:]...)
	now := func() time.Time { return time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC) }
	code := cli.Main(context.Background(), args, cli.Env{Stdout: &out, Stderr: &out, Getenv: func(string) string { return "" }, Now: now})
	return code, out.String()
}
