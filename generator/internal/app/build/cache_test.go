package build_test

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"essaim/generator/internal/app/build"
	"essaim/generator/internal/corpus"
	"essaim/generator/internal/pack"
)

// damageVariable damages a cache at every place of the promise instead of a
// sample.
const damageVariable = "ESSAIM_DAMAGE_ALL"

// keptSite is a site that has been built with a cache and edited since.
type keptSite struct {
	dir string
	// out and keep are as that build left them, by path.
	out, keep map[string]string
	// want is the output of the site as it is now.
	want map[string]string
}

// newKeptSite makes a site of thirty documents in two locales.
func newKeptSite(t testing.TB) *keptSite {
	t.Helper()
	s := &keptSite{dir: t.TempDir()}
	o := corpus.Options{Documents: 30, Words: 60, Seed: 8, Locales: []string{"fr", "en"}, Theme: filepath.Join(repository, "themes", "solidaire")}
	if err := corpus.Write(s.dir, o); err != nil {
		t.Fatal(err)
	}
	out, keep, clean := t.TempDir(), t.TempDir(), t.TempDir()
	runClean(t, build.Options{Root: s.dir, Out: out, Keep: keep})
	s.out, s.keep = allFiles(t, out), allFiles(t, keep)

	// The edit leaves most of the cache in use: a body, a title and what all
	// pages show.
	e := &editor{t: t, files: readFolder(t, s.dir), r: rand.New(rand.NewPCG(1, 2))}
	paths := e.entries("guides", "fr")
	e.swap(paths[0], "\n---\n", "\n---\nUn mot nouveau.\n\n")
	e.set(paths[1], "title", "Un autre titre")
	e.set("content/pages/home.en.md", "title", "Another home")
	writeFiles(t, s.dir, e.files)
	runClean(t, build.Options{Root: s.dir, Out: clean})
	s.want = readFolder(t, clean)
	return s
}

// allFiles returns every file below dir by slash-separated path.
func allFiles(t testing.TB, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	if err := filepath.WalkDir(dir, func(name string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		name, err = filepath.Rel(dir, name)
		files[filepath.ToSlash(name)] = string(data)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return files
}

// folderOf returns a new folder that holds these files.
func folderOf(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "copy")
	if err := os.Mkdir(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	writeFiles(t, dir, files)
	return dir
}

// build builds the site over its former output with a folder of kept things, and
// wants the output of a first build.
func (s *keptSite) build(t testing.TB, what, keep string) {
	t.Helper()
	out := folderOf(t, s.out)
	defer os.RemoveAll(out)
	for _, again := range []string{"", ", again"} {
		result := runClean(t, build.Options{Root: s.dir, Out: out, Keep: keep})
		compareFolders(t, what+again, readFolder(t, out), s.want)
		if again != "" && result.Written+result.Removed > 0 {
			t.Errorf("%s: %d files written the second time", what, result.Written)
		}
	}
}

// TestDamagedCache cuts the files of a cache at every thousandth byte, and flips
// bytes: neither ever changes the output, nor fails the build.
func TestDamagedCache(t *testing.T) {
	t.Parallel()
	s := newKeptSite(t)
	s.build(t, "sound", folderOf(t, s.keep))
	r := rand.New(rand.NewPCG(4, 4))
	type damage struct {
		what, file string
		data       []byte
	}
	var all []damage
	for _, name := range slices.Sorted(maps.Keys(s.keep)) {
		whole := s.keep[name]
		for at := 0; at < len(whole); at += 1000 {
			all = append(all, damage{fmt.Sprintf("%s cut at %d of %d", name, at, len(whole)), name, []byte(whole[:at])})
			flipped := []byte(whole)
			place := min(at+r.IntN(1000), len(whole)-1)
			flipped[place] ^= byte(1 + r.IntN(255))
			all = append(all, damage{fmt.Sprintf("%s flipped at %d", name, place), name, flipped})
		}
	}
	places := len(all)
	if os.Getenv(damageVariable) == "" {
		r.Shuffle(len(all), func(i, k int) { all[i], all[k] = all[k], all[i] })
		all = all[:16]
	}
	var group sync.WaitGroup
	work := make(chan damage)
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for d := range work {
				keep := folderOf(t, s.keep)
				if err := os.WriteFile(filepath.Join(keep, d.file), d.data, 0o666); err != nil {
					t.Error(err)
				}
				s.build(t, d.what, keep)
				os.RemoveAll(keep)
			}
		})
	}
	for _, d := range all {
		if t.Failed() {
			break
		}
		work <- d
	}
	close(work)
	group.Wait()
	t.Logf("proved: with a cache cut or flipped in each of %d places (of %d), a build writes what a clean one does", len(all), places)
}

// TestUnusableCache wants a right output where nothing can be kept.
func TestUnusableCache(t *testing.T) {
	t.Parallel()
	s := newKeptSite(t)
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("a file"), 0o666); err != nil {
		t.Fatal(err)
	}
	readOnly := folderOf(t, s.keep)
	if err := os.Chmod(readOnly, 0o555); err != nil {
		t.Fatal(err)
	}
	another := t.TempDir()
	p, err := pack.Open(another, "another program")
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Put(pack.KeyOf("pages", "false"), []byte("nonsense")); err != nil {
		t.Fatal(err)
	}
	if err := p.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	inTheWay := func(name string) string {
		keep := folderOf(t, s.keep)
		if err := os.RemoveAll(filepath.Join(keep, name)); err != nil {
			t.Fatal(err)
		}
		writeFile(t, keep, name+"/in-the-way", "")
		return keep
	}
	for what, keep := range map[string]string{
		"nothing kept": "", "a file": file, "below a file": filepath.Join(file, "below"), "not there": filepath.Join(t.TempDir(), "a", "b"),
		"read only": readOnly, "not to be written in": "/proc/self", "another program's": another,
		"the index is a folder": inTheWay("index"), "the lock is a folder": inTheWay("lock"),
	} {
		s.build(t, what, keep)
	}
	if text, err := os.ReadFile(file); err != nil || string(text) != "a file" {
		t.Errorf("the file in place of a cache is now %q, %v", text, err)
	}
}

