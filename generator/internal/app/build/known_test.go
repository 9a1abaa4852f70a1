package build_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"essaim/generator/internal/app/build"
	"essaim/generator/internal/model/output"
)

// TestFilesKnownFromAnotherProcess edits files in ways that their size and time
// do not tell, between runs that share nothing but what is kept on disk.
func TestFilesKnownFromAnotherProcess(t *testing.T) {
	dir := siteFolder(t, goodSite(t))
	out, keep := filepath.Join(t.TempDir(), "out"), t.TempDir()
	const name = "content/news/ouverture.fr.md"
	path := filepath.Join(dir, filepath.FromSlash(name))
	text := goodSite(t)[name]
	edit := func(word string) {
		writeFile(t, dir, name, strings.ReplaceAll(text, "Ouverture", word))
		if runtime.GOOS == "linux" { // as a tool does that puts times back; elsewhere it would not be noticed
			setTime(t, path, clock.Add(-time.Hour))
		}
	}
	warm := func() *build.Result { return runClean(t, build.Options{Root: dir, Out: out, Keep: keep}) }
	edit("Ouverture")
	warm()
	if same := warm(); same.Written > 0 || same.Site != nil {
		t.Error("nothing has changed, and the site is made again")
	}
	for _, word := range []string{"Fermeture", "Ouverture", "Fermeture"} {
		edit(word)
		warm()
		clean := filepath.Join(t.TempDir(), "clean")
		runClean(t, build.Options{Root: dir, Out: clean})
		compareFolders(t, word, readFolder(t, out), readFolder(t, clean))
	}
}

// TestBodiesFromAnotherProcess edits what entries say, and more than that, between runs
// that share nothing but what is kept on disk: when bodies alone are others, the pages
// of other entries are taken over without a look at them, and made where they are
// missing.
func TestBodiesFromAnotherProcess(t *testing.T) {
	files := goodSite(t)
	dir := siteFolder(t, files)
	out, keep := filepath.Join(t.TempDir(), "out"), t.TempDir()
	const name = "content/news/ouverture.fr.md"
	text := files[name]
	mistaken := strings.Replace(text, "title:", "titel:", 1)
	for _, step := range []struct {
		what, text string
		mistake    bool
		// taken tells that other pages are taken over.
		taken bool
	}{
		{what: "first", text: text},
		{what: "body", text: text + "\nPlus tard.\n", taken: true},
		{what: "body back", text: text, taken: true},
		{what: "body that is near another entry", text: text + "\nDes visites, encore des visites.\n", taken: true},
		{what: "body that is no longer", text: text, taken: true},
		{what: "mistake", text: mistaken, mistake: true},
		{what: "body after a mistake", text: text + "\nEncore plus tard, Lille.\n"},
		{what: "summary", text: strings.Replace(text, "Une halte", "La halte", 1)},
		{what: "title", text: strings.Replace(text, "title: ", "title: Nouvelle ", 1)},
		{what: "body of another title", text: strings.Replace(text, "title: ", "title: Nouvelle ", 1) + "\nPlus tard.\n", taken: true},
	} {
		writeFile(t, dir, name, step.text)
		if step.taken {
			if err := os.Remove(filepath.Join(out, "index.html")); err != nil {
				t.Fatal(err)
			}
		}
		result := run(t, build.Options{Root: dir, Out: out, Keep: keep})
		if result.Diagnostics.HasErrors() != step.mistake {
			t.Fatalf("%s: %v", step.what, result.Diagnostics)
		}
		if step.mistake {
			continue
		}
		// What tells of all entries has a key only where all pages have theirs.
		state := result.Output.File(result.Site.Schema.APIRoot() + "index.json")
		if taken := state.Key == (output.Key{}); taken != step.taken {
			t.Errorf("%s: other pages are taken over: %v", step.what, taken)
		}
		clean := filepath.Join(t.TempDir(), "clean")
		runClean(t, build.Options{Root: dir, Out: clean})
		compareFolders(t, step.what, readFolder(t, out), readFolder(t, clean))
	}
}
