package build_test

// yamlMistakes are what YAML takes for something else than the editor wrote.
func yamlMistakes() []mistake {
	const title = `"Ouverture de la halte"`
	const results = "  - {value: 12, unit: tonnes}\n  - {value: 3, unit: emplois}"
	return []mistake{
		{name: "chemin-windows", want: "front-syntax/escape-control", edits: fr(title, `"Dossier C:‹\t›emp\nouveau"`), fixed: true},
		{name: "echappement", want: "front-syntax/escape", edits: fr(title, `"Dossier C:‹\d›ossier"`), fixed: true},
		{name: "fin-de-ligne", want: "front-syntax/escape-line", edits: fr(title, `"Ouverture‹\n›de la halte"`)},
		{name: "guillemets-interieurs", want: "front-syntax/quote-inner", edits: fr(title, `"L'Atelier ‹"›exemple" : du bois"`), fixed: true},
		{name: "apostrophe-interieure", want: "front-syntax/quote-inner", edits: fr(title, `'L‹'›Atelier'`), fixed: true},
		{name: "guillemets-interieurs-accolades", want: "front-syntax/quote-inner", edits: fr("{name: Léa, role: accueil}", `{name: "Léa ‹"›la gardienne"", role: accueil}`), fixed: true},
		{name: "virgule-de-trop", want: "front-syntax/extra", edits: fr(title, title+"‹,›"), fixed: true},
		{name: "virgule-apres-crochet", want: "front-syntax/extra", edits: fr("[reemploi, insertion]", "[reemploi, insertion]‹,›"), fixed: true},
		{name: "accolade-de-trop", want: "front-syntax/extra", edits: fr("role: accueil}", "role: accueil}‹}›"), fixed: true},
		{name: "virgule-decimale", want: "front-syntax/comma-number", edits: fr("{value: 12, unit", "{value: ‹12,5›, unit"), fixed: true},
		{name: "virgule-double-sens", want: "front-syntax/comma-grouped", edits: fr("{value: 12, unit", "{value: ‹12,500›, unit")},
		{name: "virgule-dans-un-texte", want: "front-syntax/comma", edits: fr("{name: Léa, role: accueil}", "{name: ‹Léa, Max, Zoé›, role: accueil}"), fixed: true},
		{name: "virgule-dans-un-texte-a-la-fin", want: "front-syntax/comma", edits: fr("role: accueil}", "role: ‹accueil, visites›}"), fixed: true},
		{name: "virgule-en-trop-entre", want: "front-syntax/separator", edits: fr("{name: Léa, role", "{name: Léa,‹,› role"), fixed: true},
		{name: "sans-espace", want: "front-syntax/space", edits: fr("seats: 39", "‹seats:39›"), fixed: true},
		{name: "sans-espace-accolades", want: "front-syntax/space", edits: fr("{value: 12, unit", "{‹value:12›, unit"), fixed: true},
		{name: "tiret-colle", want: "front-syntax/dash", edits: fr(results, "  ‹-›{value: 12, unit: tonnes}\n  -{value: 3, unit: emplois}"), fixed: true},
		{name: "tiret-colle-themes", want: "front-syntax/dash", edits: fr("themes: [reemploi, insertion]", "themes:\n‹-›reemploi\n- insertion"), fixed: true},
		{name: "tiret-demi-cadratin", want: "front-syntax/bullet", edits: fr("themes: [reemploi, insertion]", "themes:\n  ‹–› reemploi\n  – insertion"), fixed: true},
		{name: "puces", want: "front-syntax/bullet", edits: fr(results, "  ‹•› {value: 12, unit: tonnes}\n  • {value: 3, unit: emplois}"), fixed: true},
		{name: "insecable-retrait", want: "front-syntax/no-break", edits: fr("  - {value: 3,", "‹\u00A0\u00A0›- {value: 3,"), fixed: true},
		{name: "insecable-avant-deux-points", want: "front-syntax/no-break-colon", edits: fr("date: 2024-07-26", "date‹\u00A0›: 2024-07-26"), fixed: true},
		{name: "insecable-autour-des-deux-points", want: "front-syntax/no-break-colon", edits: fr("date: 2024-07-26", "date‹\u202F:\u00A0›2024-07-26"), fixed: true},
		{name: "insecable-apres-deux-points", want: "front-syntax/no-break", edits: fr("date: 2024-07-26", "date:‹\u00A0›2024-07-26"), fixed: true},
		{name: "insecable-apres-tiret", want: "front-syntax/no-break", edits: fr("  - {value: 3,", "  -‹\u00A0›{value: 3,"), fixed: true},
		{name: "insecable-accolades", want: "front-syntax/no-break-colon", edits: fr("role: accueil}", "role‹\u00A0›: accueil}"), fixed: true},

		{name: "milliers-ou-decimales", want: "field-kind/number-grouped", edits: fr("price: 12.5", "price: ‹12.500›")},
		{name: "milliers-ou-decimales-virgule", want: "field-kind/number-grouped", edits: fr("price: 12.5", `price: "‹12,500›"`)},
		{name: "milliers", want: "field-kind/number", edits: fr("price: 12.5", "price: ‹1.234.567›"), fixed: true},
		{name: "libelle", want: "field-unknown", edits: fr("summary:", "‹resume›:"), fixed: true},
		{name: "libelle-accents", want: "field-unknown", edits: fr("summary:", "‹Résumé›:"), fixed: true},
		{name: "libelle-autre-langue", want: "field-unknown", edits: fr("country: FR", "country: FR\n‹Partners›: [Emmaüs]"), fixed: true},
		{name: "liste-sans-crochets", want: "field-kind/list", edits: fr("themes: [reemploi, insertion]", "themes: ‹reemploi, insertion›"), fixed: true},
		{name: "jour-en-lettres", want: "field-date", edits: fr("date: 2024-07-26", "date: ‹1er août 2024›"), fixed: true},
		{name: "tirets-insecables", want: "field-date", edits: fr("date: 2024-07-26", "date: ‹2024\u201107\u201126›"), fixed: true},
		{name: "mois-en-lettres", want: "field-date/precision", edits: fr("since: 2019", "since: ‹juillet 2019›"), fixed: true},
		{name: "point-virgules", want: "field-kind/point", edits: fr("[48.93, 2.34]", "‹[48,93, 2,34]›"), fixed: true},
		{name: "point-sans-crochets", want: "field-kind/point", edits: fr("[48.93, 2.34]", "‹48.93, 2.34›"), fixed: true},
		{name: "guillemets-typographiques", want: "field-kind/quotes-text", edits: fr(title, "‹“L'Atelier de la halte”›"), fixed: true},
		{name: "guillemets-francais", want: "field-kind/quotes-text", edits: fr(title, "‹« L'Atelier de la halte »›"), fixed: true},
		{name: "guillemets-date", want: "field-kind/quotes", edits: fr("date: 2024-07-26", "date: ‹“2024-07-26”›"), fixed: true},
		{name: "guillemet-ferme-autrement", want: "front-syntax/quote", edits: fr(title, "‹\"›Ouverture de la halte”"), fixed: true},
		{name: "guillemet-ouvert-autrement", want: "front-syntax/quote-lost", edits: fr(title, "“Ouverture de la halte‹\"›"), fixed: true},
	}
}
