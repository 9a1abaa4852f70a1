package search

import (
	"context"
	"math"
	"strings"
	"testing"
	"unicode/utf8"
)

// awkward are texts that break naive parsers.
var awkward = []string{
	"", " ", "\"", "\"\"", "\"a", "«a» \"b", "”“", "a\" b \"c", "de la", "'", "l'", "l’", "-", "--", "a-", "-a-b-", "e-s", "·e·s", "(e)s",
	"salarié·", "x(", "x(e", "1 000", "1 000 ", " 000", "10 0000", "A.", "A.B", "A.B.", ".A.", "É.", "\u0301", "e\u0301\u0301", "\xff\xfe", "l\xff",
	"__proto__", "constructor", "' OR 1=1 --", "<script>", "*", "?", "~", "^", "\\", "a*b", "\x00", "\u202E", "ß", "İ", "ﬁ", "ﾞ", "ก", "東", "京東", "서", "👍🏽", "a\u200Db",
	strings.Repeat("a", 3000), strings.Repeat("é", 700), strings.Repeat("a ", 500), strings.Repeat("a-", 500), strings.Repeat("\"a\" ", 300), strings.Repeat("東", 400),
}

func fuzzIndexes(tb testing.TB) map[string]*Index {
	indexes := map[string]*Index{}
	for _, tag := range []string{"fr", "es", "th", "ja", "xx"} {
		loc := french
		loc.Tag = tag
		indexes[tag] = openWith(tb, loc, append(readFixture(tb, "fr.txt"), Document{ID: "cjk", Title: "東京", Body: "東京へ ภาษาไทย niño años"}))
	}
	return indexes
}

// FuzzPlan: any text gives a plan of bounded size, and spans within the text.
func FuzzPlan(f *testing.F) {
	for _, s := range awkward {
		f.Add(s)
	}
	indexes := fuzzIndexes(f)
	f.Fuzz(func(t *testing.T, text string) {
		for tag, ix := range indexes {
			a, giveBack := ix.borrow()
			words, err := ix.dictionary()
			if err != nil {
				t.Fatal(err)
			}
			query := cleaned(text)
			pl := ix.newPlanner(a, words, ix.newScorer(context.Background())).plan(query, false)
			if len(pl.clauses) > maxClauses {
				t.Errorf("%s: %d clauses", tag, len(pl.clauses))
			}
			for _, w := range pl.typed {
				if w.start < 0 || w.start > w.end || w.end > len(query) {
					t.Errorf("%s: word %q at %d to %d of %q", tag, w.word, w.start, w.end, query)
				}
			}
			last := 0
			for _, tok := range a.analyse(text) {
				if tok.start > tok.end || tok.end > len(text) || tok.position < last {
					t.Errorf("%s: token %q at %d to %d, position %d after %d", tag, tok.word, tok.start, tok.end, tok.position, last)
				}
				last = max(last, tok.position)
			}
			giveBack()
		}
	})
}

// FuzzSearch: any text gives a result in order, with marks inside the texts.
func FuzzSearch(f *testing.F) {
	for _, s := range awkward {
		f.Add(s)
	}
	indexes := fuzzIndexes(f)
	f.Fuzz(func(t *testing.T, text string) {
		for tag, ix := range indexes {
			res, err := ix.Search(context.Background(), Query{Text: text, Limit: 20})
			if err != nil {
				t.Fatal(tag, err)
			}
			for i, h := range res.Hits {
				if utf8.ValidString(text) {
					checkMarks(t, text, h)
				}
				if i > 0 && (h.Complete && !res.Hits[i-1].Complete || h.Complete == res.Hits[i-1].Complete && h.Score > res.Hits[i-1].Score) {
					t.Errorf("%s %q: hit %d out of order", tag, text, i)
				}
				if math.IsNaN(h.Score) || h.Score < 0 {
					t.Errorf("%s %q: score %v", tag, text, h.Score)
				}
			}
		}
	})
}
