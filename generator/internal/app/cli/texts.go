package cli

// texts are the sentences of the command line in one language. Those of
// diagnostics are in model/diag.
type texts struct {
	usage, global, seeHelp string
	about                  map[string]string
	// flags say what each flag of a command does.
	flags                             map[string]string
	unknownCommand, didYouMean        string
	tooMany, badFormat                string
	badClock, badLang, badAddr        string
	noSite, outInSources              string
	error, interrupted, bug           string
	locked, foreign                   string
	notAllowed, diskFull, badIndex    string
	again                             string
	built, notWritten, checked        string
	serving, rebuilt                  string
	noQuery, badLimit, noIndex        string
	nothingFound, found, foundMore    string
	noCode                            string
	newUsage, noType, badSlug         string
	exists, noLocale, noSource, added string
	placeholder                       string
	noAPI, recorded, recordSame       string
	pages, locales, results           [2]string
	decimal                           string
	// flagProblems are what the flag package says, by how it begins in English.
	flagProblems map[string]string
	// steps are the steps of a build.
	steps map[string]string
}

func textsIn(lang string) texts {
	if lang == "fr" {
		return french()
	}
	return english()
}

func english() texts {
	return texts{
		usage:  "essaim: Markdown in git becomes a multilingual site with its search index.",
		global: "Every command takes --site DIR (the folder that holds content/ and themes/; the current one by default) and --lang fr|en;\n--cpuprofile, --memprofile and --trace FILE write what go tool pprof and go tool trace read.\n",
		about: map[string]string{
			"build": "builds the site into the output folder", "serve": "previews the site, and shows each saved change by itself",
			"check": "checks everything that build checks, and writes nothing", "new": "makes a new entry with every field of its type",
			"api":    "records what the API promises to programs; check and build then keep it",
			"search": "searches the index of a built site", "explain": "explains a diagnostic, with a wrong and a right example",
			"version": "shows the versions of the program and of its formats",
		},
		flags: map[string]string{
			"out":      "the folder of the built site; public/ in the site's folder by default",
			"clock":    "builds the site as of an instant, such as 2026-12-01T00:00:00+01:00, and not of now: publish, expire and deadlines go by it",
			"drafts":   "shows drafts too",
			"json":     "answers in JSON, for programs",
			"timings":  "says how long each step took",
			"no-cache": "takes over nothing from former runs, and reads every file again, those of the built site too",
			"addr":     "the address of the preview; a port of 0 takes any that is free",
			"format":   "how messages are written: text for people, json for programs, github and sarif for services that check changes",
			"locale":   "the locale of the new entry, or of the index that is searched; that of the originals by default",
			"limit":    "how many results are shown",
			"accept":   "accepts changes of what has been promised",
		},
		decimal: ".",
		flagProblems: map[string]string{
			"flag provided but not defined: ": "there is no flag", "flag needs an argument: ": "a value is missing after", "invalid value ": "this is not a value of the flag:",
			"invalid boolean value ": "this is not true or false:",
		},
		seeHelp: "See: essaim %s --help", unknownCommand: "there is no command “%s”; see: essaim help", didYouMean: "Did you mean: %s?",
		tooMany: "“%s” is one argument too many", badFormat: "there is no format “%s”; the formats are %s",
		badClock: "--clock takes an instant such as 2024-07-26T19:30:00+02:00, not “%s”", badLang: "--lang takes fr or en, not “%s”", badAddr: "--addr takes a host and a port such as 127.0.0.1:1313, not “%s”",
		noSite: "there is no site in %s: the folder %s/ is missing; name the site's folder with --site", outInSources: "--out %s would mix outputs with the sources in %s/; choose a folder outside",
		error: "error", interrupted: "interrupted; the site is as it was, or partly new", locked: "Wait for the other run to end, or choose another folder with --out.",
		foreign:    "Essaim replaces only what it has written: move it away, or choose another folder with --out.",
		notAllowed: "Give the account that runs essaim the right to it.",
		diskFull:   "Make room on the disk, then run it again: what is missing is made.",
		again:      "Run it again: the file is then read as it is now.",
		badIndex:   "Run essaim build to make the search index again.",
		bug:        "this is a bug of essaim, please report it: %v\n%s",
		built:      "%s in %s; files: %d written, %d unchanged, %d removed (%s)", notWritten: "Nothing was written: the site stays as it was.", checked: "Nothing wrong: %s (%s)",
		serving: "Preview at %s  (Ctrl+C to stop)", rebuilt: "built: %s (%s)",
		noQuery: "what should be searched? essaim search QUERY", badLimit: "--limit takes a number from 1, not %d",
		noIndex: "there is no search index for “%s” in %s; run essaim build first, or choose with --locale and --out", nothingFound: "Nothing found.", found: "%s:", foundMore: "%s, %d of them here",
		noCode:   "there is no diagnostic “%s”; essaim explain lists them",
		newUsage: "essaim new TYPE SLUG; the types are %s", noType: "there is no type “%s”; the types are %s",
		badSlug: "“%s” does not suit an address: lower-case letters without accents, digits and hyphens; for example: %s",
		exists:  "%s exists already", noLocale: "there is no locale “%s”; the locales are %s", noSource: "there is nothing to translate yet: %s is missing", added: "made %s",
		placeholder: "To be written",
		noAPI:       "this site offers nothing to programs: api is false in content/site.yaml", recorded: "recorded: %s", recordSame: "%s says it all already",
		pages: [2]string{"page", "pages"}, locales: [2]string{"locale", "locales"}, results: [2]string{"result", "results"},
		steps: map[string]string{"load": "Reading files", "parse": "Reading content", "validate": "Checking", "link": "Linking pages", "theme": "Reading the theme", "render": "Making pages", "index": "Indexing", "write": "Writing"},
	}
}

