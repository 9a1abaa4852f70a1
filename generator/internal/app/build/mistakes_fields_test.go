package build_test

import "strings"

// mistakes returns every mistake.
func mistakes() []mistake {
	var all []mistake
	for _, family := range [][]mistake{frontMatterMistakes(), yamlMistakes(), fieldMistakes(), entryMistakes(), bodyMistakes(), linkMistakes(), settingsMistakes(), themeMistakes()} {
		all = append(all, family...)
	}
	return all
}

func frontMatterMistakes() []mistake {
	return []mistake{
		{name: "bom", want: "front-bom", edits: fr("---\ntitle", "‹\uFEFF›---\ntitle"), fixed: true},
		{name: "sans-entete", want: "front-missing", edits: at("fr", "", "‹›Un paragraphe seul.\n")},
		{name: "non-ferme", want: "front-open", edits: at("fr", "", "‹---›\ntitle: Un titre\nsummary: Un résumé assez long.\n")},
		{name: "delimiteur", want: "front-delimiter", edits: fr("---\ntitle", "‹--- -›\ntitle"), fixed: true},
		{name: "delimiteur-tot", want: "front-delimiter/early", edits: fr("seats: 39", "‹---›\nseats: 39")},
		{name: "valeur-dessous", want: "front-syntax/below", edits: fr("seats: 39", "seats:\n  ‹trente-neuf›")},
		{name: "deux-points", want: "front-syntax/colon", edits: fr(`"Ouverture de la halte"`, "‹Aide: comment faire›"), fixed: true},
		{name: "guillemet", want: "front-syntax/quote", edits: fr(`"Ouverture de la halte"`, `‹"›Ouverture de la halte`)},
		{name: "crochet", want: "front-syntax/bracket", edits: fr("[reemploi, insertion]", "‹[›reemploi, insertion")},
		{name: "retrait", want: "front-syntax/indent", edits: fr("seats: 39", "‹ ›seats: 39")},
		{name: "reserve", want: "front-syntax/reserved", edits: fr(`"Ouverture de la halte"`, "‹@›halte ouverte"), fixed: true},
		{name: "nom-entre-guillemets", want: "front-syntax/name", edits: fr("seats: 39", "‹\"seats\"›: 39"), fixed: true},
		{name: "sans-nom", want: "front-syntax/mapping", edits: fr("seats: 39", "‹trente-neuf places›")},
		{name: "tabulation", want: "front-tab", edits: fr("  - {value: 12", "‹\t›- {value: 12"), fixed: true},
		{name: "doublon", want: "front-duplicate", edits: fr("seats: 39", "seats: 39\n‹date›: 2024-07-27")},
		{name: "ancre", want: "front-yaml-feature/anchor", edits: fr("status: association", "status: ‹&statut› association")},
		{name: "renvoi", want: "front-yaml-feature/alias", edits: fr("status: association", "status: ‹*statut›")},
		{name: "fusion", want: "front-yaml-feature/merge", edits: fr("contact: {name: Léa", "contact: {‹<<›: {role: x}, name: Léa")},
		{name: "etiquette", want: "front-yaml-feature/tag", edits: fr("seats: 39", "seats: ‹!!int› 39")},
		{name: "trop-gros", want: "front-too-large", edits: fr("seats: 39", "seats: 39\n# "+strings.Repeat("x", 70_000)).and(fr("---\ntitle", "‹---›\ntitle"))},
		{name: "trop-profond", want: "front-too-deep", edits: fr("seats: 39", "seats: "+strings.Repeat("[", 31)+"‹[›"+strings.Repeat("[", 8)+strings.Repeat("]", 40))},
	}
}

