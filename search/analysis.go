package search

import (
	"fmt"
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/token/stop"
	segmenter "github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
	"github.com/blevesearch/bleve/v2/registry"
)

// A token is one word of a text, in the forms under which it is indexed.
type token struct {
	*vocable
	// start and end are byte offsets in the original text; an article that was
	// dropped is not part of the span.
	start, end int
	// position counts words from 0, stop words included.
	position int
	// parts is the number of words that a compound joins, from position on:
	// « seinesaintdenis » has 3. It is 0 for an ordinary word.
	parts int
}

// A vocable is what the analyzer knows of one written word. It is not changed
// once made.
type vocable struct {
	// word is the form looked up when somebody types it: lower case, without
	// accents and article. "" for a pair of letters in a language of bigrams.
	word string
	// term is the form that ranks: the stem of the word. "" for a stop word.
	term string
	// spellings are other forms under which Bleve's own queries may ask for it:
	// with its accents, with its article. They never rank.
	spellings []string
	// bare is the word in lower case, with accents and without its article, and
	// cut is the number of bytes of the article and its apostrophe.
	bare string
	cut  int
}

// An analyzer turns texts of one language into tokens. It remembers the words
// it has seen, which is what makes it fast; it is not safe for concurrent use.
type analyzer struct {
	lang     language
	split    analysis.Tokenizer
	articles analysis.TokenMap
	filters  []analysis.TokenFilter
	known    map[string]*vocable
	normal   normalText
}

const (
	// maxKnown bounds the memory of an analyzer, in words.
	maxKnown = 200_000
	// maxWord is the length in bytes from which a word is not worth indexing:
	// longer ones are encoded data.
	maxWord = 100
	// maxParts is the largest number of words joined into one compound.
	maxParts = 5
)

// newAnalyzer returns the analyzer of a locale.
func newAnalyzer(loc Locale) (*analyzer, error) {
	name := loc.Tag
	if loc.Analyzer != "" {
		if name = loc.Analyzer; !slices.Contains(Analyzers(), name) {
			return nil, fmt.Errorf("no analyzer %q; known are %s", name, strings.Join(Analyzers(), ", "))
		}
	}
	a := &analyzer{lang: languageFor(name), split: segmenter.NewUnicodeTokenizer(), known: map[string]*vocable{}}
	cache := registry.NewCache()
	var err error
	if a.articles, err = tokenMap(cache, a.lang.articles); err != nil {
		return nil, err
	}
	stops, err := tokenMap(cache, a.lang.stop)
	if err != nil {
		return nil, err
	}
	if a.lang.folded {
		stops = foldedMap(stops, a.lang.kept)
	}
	for _, name := range a.lang.before {
		if a.filters, err = addFilter(a.filters, cache, name); err != nil {
			return nil, err
		}
	}
	a.filters = append(a.filters, stop.NewStopTokensFilter(stops))
	for _, name := range a.lang.after {
		if a.filters, err = addFilter(a.filters, cache, name); err != nil {
			return nil, err
		}
	}
	return a, nil
}

func addFilter(list []analysis.TokenFilter, cache *registry.Cache, name string) ([]analysis.TokenFilter, error) {
	f, err := cache.TokenFilterNamed(name)
	if err != nil {
		return nil, fmt.Errorf("token filter %s: %w", name, err)
	}
	return append(list, f), nil
}

// tokenMap returns a word list by name: one of Bleve's, this package's "fr",
// or an empty one for "".
func tokenMap(cache *registry.Cache, name string) (analysis.TokenMap, error) {
	m := analysis.NewTokenMap()
	switch name {
	case "":
	case "fr":
		for _, article := range [...]string{"l", "d", "c", "j", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"} {
			m.AddToken(article)
		}
	default:
		var err error
		if m, err = cache.TokenMapNamed(name); err != nil {
			return nil, fmt.Errorf("word list %s: %w", name, err)
		}
	}
	return m, nil
}

func foldedMap(words analysis.TokenMap, kept []string) analysis.TokenMap {
	m := analysis.NewTokenMap()
	for w := range words {
		if f := fold(w); !slices.Contains(kept, f) {
			m.AddToken(f)
		}
	}
	return m
}

