package shard

import (
	"runtime"
	"slices"
	"testing"
)

// maxFuzzed bounds the bytes of a damaged file here.
const maxFuzzed = 1 << 10

// reads calls a decoder with damaged data and watches its memory. A coder that
// has learned gives up to 22,000 bits for a byte of data, so that the bound is
// not small; but no count may be believed.
func reads(t *testing.T, data []byte, read func()) {
	t.Helper()
	if len(data) > maxFuzzed {
		t.Skip()
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	read()
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > uint64(len(data)+16)<<20 {
		t.Errorf("%d bytes of memory for %d bytes of data", used, len(data))
	}
}

// TestCountsAreNotBelieved: files that say what cannot be.
func TestCountsAreNotBelieved(t *testing.T) {
	root := &Root{Documents: 3, Fields: []Field{{Name: "body"}, {Name: "title"}}, Lengths: make([]int, 3)}
	word := func(write func(e *coder, m *wordModels)) []byte {
		e, m := newEncoder(), newWordModels(root.Documents, len(root.Fields), false)
		e.bit(&m.more, 1)
		m.text.code(e, "a")
		e.bit(&m.compound, 0)
		write(e, m)
		// The rest is as it should be: no word more, no prefixes, no marks.
		e.bit(&m.more, 0)
		m.count.code(e, 0)
		m.count.code(e, 0)
		return e.finish()
	}
	readRoot := func(data []byte) error { _, err := readRoot(data); return err }
	readWord := func(data []byte) error { _, err := readWords(data, root); return err }
	readFacet := func(data []byte) error { _, err := readFacets(data, 1<<31); return err }
	numbers := func(head string, values ...int) []byte {
		e, n, x := newEncoder(), newNumber(), newText()
		if head != "" {
			x.code(e, "")
		}
		for _, v := range values {
			n.code(e, v)
		}
		return append([]byte(head), e.finish()...)
	}
	const many = 1<<31 - 1
	for _, c := range []struct {
		name string
		read func([]byte) error
		data []byte
	}{
		{"fields of a root", readRoot, numbers(string([]byte{magic[0], magic[1], magic[2], Version}), 1, many)},
		{"types of a root", readRoot, numbers(string([]byte{magic[0], magic[1], magic[2], Version}), 1, 0, many)},
		{"facets", readFacet, numbers("", many)},
		{"spellings", func(data []byte) error { _, err := readSpellings(data); return err }, numbers("", many)},
		{"a class that was not begun", readWord, word(func(e *coder, m *wordModels) {
			m.classes.code(e, 1)
			m.back.code(e, 1)
			m.df.code(e, 0)
		})},
		{"more postings than documents", readWord, word(func(e *coder, m *wordModels) {
			m.classes.code(e, 0)
			m.df.code(e, 4)
		})},
		{"a document after the last", readWord, word(func(e *coder, m *wordModels) {
			m.classes.code(e, 0)
			m.df.code(e, 1)
			m.posting(e, m.gapsFor(1), -1, 0, false, &Posting{Document: 3})
		})},
		{"many classes", readWord, word(func(e *coder, m *wordModels) { m.classes.code(e, many) })},
	} {
		reads(t, c.data, func() {
			if err := c.read(c.data); err == nil {
				t.Errorf("%s: no error", c.name)
			}
		})
	}
	fine := word(func(e *coder, m *wordModels) {
		m.classes.code(e, 0)
		m.df.code(e, 1)
		m.posting(e, m.gapsFor(1), -1, 0, false, &Posting{Document: 2})
	})
	if err := readWord(fine); err != nil {
		t.Error("the last document:", err)
	}
}

// seeds adds the files of small sets of some kinds, whole and damaged.
func seeds(f *testing.F, kinds string) {
	for seed := range uint64(3) {
		s, _ := randomSet(seed, 12, 20)
		sizes := small
		sizes.Inline = int(seed) * 10
		files, _ := build(f, s, sizes)
		for _, file := range files {
			if !slices.Contains([]byte(kinds), file.Name[0]) {
				continue
			}
			f.Add(file.Data)
			for _, at := range []int{0, 1, 4, 5, 9, len(file.Data) / 2, len(file.Data) - 2} {
				if at < 0 || at >= len(file.Data) {
					continue
				}
				data := slices.Clone(file.Data)
				data[at] ^= 0x55
				f.Add(data)
				f.Add(slices.Clone(file.Data[:at]))
			}
		}
	}
	for _, b := range []byte{0, 1, 0x55, 0x7f, 0x80, 0xaa, 0xfe, 0xff} {
		for _, n := range []int{0, 1, 9, 300, maxFuzzed} {
			data := slices.Repeat([]byte{b}, n)
			f.Add(data)
			f.Add(append([]byte{magic[0], magic[1], magic[2], Version}, data[min(4, n):]...))
		}
	}
}

// fuzzRoots are roots by which damaged files are read: of few and of many
// documents, with the lengths in the root and in the postings.
func fuzzRoots() []*Root {
	fields := []Field{{Name: "body"}, {Name: "title"}, {Name: "summary"}}
	return []*Root{
		{Documents: 12, Fields: fields, Lengths: make([]int, 12)},
		{Documents: 100_000, Fields: fields},
		{Documents: 1<<32 - 2, Fields: fields[:1]},
		{},
	}
}

func FuzzReadRoot(f *testing.F) {
	seeds(f, "r")
	f.Fuzz(func(t *testing.T, data []byte) {
		reads(t, data, func() {
			r, err := readRoot(data)
			if err != nil {
				return
			}
			if r.Documents < 0 || r.CardsEach < 1 || r.PositionsEach < 1 || len(r.Words) == 0 || r.Lengths != nil && len(r.Lengths) != r.Documents {
				t.Errorf("%+v", r)
			}
		})
	})
}

func FuzzReadWords(f *testing.F) {
	seeds(f, "w")
	roots := fuzzRoots()
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, r := range roots {
			reads(t, data, func() {
				s, err := readWords(data, r)
				if err != nil {
					return
				}
				for _, w := range s.Words {
					last := -1
					for _, p := range w.Postings {
						if p.Document <= last || p.Document >= r.Documents || p.Freq < 0 {
							t.Errorf("document %d after %d of %d, %d times", p.Document, last, r.Documents, p.Freq)
						}
						last = p.Document
						for _, h := range p.Fields {
							if h.Field < 1 || h.Field >= len(r.Fields) {
								t.Errorf("field %d of %d", h.Field, len(r.Fields))
							}
						}
					}
					for _, c := range w.Classes {
						if c < 0 || c >= len(s.Elsewhere) {
							t.Errorf("class %d of %d", c, len(s.Elsewhere))
						}
					}
				}
			})
		}
	})
}

