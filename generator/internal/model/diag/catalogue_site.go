package diag

// settingsRows are about site.yaml, _types and _locales.
var settingsRows = []row{
	{"settings-missing", Error, "le fichier {0} manque", "the file {0} is missing"},
	{"settings-unknown", Error, "le réglage « {0} » n'existe pas", "the setting “{0}” does not exist"},
	{"settings-required", Error, "le réglage « {0} » est obligatoire", "the setting “{0}” is required"},
	{"settings-unknown/file", Error, "le fichier {0} n'est pas un fichier de réglages", "the file {0} is not a settings file"},
	{"settings-value", Error, "« {0} » n'est pas une valeur de « {1} »", "“{0}” is not a value of “{1}”"},
	{"settings-value/range", Error, "« min » ({0}) dépasse « max » ({1})", "“min” ({0}) is above “max” ({1})"},
	{"settings-value/filters", Error, "« filters » filtre une liste, et ce type n'en a pas (list: false)", "“filters” narrows a list, and this type has none (list: false)"},
	{"settings-value/builtin", Error, "le champ « {0} » existe déjà pour tous les types", "the field “{0}” exists already for every type"},
	{"settings-zone", Error, "« {0} » n'est pas un fuseau horaire, comme Europe/Paris", "“{0}” is not a time zone such as Europe/Paris"},
	{"settings-kind/text", Error, "« {0} » attend un texte", "“{0}” takes a text"},
	{"settings-kind/texts", Error, "« {0} » attend un texte par langue : {fr: …, en: …}", "“{0}” takes a text per locale: {fr: …, en: …}"},
	{"settings-kind/number", Error, "« {0} » attend un nombre", "“{0}” takes a number"},
	{"settings-kind/whole", Error, "« {0} » attend un nombre entier de {1} à {2}", "“{0}” takes a whole number from {1} to {2}"},
	{"settings-kind/boolean", Error, "« {0} » attend true ou false", "“{0}” takes true or false"},
	{"settings-kind/mapping", Error, "« {0} » attend des lignes « nom: valeur »", "“{0}” takes lines like “name: value”"},
	{"settings-kind/list", Error, "« {0} » attend une liste", "“{0}” takes a list"},
	{"settings-kind/months", Error, "« {0} » attend les douze mois, janvier d'abord", "“{0}” takes the twelve months, January first"},
	{"settings-kind/words", Error, "chaque ligne de {0} est une liste d'au moins deux mots", "each line of {0} is a list of at least two words"},
	{"settings-locale", Error, "la langue « {0} » n'a pas de dossier dans content/_locales", "the locale “{0}” has no folder in content/_locales"},
	{"settings-locale/text", Warning, "la langue « {0} » n'existe pas sur ce site : ce texte ne s'affiche nulle part", "the locale “{0}” does not exist on this site: this text is shown nowhere"},
	{"settings-tag", Error, "« {0} » n'est pas un code de langue (BCP 47), comme fr ou pt-BR", "“{0}” is not a language code (BCP 47) such as fr or pt-BR"},
	{"settings-url", Error, "« {0} » : une adresse de liste commence et finit par /", "“{0}”: the address of a list begins and ends with /"},
	{"settings-url/reserved", Error, "« {0} » est le dossier d'autres fichiers du site", "“{0}” is the folder of other files of the site"},
	{"settings-base-url", Error, "« {0} » n'est pas une adresse https:// complète", "“{0}” is not a whole https:// address"},
	{"settings-menu", Error, "aucune page, liste ni taxonomie à « {0} »", "there is no page, list or taxonomy at “{0}”"},
	{"settings-menu/both", Error, "un élément de menu a « to » ou « url », pas les deux", "an item of a menu has “to” or “url”, not both"},
	{"settings-menu/url", Error, "« {0} » n'est pas une adresse complète, comme https://exemple.fr/", "“{0}” is not a whole address such as https://example.org/"},
	{"settings-form/nowhere", Error, "le formulaire « {0} » ne mène nulle part : écrivez « email » ou « repository »", "the form “{0}” leads nowhere: write “email” or “repository”"},
	{"settings-form/email", Error, "« {0} » n'est pas une adresse électronique", "“{0}” is not an e-mail address"},
	{"settings-form/repository", Error, "« {0} » n'est pas l'adresse complète d'un dépôt, comme https://github.com/nom/depot", "“{0}” is not the whole address of a repository such as https://github.com/name/repository"},
	{"settings-form/kind", Error, "un formulaire ne peut pas demander « {0} » : c'est un fichier ({1}), que l'on ajoute en relisant", "a form cannot ask for “{0}”: it is a file ({1}), which is added on review"},
	{"settings-form/required", Error, "le formulaire « {0} » ne demande pas « {1} », que le type « {2} » exige", "the form “{0}” does not ask for “{1}”, which the type “{2}” requires"},
	{"settings-home", Error, "la page d'accueil « {0} » n'existe pas", "the home page “{0}” does not exist"},
	{"settings-folder", Error, "deux types ont le même dossier « {0} »", "two types have the same folder “{0}”"},
	{"settings-vocabulary", Error, "le vocabulaire « {0} » n'existe pas dans {1}", "the vocabulary “{0}” does not exist in {1}"},
	{"settings-series", Error, "les lignes de « {0} » doivent avoir un champ « {1} » de genre {2}", "the items of “{0}” must have a field “{1}” of kind {2}"},
	{"settings-term", Warning, "le terme « {0} » n'existe pas dans la langue d'origine", "the term “{0}” does not exist in the source locale"},
	{"settings-json", Error, "ce fichier n'est pas du JSON : {0}", "this file is not JSON: {0}"},
	{"settings-string/place", Error, "{0} n'a pas de sens dans ce texte", "{0} means nothing in this text"},
	{"settings-string/syntax", Error, "ce texte est mal écrit : « {0} » ; ce qui change s'écrit comme {{.Count}}", "this text is not well written: “{0}”; what varies is written like {{.Count}}"},
	{"settings-string", Warning, "le texte « {0} » n'existe pas dans le thème", "the string “{0}” does not exist in the theme"},
	{"settings-analyzer", Error, "« {0} » n'est pas un analyseur de recherche", "“{0}” is not a search analyzer"},
}