func fieldMistakes() []mistake {
	return []mistake{
		{name: "champ-inconnu", want: "field-unknown", edits: fr("status:", "‹statut›:"), fixed: true},
		{name: "champ-proche", want: "field-unknown", edits: fr("seats:", "‹seat›:"), fixed: true},
		{name: "champ-obligatoire-proche", want: "field-unknown", edits: fr("date: 2024-07-26", "‹dat›: 2024-07-26"), fixed: true},
		{name: "terme-seul", want: "term-unknown", edits: fr("[reemploi, insertion]", "[‹zzzzzz›]")},
		{name: "champ-interne", want: "field-unknown/object", edits: fr("role: accueil", "‹roles›: accueil"), fixed: true},
		{name: "manque", want: "field-missing", edits: fr("date: 2024-07-26\n", "").and(fr("---\ntitle", "---\n‹›title"))},
		{name: "manque-interne", want: "field-missing", edits: fr("{value: 3, unit: emplois}", "‹{value: 3}›")},
		{name: "vide", want: "field-missing/empty", edits: fr("date: 2024-07-26", "‹date›:")},
		{name: "texte", want: "field-kind/text", edits: fr(`"Ouverture de la halte"`, "‹[Ouverture, halte]›")},
		{name: "entier", want: "field-kind/integer", edits: fr("seats: 39", "seats: ‹39,5›")},
		{name: "nombre", want: "field-kind/number", edits: fr("price: 12.5", "price: ‹douze›")},
		{name: "booleen", want: "field-kind/boolean", edits: fr("public: true", "public: ‹oui›"), fixed: true},
		{name: "adresse", want: "field-kind/url", edits: fr("https://exemple.fr/halte", "‹exemple.fr/halte›"), fixed: true},
		{name: "courriel", want: "field-kind/email", edits: fr("contact@exemple.fr", "‹contact.exemple.fr›")},
		{name: "telephone", want: "field-kind/phone", edits: fr(`"+33 1 23 45 67 89"`, "‹01 23 45 67 89›"), fixed: true},
		{name: "point", want: "field-kind/point", edits: fr("[48.93, 2.34]", "‹[48.93]›")},
		{name: "point-hors", want: "field-kind/point", edits: fr("[48.93, 2.34]", "‹[148.93, 2.34]›")},
		{name: "image-liste", want: "field-kind/image", edits: fr(`{src: /media/plan.png, alt: "Plan de la halte"}`, "‹[/media/plan.png]›")},
		{name: "objet", want: "field-kind/object", edits: fr("{name: Léa, role: accueil}", "‹Léa›")},
		{name: "liste", want: "field-kind/list", edits: fr("results:\n  - {value: 12, unit: tonnes}\n  - {value: 3, unit: emplois}", "results: ‹{value: 12, unit: tonnes}›")},
		{name: "une-seule", want: "field-kind/single", edits: fr("country: FR", "country: ‹[FR, IT]›")},
		{name: "jour", want: "field-date", edits: fr("date: 2024-07-26", "date: ‹26/07/2024›"), fixed: true},
		{name: "calendrier", want: "field-date/calendar", edits: fr("date: 2024-07-26", "date: ‹2024-02-30›")},
		{name: "precision", want: "field-date/precision", edits: fr("since: 2019", "since: ‹vers 2019›")},
		{name: "instant", want: "field-date/datetime", edits: fr("2024-07-26T19:30:00+02:00", "‹2024-07-26 à 19 h 30›"), fixed: true},
		{name: "trop-long", want: "field-range/max-text", edits: fr(`"Ouverture de la halte"`, `"‹`+strings.Repeat("Halte ", 16)+`›"`)},
		{name: "trop-court", want: "field-range/min-text", edits: fr(`"Une halte ouvre au bord du canal."`, `"‹Ouvert.›"`)},
		{name: "trop-grand", want: "field-range/max-number", edits: fr("seats: 39", "seats: ‹390›")},
		{name: "trop-petit", want: "field-range/min-number", edits: fr("seats: 39", "seats: ‹0›")},
		{name: "trop-de", want: "field-range/max-items", edits: fr("[reemploi, insertion]", "‹[reemploi, insertion, handicap, textile]›")},
		{name: "trop-peu", want: "field-range/min-items", edits: fr("[reemploi, insertion]", "‹[]›")},
		{name: "repete", want: "field-repeat", edits: fr("[reemploi, insertion]", "[reemploi, ‹reemploi›]")},
		{name: "valeur", want: "enum-unknown", edits: fr("status: association", "status: ‹asociation›"), fixed: true},
		{name: "terme", want: "term-unknown", edits: fr("[reemploi, insertion]", "[‹reemplois›, insertion]"), fixed: true},
		{name: "pays", want: "country-unknown", edits: fr("country: FR", "country: ‹ZZ›")},
		{name: "pays-nom", want: "country-unknown", edits: fr("country: FR", "country: ‹fr›"), fixed: true},
		{name: "fichier", want: "file-missing", edits: fr("/media/notice.pdf", "‹/media/notic.pdf›"), fixed: true},
		{name: "image-absente", want: "image-missing", edits: fr("{src: /media/plan.png", "{src: ‹/media/plans.png›"), fixed: true},
		{name: "image-illisible", want: "image-unreadable", edits: fr("{src: /media/plan.png", "{src: ‹/media/notice.pdf›")},
		{name: "image-sans-texte", want: "image-alt", edits: fr(`{src: /media/plan.png, alt: "Plan de la halte"}`, "{src: ‹/media/plan.png›}")},
	}
}

