package diag

// fileRows are about files as a whole.
var fileRows = []row{
	{"file-too-large", Error, "le fichier pèse {0}, la limite est {1}", "the file weighs {0}, the limit is {1}"},
	{"file-link/outside", Error, "ce lien symbolique sort du dossier du site", "this symbolic link leaves the folder of the site"},
	{"file-link/loop", Error, "ce lien symbolique tourne en rond", "this symbolic link leads back to itself"},
	{"file-link/broken", Error, "ce lien symbolique ne mène nulle part", "this symbolic link leads nowhere"},
	{"file-irregular", Error, "ceci n'est ni un fichier ni un dossier", "this is neither a file nor a folder"},
	{"file-name", Error, "le nom « {0} » ne convient pas à une adresse : {1}", "the name “{0}” does not suit an address: {1}"},
	{"file-name/slug", Error, "« {0} » ne convient pas à une adresse : lettres minuscules sans accent, chiffres et tirets", "“{0}” does not suit an address: lower-case letters without accents, digits and hyphens"},
	{"file-name/locale", Error, "le nom doit finir par la langue : {0}", "the name must end with the locale: {0}"},
	{"file-encoding", Error, "le fichier n'est pas du texte UTF-8 : l'octet {0} est étranger", "the file is not UTF-8 text: the byte {0} is foreign"},
	{"file-empty", Error, "le fichier est vide", "the file is empty"},
	{"file-folder", Error, "aucun type de contenu n'a le dossier « {0} »", "no content type has the folder “{0}”"},
	{"file-locale", Error, "la langue « {0} » n'existe pas sur ce site", "the locale “{0}” does not exist on this site"},
	{"file-control", Error, "le texte contient un caractère invisible interdit : {0}", "the text holds a forbidden invisible character: {0}"},
	{"internal", Error, "erreur interne en lisant ce fichier : {0} ; merci de la signaler", "internal error while reading this file: {0}; please report it"},
}

// frontMatterRows are about the lines between --- and ---.
var frontMatterRows = []row{
	{"front-bom", Warning, "le fichier commence par une marque d'ordre des octets (BOM) invisible", "the file begins with an invisible byte order mark (BOM)"},
	{"front-missing", Error, "il manque les informations entre deux lignes --- au début du fichier", "the fields between two --- lines at the start of the file are missing"},
	{"front-open", Error, "la ligne --- qui termine les informations manque", "the --- line that ends the fields is missing"},
	{"front-delimiter", Error, "la ligne « {0} » doit être exactement ---", "the line “{0}” must be exactly ---"},
	{"front-syntax", Error, "cette ligne n'est pas du YAML : {0}", "this line is not YAML: {0}"},
	{"front-syntax/colon", Error, "un texte qui contient « : » s'écrit entre guillemets", "a text that holds “: ” is written in quotes"},
	{"front-syntax/quote", Error, "le guillemet ouvert ici n'est pas fermé", "the quote opened here is not closed"},
	{"front-syntax/bracket", Error, "le crochet ou l'accolade ouvert ici n'est pas fermé", "the bracket or brace opened here is not closed"},
	{"front-syntax/indent", Error, "le retrait de cette ligne ne correspond à rien", "the indent of this line matches nothing"},
	{"front-syntax/reserved", Error, "un texte ne commence pas par « {0} » sans guillemets", "a text does not begin with “{0}” without quotes"},
	{"front-syntax/mapping", Error, "on attend des lignes « nom: valeur »", "lines like “name: value” are expected"},
	{"front-tab", Error, "une tabulation : le retrait se fait avec des espaces", "a tab: indents are made of spaces"},
	{"front-duplicate", Error, "le champ « {0} » est écrit deux fois", "the field “{0}” is written twice"},
	{"front-yaml-feature/anchor", Error, "les ancres (&{0}) ne sont pas admises ici", "anchors (&{0}) are not allowed here"},
	{"front-yaml-feature/alias", Error, "les renvois (*{0}) ne sont pas admis ici", "aliases (*{0}) are not allowed here"},
	{"front-yaml-feature/merge", Error, "les fusions (<<) ne sont pas admises ici", "merge keys (<<) are not allowed here"},
	{"front-yaml-feature/tag", Error, "les étiquettes ({0}) ne sont pas admises ici", "tags ({0}) are not allowed here"},
	{"front-yaml-feature/document", Error, "un seul document YAML est admis ici", "only one YAML document is allowed here"},
	{"front-too-large", Error, "les informations dépassent {0}", "the fields exceed {0}"},
	{"front-too-deep", Error, "plus de {0} niveaux imbriqués", "more than {0} nested levels"},
}

