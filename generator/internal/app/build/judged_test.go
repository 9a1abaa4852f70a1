package build_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"essaim/generator/internal/app/build"
	"essaim/generator/internal/model/diag"
)

const (
	judgedFile = "content/_locales/fr/queries.yaml"
	stopFile   = "content/structures/halte.fr.md"
	openFile   = "content/news/ouverture.fr.md"
)

// judgedSite is the good site with a list of queries; its second line wants the
// organisation first. The news item has the word in its title only.
func judgedSite(t *testing.T) map[string]string {
	files := goodSite(t)
	open := strings.NewReplacer("Une halte ouvre", "Un lieu ouvre", "La **halte** reste", "Ce lieu reste", "Plan de la halte", "Plan")
	files[openFile] = open.Replace(files[openFile])
	for name, text := range files {
		if strings.HasPrefix(name, "content/counts/") {
			files[name] = strings.ReplaceAll(text, "de la halte", "d'ici")
		}
	}
	files[judgedFile] = "- {query: ouverture, answers: news/ouverture, within: 1}\n- {query: la halte, answers: [structures/halte], within: 1}\n"
	return files
}

// TestLostAnswer changes the title of an answer: the site is written, and the
// warning stands at the query and says where the answer is now.
func TestLostAnswer(t *testing.T) {
	tests := []struct {
		name, stop string
		want       diag.Msg
		args       []string
		// top is what the first note names, if it names a page.
		top []string
	}{
		{"kept", "---\ntitle: La Halte\n---\nUn quai.\n", "", nil, nil},
		{"behind", "---\ntitle: Le Quai\n---\nUn quai, et une halte.\n", "query-lost", []string{"la halte", "structures/halte", "2", "1"}, []string{"Ouverture de la halte", openFile}},
		{"gone", "---\ntitle: Le Quai\n---\nUn quai.\n", "query-lost/gone", []string{"la halte", "structures/halte"}, []string{"Ouverture de la halte", openFile}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			files := judgedSite(t)
			files[stopFile] = tt.stop
			dir := siteFolder(t, files)
			out := filepath.Join(dir, "public")
			built := run(t, build.Options{Root: dir, Out: out})
			if _, err := os.Stat(filepath.Join(out, "index.html")); err != nil {
				t.Errorf("the site is not written: %v", err)
			}
			checked := run(t, build.Options{Root: dir, Check: true})
			for _, result := range []*build.Result{built, checked} {
				if tt.want == "" {
					if len(result.Diagnostics) > 0 {
						t.Errorf("got %s", shown(result.Tree, result.Diagnostics[0]))
					}
					continue
				}
				if len(result.Diagnostics) != 1 {
					t.Fatalf("%d diagnostics, want one", len(result.Diagnostics))
				}
				d := result.Diagnostics[0]
				if d.Msg != tt.want || d.Severity() != diag.Warning || !slices.Equal(d.Args, tt.args) {
					t.Errorf("got %s of %s with %q, want %s with %q", d.Severity(), d.Msg, d.Args, tt.want, tt.args)
				}
				if got, want := place(result.Tree, d.Span), judgedFile+":2:11"; got != want {
					t.Errorf("at %s, want %s", got, want)
				}
				if !slices.Equal(d.Notes[0].Args, tt.top) || d.Notes[0].Msg != "note/query-top" {
					t.Errorf("note %s of %q, want the top %q", d.Notes[0].Msg, d.Notes[0].Args, tt.top)
				}
				if last, want := d.Notes[len(d.Notes)-1], []string{stopFile, "content/_locales/fr/synonyms.yaml"}; last.Msg != "note/query-fix" || !slices.Equal(last.Args, want) {
					t.Errorf("note %s of %q, want what to do with %q", last.Msg, last.Args, want)
				}
			}
		})
	}
}

// TestAnyAnswerIsEnough wants the place of the best of the answers to count,
// those left out that cannot be found.
func TestAnyAnswerIsEnough(t *testing.T) {
	files := judgedSite(t)
	files[judgedFile] = "- {query: la halte, answers: [pages/home, structures/halte], within: 1}\n"
	runClean(t, build.Options{Root: siteFolder(t, files), Check: true})

	files[judgedFile] = "- {query: zygomatique, answers: news/brouillon}\n"
	result := run(t, build.Options{Root: siteFolder(t, files), Check: true})
	if len(result.Diagnostics) != 1 || result.Diagnostics[0].Msg != "query-entry/draft" {
		t.Errorf("got %v, want only that a draft cannot answer", result.Diagnostics)
	}
	result = run(t, build.Options{Root: siteFolder(t, files), Check: true, Drafts: true})
	if len(result.Diagnostics) != 1 || result.Diagnostics[0].Msg != "query-lost/gone" {
		t.Fatalf("with drafts got %v, want the query lost", result.Diagnostics)
	}
	if note := result.Diagnostics[0].Notes[0]; note.Msg != "note/query-none" {
		t.Errorf("note %s, want that nothing is found", note.Msg)
	}
}

// TestFarAnswer puts an answer behind more pages than anyone looks through.
func TestFarAnswer(t *testing.T) {
	files := judgedSite(t)
	for i := range 100 {
		files[fmt.Sprintf("content/structures/canal-%d.fr.md", i)] = "---\ntitle: Le canal\n---\nUn canal.\n"
	}
	files[judgedFile] = "- {query: canal, answers: news/ouverture, within: 100}\n"
	result := run(t, build.Options{Root: siteFolder(t, files), Check: true})
	if len(result.Diagnostics) != 1 || result.Diagnostics[0].Msg != "query-lost/far" {
		t.Errorf("got %v, want an answer out of sight", result.Diagnostics)
	}
}

// TestIndexesOfACheck wants no index where nothing is asked: neither a check
// without queries nor the preview waits for one.
func TestIndexesOfACheck(t *testing.T) {
	files := judgedSite(t)
	dir := siteFolder(t, files)
	if result := runClean(t, build.Options{Root: dir, Check: true}); len(result.Search) != 1 || result.Search["fr"].Documents == 0 {
		t.Errorf("check made %v, want the French index", result.Search)
	}
	if result := runClean(t, build.Options{Root: dir}); len(result.Search) != 0 {
		t.Errorf("preview made %v", result.Search)
	}
}
