package build_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"essaim/generator/internal/app/build"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/source"
)

// clock is the present of every test.
var clock = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)

// repository is the folder of the reference site.
const repository = "../../../.."

// copySite copies content/ and themes/ of a site into a new folder.
func copySite(t testing.TB, from string) string {
	t.Helper()
	to := t.TempDir()
	for _, folder := range []string{"content", "themes"} {
		if err := os.CopyFS(filepath.Join(to, folder), os.DirFS(filepath.Join(from, folder))); err != nil {
			t.Fatal(err)
		}
	}
	return to
}

// writeFiles writes files below dir, by slash-separated path.
func writeFiles(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		writeFile(t, dir, name, text)
	}
}

func writeFile(t testing.TB, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// run builds and fails the test when the machine fails.
func run(t testing.TB, o build.Options) *build.Result {
	t.Helper()
	if o.Clock.IsZero() {
		o.Clock = clock
	}
	result, err := build.Run(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// runClean builds a site that must have nothing wrong.
func runClean(t testing.TB, o build.Options) *build.Result {
	t.Helper()
	result := run(t, o)
	for _, d := range result.Diagnostics {
		t.Error(shown(result.Tree, d))
	}
	if len(result.Diagnostics) > 0 {
		t.FailNow()
	}
	return result
}

// lending returns what lends a test the cache of one that has ended, so that the
// theme, the same for all, is not read for each. Nobody else has it meanwhile.
func lending(t *testing.T) func(*testing.T) *build.Cache {
	caches := make(chan *build.Cache, runtime.GOMAXPROCS(0))
	for range cap(caches) {
		caches <- &build.Cache{}
	}
	t.Cleanup(func() {
		for range cap(caches) {
			if err := (<-caches).Close(); err != nil {
				t.Error(err)
			}
		}
	})
	return func(t *testing.T) *build.Cache {
		cache := <-caches
		t.Cleanup(func() { caches <- cache })
		return cache
	}
}

// shown is a diagnostic in one line: file:line:column code: sentence.
func shown(tree *source.Tree, d diag.Diagnostic) string {
	return place(tree, d.Span) + " " + string(d.Msg) + ": " + d.Message("en")
}

// readFolder returns every file below dir by slash-separated path, without
// what Essaim keeps for itself.
func readFolder(t testing.TB, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name == ".essaim" {
				return fs.SkipDir
			}
			return nil
		}
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		files[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// compareFolders reports each file by which two outputs differ.
func compareFolders(t testing.TB, what string, got, want map[string]string) {
	t.Helper()
	wrong := 0
	report := func(name, how string) {
		if wrong++; wrong <= 10 {
			t.Errorf("%s: %s %s", what, name, how)
		}
	}
	for name, data := range want {
		if other, has := got[name]; !has {
			report(name, "is missing")
		} else if other != data {
			report(name, "differs "+firstDifference(other, data))
		}
	}
	for name := range got {
		if _, has := want[name]; !has {
			report(name, "should not be there")
		}
	}
	if wrong > 10 {
		t.Errorf("%s: %d differences in all", what, wrong)
	}
}

// firstDifference shows two texts around the first byte that differs.
func firstDifference(got, want string) string {
	i := 0
	for i < len(got) && i < len(want) && got[i] == want[i] {
		i++
	}
	around := func(text string) string { return text[max(0, i-40):min(len(text), i+40)] }
	return "at byte " + itoa(i) + ":\n  got  " + quote(around(got)) + "\n  want " + quote(around(want))
}
