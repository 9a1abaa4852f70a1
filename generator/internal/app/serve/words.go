package serve

import "fmt"

// words are the sentences of the preview in one language.
type words struct {
	lang string
	// one and many are the overlay's title; many has a place for the number.
	one, many string
	// under explains the page below the overlay, close is the button.
	under, close string
	// more stands after the mistakes shown, with a place for the number.
	more string
	// failed stands before the machine's error.
	failed string
	// taken has places for the address and for another one.
	taken string
	// waiting is the text of the page shown until there is a first good build.
	waiting string
	// unmade is the text of a page that a template cannot make.
	unmade string
	// missing is the text for an address without a page.
	missing string
}

var french = words{
	lang: "fr",
	one:  "1 erreur à corriger", many: "%d erreurs à corriger",
	under: "En dessous, la page telle qu'elle était avant l'erreur. Elle se mettra à jour dès que tout sera corrigé.", close: "Fermer",
	more:    "… et %d de plus.",
	failed:  "Le site n'a pas pu être construit : ",
	taken:   "l'adresse %s est déjà prise : fermez l'autre aperçu ou choisissez une autre adresse, par exemple --addr %s",
	waiting: "Le site s'affichera ici dès que ses erreurs seront corrigées.",
	unmade:  "Un modèle du thème n'a pas pu faire cette page.",
	missing: "Il n'y a pas de page à cette adresse.",
}

var english = words{
	lang: "en",
	one:  "1 mistake to fix", many: "%d mistakes to fix",
	under: "Below is the page as it was before the mistake. It will be brought up to date as soon as all is fixed.", close: "Close",
	more:    "… and %d more.",
	failed:  "The site could not be built: ",
	taken:   "the address %s is taken: close the other preview or choose another address, for instance --addr %s",
	waiting: "The site will show here as soon as its mistakes are fixed.",
	unmade:  "A template of the theme could not make this page.",
	missing: "There is no page at this address.",
}

// wordsIn returns the sentences in a language, "fr" or "en".
func wordsIn(lang string) words {
	if lang == "fr" {
		return french
	}
	return english
}

// title announces n mistakes.
func (w words) title(n int) string {
	if n == 1 {
		return w.one
	}
	return fmt.Sprintf(w.many, n)
}