func entryMistakes() []mistake {
	const whole = "---\ntitle: Un titre\nsummary: Un résumé assez long.\ndate: 2024-01-01\nthemes: [textile]\n---\nUn texte.\n"
	return []mistake{
		{name: "valeur-jumelle", want: "url-collision/value", edits: at("content/news/a-jumelle.fr.md", "", "---\ntitle: Une\nsummary: Une première fiche.\ndate: 2024-07-01\nthemes: [textile]\npartners: [Emmaüs]\n---\nDu texte.\n").and(at("content/news/b-jumelle.fr.md", "", "---\ntitle: Deux\nsummary: Une seconde fiche.\ndate: 2024-07-01\nthemes: [textile]\npartners: [‹emmaus›]\n---\nDu texte.\n"))},
		{name: "nom-de-fichier", want: "file-name/slug", edits: at("content/news/Été à Paris.fr.md", "", "‹›"+whole)},
		{name: "extension", want: "file-name/extension", edits: at("content/news/extension.fr.MD", "", "‹›"+whole)},
		{name: "trop-long-adresse", want: "file-name/long", edits: fr("seats: 39", "slug: ‹"+strings.Repeat("a", 151)+"›")},
		{name: "traduction-vide", want: "translation-same/empty", edits: en("contact:", "‹seats›:\ncontact:")},
		{name: "element-de-trop", want: "translation-list", edits: en("results:\n  - {unit: tonnes}\n", "‹results›:\n  - {unit: tonnes}\n  - {unit: more}\n")},
		{name: "sans-langue", want: "file-name/locale", edits: at("content/news/sans-langue.md", "", "‹›"+whole)},
		{name: "langue-inconnue", want: "file-locale", edits: at("content/news/langue-inconnue.de.md", "", "‹›"+whole)},
		{name: "dossier", want: "file-folder", edits: at("content/nouvelles/dossier.fr.md", "", "‹›"+whole)},
		{name: "latin1", want: "file-encoding", edits: fr("La **halte**", "La ‹\xE9›tape")},
		{name: "conflit-corps", want: "file-conflict", edits: text("\n\n‹<<<<<<< HEAD›\nElle ouvre.\n=======\nElle ferme.\n>>>>>>> branche")},
		{name: "conflit-champ", want: "file-conflict", edits: fr("seats: 39\n", "‹<<<<<<< HEAD›\nseats: 39\n=======\nseats: 40\n>>>>>>> branche\n")},
		{name: "caractere-perdu", want: "file-encoding/lost", edits: fr("La **halte**", "D‹\uFFFD›jà, la **halte**")},
		{name: "deux-fois-utf-8", want: "file-encoding/twice", edits: fr("La **halte**", "D‹\u00C3\u00A9›j\u00C3\u00A0, la **halte**")},
		{name: "fichier-vide", want: "file-empty", edits: at("content/news/fichier-vide.fr.md", "", "‹›")},
		{name: "nul", want: "file-control", edits: fr("Un paragraphe", "Un ‹\x00›paragraphe")},
		{name: "double", want: "entry-duplicate", edits: at("content/news/ouverture/index.fr.md", "", "‹›"+whole)},
		{name: "orphelin-brouillon", want: "translation-orphan/draft", edits: at("content/news/orphelin-brouillon.en.md", "", "‹›---\ndraft: true\ntitle: A title\nsummary: A summary long enough.\n---\nA text.\n")},
		{name: "orphelin", want: "translation-orphan", edits: at("content/news/orphelin.en.md", "", "‹›---\ntitle: A title\nsummary: A summary long enough.\n---\nA text.\n")},
		{name: "texte-francais", want: "translation-missing", edits: at("fr", "", strings.Replace(whole, "Un texte.", "Un texte que personne ne laisserait en français.", 1)).and(at("en", "", "---\ntitle: A title\nsummary: A summary long enough.\n---\n‹›\nUn texte que personne ne laisserait en français.\n\n"))},
		{name: "resume-francais", want: "translation-missing", edits: at("fr", "", strings.Replace(whole, "assez long", "que personne ne laisserait en français", 1)).and(at("en", "", "---\ntitle: A title\nsummary: ‹Un résumé que personne ne laisserait en français.›\n---\nA text.\n"))},
		{name: "meme-valeur", want: "translation-same", edits: en("contact:", "‹seats›: 39\ncontact:")},
		{name: "longueur", want: "translation-list", edits: en("results:\n  - {unit: tonnes}\n  - {unit: jobs}", "‹results›:\n  - {unit: tonnes}")},
		{name: "texte-vide", want: "body-empty", edits: at("fr", "", strings.TrimSuffix(whole, "Un texte.\n")+"‹›")},
		{name: "ordre", want: "publish-order", edits: fr("seats: 39", "publish: 2024-07-26T00:00:00Z\nexpire: ‹2024-07-25T00:00:00Z›")},
	}
}
