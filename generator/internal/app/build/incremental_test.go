package build_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"essaim/generator/internal/app/build"
	"essaim/generator/internal/corpus"
)

func setTime(t testing.TB, path string, when time.Time) {
	t.Helper()
	if err := os.Chtimes(path, when, when); err != nil {
		t.Fatal(err)
	}
}

// editor makes random changes to a corpus on disk, and keeps its links whole.
type editor struct {
	t   *testing.T
	r   *rand.Rand
	dir string
}

// documents returns the paths of the documents of the source locale, sorted.
func (e *editor) documents() []string {
	var paths []string
	for name := range readFolder(e.t, filepath.Join(e.dir, "content")) {
		if strings.HasSuffix(name, ".fr.md") && !strings.HasPrefix(name, "pages/") {
			paths = append(paths, "content/"+name)
		}
	}
	slices.Sort(paths)
	return paths
}

func (e *editor) read(path string) string {
	data, err := os.ReadFile(filepath.Join(e.dir, filepath.FromSlash(path)))
	if err != nil {
		e.t.Fatal(err)
	}
	return string(data)
}

// replace replaces text in one file.
func (e *editor) replace(path, old, new string) {
	text := e.read(path)
	if !strings.Contains(text, old) {
		e.t.Fatalf("%s has no %q", path, old)
	}
	writeFile(e.t, e.dir, path, strings.Replace(text, old, new, 1))
}

// relink changes every link to one document into links to another.
func (e *editor) relink(from, to string) {
	link := func(path string) string {
		return "](" + strings.TrimSuffix(strings.TrimPrefix(path, "content"), ".fr.md") + ")"
	}
	for name, text := range readFolder(e.t, filepath.Join(e.dir, "content")) {
		if strings.Contains(text, link(from)) {
			writeFile(e.t, e.dir, "content/"+name, strings.ReplaceAll(text, link(from), link(to)))
		}
	}
}

func (e *editor) remove(path string) {
	for _, tag := range []string{".fr.md", ".en.md"} {
		name := filepath.Join(e.dir, filepath.FromSlash(strings.TrimSuffix(path, ".fr.md")+tag))
		if err := os.Remove(name); err != nil && !os.IsNotExist(err) {
			e.t.Fatal(err)
		}
	}
}

// change makes one random change and says what it did.
func (e *editor) change() string {
	paths := e.documents()
	path, other := paths[e.r.IntN(len(paths))], paths[e.r.IntN(len(paths))]
	n := e.r.IntN(1000)
	switch e.r.IntN(10) {
	case 0:
		e.replace(path, "\n---\n", fmt.Sprintf("\n---\nMot%d.\n\n", n))
	case 1:
		e.replace(path, "title: \"", fmt.Sprintf("title: \"A%d ", n%10))
	case 2:
		e.replace(path, "date: 20", fmt.Sprintf("date: 20%02d-0%d-11 # 20", n%30, 1+n%9))
	case 3:
		if path == other || len(paths) < 20 {
			return "nothing"
		}
		e.relink(path, other)
		e.remove(path)
		return "removed " + path
	case 4:
		to := strings.TrimSuffix(path, ".fr.md") + itoa(n)
		for _, tag := range []string{".fr.md", ".en.md"} {
			writeFile(e.t, e.dir, to+tag, e.read(strings.TrimSuffix(path, ".fr.md")+tag))
		}
		e.relink(path, to+".fr.md")
		e.remove(path)
		return "renamed " + path
	case 5:
		writeFile(e.t, e.dir, fmt.Sprintf("content/guides/copie-%d.fr.md", n), e.read(path))
		writeFile(e.t, e.dir, fmt.Sprintf("content/guides/copie-%d.en.md", n), e.read(strings.TrimSuffix(path, ".fr.md")+".en.md"))
		return "copied " + path
	case 6:
		e.replace("content/_locales/fr/terms.yaml", "{label: ", fmt.Sprintf("{label: Z%d", n))
		return "a label"
	case 7:
		e.replace("content/_types/guide.yaml", "page_size: ", fmt.Sprintf("page_size: %d # ", 3+n%20))
		return "a page size"
	case 8:
		e.replace("content/site.yaml", "title: {fr: ", fmt.Sprintf("title: {fr: T%d", n))
		return "the site's title"
	case 9:
		text := e.read(path)
		writeFile(e.t, e.dir, path, strings.Replace(text, "date: ", "draft: true\ndate: ", 1))
		e.relink(path, other)
		if strings.Contains(text, "draft: ") || path == other {
			writeFile(e.t, e.dir, path, text)
			return "nothing"
		}
		return "a draft " + path
	}
	return "edited " + path
}

// TestIncrementalEqualsClean changes a site at random and builds it each time
// with what was kept from before, into the same folder: the result must be
// that of a first build.
func TestIncrementalEqualsClean(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(itoa(int(seed)), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			o := corpus.Options{Documents: 40, Words: 120, Seed: seed, Locales: []string{"fr", "en"}, Theme: filepath.Join(repository, "themes", "solidaire")}
			if err := corpus.Write(dir, o); err != nil {
				t.Fatal(err)
			}
			e := &editor{t: t, r: rand.New(rand.NewPCG(seed, 99)), dir: dir}
			cache, kept, same := &build.Cache{}, t.TempDir(), 0
			for step := range 15 {
				did := e.change()
				incremental := run(t, build.Options{Root: dir, Out: kept, Cache: cache})
				clean := t.TempDir()
				first := run(t, build.Options{Root: dir, Out: clean})
				if got, want := fmt.Sprint(incremental.Diagnostics), fmt.Sprint(first.Diagnostics); got != want {
					t.Fatalf("step %d, %s: diagnostics\n%s\nwant\n%s", step, did, got, want)
				}
				if first.Output == nil {
					t.Fatalf("step %d, %s: the change broke the site: %s", step, did, shown(first.Tree, first.Diagnostics[0]))
				}
				compareFolders(t, fmt.Sprintf("step %d, %s", step, did), readFolder(t, kept), readFolder(t, clean))
				if t.Failed() {
					return
				}
				same += incremental.Unchanged
			}
			if same == 0 {
				t.Error("no file was ever left unchanged")
			}
		})
	}
}
