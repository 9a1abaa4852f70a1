package corpus

import (
	"math/rand/v2"
	"strings"
)

// word is one word of the vocabulary. Its gender decides the articles and
// adjectives around it.
type word struct {
	text     string
	feminine bool
}

// slug is the word as an address.
func (w word) slug() string { return fold.Replace(w.text) }

// vowel reports whether articles before the word lose their last letter.
func (w word) vowel() bool { return strings.ContainsAny(w.slug()[:1], "aeiouh") }

// fold turns the letters of this package's words into unaccented ones.
var fold = strings.NewReplacer("à", "a", "â", "a", "ç", "c", "é", "e", "è", "e", "ê", "e", "ë", "e", "î", "i", "ï", "i", "ô", "o", "œ", "oe", "û", "u", "ù", "u")

// Common words come first, so that they are the frequent ones.
const (
	masculineNouns = "chantier marché travail lieu quartier réseau projet métier emploi achat besoin prix bois atelier linge mobilier territoire partenaire accord bilan contrat matériau jardin repas verre tissu élève salarié acteur objectif exemple essai budget service collectif calendrier guide terrain stade village parcours"
	feminineNouns  = "association coopérative entreprise équipe ville région structure personne filière commune fondation ressource clause méthode formation mesure halle cantine école épicerie laverie recyclerie ressourcerie façade œuvre étape année journée enquête idée pratique solution adresse"
	adjectives     = "solidaire local utile social durable simple rapide large public modeste fragile propre jeune rare proche ordinaire honnête sobre mixte économe accessible moderne calme fidèle"
	verbs          = "accompagne prépare organise rassemble finance répare transforme installe emploie forme soutient mesure relie accueille publie achète partage invente protège évalue redistribue transporte cultive assemble"
)

var (
	onsets           = strings.Fields("b bl br c ch cl cr d dr f fl fr g gl gr j l m n p pl pr r s t tr v")
	nuclei           = strings.Fields("a e i o u é è ai au eu ou oi an en in on")
	masculineEndings = strings.Fields("age ment eur oir isme et eau ier")
	feminineEndings  = strings.Fields("tion ité ette ure ance esse rie ade")
)

// lessCommon are nouns by their rank in frequency, behind the common ones.
var lessCommon = map[int]word{
	110: {"insertion", true}, 130: {"économie", true}, 150: {text: "numérique"}, 250: {"accessibilité", true},
}

// vocabulary is what sentences are made of. Nouns are in order of frequency.
type vocabulary struct {
	nouns                      []word
	adjectives, verbs, adverbs []string
}

// newVocabulary makes a vocabulary of size nouns: the common ones, then words
// that sound French, made of syllables.
func newVocabulary(seed uint64, size int) *vocabulary {
	v := &vocabulary{adjectives: strings.Fields(adjectives), verbs: strings.Fields(verbs)}
	v.adverbs = []string{"aujourd'hui", "souvent", "d'abord", "peu à peu", "près d'ici", "chaque semaine", "depuis 2019", "sans attendre", "à nouveau", "dès l'été", "en moyenne", "au total"}
	masculine, feminine := strings.Fields(masculineNouns), strings.Fields(feminineNouns)
	known := map[string]bool{}
	add := func(w word) {
		if !known[w.text] {
			known[w.text] = true
			v.nouns = append(v.nouns, w)
		}
	}
	for i := range max(len(masculine), len(feminine)) {
		if i < len(masculine) {
			add(word{text: masculine[i]})
		}
		if i < len(feminine) {
			add(word{feminine[i], true})
		}
	}
	r := rand.New(rand.NewPCG(seed, wordStream))
	for len(v.nouns) < size {
		if w, ok := lessCommon[len(v.nouns)]; ok && !known[w.text] {
			add(w)
			continue
		}
		text := ""
		for range 1 + r.IntN(3) {
			text += pick(r, onsets) + pick(r, nuclei)
		}
		if r.IntN(2) == 0 {
			add(word{text: text + pick(r, onsets) + pick(r, masculineEndings)})
		} else {
			add(word{text + pick(r, onsets) + pick(r, feminineEndings), true})
		}
	}
	return v
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }
