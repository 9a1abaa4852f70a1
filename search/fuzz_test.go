package search

import (
	"context"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"essaim/search/indexer"
)

// awkward are texts that break naive parsers.
func awkward() []string {
	return []string{
		"", " ", "\"", "\"\"", "\"a", "«a» \"b", "”“", "a\" b \"c", "de la", "\"de la\" la", "'", "l'", "l’", "-", "--", "a-", "-a-b-", "e-s", "·e·s", "(e)s",
		"salarié·", "x(", "x(e", "1 000", "1 000 ", " 000", "10 0000", "A.", "A.B", "A.B.", ".A.", "É.", "\u0301", "e\u0301\u0301", "\xff\xfe", "l\xff",
		"__proto__", "constructor", "' OR 1=1 --", "<script>", "*", "?", "~", "^", "\\", "a*b", "\x00", "\u202E", "ß", "İ", "ﬁ", "ﾞ", "ก", "東", "京東", "서", "👍🏽", "a\u200Db",
		"mobil", "mobilierlits", "sreviettes", "seconde vie", "deuxième vie ESS", "\"seconde vie\" lits", "sommes-nous", "l’ile saint-denis", "ñandú años",
		strings.Repeat("a", 3000), strings.Repeat("é", 700), strings.Repeat("a ", 500), strings.Repeat("a-", 500), strings.Repeat("\"a\" ", 300), strings.Repeat("東", 400), strings.Repeat("mobilier ", 100),
	}
}

func fuzzIndexes(tb testing.TB) map[string]*Index {
	indexes := map[string]*Index{}
	for _, tag := range []string{"fr", "es", "th", "ja", "xx"} {
		loc := french
		loc.Tag = tag
		indexes[tag] = openWith(tb, loc, append(readFixture(tb, "fr.txt"), indexer.Document{ID: "cjk", Title: "東京", Body: "東京へ ภาษาไทย niño años"}))
	}
	return indexes
}

// checkNode checks that every leaf of a tree can be evaluated.
func checkNode(t *testing.T, query string, n *node, depth int) {
	t.Helper()
	bad := math.IsNaN(n.Boost) || n.Boost <= 0 || n.Boost > 1 || depth > 4
	switch n.Op {
	case opWords, opTitle:
		bad = bad || len(n.Words) == 0
	case opPhrase:
		bad = bad || len(n.Words) < 2 || len(n.Positions) != len(n.Words) || n.Positions[0] != 0
	case opNear:
		bad = bad || len(n.Sets) < 2
	case opEvery:
		bad = bad || len(n.Kids) == 0
	case opBest:
	default:
		bad = true
	}
	if bad {
		t.Errorf("%q: node %s", query, n)
	}
	for _, k := range n.Kids {
		checkNode(t, query, k, depth+1)
	}
}

// FuzzPlan: any text gives a plan of bounded size, and spans within the text.
func FuzzPlan(f *testing.F) {
	for _, s := range awkward() {
		f.Add(s)
	}
	indexes := fuzzIndexes(f)
	f.Fuzz(func(t *testing.T, text string) {
		for tag, ix := range indexes {
			query := cleaned(text)
			for _, loose := range []bool{false, true} {
				pl := planOf(t, ix, text, loose)
				if len(pl.clauses) > maxClauses || loose && pl.phrases {
					t.Errorf("%s: %d clauses, phrases %t", tag, len(pl.clauses), pl.phrases)
				}
				last := 0
				for _, w := range pl.typed {
					if w.start < last || w.start > w.end || w.end > len(query) {
						t.Errorf("%s: word %q at %d to %d of %q, after %d", tag, w.word, w.start, w.end, query, last)
					}
					last = w.start
				}
				for _, c := range pl.clauses {
					checkNode(t, query, c, 0)
					for _, w := range c.leafWords(nil) {
						if !pl.words[w] {
							t.Errorf("%s %q: %q is looked for and not marked", tag, query, w)
						}
					}
				}
			}
		}
	})
}

// FuzzSearch: any text gives a result in order, with marks inside the texts.
func FuzzSearch(f *testing.F) {
	for _, s := range awkward() {
		f.Add(s)
	}
	indexes := fuzzIndexes(f)
	f.Fuzz(func(t *testing.T, text string) {
		for tag, ix := range indexes {
			res, err := ix.Search(context.Background(), Query{Text: text, Limit: 20})
			if err != nil {
				t.Fatal(tag, err)
			}
			if res.Complete > res.Total || len(res.Hits) != min(20, res.Total) || res.Total > 0 && len(res.Suggestions) > 0 {
				t.Errorf("%s %q: %d of %d, %d hits, %d suggestions", tag, text, res.Complete, res.Total, len(res.Hits), len(res.Suggestions))
			}
			for _, s := range res.Suggestions {
				if !utf8.ValidString(s) || s == text {
					t.Errorf("%s %q: suggests %q", tag, text, s)
				}
			}
			for i, h := range res.Hits {
				checkMarks(t, text, h)
				if i > 0 && (h.Complete && !res.Hits[i-1].Complete || h.Complete == res.Hits[i-1].Complete && h.Score > res.Hits[i-1].Score) {
					t.Errorf("%s %q: hit %d out of order", tag, text, i)
				}
				if h.Complete != (i < res.Complete) {
					t.Errorf("%s %q: hit %d of %d complete ones is complete: %t", tag, text, i, res.Complete, h.Complete)
				}
				if math.IsNaN(h.Score) || math.IsInf(h.Score, 0) || h.Score <= 0 {
					t.Errorf("%s %q: score %v", tag, text, h.Score)
				}
			}
		}
	})
}
