package corpus

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode/utf8"
)

// writer writes the text of one document. Words follow Zipf's law, as they do
// in any language: a few everywhere, thousands almost nowhere.
type writer struct {
	*vocabulary
	r    *rand.Rand
	zipf *rand.Zipf
	out  strings.Builder
	// words counts what was written to out.
	words int
	notes int
}

func newWriter(v *vocabulary, r *rand.Rand) *writer {
	return &writer{vocabulary: v, r: r, zipf: rand.NewZipf(r, 1.07, 8, uint64(len(v.nouns)-1))}
}

func (w *writer) noun() word { return w.nouns[w.zipf.Uint64()] }

// the returns a noun with its article: "l'", "le" or "la"; "des" or "un" now
// and then.
func (w *writer) the() string {
	n := w.noun()
	switch chance := w.r.IntN(10); {
	case chance == 0:
		return "des " + n.text + "s"
	case chance < 3 && n.feminine:
		return "une " + n.text + w.adjective()
	case chance < 3:
		return "un " + n.text + w.adjective()
	case n.vowel():
		return "l'" + n.text + w.adjective()
	case n.feminine:
		return "la " + n.text + w.adjective()
	}
	return "le " + n.text + w.adjective()
}

// of returns a noun after "de": "d'" before a vowel.
func (w *writer) of() string {
	n := w.noun()
	if n.vowel() {
		return "d'" + n.text
	}
	return "de " + n.text
}

func (w *writer) adjective() string {
	if w.r.IntN(3) > 0 {
		return ""
	}
	return " " + pick(w.r, w.adjectives)
}

// clause returns a group of words with a verb, without its end.
func (w *writer) clause() string {
	parts := []string{w.the(), pick(w.r, w.verbs), w.the()}
	if w.r.IntN(2) == 0 {
		parts = append(parts, w.of())
	}
	if w.r.IntN(4) == 0 {
		parts = append(parts, "avec "+w.the())
	}
	if w.r.IntN(4) == 0 {
		parts = append(parts, pick(w.r, w.adverbs))
	}
	return strings.Join(parts, " ")
}

// sentence returns a sentence with a capital and a full stop.
func (w *writer) sentence() string {
	text := w.clause()
	switch w.r.IntN(8) {
	case 0:
		text += " ; " + w.clause()
	case 1:
		text += fmt.Sprintf(", soit %d %% du total", 1+w.r.IntN(99))
	case 2:
		text += " : " + w.clause()
	}
	end := "."
	if w.r.IntN(12) == 0 {
		end = " ?"
	}
	return capital(text) + end
}

// short returns a title of at most limit characters.
func (w *writer) short(limit int) string {
	for {
		text := capital(w.the() + " " + w.of())
		if w.r.IntN(2) == 0 {
			text += " : " + w.the()
		}
		if utf8.RuneCountInString(text) <= limit {
			return text
		}
	}
}

func capital(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	return strings.ToUpper(string(r)) + text[size:]
}

// block writes a block of Markdown and the empty line after it.
func (w *writer) block(text string) {
	w.words += len(strings.Fields(text))
	w.out.WriteString(text)
	w.out.WriteString("\n\n")
}

// body writes about the given number of words; link returns the path of
// another document.
func (w *writer) body(words int, link func() string) string {
	target := words * (70 + w.r.IntN(61)) / 100
	w.paragraph(link)
	for section := 0; w.words < target; section++ {
		w.block("## " + w.short(60))
		if section%3 == 2 {
			w.paragraph(link)
			w.block("### " + w.short(60))
		}
		for range 2 + w.r.IntN(3) {
			w.paragraph(link)
		}
		w.extra()
	}
	for n := range w.notes {
		w.block(fmt.Sprintf("[^%d]: %s", n+1, w.sentence()))
	}
	return strings.TrimSuffix(w.out.String(), "\n")
}

func (w *writer) paragraph(link func() string) {
	var sentences []string
	for range 2 + w.r.IntN(4) {
		text := w.sentence()
		switch w.r.IntN(16) {
		case 0:
			text += fmt.Sprintf(" Lire aussi [%s %s](%s).", w.noun().text, w.of(), link())
		case 1:
			text += " **" + capital(w.the()) + "** " + pick(w.r, w.verbs) + " *" + w.the() + "*."
		case 2:
			w.notes++
			text += fmt.Sprintf(" %s[^%d].", capital(w.clause()), w.notes)
		}
		sentences = append(sentences, text)
	}
	w.block(strings.Join(sentences, " "))
}

// extra writes a list, a table, a quotation, a box, or nothing.
func (w *writer) extra() {
	var lines []string
	switch w.r.IntN(8) {
	case 0, 1:
		for range 3 + w.r.IntN(4) {
			lines = append(lines, "- "+w.clause())
		}
	case 2:
		for n := range 3 + w.r.IntN(3) {
			lines = append(lines, fmt.Sprintf("%d. %s", n+1, w.sentence()))
		}
	case 3:
		lines = append(lines, "| Poste | Part | Nombre |", "|---|---:|---:|")
		for range 3 + w.r.IntN(5) {
			lines = append(lines, fmt.Sprintf("| %s | %d %% | %d |", w.noun().text, w.r.IntN(101), w.r.IntN(90000)))
		}
	case 4:
		lines = append(lines, "> [!NOTE]", "> "+w.sentence())
	case 5:
		lines = append(lines, "> "+w.sentence()+" "+w.sentence())
	default:
		return
	}
	w.block(strings.Join(lines, "\n"))
}