// analyse returns the tokens of a text in the order of their positions. The
// joined form of a compound follows its first word, at the same position.
func (a *analyzer) analyse(text string) []token {
	a.normal.normalise(text, &a.lang)
	if a.lang.bigrams {
		return a.bigrams()
	}
	stream := a.split.Tokenize(a.normal.text)
	tokens := make([]token, 0, len(stream)+len(stream)/8)
	for i := 0; i < len(stream); {
		parts := a.compound(stream[i:])
		for k, t := range stream[i : i+parts] {
			tokens = a.appendWord(tokens, t, i+k)
			if k == 0 && parts > 1 {
				tokens = a.appendJoined(tokens, stream[i:i+parts], i)
			}
		}
		i += parts
	}
	return tokens
}

// appendWord adds the token of one written word.
func (a *analyzer) appendWord(tokens []token, t *analysis.Token, position int) []token {
	v := a.vocable(t.Term)
	if v == nil {
		return tokens
	}
	start, end := a.normal.source(min(t.Start+v.cut, t.End), t.End)
	return append(tokens, token{vocable: v, start: start, end: end, position: position})
}

// compound returns how many words from the first on are joined by hyphens.
func (a *analyzer) compound(stream analysis.TokenStream) int {
	n := 1
	for n < len(stream) && n < maxParts && stream[n-1].End+1 == stream[n].Start && a.normal.text[stream[n-1].End] == '-' {
		n++
	}
	return n
}

// appendJoined adds the joined form of a compound: « e-commerce » can be found
// as « ecommerce » too.
func (a *analyzer) appendJoined(tokens []token, stream analysis.TokenStream, position int) []token {
	var joined strings.Builder
	cut := 0
	for k, t := range stream {
		v := a.vocable(t.Term)
		if v == nil {
			return tokens
		}
		if k == 0 {
			cut = v.cut
		}
		joined.WriteString(v.bare)
	}
	v := a.vocable([]byte(joined.String()))
	if v == nil {
		return tokens
	}
	start, end := a.normal.source(stream[0].Start+cut, stream[len(stream)-1].End)
	return append(tokens, token{vocable: v, start: start, end: end, position: position, parts: len(stream)})
}

// vocable returns the forms of one written word, or nil if it is not worth
// indexing.
func (a *analyzer) vocable(written []byte) *vocable {
	if v, ok := a.known[string(written)]; ok {
		return v
	}
	if len(a.known) >= maxKnown {
		clear(a.known)
	}
	v := a.newVocable(string(written))
	a.known[string(written)] = v
	return v
}

func (a *analyzer) newVocable(written string) *vocable {
	if len(written) > maxWord {
		return nil
	}
	lower := strings.ToLower(written)
	bare, cut := a.elide(lower)
	// Lower case can change the length of a few letters; then the mark is on
	// the whole word, article included.
	if len(lower) != len(written) {
		cut = 0
	}
	v := &vocable{word: fold(bare), bare: bare, cut: cut}
	if v.word == "" {
		return nil
	}
	v.term = a.term(v)
	for _, s := range [...]string{lower, bare, fold(lower)} {
		if s != v.word && !slices.Contains(v.spellings, s) {
			v.spellings = append(v.spellings, s)
		}
	}
	return v
}

// term returns the stem of a word without accents, or "" for a stop word.
func (a *analyzer) term(v *vocable) string {
	text := v.bare
	if a.lang.folded {
		text = v.word
	}
	stream := analysis.TokenStream{{Term: []byte(text), Start: 0, End: len(text), Position: 1, Type: analysis.AlphaNumeric}}
	for _, f := range a.filters {
		stream = f.Filter(stream)
	}
	if len(stream) == 0 {
		return ""
	}
	return fold(string(stream[0].Term))
}

// elide returns a lower-case word without its article, and the length of what
// was dropped.
func (a *analyzer) elide(word string) (string, int) {
	if i := strings.IndexByte(word, '\''); i > 0 && i+1 < len(word) && a.articles[word[:i]] {
		return word[i+1:], i + 1
	}
	return word, 0
}
