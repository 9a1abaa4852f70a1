package indexer

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"essaim/search/shard"
)

// A testCache is a Cache that forgets some of what it is given.
type testCache struct {
	mu     sync.Mutex
	values map[string][]byte
	// forgets is how many of 100 values it has lost when they are asked for.
	forgets int
	r       *rand.Rand
	puts    map[string]int // by the part of keys before the slash
}

func newTestCache(forgets int) *testCache {
	return &testCache{values: map[string][]byte{}, forgets: forgets, r: rand.New(rand.NewPCG(3, 4)), puts: map[string]int{}}
}

func (c *testCache) Get(key string) ([]byte, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.r.IntN(100) < c.forgets {
		return nil, false
	}
	data, ok := c.values[key]
	return data, ok
}

func (c *testCache) Put(key string, data []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.values[key] = bytes.Clone(data)
	kind, _, _ := strings.Cut(key, "/")
	c.puts[kind]++
}

func (c *testCache) GetIn(buffer []byte, key string) ([]byte, bool) {
	data, ok := c.Get(key)
	return append(buffer[:0], data...), ok
}

func (c *testCache) Place(key string) (io.ReaderAt, bool) {
	data, ok := c.Get(key)
	return bytes.NewReader(data), ok
}

// An edited is documents and a locale that are edited at random.
type edited struct {
	r    *rand.Rand
	loc  Locale
	docs []Document
	next int
}

func newEdited(seed uint64, n int) *edited {
	e := &edited{r: rand.New(rand.NewPCG(seed, 1)), loc: Locale{Tag: "es", Synonyms: [][]string{{"casa", "hogar"}}}}
	for range n {
		e.add()
	}
	return e
}

// text returns some words, of which some have accents that make other terms.
func (e *edited) text(words int) string {
	fixed := strings.Fields("el la los año años ano anos papá papa papás niño niña casa casas hogar más mas tu tú él organización organizaciones l’ami sous-traitance 10 000 東京へ Fin. Fin! a b")
	if e.loc.Tag == "ar" {
		fixed = append(fixed, strings.Fields("الكتاب كتاب والكتاب بالكتاب المدرسة المعلم معلم المكتبة والمكتبة مكتبة الولد والولد الباب بالباب والبيت البيت")...)
	}
	var b strings.Builder
	for range words {
		switch e.r.IntN(3) {
		case 0:
			b.WriteString(fixed[e.r.IntN(len(fixed))])
		case 1:
			fmt.Fprintf(&b, "%c%c%s", 'a'+e.r.IntN(8), 'a'+e.r.IntN(8), []string{"ción", "ar", "é", "os", "𝒳", "ﬀ"}[e.r.IntN(6)])
		default:
			fmt.Fprintf(&b, "pal%d", int(e.r.ExpFloat64()*40))
		}
		b.WriteString([]string{" ", " ", " ", ", ", ". ", "\n"}[e.r.IntN(6)])
	}
	return b.String()
}

func (e *edited) date() string {
	return []string{"", fmt.Sprintf("2026-%02d-%02d", 1+e.r.IntN(12), 1+e.r.IntN(28))}[min(1, e.r.IntN(8))]
}

func (e *edited) add() {
	id := fmt.Sprintf("t%d/%d", e.r.IntN(3), e.next)
	e.next++
	e.docs = append(e.docs, Document{
		ID: id, URL: "/" + id + "/", Type: id[:2], TypeLabel: strings.ToUpper(id[:2]), Title: e.text(4), Summary: e.text(5), Body: e.text(12),
		Date: e.date(), Facets: []Facet{{"year", []string{fmt.Sprint(e.r.IntN(5))}}},
	})
}