// shelfRows are about the entries that pages show as cards, and the trees of
// questions that they may make.
var shelfRows = []row{
	{"show-unknown", Error, "aucun type avec une liste ne s'appelle « {0} »", "no type with a list is called “{0}”"},
	{"show-unknown/field", Error, "le type « {1} » n'a pas de champ « {0} »", "the type “{1}” has no field “{0}”"},
	{"show-unknown/value", Error, "« {0} » n'est pas une valeur du champ « {1} »", "“{0}” is not a value of the field “{1}”"},
	{"tree-broken", Error, "aucune réponse ne mène ici depuis {0}", "no answer leads here from {0}"},
	{"tree-broken/start", Error, "la première question « {0} » n'existe pas, ou n'est pas publiée", "the first question “{0}” does not exist, or is not published"},
	{"tree-broken/end", Error, "le parcours s'arrête ici sans rien proposer : remplissez « {0} » ou « {1} »", "the path ends here with nothing to offer: fill in “{0}” or “{1}”"},
	{"tree-broken/loop", Error, "cette réponse ramène à {0}, d'où l'on vient : le parcours n'a pas de fin", "this answer leads back to {0}, where one comes from: the path has no end"},
}

// queryRows are about queries.yaml: the searches that must find an answer.
var queryRows = []row{
	{"query-entry", Warning, "aucune page « {0} » : la recherche ne peut pas la trouver", "there is no page “{0}” for a search to find"},
	{"query-entry/list", Warning, "« {0} » est une liste ou un thème ; la recherche ne trouve que des pages", "“{0}” is a list or a theme; a search finds only pages"},
	{"query-entry/draft", Warning, "la page « {0} » n'est pas publiée dans la langue « {1} » : la recherche ne peut pas la trouver", "the page “{0}” is not published in the locale “{1}”, so that no search finds it there"},
	{"query-lost", Warning, "la recherche « {0} » met {1} à la place {2} ; la liste demande la place {3} au plus", "the search “{0}” puts {1} at place {2}; the list asks for place {3} or better"},
	{"query-lost/far", Warning, "la recherche « {0} » ne montre plus {1} parmi les {2} premiers résultats", "the search “{0}” no longer shows {1} among the first {2} results"},
	{"query-lost/gone", Warning, "la recherche « {0} » ne trouve plus {1}", "the search “{0}” no longer finds {1}"},
}

// themeRows are about templates, assets and strings of the theme.
var themeRows = []row{
	{"theme-missing", Error, "le thème « {0} » n'existe pas", "the theme “{0}” does not exist"},
	{"theme-template", Error, "le modèle {0} manque dans le thème", "the template {0} is missing from the theme"},
	{"theme-template/unused", Warning, "le modèle {0} ne correspond à aucun genre de page ni à aucun type", "the template {0} belongs to no kind of page and to no type"},
	{"template-syntax", Error, "le modèle n'est pas bien écrit : {0}", "the template is not well written: {0}"},
	{"template-field", Error, "la vue {1} n'a pas de champ « {0} »", "the view {1} has no field “{0}”"},
	{"template-function", Error, "aucune fonction ne s'appelle « {0} »", "no function is called “{0}”"},
	{"template-run", Error, "le modèle a échoué sur la page {0} : {1}", "the template failed on the page {0}: {1}"},
	{"template-string", Error, "le texte « {0} » n'existe ni dans le thème ni dans le site", "the string “{0}” exists neither in the theme nor in the site"},
	{"asset-missing", Error, "le fichier « {0} » manque dans assets/ du thème", "the file “{0}” is missing from the theme's assets/"},
	{"asset-syntax", Error, "ce fichier n'est pas bien écrit : {0}", "this file is not well written: {0}"},
	{"asset-syntax/doubtful", Warning, "ce script ne fait sans doute pas ce que l'on attend : {0}", "this script probably does not do what is expected: {0}"},
	{"script-import", Error, "« {0} » n'est ni un script de ce thème ni essaim:search", "“{0}” is neither a script of this theme nor essaim:search"},
	{"output-collision", Error, "deux sorties veulent le même fichier : {0}", "two outputs want the same file: {0}"},
}