// TestFullDisk builds in a process whose files cannot grow as large as the cache
// would: a part of it cannot be kept.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	s := newKeptSite(t)
	var kept, written int
	for _, data := range s.keep {
		kept = max(kept, len(data))
	}
	for _, data := range allFilesOf(s.out, s.want) {
		written = max(written, len(data))
	}
	limit := int64(written + written/8)
	if int64(kept) < limit+limit/8 {
		t.Fatalf("the cache has %d bytes and the largest file of the output %d: the limit tests nothing", kept, written)
	}
	for what, keep := range map[string]string{"an empty cache": t.TempDir(), "a cache": folderOf(t, s.keep)} {
		out := folderOf(t, s.out)
		for range 2 {
			text, err := childOutput(order{Root: s.dir, Out: out, Keep: keep, Largest: limit})
			if err != nil && bytes.Contains([]byte(err.Error()), []byte("unsupported")) {
				t.Skip(err)
			}
			if err != nil {
				t.Fatalf("%s: %v, %s", what, err, text)
			}
			compareFolders(t, what+" on a full disk", readFolder(t, out), s.want)
		}
		s.build(t, what+" that a full disk has cut", keep)
	}
}

func allFilesOf(sets ...map[string]string) []string {
	var list []string
	for _, set := range sets {
		for _, data := range set {
			list = append(list, data)
		}
	}
	return list
}

// TestTwoRunsAtOnce has several processes, and several runs of one, build the
// same site with one cache into folders of their own, from none and from a
// former one.
func TestTwoRunsAtOnce(t *testing.T) {
	t.Parallel()
	s := newKeptSite(t)
	for what, keep := range map[string]string{"an empty cache": t.TempDir(), "a cache": folderOf(t, s.keep)} {
		for round := range 2 {
			var group sync.WaitGroup
			outs := make([]string, 4)
			for i := range outs {
				outs[i] = folderOf(t, s.out)
				group.Go(func() {
					if i%2 == 0 {
						if _, err := childOutput(order{Root: s.dir, Out: outs[i], Keep: keep}); err != nil {
							t.Error(err)
						}
						return
					}
					run(t, build.Options{Root: s.dir, Out: outs[i], Keep: keep})
				})
			}
			group.Wait()
			for i, out := range outs {
				compareFolders(t, fmt.Sprintf("%s, round %d, run %d of %d at once", what, round, i, len(outs)), readFolder(t, out), s.want)
			}
		}
		s.build(t, what+" of several runs", keep)
	}
}

// TestCacheKeepsWhatIsWanted edits one page again and again: what is kept does
// not grow with the number of runs, and what the other pages are made of does
// not go although nobody has to make them.
func TestCacheKeepsWhatIsWanted(t *testing.T) {
	t.Parallel()
	s := newKeptSite(t)
	for _, name := range []string{"article", "guide", "structure"} { // feeds ask for what is said, each time
		path := "content/_types/" + name + ".yaml"
		writeFile(t, s.dir, path, strings.Replace(readFolder(t, s.dir)[path], "feed: true", "feed: false", 1))
	}
	keep, out := t.TempDir(), t.TempDir()
	var sizes []int
	for n := range 14 {
		writeFile(t, s.dir, "content/pages/home.fr.md", fmt.Sprintf("---\ntitle: Accueil\nsummary: Un essai.\n---\nMot%d.\n", n))
		runClean(t, build.Options{Root: s.dir, Out: out, Keep: keep})
		files := allFiles(t, keep)
		if len(files) != 3 {
			t.Errorf("%d files are kept, not an index, a lock and data", len(files))
		}
		sizes = append(sizes, len(files["index"]))
	}
	// Whether two small files of the search share a record depends on their checksums.
	const few = 4 * 33
	if first, settled, last := sizes[0], sizes[7], sizes[len(sizes)-1]; last > settled+few || last < settled-few || last < first {
		t.Errorf("the index has %v bytes after each run: it should grow for some runs, and then stay", sizes)
	}
}

// TestCacheOutlivesRunsThatEndEarly finds nothing but other times of a file, more often
// than a whole run would forget for: an edit then makes no more of the search than it made
// before.
func TestCacheOutlivesRunsThatEndEarly(t *testing.T) {
	t.Parallel()
	s := newKeptSite(t)
	keep, out := t.TempDir(), t.TempDir()
	const home = "content/pages/home.fr.md"
	text := readFolder(t, s.dir)[home]
	build := func() { runClean(t, build.Options{Root: s.dir, Out: out, Keep: keep}) }
	index := func() string { return allFiles(t, keep)["index"] }
	size := func() (sum int) {
		for _, data := range allFiles(t, keep) {
			sum += len(data)
		}
		return sum
	}
	edit := func(word string) (put int) {
		before := size()
		writeFile(t, s.dir, home, text+"\n"+word+".\n")
		build()
		return size() - before
	}
	build()
	before := edit("Avant")
	for n := range 6 {
		setTime(t, filepath.Join(s.dir, filepath.FromSlash(home)), time.Unix(int64(1e9+n), 0))
		for was := index(); index() == was; { // until the time is old enough to be kept
			build()
		}
	}
	if after := edit("Apres"); after > before+before/8 {
		t.Errorf("an edit puts %d bytes into the cache, and put %d before", after, before)
	}
}