func FuzzReadPositions(f *testing.F) {
	seeds(f, "p")
	shards := []*WordShard{{}, {Words: []ReadWord{{Postings: []Posting{{Freq: 3}, {Document: 1}, {Document: 2, Freq: 1}}}, {Postings: []Posting{{Freq: 1 << 31}}}}}}
	// One that is not damaged.
	s, _ := randomSet(0, 12, 20)
	_, c := build(f, s, small)
	shards = append(shards, c.Shards...)
	f.Fuzz(func(t *testing.T, data []byte) {
		reads(t, data, func() {
			parts, err := sections(data, 3)
			if err != nil {
				return
			}
			for _, part := range parts {
				for _, s := range shards {
					all, err := readPositions(part, s)
					if err == nil && len(all) != len(s.Words) {
						t.Errorf("%d words, want %d", len(all), len(s.Words))
					}
				}
			}
		})
	})
}

func FuzzReadFacets(f *testing.F) {
	seeds(f, "f")
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, documents := range []int{0, 12, 1<<32 - 2} {
			reads(t, data, func() {
				facets, err := readFacets(data, documents)
				if err != nil {
					return
				}
				for _, facet := range facets {
					if len(facet.Documents) != len(facet.Values) {
						t.Errorf("%d lists for %d values", len(facet.Documents), len(facet.Values))
					}
					for _, list := range facet.Documents {
						for i, d := range list {
							if int(d) >= documents || i > 0 && list[i-1] >= d {
								t.Errorf("documents %v of %d", list, documents)
							}
						}
					}
				}
			})
		}
	})
}

func FuzzReadSpellings(f *testing.F) {
	seeds(f, "s")
	f.Fuzz(func(t *testing.T, data []byte) {
		reads(t, data, func() {
			list, err := readSpellings(data)
			if err != nil {
				return
			}
			for _, s := range list {
				if s.Class < 0 || s.Class > 31 || len(s.Shown) > maxText {
					t.Errorf("%+v", s)
				}
			}
		})
	})
}