// edit makes one edit of a kind and says which.
func (e *edited) edit() string {
	d := &e.docs[e.r.IntN(len(e.docs))]
	kinds := []struct {
		name string
		do   func()
	}{
		{"body", func() { d.Body = e.text(12) }},
		{"word", func() { d.Body = strings.Replace(d.Body, " ", " "+e.text(1), 1) }},
		{"title", func() { d.Title = e.text(3) }},
		{"summary", func() { d.Summary = e.text(5) }},
		{"headings", func() { d.Headings = []string{e.text(2), "", strings.TrimSpace(d.Title)} }},
		{"date", func() { d.Date = e.date() }},
		{"address", func() { d.URL += "x/" }},
		{"facet", func() { d.Facets = []Facet{{"year", []string{"1", "0"}}, {"theme", []string{e.text(1)}}} }},
		{"boost", func() { d.Boost = 1 + float64(e.r.IntN(3))/8 }},
		{"field", func() {
			d.Fields = []Field{{Name: fmt.Sprint("f", e.r.IntN(2)), Text: e.text(2), Weight: float64(e.r.IntN(3))}}
		}},
		{"fields gone", func() {
			for i := range e.docs {
				e.docs[i].Fields = nil
			}
		}},
		{"add", e.add},
		{"add newest", func() { e.add(); e.docs[len(e.docs)-1].Date = "2027-01-01" }},
		{"add many", func() {
			for range 150 {
				e.add()
			}
		}},
		{"remove", func() { i := e.r.IntN(len(e.docs)); e.docs = slices.Delete(e.docs, i, i+1) }},
		{"remove many", func() { e.docs = e.docs[:max(1, len(e.docs)-150)] }},
		{"rename", func() { d.ID += "x" }},
		{"twin", func() {
			twin := *d
			twin.ID = fmt.Sprint(d.ID, "-twin", e.next)
			e.next++
			e.docs = append(e.docs, twin)
		}},
		{"swap", func() {
			o := &e.docs[e.r.IntN(len(e.docs))]
			d.Body, o.Body, d.Title, o.Title, d.Summary, o.Summary = o.Body, d.Body, o.Title, d.Title, o.Summary, d.Summary
		}},
		{"synonyms", func() { e.loc.Synonyms = [][]string{{"casa", "hogar"}, {e.text(1), e.text(2)}} }},
		{"weights", func() { e.loc.Weights = map[string]float64{"title": float64(e.r.IntN(9))} }},
		{"label", func() {
			for i := range e.docs {
				e.docs[i].TypeLabel = "L" + fmt.Sprint(e.r.IntN(3))
			}
		}},
		{"nothing", func() {}},
		{"all bodies", func() {
			for i := range e.docs {
				e.docs[i].Body = e.text(12)
			}
		}},
	}
	k := kinds[e.r.IntN(len(kinds))]
	k.do()
	return k.name
}

// TestIncrementalEqualsClean edits documents at random. After each edit the
// files of a Builder that has seen all edits before, and those of one that has
// only its cache, are those of a clean build, byte for byte.
func TestIncrementalEqualsClean(t *testing.T) {
	edits := 60
	if testing.Short() {
		edits = 15
	}
	for name, c := range map[string]struct {
		forgets, documents int
		sizes              shard.Sizes
		scratch            bool
		// tag is another language: Spanish has no terms inside of words.
		tag string
	}{
		"small files":      {0, 500, shard.Sizes{Words: 300, Spelling: 30, Positions: 3, Cards: 5, Inline: 1 << 20}, true, ""},
		"lengths inline":   {0, 400, shard.Sizes{Words: 900, Spelling: 50, Positions: 2, Cards: 4, Inline: 1}, true, ""},
		"a cache forgets":  {30, 400, shard.Sizes{Words: 500, Spelling: 30, Positions: 3, Cards: 5, Inline: 450}, true, ""},
		"terms in words":   {0, 400, shard.Sizes{Words: 300, Spelling: 30, Positions: 3, Cards: 5, Inline: 1 << 20}, true, "ar"},
		"a cache is empty": {100, 300, shard.Sizes{Words: 500, Spelling: 30, Positions: 3, Cards: 5, Inline: 300}, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx := context.Background()
			e := newEdited(uint64(len(name)), c.documents)
			e.loc.Tag = cmp.Or(c.tag, e.loc.Tag)
			cache := newTestCache(c.forgets)
			living, scratch := sized(NewBuilder(cache), c.sizes), sized(NewBuilder(nil), c.sizes)
			if c.scratch {
				scratch = sized(NewScratch(newTestCache(c.forgets)), c.sizes)
			}
			var done []string
			former := &formerFiles{r: rand.New(rand.NewPCG(5, 6)), forgets: c.forgets, linked: map[string]bool{}}
			for i := range edits {
				done = append(done, e.edit())
				clean, cleanDir := built(t, sized(NewBuilder(nil), c.sizes), e, nil)
				if i%2 != 0 {
					sameFirst(t, living, e, done, clean.Shards)
				} else {
					sameFirst(t, scratch, e, done, clean.Shards)
				}
				if i%3 != 0 {
					shards, rest, err := living.First(ctx, e.loc, e.docs)
					if err != nil || !rest(ctx, &shards) {
						t.Fatalf("the files for the browser are not made: %v", err)
					}
					sameShards(t, "shards alone", done, shards.Shards, clean.Shards)
				}
				if i%3 != 1 {
					b, dir := built(t, living, e, former.link)
					sameShards(t, "a living builder", done, b.Shards, clean.Shards)
					if got, want := treeHash(t, dir), treeHash(t, cleanDir); got != want || b.Terms != clean.Terms || b.Bytes != clean.Bytes {
						t.Fatalf("after %q another index:\n%s\n%s", done, got, want)
					}
				}
				next := sized(NewBuilder(cache), c.sizes)
				if i%4 != 0 {
					next.Recall([]string{e.loc.Tag})
				}
				b, dir := built(t, next, e, former.link)
				sameShards(t, "a new builder", done, b.Shards, clean.Shards)
				if got, want := treeHash(t, dir), treeHash(t, cleanDir); got != want {
					t.Fatalf("after %q another index of a new builder:\n%s\n%s", done, got, want)
				}
				former.dir = dir
			}
			if len(former.linked) == 0 && c.forgets == 0 {
				t.Error("no segment was taken over")
			}
		})
	}
}

