package build_test

import "fmt"

func settingsMistakes() []mistake {
	const (
		site  = "content/site.yaml"
		news  = "content/_types/news.yaml"
		terms = "content/_locales/en/terms.yaml"
		en    = "content/_locales/en/locale.yaml"

		queries = "content/_locales/fr/queries.yaml"
	)
	return []mistake{
		{name: "reglage", want: "settings-unknown", edits: at(site, "description:", "‹descripton›:"), fixed: true},
		{name: "obligatoire", want: "settings-required", edits: at(news, "folder: news\n", "").and(at(news, "label: {fr: Actualité", "‹›label: {fr: Actualité")), alone: true},
		{name: "fuseau", want: "settings-zone", edits: at(site, "Europe/Paris", "‹Europe/Pari›")},
		{name: "tri", want: "settings-value", edits: at(news, "[-date, title]", "[-‹dat›, title]"), fixed: true},
		{name: "cloture", want: "settings-value", edits: at(news, "feed: true\n", "feed: true\ncloses: ‹seats›\n")},
		{name: "cloture-etat", want: "settings-value", edits: at(news, "feed: true\n", "feed: true\ncloses: {at: opening, when: {status: [‹associations›]}}\n"), fixed: true, alone: true},
		{name: "nom-de-menu", want: "settings-unknown", edits: at(site, "  main:\n", "  ‹mian›:\n"), fixed: true, alone: true},
		{name: "texte-origine", want: "settings-required", edits: at(news, "label: {fr: Actualité, en: News item}", "label: ‹{en: News item}›"), alone: true},
		{name: "genre", want: "settings-kind/number", edits: at(news, "page_size: 10", "page_size: ‹dix›")},
		{name: "langue-origine", want: "settings-locale", edits: at(site, "source_locale: fr", "source_locale: ‹de›"), alone: true},
		{name: "code-langue", want: "settings-tag", edits: at("content/_locales/english/locale.yaml", "", "‹›name: English\n"), alone: true},
		{name: "adresse-liste", want: "settings-url", edits: at(news, "fr: /actualites/,", "fr: ‹actualites›,"), alone: true},
		{name: "adresse-prise", want: "settings-url/reserved", edits: at(news, "fr: /actualites/,", "fr: ‹/media/›,"), alone: true},
		{name: "adresse-site", want: "settings-base-url", edits: at(site, "https://essai.example/", "‹essai.example›"), alone: true},
		{name: "menu", want: "settings-menu", edits: at(site, "{to: /news/}", "{to: ‹/new/›}"), fixed: true},
		{name: "accueil", want: "settings-home", edits: at(site, "home: /pages/home", "home: ‹/pages/acceuil›")},
		{name: "accueil-langue", want: "settings-home/locale", edits: at("content/_locales/de/locale.yaml", "", "‹›name: Deutsch\nanalyzer: de\nmonths: [Januar, Februar, März, April, Mai, Juni, Juli, August, September, Oktober, November, Dezember]\ndate: {day: \"{d}. {month} {y}\", month: \"{month} {y}\", year: \"{y}\"}\nnumber: {decimal: \",\", group: \".\"}\n"), alone: true},
		{name: "accueil-brouillon", want: "settings-home/draft", edits: at("content/pages/home.en.md", "---\ntitle:", "‹›---\ndraft: true\ntitle:"), alone: true},
		{name: "formulaire-perdu", want: "settings-form/nowhere", edits: formMistake("‹annonce›", "fields: [title, summary, body]"), alone: true},
		{name: "formulaire-courriel", want: "settings-form/email", edits: formMistake("annonce", "email: ‹redaction›"), alone: true},
		{name: "formulaire-depot", want: "settings-form/repository", edits: formMistake("annonce", "repository: {host: github, url: ‹github.com/a/b›}"), alone: true},
		{name: "formulaire-hote", want: "settings-value", edits: formMistake("annonce", "repository: {host: ‹gitub›, url: \"https://github.com/a/b\"}"), alone: true, fixed: true},
		{name: "formulaire-image", want: "settings-form/kind", edits: formMistake("annonce", "email: a@essai.example\n    fields: [title, summary, body, ‹image›]"), alone: true},
		{name: "formulaire-champ", want: "settings-value", edits: formMistake("annonce", "email: a@essai.example\n    fields: [title, ‹sumary›, summary, body]"), alone: true, fixed: true},
		{name: "formulaire-oubli", want: "settings-form/required", edits: formMistake("‹annonce›", "email: a@essai.example\n    fields: [title, body]"), alone: true},
		{name: "formulaire-type", want: "settings-value", edits: formMistake("annonce", "email: a@essai.example").and(at(site, "type: news", "type: ‹new›")), alone: true, fixed: true},
		{name: "dossier-double", want: "settings-folder", edits: at("content/_types/structure.yaml", "folder: structures", "folder: ‹news›"), alone: true},
		{name: "api-champ", want: "api-break/field", edits: record(`"fields": {"title": {"kind": "text"}, "motto": {"kind": "text"}}`).and(at("content/_types/structure.yaml", "label: {fr: Structure,", "‹›label: {fr: Structure,")), alone: true},
		{name: "api-genre", want: "api-break/kind", edits: record(`"fields": {"title": {"kind": "date"}}`).and(apiTitle()), alone: true},
		{name: "api-liste", want: "api-break/list", edits: record(`"fields": {"title": {"kind": "text", "list": true}}`).and(apiTitle()), alone: true},
		{name: "api-colonne", want: "api-break/column", edits: record(`"fields": {"title": {"kind": "text", "columns": ["nom"]}}`).and(apiTitle()), alone: true},
		{name: "api-suite", want: "settings-value", edits: record(`"fields": {"title": {"kind": "text"}, "state": {"kind": "text"}}`).and(at("content/_types/structure.yaml", "label: {fr: Structure,", "closes: ‹sets›\nlabel: {fr: Structure,")), alone: true},
		{name: "api-relevé", want: "api-record", edits: at("content/_api/v1.json", "", "‹›{"), alone: true},
		{name: "api-relevé-vide", want: "api-record/shape", edits: at("content/_api/v1.json", "", "‹›{}"), alone: true},
		{name: "colonne", want: "settings-column", edits: at(news, "seats:     {kind: integer,", "‹seats›:     {kind: integer, export: url,"), alone: true},
		{name: "vocabulaire", want: "settings-vocabulary", edits: at(news, "of: theme", "of: ‹thema›"), alone: true, fixed: true},
		{name: "serie", want: "settings-series", edits: at("content/_types/count.yaml", "targets: targets", "targets: ‹targets›").and(at("content/_types/count.yaml", "source: {kind: url}}}", "origin: {kind: url}}}")), alone: true},
		{name: "revue", want: "settings-value", edits: at("content/_types/count.yaml", "review: review\n", "review: ‹revew›\n"), fixed: true, alone: true},
		{name: "revue-passee", want: "figure-overdue", edits: at("content/counts/visites.fr.md", "review: 2030-01-01", "review: ‹2020-01-01›")},
		{name: "serie-double", want: "figure-missing/several", edits: at("content/counts/visites.fr.md", "review: 2030-01-01\n", "").and(at("content/counts/visites.fr.md", "as_of: 2023, source", "as_of: 2024-06, source")).and(at("content/counts/visites.fr.md", "Les visites de la halte", "Les [=](‹/counts/visites›) visites de la halte")), alone: true},
		{name: "serie-brouillon", want: "figure-missing/draft", edits: at("content/counts/prive.fr.md", "", "---\ntitle: Privé\ndraft: true\nvalues:\n  - {value: 7, unit: visites, as_of: 2023, source: \"https://exemple.fr/\"}\n---\nUn brouillon.\n").and(at("content/structures/halte.fr.md", "Une structure.", "Une structure, [=](‹/counts/prive›).")), alone: true},
		{name: "terme-en-trop", want: "settings-term", edits: at(terms, "textile: Textiles", "‹textiles›: Textiles"), fixed: true},
		{name: "json", want: "settings-json/quotes", edits: at("content/_locales/en/ui.json", "", `{"site": ‹oops›}`)},
		{name: "json-virgule", want: "settings-json/last", edits: at("content/_locales/en/ui.json", "", `{"notfound.title": "Lost"‹,›}`), fixed: true, alone: true},
		{name: "texte-place", want: "settings-string/place", edits: at("content/_locales/fr/ui.json", "", `{‹"entry.next"›: "Suite {{.X}}"}`), alone: true},
		{name: "texte-accolades", want: "settings-string/syntax", edits: at("content/_locales/fr/ui.json", "", `{‹"entry.next"›: "Suite {{"}`), alone: true},
		{name: "texte-inconnu", want: "settings-string", edits: at("content/_locales/fr/ui.json", "", `{‹"nulle-part-du-tout"›: "x"}`)},
		{name: "analyseur", want: "settings-analyzer", edits: at(en, "analyzer: en", "analyzer: ‹anglais›"), alone: true},
		{name: "recherche-sans-page", want: "query-entry", edits: at(queries, "", "- {query: halte, answers: [structures/halte, ‹structures/hate›]}\n"), fixed: true, alone: true},
		{name: "recherche-adresse", want: "query-entry", edits: at(queries, "", "- {query: ouverture, answers: ‹/actualites/ouverture/›}\n"), fixed: true, alone: true},
		{name: "recherche-liste", want: "query-entry/list", edits: at(queries, "", "- {query: actualités, answers: ‹news›}\n"), alone: true},
		{name: "recherche-brouillon", want: "query-entry/draft", edits: at(queries, "", "- {query: brouillon, answers: ‹news/brouillon›}\n"), alone: true},
		{name: "recherche-sans-traduction", want: "query-entry/draft", edits: at("content/_locales/en/queries.yaml", "", "- {query: halte, answers: ‹structures/halte›}\n"), alone: true},
		{name: "recherches-copiees", want: "query-entry/drafts", edits: copiedQueries(), alone: true},
		{name: "recherche-perdue", want: "query-lost", edits: at(queries, "", "- {query: ‹ouverture de la halte›, answers: structures/halte, within: 1}\n"), alone: true},
		{name: "filtre", want: "settings-value", edits: at(news, "  - status\n", "  - ‹statut›\n"), fixed: true},
		{name: "filtre-sans-liste", want: "settings-value/filters", edits: at("content/_types/page.yaml", "list: false", "list: false\nfilters: ‹[summary]›")},
		{name: "carte", want: "settings-value", edits: at(news, "fields:\n  title:", "map: {field: country, outlines: ‹worlds›}\nfields:\n  title:"), fixed: true},
		{name: "carte-champ", want: "settings-value", edits: at(news, "fields:\n  title:", "map: {field: ‹seats›, outlines: world}\nfields:\n  title:"), alone: true},
		{name: "recence", want: "settings-kind/whole", edits: at(news, "year]}", "year], recency: ‹0›}")},
		{name: "recherche-vaine", want: "query-lost/gone", edits: at(queries, "", "- {query: halte, answers: structures/halte}\n- {query: ‹zygomatique›, answers: structures/halte}\n"), alone: true},
		{name: "montrer", want: "show-unknown", edits: at("content/pages/home.fr.md", "{type: news,", "{type: ‹new›,"), fixed: true},
		{name: "montrer-champ", want: "show-unknown/field", edits: at("content/pages/home.fr.md", "field: themes", "field: ‹thems›"), fixed: true, alone: true},
		{name: "montrer-valeur", want: "show-unknown/value", edits: at("content/pages/home.fr.md", "value: reemploi", "value: ‹remploi›"), fixed: true, alone: true},
		{name: "question-perdue", want: "tree-broken", edits: at("content/questions/perdue.fr.md", "", "---\n‹›title: Perdue\noffers: [/structures/halte]\n---\n"), alone: true},
		{name: "question-sans-fin", want: "tree-broken/end", edits: at("content/questions/halte.fr.md", "title: Voici une halte\noffers: [/structures/halte]\n", "‹›title: Voici une halte\n"), alone: true},
		{name: "question-en-rond", want: "tree-broken/loop", edits: at("content/questions/autre.fr.md", "{text: Rien, next: /questions/halte}", "{text: Rien, next: ‹/questions/depart›}"), alone: true},
		{name: "question-depart", want: "tree-broken/start", edits: at("content/_types/question.yaml", "start: /questions/depart", "start: ‹/questions/dpart›"), alone: true, fixed: true},
		{name: "theme-absent", want: "theme-missing", edits: at(site, "theme: solidaire", "theme: ‹solidair›"), alone: true, fixed: true},
	}
}