// fieldRows are about the value of one field.
var fieldRows = []row{
	{"field-unknown", Error, "le champ « {0} » n'existe pas pour le type « {1} »", "the field “{0}” does not exist for the type “{1}”"},
	{"field-unknown/object", Error, "le champ « {0} » n'existe pas dans « {1} »", "the field “{0}” does not exist in “{1}”"},
	{"field-missing", Error, "le champ « {0} » est obligatoire", "the field “{0}” is required"},
	{"field-missing/empty", Error, "le champ « {0} » est obligatoire et n'a pas de valeur", "the field “{0}” is required and has no value"},
	{"field-kind/text", Error, "« {0} » attend un texte, c'est {1}", "“{0}” takes a text, this is {1}"},
	{"field-kind/integer", Error, "« {0} » attend un nombre entier, comme 39, pas « {1} »", "“{0}” takes a whole number such as 39, not “{1}”"},
	{"field-kind/number", Error, "« {0} » attend un nombre, comme 12.5, pas « {1} »", "“{0}” takes a number such as 12.5, not “{1}”"},
	{"field-kind/boolean", Error, "« {0} » attend true ou false, pas « {1} »", "“{0}” takes true or false, not “{1}”"},
	{"field-kind/url", Error, "« {0} » attend une adresse complète, comme https://exemple.fr/page, pas « {1} »", "“{0}” takes a whole address such as https://example.org/page, not “{1}”"},
	{"field-kind/email", Error, "« {0} » attend une adresse électronique, pas « {1} »", "“{0}” takes an e-mail address, not “{1}”"},
	{"field-kind/phone", Error, "« {0} » attend un numéro international, comme +33 1 23 45 67 89, pas « {1} »", "“{0}” takes an international number such as +33 1 23 45 67 89, not “{1}”"},
	{"field-kind/point", Error, "« {0} » attend [latitude, longitude], comme [48.93, 2.34]", "“{0}” takes [latitude, longitude] such as [48.93, 2.34]"},
	{"field-kind/image", Error, "« {0} » attend une image : {src: …, alt: …}", "“{0}” takes an image: {src: …, alt: …}"},
	{"field-kind/object", Error, "« {0} » attend des champs, c'est {1}", "“{0}” takes fields, this is {1}"},
	{"field-kind/list", Error, "« {0} » attend une liste, c'est {1}", "“{0}” takes a list, this is {1}"},
	{"field-kind/single", Error, "« {0} » attend une seule valeur, pas une liste", "“{0}” takes one value, not a list"},
	{"field-date", Error, "« {0} » attend un jour comme 2024-07-26, pas « {1} »", "“{0}” takes a day such as 2024-07-26, not “{1}”"},
	{"field-date/precision", Error, "« {0} » attend 2024, 2024-07 ou 2024-07-26, pas « {1} »", "“{0}” takes 2024, 2024-07 or 2024-07-26, not “{1}”"},
	{"field-date/calendar", Error, "le jour « {1} » n'existe pas au calendrier", "the day “{1}” is not in the calendar"},
	{"field-date/datetime", Error, "« {0} » attend un instant comme 2024-07-26T19:30:00+02:00, pas « {1} »", "“{0}” takes an instant such as 2024-07-26T19:30:00+02:00, not “{1}”"},
	{"field-range/max-text", Error, "« {0} » a {1} caractères, la limite est {2}", "“{0}” has {1} characters, the limit is {2}"},
	{"field-range/min-text", Error, "« {0} » a {1} caractères, il en faut {2}", "“{0}” has {1} characters, {2} are needed"},
	{"field-range/max-number", Error, "« {0} » vaut {1}, la limite est {2}", "“{0}” is {1}, the limit is {2}"},
	{"field-range/min-number", Error, "« {0} » vaut {1}, le minimum est {2}", "“{0}” is {1}, the minimum is {2}"},
	{"field-range/max-items", Error, "« {0} » a {1} valeurs, la limite est {2}", "“{0}” has {1} values, the limit is {2}"},
	{"field-range/min-items", Error, "« {0} » a {1} valeur(s), il en faut {2}", "“{0}” has {1} value(s), {2} are needed"},
	{"field-repeat", Warning, "« {1} » est écrit deux fois dans « {0} »", "“{1}” is written twice in “{0}”"},
	{"enum-unknown", Error, "« {1} » n'est pas une valeur de « {0} »", "“{1}” is not a value of “{0}”"},
	{"term-unknown", Error, "le terme « {1} » n'existe pas dans le vocabulaire « {0} »", "the term “{1}” does not exist in the vocabulary “{0}”"},
	{"country-unknown", Error, "« {0} » n'est pas le code d'un pays (deux lettres, comme FR)", "“{0}” is not the code of a country (two letters, such as FR)"},
	{"file-missing", Error, "le fichier « {0} » n'existe pas", "the file “{0}” does not exist"},
	{"image-missing", Error, "l'image « {0} » n'existe pas", "the image “{0}” does not exist"},
	{"image-unreadable", Error, "« {0} » n'est pas une image lisible (PNG, JPEG, GIF, WebP ou SVG)", "“{0}” is not a readable image (PNG, JPEG, GIF, WebP or SVG)"},
	{"image-alt", Error, "l'image n'a pas de texte de remplacement ; écrivez alt: \"\" si elle ne fait que décorer", "the image has no alternative text; write alt: \"\" if it only decorates"},
	{"image-alt/markdown", Error, "l'image n'a pas de texte de remplacement : ![description](…), ou {.decorative} si elle ne fait que décorer", "the image has no alternative text: ![description](…), or {.decorative} if it only decorates"},
}