// loaded returns documents whose texts are loaded, as those of a site are.
func loaded(docs []Document) []Document {
	docs = slices.Clone(docs)
	for i := range docs {
		d := &docs[i]
		text := Text{Body: d.Body, Headings: d.Headings}
		for _, f := range d.Fields {
			text.Fields = append(text.Fields, f.Text)
		}
		d.Body, d.Hash = "", fmt.Sprintf("%q", text)
		d.Load = func() (Text, error) { return text, nil }
	}
	return docs
}

// sameFirst makes files in two steps: the first has all but positions that have
// changed, and names none in their stead, and but spellings; after the second, if
// it is taken, there are all.
func sameFirst(t *testing.T, b *Builder, e *edited, done []string, want []shard.File) {
	t.Helper()
	first, rest, err := b.First(t.Context(), e.loc, loaded(e.docs))
	if err != nil {
		t.Fatal(err)
	}
	has := map[string]string{}
	for _, f := range first.Shards[1:] {
		has[f.Name] = string(f.Data)
	}
	for _, f := range want[1:] {
		if data, ok := has[f.Name]; ok && data != string(f.Data) || !ok && f.Name[0] != 'p' && f.Name[0] != 's' {
			t.Fatalf("after %q the first files have another %s, or none", done, f.Name)
		}
		delete(has, f.Name)
	}
	maps.DeleteFunc(has, func(name, _ string) bool { return name[0] == 's' })
	if len(has) > 0 {
		t.Fatalf("after %q the first files are more by %d", done, len(has))
	}
	contents, err := shard.Read(want)
	if err != nil {
		t.Fatal(err)
	}
	root, whole := first.Root, contents.Root
	if i := slices.IndexFunc(root.Positions, func(sum uint32) bool {
		return !slices.Contains(whole.Positions, sum) && slices.ContainsFunc(first.Shards, func(f shard.File) bool { return f.Name == shard.Name("p", sum) })
	}); i >= 0 {
		t.Fatalf("after %q positions %d of the first root are wrong ones", done, i)
	}
	built := first
	if e.next%2 == 0 {
		if !rest(t.Context(), &built) || !reflect.DeepEqual(built.Root, whole) {
			t.Fatalf("after %q the root of the rest is another than its file says", done)
		}
		sameShards(t, "the rest", done, built.Shards, want)
	}
	// A text more changes and goes back, and what is taken over is still right.
	docs := loaded(e.docs)
	d := &docs[e.r.IntN(len(docs))]
	other := Text{Body: e.text(12), Fields: make([]string, len(d.Fields))}
	d.Hash, d.Load = "other", func() (Text, error) { return other, nil }
	if _, _, err := b.First(t.Context(), e.loc, docs); err != nil {
		t.Fatal(err)
	}
	if rest(t.Context(), &built) {
		t.Fatalf("after %q the rest of an earlier build is still made", done)
	}
	if _, rest, err = b.First(t.Context(), e.loc, loaded(e.docs)); err != nil {
		t.Fatal(err)
	}
	rest(t.Context(), &built)
	sameShards(t, "the rest of the third", done, built.Shards, want)
}

// formerFiles are the segments of the index before, of which some are lost.
type formerFiles struct {
	mu      sync.Mutex
	dir     string
	r       *rand.Rand
	forgets int
	linked  map[string]bool
}

func (f *formerFiles) link(hash [sha256.Size]byte, to string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.r.IntN(100) < f.forgets {
		return false
	}
	names, _ := filepath.Glob(filepath.Join(f.dir, "store", "*.zap"))
	for _, name := range names {
		if data, err := os.ReadFile(name); err == nil && sha256.Sum256(data) == hash && os.Link(name, to) == nil {
			f.linked[to] = true
			return true
		}
	}
	return false
}