// record writes what has been published of the type structure.
func record(fields string) edits {
	return at("content/_api/v1.json", "", `{"version": 1, "locales": ["fr"], "types": {"structure": {`+fields+`}}}`)
}

// apiTitle is the place of the field title of that type.
func apiTitle() edits {
	return at("content/_types/structure.yaml", "  title: {kind: text, required: true}", "  ‹title›: {kind: text, required: true}")
}

// copiedQueries adds six entries in French, and to English the queries for them.
func copiedQueries() (e edits) {
	queries, mark := "", "‹news/copie-0›"
	for i := range 6 {
		name := fmt.Sprintf("news/copie-%d", i)
		e = e.and(at("content/"+name+".fr.md", "", fmt.Sprintf("---\ntitle: Copie %d\nsummary: Une fiche.\ndate: 2024-07-01\nthemes: [textile]\n---\nDu texte.\n", i)))
		if i > 0 {
			mark = name
		}
		queries += fmt.Sprintf("- {query: copy %d, answers: %s}\n- {query: again %d, answers: %s}\n", i, mark, i, name)
	}
	return e.and(at("content/_locales/en/queries.yaml", "", queries))
}

// formMistake adds a form called name with further lines.
func formMistake(name, lines string) edits {
	return at("content/site.yaml", "menus:\n", "forms:\n  "+name+":\n    type: news\n    url: {fr: /annoncer/, en: /announce/}\n    title: Annoncer\n    review: La rédaction lit tout.\n    "+lines+"\nmenus:\n")
}

