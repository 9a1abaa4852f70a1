// Package corpus makes synthetic sites of any size, for tests and benchmarks.
//
// Invariant: equal options give equal bytes, on any machine. No text is copied
// from anywhere: words are made of syllables around a few common ones, so the
// text reads like French and means nothing.
package corpus

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"essaim/search/spread"
)

// Options say what to make.
type Options struct {
	// Documents is how many entries there are beside the home page.
	Documents int
	// Words is the mean length of a body; 0 means 750.
	Words int
	// Nouns is the size of the vocabulary; 0 means 6,000. Ten thousand French
	// documents of 750 words hold about 100,000 different forms, which takes
	// 60,000 nouns.
	Nouns int
	// Seed chooses one of the possible sites.
	Seed uint64
	// Locales are tags, the source locale first; none means French alone. A
	// document is written in each; its words are French everywhere, because
	// it is the load that counts.
	Locales []string
	// NoSearch turns the search off: no page to search on, no index.
	NoSearch bool
	// Theme is a folder to copy to themes/solidaire; "" copies none.
	Theme string
}

// The streams of random numbers that do not belong to a document; those of
// document n begin at firstDocument + 2n.
const (
	wordStream = iota
	termStream
	homeStream
	firstDocument
)

const (
	themeCount     = 40
	territoryCount = 120
)

// sections are the folders of the three types; types are their names.
var (
	sections = []string{"articles", "guides", "structures"}
	types    = []string{"article", "guide", "structure"}
)

// site is one corpus while it is made.
type site struct {
	Options
	*vocabulary
	themes, territories []word
}

// Write makes the folders content/ and themes/ below dir, which may be missing
// but must not hold another site.
func Write(dir string, o Options) error {
	if len(o.Locales) == 0 {
		o.Locales = []string{"fr"}
	}
	if o.Words == 0 {
		o.Words = 750
	}
	if o.Nouns == 0 {
		o.Nouns = 6000
	}
	s := &site{Options: o, vocabulary: newVocabulary(o.Seed, o.Nouns)}
	r := rand.New(rand.NewPCG(o.Seed, termStream))
	order := r.Perm(len(s.nouns))
	for i, n := range order[:themeCount+territoryCount] {
		if i < themeCount {
			s.themes = append(s.themes, s.nouns[n])
		} else {
			s.territories = append(s.territories, s.nouns[n])
		}
	}
	for _, f := range s.settings() {
		if err := write(dir, f.path, f.text); err != nil {
			return err
		}
	}
	if o.Theme != "" {
		if err := os.CopyFS(filepath.Join(dir, "themes", "solidaire"), os.DirFS(o.Theme)); err != nil {
			return fmt.Errorf("copy the theme: %w", err)
		}
	}
	return s.documents(dir)
}

// documents writes every document, several at a time.
func (s *site) documents(dir string) error {
	return spread.Try(context.Background(), 2*runtime.GOMAXPROCS(0), s.Documents, func(share iter.Seq[int]) error {
		for i := range share {
			for n, tag := range s.Locales {
				if err := write(dir, "content"+s.path(i)+"."+tag+".md", s.document(i, n > 0)); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// path returns the path of document i as a link writes it:
// "/guides/reseau-ville-00012".
func (s *site) path(i int) string {
	w := newWriter(s.vocabulary, rand.New(rand.NewPCG(s.Seed, firstDocument+2*uint64(i))))
	return fmt.Sprintf("/%s/%s-%s-%05d", sections[i%len(sections)], w.noun().slug(), w.noun().slug(), i)
}

// document returns the text of document i. A translation says only what is
// translated, in other words.
func (s *site) document(i int, translation bool) string {
	w := newWriter(s.vocabulary, rand.New(rand.NewPCG(s.Seed, firstDocument+2*uint64(i)+1)))
	var b strings.Builder
	title, first, second := w.short(80), short(w), short(w)
	if translation {
		first, second = second, first
	}
	fmt.Fprintf(&b, "---\ntitle: \"%s\"\nsummary: \"%s %s\"\n", title, first, second)
	day := time.Date(2012, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, w.r.IntN(5000))
	themes, territory := s.some(w.r, s.themes), pick(w.r, s.territories).slug()
	if !translation {
		fmt.Fprintf(&b, "date: %s\nthemes: [%s]\nterritories: [%s]\n", day.Format(time.DateOnly), themes, territory)
	}
	link := func() string { return s.path(w.r.IntN(s.Documents)) }
	b.WriteString("---\n")
	if translation {
		b.WriteString("Translated.\n\n")
	}
	b.WriteString(w.body(s.Words, link))
	return b.String()
}

// short returns a sentence of at most 110 characters.
func short(w *writer) string {
	for {
		if text := capital(w.clause()) + "."; len(text) <= 110 {
			return text
		}
	}
}

// some returns one to three words of a list, each once.
func (s *site) some(r *rand.Rand, list []word) string {
	var names []string
	for _, i := range r.Perm(len(list))[:1+r.IntN(3)] {
		names = append(names, list[i].slug())
	}
	return strings.Join(names, ", ")
}

// write writes one file and the folders above it.
func write(dir, path, text string) error {
	name := filepath.Join(dir, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	return os.WriteFile(name, []byte(text), 0o666)
}
