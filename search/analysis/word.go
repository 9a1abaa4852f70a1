package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/analysis"
)

// A Word is what the analyzer knows of one written word. It is not changed once
// made.
type Word struct {
	// ID numbers Text, and AccentedID numbers Accented, from 0 in the order in
	// which the analyzer met them. Equal texts have equal numbers.
	ID, AccentedID int32
	// Text is the form that is looked up: lower case, without accents, article
	// and apostrophes.
	Text string
	// Term is the stem of the word, or "" for a stop word. Words with one term
	// find each other.
	Term string
	// Accented is the word in lower case with its accents, where it differs
	// from Text.
	Accented string

	// bare is the word in lower case, with accents and without its article, and
	// cut is the number of bytes of the article and its apostrophe.
	bare string
	cut  int
	// written is the word as it was written.
	written string
}

// maxWord is the number of characters from which a word is not worth indexing:
// longer ones are encoded data.
const maxWord = 64

// word returns the forms of one written word, or nil if it is not worth
// indexing.
func (a *Analyzer) word(written []byte) *Word {
	w := a.known.find(written)
	if w == nil {
		text := string(written)
		if w = a.newWord(text); w == nil {
			w = &Word{}
		}
		w.written = text
		a.known.add(w)
	}
	if w.Text == "" {
		return nil
	}
	return w
}

func (a *Analyzer) newWord(written string) *Word {
	if utf8.RuneCountInString(written) > maxWord {
		return nil
	}
	lower := strings.ToLower(written)
	bare, cut := a.elide(lower)
	// Lower case can change the length of a few letters; then the mark is on
	// the whole word, article included.
	if len(lower) != len(written) {
		cut = 0
	}
	w := &Word{Text: plain(fold(bare)), bare: bare, cut: cut}
	// Marks alone are no word, not even behind an article.
	if !strings.ContainsFunc(w.Text, letterOrNumber) {
		return nil
	}
	w.Term = a.term(w)
	w.ID = a.intern(w.Text)
	if bare != w.Text {
		w.Accented, w.AccentedID = bare, a.intern(bare)
	}
	return w
}

// intern returns the number of a text.
func (a *Analyzer) intern(text string) int32 {
	id, ok := a.ids[text]
	if !ok {
		id = int32(len(a.texts))
		a.ids[text] = id
		a.texts = append(a.texts, text)
	}
	return id
}

// term returns the stem of a word without accents, or "" for a stop word.
func (a *Analyzer) term(w *Word) string {
	text := w.bare
	if a.lang.folded {
		text = fold(text)
	}
	stream := analysis.TokenStream{{Term: []byte(text), Start: 0, End: len(text), Position: 1, Type: analysis.AlphaNumeric}}
	for _, f := range a.filters {
		stream = f.Filter(stream)
	}
	if len(stream) == 0 {
		return ""
	}
	return plain(fold(string(stream[0].Term)))
}

// elide returns a lower-case word without its article, and the length of what
// was dropped.
func (a *Analyzer) elide(word string) (string, int) {
	if i := strings.IndexByte(word, '\''); i > 0 && i+1 < len(word) && a.articles[word[:i]] {
		return word[i+1:], i + 1
	}
	return word, 0
}

// plain returns a folded word without apostrophes.
func plain(word string) string {
	if strings.IndexByte(word, '\'') < 0 {
		return word
	}
	return strings.ReplaceAll(word, "'", "")
}

func letterOrNumber(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
