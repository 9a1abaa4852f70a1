// Package phrase finds in a text what the editors of a site have agreed not to
// write: the phrases of phrases.yaml. PHRASES.md, beside this file, says how
// they are compared.
package phrase

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
)

// Match is a phrase found in a text, at text[Start:End].
type Match struct {
	Start, End int
	// Written are its words as they stand there, on one line.
	Written string
	Phrase  *schema.Phrase
}

// Diagnostic says what is wrong with a match, which stands at a place. It quotes
// what has been written: the pattern by which that was found tells an editor nothing.
func (m Match) Diagnostic(at source.Span) diag.Diagnostic {
	return diag.New("phrase", at, m.Written).WithNote("note/write", source.Span{}, m.Phrase.Say)
}

// maxGap is how many words may stand where a phrase has "…".
const maxGap = 5

// Finder finds the phrases of one locale. It is for one goroutine at a time.
type Finder struct {
	patterns []pattern
	// first are the patterns by the words that they may begin with.
	first map[uint64][]int
	words []word
}

// pattern is a phrase as words; each may be one of several.
type pattern struct {
	phrase *schema.Phrase
	steps  []step
	unless map[uint64]bool
}

type step struct {
	any map[uint64]bool
	// gap reports whether other words may stand before it.
	gap bool
}

// word is a word of a text: the hash of its letters in lower case.
type word struct {
	hash       uint64
	start, end int
}

// NewFinder returns a finder of phrases, or nil when there are none.
func NewFinder(phrases []schema.Phrase) *Finder {
	if len(phrases) == 0 {
		return nil
	}
	f := &Finder{first: map[uint64][]int{}}
	for i := range phrases {
		p := pattern{phrase: &phrases[i], unless: map[uint64]bool{}}
		for _, except := range phrases[i].Unless {
			for _, w := range split(nil, []byte(except)) {
				p.unless[w.hash] = true
			}
		}
		gap := false
		for _, written := range bytes.Fields([]byte(phrases[i].Text)) {
			if string(written) == "…" || string(written) == "..." {
				gap = true
				continue
			}
			// Of alternatives, those of one word each: "réservé|réservés".
			alternatives := bytes.Split(written, []byte("|"))
			for n, w := range split(nil, alternatives[0]) {
				s := step{any: map[uint64]bool{w.hash: true}, gap: gap}
				if n == 0 {
					for _, other := range alternatives[1:] {
						for _, w := range split(nil, other) {
							s.any[w.hash] = true
						}
					}
				}
				p.steps, gap = append(p.steps, s), false
			}
		}
		if len(p.steps) == 0 {
			continue
		}
		for hash := range p.steps[0].any {
			f.first[hash] = append(f.first[hash], len(f.patterns))
		}
		f.patterns = append(f.patterns, p)
	}
	return f
}

// Find calls found for each phrase of a text that does not stand in quotation
// marks.
func (f *Finder) Find(text []byte, found func(Match)) {
	f.words = split(f.words[:0], text)
	for i := range f.words {
		for _, at := range f.first[f.words[i].hash] {
			p := &f.patterns[at]
			end, ok := p.match(f.words, i)
			if ok && !quoted(text, f.words[i].start) {
				m := Match{Start: f.words[i].start, End: f.words[end].end, Phrase: p.phrase}
				m.Written = strings.Join(strings.Fields(string(text[m.Start:m.End])), " ")
				found(m)
			}
		}
	}
}

// match compares the words from i on, and returns the last one.
func (p *pattern) match(words []word, i int) (last int, ok bool) {
	for _, s := range p.steps[1:] {
		gap := 0
		if s.gap {
			gap = maxGap
		}
		for i++; ; i++ {
			if i >= len(words) || p.unless[words[i].hash] {
				return 0, false
			}
			if s.any[words[i].hash] {
				break
			}
			if gap == 0 {
				return 0, false
			}
			gap--
		}
	}
	return i, true
}

// split appends the words of a text: letters and digits, and each percent sign.
func split(words []word, text []byte) []word {
	const offset, prime = 14695981039346656037, 1099511628211 // FNV-1a
	inside := false
	for i := 0; i < len(text); {
		r, width := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, width = utf8.DecodeRune(text[i:])
		}
		letter := r < utf8.RuneSelf && ('a' <= r|0x20 && r|0x20 <= 'z' || '0' <= r && r <= '9') || r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsMark(r))
		switch {
		case r == '%':
			words = append(words, word{'%', i, i + 1}) // no word's hash but by chance
			inside = false
		case !letter:
			inside = false
		default:
			if !inside {
				words, inside = append(words, word{hash: offset, start: i}), true
			}
			w := &words[len(words)-1]
			w.hash, w.end = (w.hash^uint64(unicode.ToLower(r)))*prime, i+width
		}
		i += width
	}
	return words
}

// quoted reports whether a place of a text stands in quotation marks that were
// opened in its paragraph.
func quoted(text []byte, at int) bool {
	start := max(bytes.LastIndex(text[:at], []byte("\n\n")), bytes.LastIndexByte(text[:at], '|'), 0)
	before := text[start:at]
	return bytes.Count(before, []byte(`"`))%2 == 1 ||
		bytes.Count(before, []byte("«")) > bytes.Count(before, []byte("»")) ||
		bytes.Count(before, []byte("“")) > bytes.Count(before, []byte("”"))
}
