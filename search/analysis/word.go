package analysis

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/analysis"
)

// A Word is what the analyzer knows of one written word.
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
}

// A Form is a word as all have it that are written the same but for capitals and
// articles: the numbers of its texts among Texts, or None. It has no pointers, for
// there are many.
type Form struct {
	// Text and Term are those of the Word; Term is None for a stop word.
	Text, Term int32
	// Accented is None where it does not differ from Text.
	Accented int32
	// own is that of Own, or unasked.
	own int32
}

// None is the number of no text.
const None = -1

// maxWord is the number of characters from which a word is not worth indexing:
// longer ones are encoded data.
const maxWord = 64

// An entry is what is known of a written word: whether it is worth indexing, its
// form and whether that is a stop word; and how many bytes of it are an article
// and its apostrophe.
type entry struct {
	code int32 // 0 of no entry, 1 of what is no word, or 2*form+2, and 1 more for a stop word
	cut  uint8
}

const noWord = 1

func (e entry) form() int32 { return e.code>>1 - 1 }

// word returns what is known of a written word.
func (a *Analyzer) word(written []byte) entry {
	key := keyOf(written)
	if s := a.known.place(key, written); s.code != 0 {
		return s.entry()
	}
	return a.known.add(key, written, a.newWord(string(written)))
}

// newWord reads a written word that is not known.
func (a *Analyzer) newWord(written string) entry {
	if utf8.RuneCountInString(written) > maxWord {
		return entry{code: noWord}
	}
	lower := strings.ToLower(written)
	bare, cut := a.elide(lower)
	// Lower case can change the length of a few letters; then the mark is on
	// the whole word, article included.
	if len(lower) != len(written) {
		cut = 0
	}
	folded := fold(bare)
	text := plain(folded)
	// Marks alone are no word, not even behind an article.
	if !strings.ContainsFunc(text, letterOrNumber) {
		return entry{code: noWord}
	}
	id := a.intern(bare)
	form := a.formOf[id]
	if form == None {
		f := Form{Text: id, Term: a.termOf(bare, folded), Accented: None, own: unasked}
		if bare != text {
			f.Text, f.Accented = a.intern(text), id
		}
		// Where accents are dropped before stemming, only apostrophes make a
		// difference.
		if a.lang.folded && ascii(text) && strings.IndexByte(bare, '\'') < 0 {
			f.own = f.Term
		}
		form = a.newForm(f)
		a.formOf[id] = form
	}
	return a.entryOf(form, cut)
}

func (a *Analyzer) newForm(f Form) int32 {
	a.forms = append(a.forms, f)
	return int32(len(a.forms) - 1)
}

func (a *Analyzer) entryOf(form int32, cut int) entry {
	e := entry{2*form + 2, uint8(cut)}
	if a.forms[form].Term == None {
		e.code++
	}
	return e
}

// wordOf returns the word of a form.
func (a *Analyzer) wordOf(form int32) Word {
	f := a.forms[form]
	w := Word{ID: f.Text, Text: a.numbers.texts[f.Text]}
	if f.Term != None {
		w.Term = a.numbers.texts[f.Term]
	}
	if f.Accented != None {
		w.Accented, w.AccentedID = a.numbers.texts[f.Accented], f.Accented
	}
	return w
}

// bare returns the lower-case word of a form, with accents and without article.
func (a *Analyzer) bare(form int32) string {
	f := a.forms[form]
	if f.Accented != None {
		return a.numbers.texts[f.Accented]
	}
	return a.numbers.texts[f.Text]
}

// intern returns the number of a text.
func (a *Analyzer) intern(text string) int32 { return a.internBytes([]byte(text)) }

func (a *Analyzer) internBytes(text []byte) int32 {
	number, fresh := a.numbers.number(text)
	if fresh {
		if len(a.formOf) == cap(a.formOf) {
			a.formOf = slices.Grow(a.formOf, cap(a.numbers.texts)-len(a.formOf))
		}
		a.formOf = append(a.formOf, None)
	}
	return number
}

// termOf returns the number of the stem of a bare word, given without its accents
// too, or None for a stop word.
func (a *Analyzer) termOf(bare, folded string) int32 {
	text := bare
	if a.lang.folded {
		text = folded
	}
	if a.lang.stem != nil && ascii(text) {
		if a.stops[text] {
			return None
		}
		a.stemmed = a.lang.stem(append(a.stemmed[:0], text...))
		if bytes.IndexByte(a.stemmed, '\'') >= 0 {
			return a.intern(plain(string(a.stemmed)))
		}
		return a.internBytes(a.stemmed)
	}
	stream := analysis.TokenStream{{Term: []byte(text), Start: 0, End: len(text), Position: 1, Type: analysis.AlphaNumeric}}
	for _, f := range a.filters {
		stream = f.Filter(stream)
	}
	if len(stream) == 0 {
		return None
	}
	// A word of which nothing is left has no term either.
	if term := plain(fold(string(stream[0].Term))); term != "" {
		return a.intern(term)
	}
	return None
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
