package relevance

import (
	"slices"
	"strings"
	"unicode"
)

// The rules below are few on purpose and leave out what they would get wrong
// often: a form that nobody writes says nothing about the search. Each takes a
// word as it stands and returns another form of it, or "".

// inflectable reports whether a word may be a noun or an adjective: small
// letters only, except perhaps the first, and not a name of something.
func inflectable(word string) bool {
	runes := []rune(word)
	return len(runes) >= 4 && !slices.ContainsFunc(runes, func(r rune) bool { return !unicode.IsLetter(r) }) &&
		!slices.ContainsFunc(runes[1:], unicode.IsUpper)
}

// A rule replaces an ending.
type rule struct{ ending, other string }

// replaced applies the first rule whose ending the word has.
func replaced(word string, rules []rule) string {
	for _, r := range rules {
		if stem, ok := strings.CutSuffix(word, r.ending); ok && len(stem) >= 2 {
			if r.other == keep {
				return ""
			}
			return stem + r.other
		}
	}
	return ""
}

// keep marks an ending that a rule leaves alone.
const keep = "="

func inflectFrench(word string) string {
	if !inflectable(word) || slices.Contains(strings.Fields(invariableFrench), fold(word)) {
		return ""
	}
	return replaced(word, []rule{
		// plural and feminine to the plain form
		{"eaux", "eau"}, {"aux", "al"}, {"jeux", "jeu"}, {"lieux", "lieu"}, {"feux", "feu"}, {"veux", "veu"},
		{"ives", "if"}, {"ive", "if"}, {"euses", "eux"}, {"euse", "eux"}, {"eux", "euse"},
		{"ées", "é"}, {"elles", "el"}, {"ielle", "iel"}, {"iennes", "ien"}, {"ienne", "ien"},
		{"ès", keep}, {"ss", keep}, {"us", keep}, {"is", keep}, {"as", keep}, {"os", keep}, {"ous", keep},
		{"s", ""}, {"x", keep}, {"z", keep},
		// verbs and adverbs have neither
		{"amment", keep}, {"emment", keep}, {"ément", keep}, {"lement", keep}, {"ement", keep}, {"er", keep}, {"ir", keep},
		{"re", keep}, {"oir", keep},
		// the plain form to plural or feminine
		{"eau", "eaux"}, {"jeu", "jeux"}, {"lieu", "lieux"}, {"iel", "ielle"}, {"onal", "onaux"}, {"cal", "caux"}, {"ial", "iaux"},
		{"ral", "raux"}, {"al", keep}, {"if", "ive"}, {"ien", "ienne"}, {"té", "tés"}, {"é", "ée"}, {"ée", "ées"},
		{"", "s"},
	})
}

const invariableFrench = `temps cours corps plusieurs toujours ailleurs univers concours parcours recours discours secours
divers fonds poids moins mieux dans sans vers assez aucun certes jamais jeudi lundi mardi mercredi vendredi janvier mai
juin octobre novembre decembre septembre paris londres alors quatre cinq sept huit neuf onze douze treize quinze vingt
trente cent mille permet peut doit faut quand comme depuis pendant quelque quelques chaque contre`

func inflectEnglish(word string) string {
	if !inflectable(word) {
		return ""
	}
	return replaced(word, []rule{
		{"ies", "y"}, {"sses", "ss"}, {"xes", "x"}, {"ches", "ch"}, {"shes", "sh"}, {"ss", keep}, {"us", keep}, {"is", keep},
		{"ous", keep}, {"s", ""}, {"ing", keep}, {"ed", keep}, {"ly", keep}, {"ay", "ays"}, {"ey", "eys"}, {"oy", "oys"},
		{"y", "ies"}, {"x", "xes"}, {"ch", "ches"}, {"sh", "shes"}, {"", "s"},
	})
}

func inflectGerman(word string) string {
	if !inflectable(word) {
		return ""
	}
	return replaced(word, []rule{
		{"ungen", "ung"}, {"heiten", "heit"}, {"keiten", "keit"}, {"ionen", "ion"}, {"ung", "ungen"}, {"heit", "heiten"},
		{"keit", "keiten"}, {"ion", "ionen"}, {"liche", "lichen"}, {"lichen", "liche"}, {"ische", "ischen"}, {"ischen", "ische"},
		{"lich", "liche"}, {"isch", "ische"}, {"ien", "ie"}, {"ei", "eien"},
	})
}

func inflectIberian(word string) string {
	if !inflectable(word) {
		return ""
	}
	return replaced(word, []rule{
		{"ciones", "ción"}, {"siones", "sión"}, {"ción", "ciones"}, {"sión", "siones"},
		{"ções", "ção"}, {"sões", "são"}, {"ção", "ções"}, {"são", "sões"},
		{"ores", "or"}, {"ades", "ad"}, {"is", keep}, {"us", keep}, {"os", "o"}, {"as", "a"}, {"tes", "te"}, {"s", keep},
		{"ar", keep}, {"er", keep}, {"ir", keep}, {"or", "ores"}, {"ad", "ades"}, {"al", "ales"}, {"o", "os"}, {"a", "as"}, {"te", "tes"},
	})
}

func inflectItalian(word string) string {
	if !inflectable(word) {
		return ""
	}
	return replaced(word, []rule{
		{"are", keep}, {"ere", keep}, {"ire", keep}, {"zione", "zioni"}, {"zioni", "zione"}, {"tori", "tore"}, {"tore", "tori"},
		{"che", keep}, {"chi", keep}, {"ca", "che"}, {"co", "chi"}, {"ga", "ghe"}, {"go", "ghi"}, {"io", "i"}, {"ia", "ie"},
		{"o", "i"}, {"a", "e"},
	})
}
