package markdown

import "strings"

// phrases are the words that this package writes, in one language. They are
// HTML.
type phrases struct {
	alerts                         map[string]string
	table, notes, back, done, todo string
}

var phrasesByLanguage = map[string]phrases{
	"fr": {
		alerts: map[string]string{"NOTE": "Note", "TIP": "Conseil", "IMPORTANT": "Important", "WARNING": "Avertissement", "CAUTION": "Attention"},
		table:  "Tableau", notes: "Notes", back: "Retour à l’appel de la note", done: "Fait", todo: "À faire",
	},
	"en": {
		alerts: map[string]string{"NOTE": "Note", "TIP": "Tip", "IMPORTANT": "Important", "WARNING": "Warning", "CAUTION": "Caution"},
		table:  "Table", notes: "Notes", back: "Back to the call of note", done: "Done", todo: "To do",
	},
}

// phrasesFor returns the phrases of the language of a tag, or the English ones.
func phrasesFor(tag string) phrases {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if p, ok := phrasesByLanguage[base]; ok {
		return p
	}
	return phrasesByLanguage["en"]
}