// newsTemplate replaces the template of news items.
func newsTemplate(body string) edits {
	return at("themes/solidaire/templates/entry-news.html", "", "<h1>{{.Entry.Title}}</h1>\n"+body+"\n")
}

func themeMistakes() []mistake {
	return []mistake{
		{name: "modele-manquant", want: "theme-template", edits: newsTemplate(`{{template "‹nulle/part.html›" .}}`), alone: true},
		{name: "modele-champ", want: "template-field", edits: newsTemplate("{{.Entry.‹Titel›}}"), alone: true, fixed: true},
		{name: "modele-fonction", want: "template-function", edits: newsTemplate("{{‹labell› .Entry.Title .Entry.Title}}"), alone: true, fixed: true},
		{name: "modele-texte", want: "template-string", edits: newsTemplate(`{{t "‹entry.nxt›"}}`), alone: true, fixed: true},
		{name: "modele-syntaxe", want: "template-syntax", edits: newsTemplate("‹{{end}}›"), alone: true},
		{name: "modele-echec", want: "template-run", edits: at("themes/solidaire/templates/entry-structure.html", "", "<h1>{{.Entry.Title}}</h1>\n{{‹›index .Entry.Terms 99}}\n"), alone: true},
		{name: "feuille-absente", want: "asset-missing", edits: newsTemplate(`{{asset "‹css/man.css›"}}`), alone: true, fixed: true},
		{name: "feuille-syntaxe", want: "asset-syntax", edits: at("themes/solidaire/assets/js/a.js", "", "let a = ‹;›\n"), alone: true},
		{name: "script-import", want: "script-import", edits: at("themes/solidaire/assets/js/a.ts", "", "import { open } from \"‹essaim:serach›\";\nopen(\"/\");\n"), alone: true, fixed: true},
		{name: "script-syntaxe", want: "asset-syntax", edits: at("themes/solidaire/assets/js/a.ts", "", "const a: number = ‹;›\n"), alone: true},
		{name: "script-douteux", want: "asset-syntax/doubtful", edits: at("themes/solidaire/assets/js/a.ts", "", "export const isZero = (n: number) => n === ‹-0›;\n"), alone: true},
	}
}

// coveredElsewhere are the codes without a mistake in the table, with where
// they are tested or why content cannot cause them.
var coveredElsewhere = map[string]string{
	"internal":         "a bug of the program",
	"output-collision": "two outputs never have one path unless a theme makes them; TestOutputCollision",
	"file-too-large":   "TestHostileFiles",
	"file-link":        "TestHostileFiles",
	"file-irregular":   "TestHostileFiles",
	"settings-missing": "TestMissingSettings",
}
