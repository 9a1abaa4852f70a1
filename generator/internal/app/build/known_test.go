package build_test

import (
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"essaim/generator/internal/app/build"
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
