package build_test

func settingsMistakes() []mistake {
	const (
		site  = "content/site.yaml"
		news  = "content/_types/news.yaml"
		terms = "content/_locales/en/terms.yaml"
		en    = "content/_locales/en/locale.yaml"
	)
	return []mistake{
		{name: "reglage", want: "settings-unknown", edits: at(site, "time_zone:", "‹timezone›:"), fixed: true},
		{name: "obligatoire", want: "settings-required", edits: at(news, "folder: news\n", "‹›"), alone: true},
		{name: "fuseau", want: "settings-value", edits: at(site, "Europe/Paris", "‹Europe/Pari›")},
		{name: "genre", want: "settings-kind", edits: at(news, "page_size: 10", "page_size: ‹dix›")},
		{name: "langue-origine", want: "settings-locale", edits: at(site, "source_locale: fr", "source_locale: ‹de›"), alone: true},
		{name: "code-langue", want: "settings-tag", edits: at("content/_locales/english/locale.yaml", "", "‹›name: English\n"), alone: true},
		{name: "adresse-liste", want: "settings-url", edits: at(news, "fr: /actualites/,", "fr: ‹actualites›,"), alone: true},
		{name: "adresse-site", want: "settings-base-url", edits: at(site, "https://essai.example/", "‹essai.example›"), alone: true},
		{name: "menu", want: "settings-menu", edits: at(site, "{to: /news/}", "{to: ‹/new/›}"), fixed: true},
		{name: "accueil", want: "settings-home", edits: at(site, "home: /pages/home", "home: ‹/pages/acceuil›")},
		{name: "dossier-double", want: "settings-folder", edits: at("content/_types/structure.yaml", "folder: structures", "folder: ‹news›"), alone: true},
		{name: "vocabulaire", want: "settings-vocabulary", edits: at(news, "of: theme", "of: ‹thema›"), alone: true},
		{name: "terme-en-trop", want: "settings-term", edits: at(terms, "textile: Textiles", "‹textiles›: Textiles"), fixed: true},
		{name: "json", want: "settings-json", edits: at("content/_locales/en/ui.json", "", `{"site": ‹oops›}`)},
		{name: "texte-inconnu", want: "settings-string", edits: at("content/_locales/fr/ui.json", "", `{‹"nulle-part-du-tout"›: "x"}`)},
		{name: "analyseur", want: "settings-analyzer", edits: at(en, "analyzer: en", "analyzer: ‹anglais›"), alone: true},
		{name: "theme-absent", want: "theme-missing", edits: at(site, "theme: solidaire", "theme: ‹solidair›"), alone: true},
	}
}

func themeMistakes() []mistake { return nil }

// coveredElsewhere are the codes without a mistake in the table, with where
// they are tested or why content cannot cause them.
var coveredElsewhere = map[string]string{
	"internal":         "a bug of the program",
	"file-too-large":   "TestHostileFiles",
	"file-link":        "TestHostileFiles",
	"file-irregular":   "TestHostileFiles",
	"settings-missing": "TestMissingSettings",
}