// sized makes a builder cut the files for browsers so.
func sized(b *Builder, sizes shard.Sizes) *Builder {
	b.Sizes = func(int) shard.Sizes { return sizes }
	return b
}

func built(t *testing.T, b *Builder, e *edited, former Former) (Built, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "index")
	made, err := b.Build(context.Background(), dir, e.loc, e.docs, former)
	if err != nil {
		t.Fatal(err)
	}
	return made, dir
}

func sameShards(t *testing.T, what string, done []string, got, want []shard.File) {
	t.Helper()
	for i := range min(len(got), len(want)) {
		if got[i].Name != want[i].Name || !bytes.Equal(got[i].Data, want[i].Data) {
			t.Fatalf("after %q %s: file %d is %s, not %s", done, what, i, got[i].Name, want[i].Name)
		}
	}
	if len(got) != len(want) {
		t.Fatalf("after %q %s: %d files, not %d", done, what, len(got), len(want))
	}
}

// TestIncrementalDoesLittle: what has not changed is not loaded, and few values
// are put again.
func TestIncrementalDoesLittle(t *testing.T) {
	e := newEdited(9, 2000)
	var mu sync.Mutex
	loaded := map[string]bool{}
	documents := func() []Document {
		docs := slices.Clone(e.docs)
		for i := range docs {
			d := &docs[i]
			text := Text{Body: d.Body}
			d.Body, d.Hash = "", text.Body
			d.Load = func() (Text, error) {
				mu.Lock()
				defer mu.Unlock()
				loaded[d.ID] = true
				return text, nil
			}
		}
		return docs
	}
	cache := newTestCache(0)
	former := &formerFiles{r: rand.New(rand.NewPCG(5, 6)), linked: map[string]bool{}}
	sizes := shard.Sizes{Words: 300, Spelling: 30, Positions: 3, Cards: 5, Inline: 1 << 20}
	for _, c := range []struct {
		name     string
		edit     func()
		loads    int
		inverted int
		segments int
	}{
		{"all", func() {}, 2000, 5, 5},
		{"nothing", func() {}, 0, 0, 0},
		{"a body", func() { e.docs[700].Body = "xylophone " + e.docs[700].Body }, 1, 1, 1},
		{"an address", func() { e.docs[1200].URL += "x" }, 0, 0, 1},
		{"a date", func() { e.docs[1300].Date = "1999-01-01" }, 0, 2, 2},
		{"one more", func() { e.add() }, 1, 2, 2},
		{"synonyms", func() { e.loc.Synonyms = nil }, 0, 0, 0},
	} {
		c.edit()
		clear(loaded)
		clear(cache.puts)
		dir := filepath.Join(t.TempDir(), c.name)
		if _, err := sized(NewBuilder(cache), sizes).Build(context.Background(), dir, e.loc, documents(), former.link); err != nil {
			t.Fatal(err)
		}
		former.dir = dir
		if len(loaded) != c.loads {
			t.Errorf("%s: %d texts loaded, want %d", c.name, len(loaded), c.loads)
		}
		if in, seg := cache.puts["inverted"], cache.puts["segment"]; c.loads == 2000 && in < c.inverted || c.loads < 2000 && (in > c.inverted || seg > c.segments) {
			t.Errorf("%s: %d inverted files and %d segments put, want %d and %d", c.name, in, seg, c.inverted, c.segments)
		}
		t.Logf("%s: %v", c.name, cache.puts)
	}
}

// TestBuildReportsLoad: a text that cannot be loaded fails the build, and the
// error says whose.
func TestBuildReportsLoad(t *testing.T) {
	gone := errors.New("the file is gone")
	docs := []Document{{ID: "a", Title: "A"}, {ID: "b", Load: func() (Text, error) { return Text{}, gone }}}
	_, err := Build(context.Background(), filepath.Join(t.TempDir(), "x"), french, docs)
	if !errors.Is(err, gone) || !strings.Contains(err.Error(), `"b"`) {
		t.Errorf("%v", err)
	}
	docs[1] = Document{ID: "b", Fields: []Field{{Name: "x"}}, Load: func() (Text, error) { return Text{}, nil }}
	if _, err := Build(context.Background(), filepath.Join(t.TempDir(), "y"), french, docs); err == nil || !strings.Contains(err.Error(), "0 texts") {
		t.Errorf("%v", err)
	}
}
