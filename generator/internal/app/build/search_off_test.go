package build_test

import (
	"path/filepath"
	"strings"
	"testing"

	"essaim/generator/internal/app/build"
	"essaim/generator/internal/corpus"
)

// TestSearchOff builds the same site with and without its search: without it
// there is no index, no file to search in, and no field in the pages.
func TestSearchOff(t *testing.T) {
	for _, off := range []bool{false, true} {
		dir := t.TempDir()
		o := corpus.Options{Documents: 4, Words: 50, Seed: 1, NoSearch: off, Theme: filepath.Join(repository, "themes", "solidaire")}
		if err := corpus.Write(dir, o); err != nil {
			t.Fatal(err)
		}
		out := filepath.Join(dir, "public")
		result := runClean(t, build.Options{Root: dir, Out: out})
		index, field := 0, 0
		for name, text := range readFolder(t, out) {
			if strings.HasPrefix(name, "search/fr") {
				index++
			}
			if strings.HasSuffix(name, ".html") && strings.Contains(text, `role="search"`) {
				field++
			}
		}
		if off && (len(result.Search) != 0 || index != 0 || field != 0) {
			t.Errorf("search: false makes %d indexes, %d files and %d pages with a field", len(result.Search), index, field)
		}
		if !off && (len(result.Search) != 1 || index == 0 || field == 0) {
			t.Errorf("the search makes %d indexes, %d files and %d pages with a field", len(result.Search), index, field)
		}
	}
}
