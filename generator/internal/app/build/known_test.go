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

// TestFolderWithAnotherName gives the name of a folder to another one, whose file was
// written within the same tick of the disk's clock and is as large.
func TestFolderWithAnotherName(t *testing.T) {
	files := goodSite(t)
	dir := siteFolder(t, files)
	text := files["content/news/ouverture.fr.md"]
	path := func(folder string) string { return filepath.Join(dir, "content", "news", folder) }
	for _, folder := range []string{"une", "deux"} {
		if err := os.MkdirAll(path(folder), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	twins := false
	for try := 0; try < 200 && !twins; try++ { // until both are written within a tick
		var both []*os.File
		for _, folder := range []string{"une", "deux"} {
			f, err := os.OpenFile(filepath.Join(path(folder), "index.fr.md"), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o666)
			if err != nil {
				t.Fatal(err)
			}
			both = append(both, f)
		}
		for i, word := range []string{"Ouverture", "Fermeture"} {
			if _, err := both[i].WriteString(strings.ReplaceAll(text, "Ouverture", word)); err != nil {
				t.Fatal(err)
			}
		}
		for _, f := range both {
			f.Close()
		}
		twins = sameTimes(filepath.Join(path("une"), "index.fr.md"), filepath.Join(path("deux"), "index.fr.md"))
	}
	if !twins {
		t.Skip("no two files have the same times here")
	}
	out, keep := filepath.Join(t.TempDir(), "out"), t.TempDir()
	time.Sleep(100 * time.Millisecond) // for the files to be settled
	runClean(t, build.Options{Root: dir, Out: out, Keep: keep})
	runClean(t, build.Options{Root: dir, Out: out, Keep: keep})
	for _, move := range [][2]string{{"une", "trois"}, {"deux", "une"}, {"trois", "deux"}} {
		if err := os.Rename(path(move[0]), path(move[1])); err != nil {
			t.Fatal(err)
		}
	}
	runClean(t, build.Options{Root: dir, Out: out, Keep: keep})
	clean := filepath.Join(t.TempDir(), "clean")
	runClean(t, build.Options{Root: dir, Out: clean})
	compareFolders(t, "folders that were exchanged", readFolder(t, out), readFolder(t, clean))
}

// TestZoneRules builds a site once more after the machine has learnt other rules of its
// time zone, from a cache of the former ones.
func TestZoneRules(t *testing.T) {
	rules := filepath.Join(t.TempDir(), "zones")
	learn := func(of string) {
		data, err := os.ReadFile("/usr/share/zoneinfo/" + of)
		if err != nil {
			t.Skip("this machine has no files of time zones:", err)
		}
		writeFile(t, rules, "Europe/Paris", string(data))
	}
	dir := siteFolder(t, goodSite(t))
	out, keep := filepath.Join(t.TempDir(), "out"), t.TempDir()
	for _, of := range []string{"Europe/Paris", "Europe/London", "Asia/Tokyo"} {
		learn(of)
		child(t, order{Root: dir, Out: out, Keep: keep}, "ZONEINFO="+rules)
		clean := filepath.Join(t.TempDir(), "clean")
		child(t, order{Root: dir, Out: clean}, "ZONEINFO="+rules)
		compareFolders(t, of, readFolder(t, out), readFolder(t, clean))
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