func french() texts {
	return texts{
		usage:  "essaim : du Markdown dans git devient un site multilingue avec son index de recherche.",
		global: "Chaque commande accepte --site DOSSIER (celui qui contient content/ et themes/ ; par défaut le dossier courant) et --lang fr|en ;\n--cpuprofile, --memprofile et --trace FICHIER écrivent ce que lisent go tool pprof et go tool trace.\n",
		about: map[string]string{
			"build": "construit le site dans le dossier de sortie", "serve": "montre le site et chaque changement dès qu'il est enregistré",
			"check": "vérifie tout ce que build vérifie, sans rien écrire", "new": "crée une fiche avec tous les champs de son type",
			"api":    "note ce que l'API promet aux programmes ; check et build y veillent ensuite",
			"search": "cherche dans l'index d'un site construit", "explain": "explique un diagnostic, avec un exemple faux et un juste",
			"version": "donne les versions du programme et de ses formats",
		},
		flags: map[string]string{
			"out":      "le dossier du site construit ; par défaut public/ dans le dossier du site",
			"clock":    "construit le site tel qu'il est à un instant donné, comme 2026-12-01T00:00:00+01:00 : publish, expire et les échéances en dépendent",
			"drafts":   "montre aussi les brouillons",
			"json":     "répond en JSON, pour les programmes",
			"timings":  "dit combien de temps chaque étape a pris",
			"no-cache": "ne reprend rien des exécutions précédentes, et relit tous les fichiers, ceux du site construit aussi",
			"addr":     "l'adresse de l'aperçu ; le port 0 en prend un qui est libre",
			"format":   "comment les messages sont écrits : text pour les personnes, json pour les programmes, github et sarif pour les services qui vérifient un changement",
			"locale":   "la langue de la nouvelle fiche, ou de l'index où chercher ; par défaut celle des originaux",
			"limit":    "combien de résultats sont montrés",
			"accept":   "accepte de changer ce qui a été promis",
		},
		decimal: ",",
		flagProblems: map[string]string{
			"flag provided but not defined: ": "aucune option", "flag needs an argument: ": "il manque une valeur après", "invalid value ": "ce n'est pas une valeur de l'option :",
			"invalid boolean value ": "ce n'est ni true ni false :",
		},
		seeHelp: "Voir : essaim %s --help", unknownCommand: "aucune commande « %s » ; voir : essaim help", didYouMean: "Vouliez-vous dire : %s ?",
		tooMany: "« %s » est de trop", badFormat: "aucun format « %s » ; les formats sont %s",
		badClock: "--clock attend un instant comme 2024-07-26T19:30:00+02:00, pas « %s »", badLang: "--lang attend fr ou en, pas « %s »", badAddr: "--addr attend un hôte et un port comme 127.0.0.1:1313, pas « %s »",
		noSite: "il n'y a pas de site dans %s : le dossier %s/ manque ; donnez le dossier du site avec --site", outInSources: "--out %s mêlerait les sorties aux sources de %s/ ; choisissez un dossier à part",
		error: "erreur", interrupted: "interrompu ; le site est comme avant, ou en partie nouveau", locked: "Attendez la fin de l'autre exécution, ou choisissez un autre dossier avec --out.",
		foreign:    "Essaim ne remplace que ce qu'il a écrit : déplacez-le, ou choisissez un autre dossier avec --out.",
		notAllowed: "Donnez-en le droit au compte qui lance essaim.",
		diskFull:   "Libérez de la place sur le disque, puis relancez : ce qui manque sera fait.",
		again:      "Relancez : le fichier sera lu tel qu'il est maintenant.",
		badIndex:   "Lancez essaim build pour refaire l'index de recherche.",
		bug:        "ceci est un bogue d'essaim, merci de le signaler : %v\n%s",
		built:      "%s en %s ; fichiers écrits : %d, inchangés : %d, retirés : %d (%s)", notWritten: "Rien n'a été écrit : le site reste comme il était.", checked: "Rien à signaler : %s (%s)",
		serving: "Aperçu à l'adresse %s  (Ctrl+C pour arrêter)", rebuilt: "construit : %s (%s)",
		noQuery: "que faut-il chercher ? essaim search REQUÊTE", badLimit: "--limit attend un nombre à partir de 1, pas %d",
		noIndex: "aucun index de recherche « %s » dans %s ; lancez d'abord essaim build, ou choisissez avec --locale et --out", nothingFound: "Rien trouvé.", found: "%s :", foundMore: "%s, dont %d ici",
		noCode:   "aucun diagnostic « %s » ; essaim explain en donne la liste",
		newUsage: "essaim new TYPE NOM ; les types sont %s", noType: "aucun type « %s » ; les types sont %s",
		badSlug: "« %s » ne convient pas à une adresse : lettres minuscules sans accent, chiffres et tirets ; par exemple : %s",
		exists:  "%s existe déjà", noLocale: "aucune langue « %s » ; les langues sont %s", noSource: "il n'y a encore rien à traduire : %s manque", added: "créé : %s",
		placeholder: "À écrire",
		noAPI:       "ce site n'offre rien aux programmes : api vaut false dans content/site.yaml", recorded: "noté : %s", recordSame: "%s dit déjà tout",
		pages: [2]string{"page", "pages"}, locales: [2]string{"langue", "langues"}, results: [2]string{"résultat", "résultats"},
		steps: map[string]string{"load": "Lecture des fichiers", "parse": "Lecture du contenu", "validate": "Vérification", "link": "Liens entre les pages", "theme": "Lecture du thème", "render": "Mise en pages", "index": "Indexation", "write": "Écriture"},
	}
}
