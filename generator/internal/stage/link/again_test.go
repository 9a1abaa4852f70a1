package link

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/stage/parse"
)

// TestAgainEqualsClean edits entries at random and links them with what was
// kept from before: the site must be that of a first link, and the sites before
// must not change.
func TestAgainEqualsClean(t *testing.T) {
	for seed := range uint64(2) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			p := parseCorpus(t, 100, "en")
			w := &writer{p, rand.New(rand.NewPCG(seed, 7)), map[string][]byte{}}
			options := Options{Clock: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), Memory: &Memory{}}
			clean := Options{Clock: options.Clock}
			taken, related, partial := 0, 0, 0
			entries := p.entries
			former, _ := Site(t.Context(), entries, p.schema, p.tree, options)
			formerClean, _ := Site(t.Context(), entries, p.schema, p.tree, clean)
			for step := range 40 {
				entries = slices.Clone(entries)
				for range 1 + w.IntN(3) {
					i := w.IntN(len(entries))
					entries[i] = w.edit(entries[i], entries[w.IntN(len(entries))])
				}
				was := options.Memory.former
				if soon := options; step%2 == 0 {
					soon.Soon = true
					shown, _ := Site(t.Context(), entries, p.schema, p.tree, soon)
					if options.Memory.Partial() {
						partial++
						wantOwn(t, shown, entries)
					}
				}
				got, found := Site(t.Context(), entries, p.schema, p.tree, options)
				want, wanted := Site(t.Context(), entries, p.schema, p.tree, clean)
				if !reflect.DeepEqual(got, want) {
					t.Fatalf("step %d: the sites differ: %s", step, difference(got.Pages, want.Pages))
				}
				if a, b := sentences(found), sentences(wanted); !slices.Equal(a, b) {
					t.Fatalf("step %d: diagnostics\n%q\nwant\n%q", step, a, b)
				}
				if !reflect.DeepEqual(former, formerClean) {
					t.Fatalf("step %d: the site before has changed", step)
				}
				if options.Memory.Partial() {
					t.Fatalf("step %d: the site is not whole", step)
				}
				if options.Memory.former == was {
					taken++
					for i, page := range got.Pages {
						if page != former.Pages[i] {
							related++
						}
					}
				}
				former, formerClean = got, want
			}
			if partial == 0 {
				t.Error("no title was shown before what others show of it")
			}
			if taken < 10 || taken > 39 || related < 2*taken {
				t.Errorf("%d of 40 sites were taken over, with %d other pages", taken, related)
			}
		})
	}
}

// writer edits the texts of entries.
type writer struct {
	parsed
	*rand.Rand
	texts map[string][]byte // by file, of those that have been edited
}

func (w *writer) text(e *content.Entry) []byte {
	if text := w.texts[e.File]; text != nil {
		return text
	}
	return w.tree.File(e.File).Data
}

// edit returns e after a random edit, most often one of its body that takes
// words from another entry.
func (w *writer) edit(e, other *content.Entry) *content.Entry {
	const end = "\n---\n"
	front, body, _ := strings.Cut(string(w.text(e)), end)
	_, from, _ := strings.Cut(string(w.text(other)), end)
	paragraphs := strings.Split(body, "\n\n")
	words := strings.Fields(from)
	some := strings.Join(words[:min(len(words), w.IntN(30))], " ")
	switch w.IntN(12) {
	case 0:
		front = strings.Replace(front, "title: \"", "title: \"Z", 1)
	case 1:
		front = strings.Replace(front, "date: ", "draft: true\ndate: ", 1)
	case 2:
		body += "\n\n## Une autre partie\n"
	case 3, 4:
		body = strings.Join(slices.Delete(paragraphs, 0, 1), "\n\n")
	case 5:
		body += "\n\nVoir [nulle part](/nulle/part) et [ici](#nulle-part).\n"
	case 6:
		body = from
	default:
		body = strings.Replace(some, "#", "", -1) + " mot.\n\n" + body
	}
	if strings.Count(front, "draft: ") > 1 {
		return e
	}
	data := []byte(front + end + body)
	w.texts[e.File] = data
	sum := sha256.Sum256(data)
	return parse.File(&source.File{Path: e.File, Data: data, Size: int64(len(data)), Hash: hex.EncodeToString(sum[:])}, w.schema)
}

// difference names the first page by which two sites differ.
func difference(got, want []*site.Page) string {
	for i, page := range got {
		if i < len(want) && !reflect.DeepEqual(page, want[i]) {
			return string(page.URL)
		}
	}
	return fmt.Sprintf("%d pages, want %d", len(got), len(want))
}

func sentences(ds diag.List) []string {
	var list []string
	for _, d := range ds.Sorted() {
		list = append(list, fmt.Sprint(d))
	}
	return list
}

// wantOwn wants the page of each entry to have the entry's title.
func wantOwn(t *testing.T, s *site.Site, entries []*content.Entry) {
	t.Helper()
	titles := map[string]string{}
	for _, e := range entries {
		titles[e.File] = e.Fields.Value("title").Text
	}
	for _, p := range s.Pages {
		if p.Entry != nil && titles[p.Source] != "" && p.Title != titles[p.Source] {
			t.Fatalf("%s is shown as %q, not as %q", p.URL, p.Title, titles[p.Source])
		}
	}
}