// entryRows are about an entry and its translations.
var entryRows = []row{
	{"entry-duplicate", Error, "deux fichiers portent la même page dans la même langue", "two files hold the same page in the same locale"},
	{"translation-orphan", Error, "cette traduction n'a pas de page d'origine : {0}", "this translation has no source page: {0}"},
	{"translation-same", Note, "« {0} » répète la valeur de la page d'origine et peut être retiré", "“{0}” repeats the value of the source page and can be removed"},
	{"translation-list", Error, "la liste « {0} » a {1} éléments, celle de la page d'origine en a {2}", "the list “{0}” has {1} items, that of the source page has {2}"},
	{"body-empty", Error, "le texte de la page est vide", "the text of the page is empty"},
	{"publish-order", Error, "la page expire ({1}) avant d'être publiée ({0})", "the page expires ({1}) before it is published ({0})"},
}

// bodyRows are about Markdown.
var bodyRows = []row{
	{"html-raw", Error, "le HTML n'est pas admis dans le texte : {0}", "HTML is not allowed in the text: {0}"},
	{"url-scheme", Error, "une adresse « {0}: » n'est pas admise", "an address “{0}:” is not allowed"},
	{"url-syntax", Error, "l'adresse « {0} » est mal écrite", "the address “{0}” is not well written"},
	{"heading-skip", Error, "un titre de niveau {0} suit un titre de niveau {1} : il manque un niveau", "a heading of level {0} follows one of level {1}: a level is missing"},
	{"heading-first", Error, "le titre de la page est déjà de niveau 1 : les titres du texte commencent par ##", "the title of the page is already of level 1: headings of the text begin with ##"},
	{"heading-empty", Error, "ce titre est vide", "this heading is empty"},
	{"heading-id", Error, "l'ancre « {0} » est écrite deux fois", "the anchor “{0}” is written twice"},
	{"footnote-missing", Error, "la note [^{0}] n'est pas écrite", "the footnote [^{0}] is not written"},
	{"footnote-unused", Warning, "la note [^{0}] n'est appelée nulle part", "the footnote [^{0}] is called from nowhere"},
	{"reference-missing", Error, "le lien [{0}] n'est défini nulle part", "the link [{0}] is defined nowhere"},
	{"attribute-unknown", Error, "l'attribut « {0} » n'est pas admis ici", "the attribute “{0}” is not allowed here"},
	{"alert-unknown", Error, "« {0} » n'est pas un genre d'encadré", "“{0}” is not a kind of alert"},
	{"span-lang", Error, "« {0} » n'est pas un code de langue", "“{0}” is not a language code"},
	{"link-empty", Error, "ce lien n'a pas de texte ou pas d'adresse", "this link has no text or no address"},
	{"markdown-unclosed", Error, "« {0} » est ouvert ici et jamais fermé", "“{0}” is opened here and never closed"},
}

// linkRows are about what leads from one page to another.
var linkRows = []row{
	{"ref-missing", Error, "aucune page à « {0} »", "there is no page at “{0}”"},
	{"ref-missing/draft", Error, "la page « {0} » n'est pas publiée", "the page “{0}” is not published"},
	{"ref-relative", Error, "« {0} » : un lien interne commence par / et donne le chemin de la page dans content/", "“{0}”: an internal link begins with / and gives the path of the page in content/"},
	{"ref-type", Error, "« {0} » est de type « {1} », on attend « {2} »", "“{0}” is of type “{1}”, “{2}” is expected"},
	{"ref-self", Warning, "la page renvoie à elle-même", "the page refers to itself"},
	{"anchor-missing", Error, "aucun titre « #{0} » dans la page {1}", "there is no heading “#{0}” in the page {1}"},
	{"url-collision", Error, "deux pages ont la même adresse : {0}", "two pages have the same address: {0}"},
	{"url-collision/case", Error, "deux adresses ne diffèrent que par la casse ou les accents : {0} et {1}", "two addresses differ only by case or accents: {0} and {1}"},
	{"alias-live", Error, "l'ancienne adresse « {0} » est celle d'une page actuelle", "the former address “{0}” is that of a live page"},
	{"alias-duplicate", Error, "deux pages ont la même ancienne adresse : {0}", "two pages have the same former address: {0}"},
	{"alias-syntax", Error, "« {0} » : une ancienne adresse commence par / et n'a ni ? ni #", "“{0}”: a former address begins with / and holds neither ? nor #"},
}
