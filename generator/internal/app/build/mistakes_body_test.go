package build_test

import "strings"

// text replaces the paragraph of the body before its heading.
func text(new string) edits {
	return fr("Un paragraphe avec un [lien](/structures/halte) et une note[^1].", "Une note[^1]. "+new)
}

func bodyMistakes() []mistake {
	return []mistake{
		{name: "html", want: "html-raw", edits: text("Un mot ‹<span class=\"x\">›souligné.")},
		{name: "html-bloc", want: "html-raw", edits: text("Un mot.\n\n‹<div>›\n\nUn bloc.")},
		{name: "schema", want: "url-scheme", edits: text("[Ici](‹javascript:alert(1)›).")},
		{name: "schema-cache", want: "url-scheme", edits: text("[Ici](‹&#106;avascript:alert(1)›).")},
		{name: "adresse-corps", want: "link-syntax", edits: text("‹[Ici](https://exemple› .fr).")},
		{name: "saut", want: "heading-skip", edits: fr("## Horaires", "## Horaires\n\n‹#### Soir›").and(nil)},
		{name: "niveau-un", want: "heading-first", edits: text("Un mot.\n\n‹# Titre›\n")},
		{name: "titre-vide", want: "heading-empty", edits: text("Un mot.\n\n‹##›\n")},
		{name: "ancre-double", want: "heading-id", edits: text("Un mot.\n\n## Midi {#midi}\n\n## Après-midi {‹#midi›}\n")},
		{name: "note-absente", want: "footnote-missing", edits: text("Une autre [^‹2›].")},
		{name: "note-inutile", want: "footnote-unused", edits: fr("[^1]: Selon la mairie.", "[^1]: Selon la mairie.\n\n‹[^2]:› Une autre.")},
		{name: "renvoi-absent", want: "reference-missing", edits: text("Un [mot][‹absent›].")},
		{name: "attribut", want: "attribute-unknown", edits: fr("## Horaires", "## Horaires {‹onclick=x›}")},
		{name: "encadre", want: "alert-unknown", edits: text("Un mot.\n\n> [!‹NOTES›]\n> À savoir."), fixed: true},
		{name: "langue-mot", want: "span-lang", edits: text("Un [word]{lang=‹english›}.")},
		{name: "lien-sans-texte", want: "link-empty", edits: text("Un ‹[](/structures/halte)›.")},
		{name: "lien-sans-adresse", want: "link-empty", edits: text("Un ‹[mot]()›.")},
		{name: "lien-retourne", want: "link-syntax/reversed", edits: text("Un ‹(mot court)[/structures/halte]›."), fixed: true},
		{name: "lien-wiki", want: "link-syntax/wiki", edits: text("Un mot de ‹[[halte]]›.")},
		{name: "lien-ouvert", want: "link-syntax", edits: text("Un ‹[mot](/structures/halte.›")},
		{name: "gras-ouvert", want: "markdown-unclosed", edits: text("Un ‹**›mot.")},
		{name: "adresse-double", want: "url-syntax", edits: text("[Ici](‹https://exemple..fr/›).")},
		{name: "note-double", want: "footnote-duplicate", edits: fr("[^1]: Selon la mairie.", "[^1]: Selon la mairie.\n\n‹[^1]:› Une autre.")},
		{name: "titre-sans-espace", want: "heading-space", edits: text("Un mot.\n\n‹##›Titre\n"), fixed: true},
		{name: "listes", want: "markdown-deep", edits: text("Un mot.\n\n‹›" + strings.Repeat("> ", 200) + "Trop.\n")},
		{name: "code-court", want: "markdown-unknown", edits: text("Un ‹{{›< figure >}}.")},
		{name: "renvoi-inutile", want: "reference-unused", edits: text("Un mot.\n\n‹[ici]›: /structures/halte\n")},
		{name: "tableau", want: "table-cells/many", edits: text("Un mot.\n\n| a | b |\n|---|---|\n‹| 1 | 2 | 3 |›\n")},
		{name: "image-corps", want: "image-missing", edits: text("![plan](‹/media/plane.png›)."), fixed: true},
		{name: "image-corps-texte", want: "image-alt/markdown", edits: text("‹![](/media/plan.png)›.")},
	}
}

func linkMistakes() []mistake {
	return []mistake{
		{name: "page-absente", want: "ref-missing", edits: text("[Ici](‹/structures/hatle›)."), fixed: true},
		{name: "page-loin", want: "ref-missing", edits: text("[Ici](‹/nulle/part/du/tout›).")},
		{name: "page-publique", want: "ref-missing", edits: text("[Ici](‹/actualites/ouverture/›)."), fixed: true},
		{name: "brouillon-lie", want: "ref-missing/draft", edits: text("[Ici](‹/news/brouillon›).")},
		{name: "fichier-absent", want: "file-missing", edits: text("[Ici](‹/media/notic.pdf›)."), fixed: true},
		{name: "relatif-fichier", want: "ref-relative", edits: text("[Ici](‹../structures/halte.md›)."), fixed: true},
		{name: "relatif", want: "ref-relative", edits: text("[Ici](‹../structures/halte›)."), fixed: true},
		{name: "ref-genre", want: "ref-type", edits: fr("structure: /structures/halte", "structure: ‹/news/ouverture›")},
		{name: "ref-absente", want: "ref-missing", edits: fr("structure: /structures/halte", "structure: ‹/structures/halt›"), fixed: true},
		{name: "ref-soi", want: "ref-self", edits: fr("country: FR", "country: FR\nrelated: [‹/news/ref-soi›]")},
		{name: "chiffre-forme", want: "figure-form", edits: text("Il y a [=‹valeu›](/counts/visites)."), fixed: true},
		{name: "chiffre-titre", want: "figure-form/place", edits: text("Il y en a.\n\n## Déjà ‹[=](/counts/visites)›")},
		{name: "chiffre-infobulle", want: "figure-form/title", edits: text("Il y a ‹[=](/counts/visites \"tant\")›.")},
		{name: "chiffre-sans-date", want: "figure-form/date", edits: text("Le [=date](‹/counts/visites#target›).")},
		{name: "chiffre-absent", want: "figure-missing", edits: text("Il y a [=](‹/counts/visite›#2023)."), fixed: true},
		{name: "chiffre-dehors", want: "figure-missing/outside", edits: text("Il y a [=](‹https://exemple.fr/›).")},
		{name: "chiffre-valeur", want: "figure-missing/value", edits: text("Il y a [=](/counts/visites‹#2024-07›).")},
		{name: "chiffre-resume", want: "figure-missing/value", edits: fr("au bord du canal.\"", "pour [=](/counts/visites‹#2022›).\"")},
		{name: "chiffre-resume-mal", want: "figure-form/syntax", edits: fr("au bord du canal.\"", "pour ‹[=›value] (/counts/visites).\"")},
		{name: "chiffre-resume-long", want: "field-range/max-text", edits: fr("\"Une halte ouvre au bord du canal.\"", "\"‹"+strings.Repeat("[=](/counts/visites#2024-06) ", 12)+"ou pas.›\"")},
		{name: "chiffre-nu", want: "figure-literal", edits: text("Il y a eu ‹12 500› visites."), fixed: true},
		{name: "chiffre-nu-resume", want: "figure-literal", edits: fr("au bord du canal.\"", "pour ‹12 500› visites.\""), fixed: true},
		{name: "formule", want: "phrase", edits: text("Une ‹halte   toujours *ouverte* à tous›.").and(at("content/_locales/fr/phrases.yaml", "", "- {phrase: \"halte … ouverte|ouvert à tous\", say: \"halte\", unless: [pas]}\n")), alone: true},
		{name: "formule-resume", want: "phrase", edits: fr("Une halte ouvre au bord du canal.", "La ‹Halte’ouverte à tous›.").and(at("content/_locales/fr/phrases.yaml", "", "- {phrase: \"halte ouverte à tous\", say: \"halte\"}\n")), alone: true},
		{name: "ancre-absente", want: "anchor-missing", edits: text("[Ici](/structures/halte#‹acces-›)."), fixed: true},
		{name: "ancre-liste", want: "anchor-missing/made", edits: text("[Ici](‹/news/#horaires›).")},
		{name: "ancre-ici", want: "anchor-missing", edits: text("[Ici](#‹horaire›)."), fixed: true},
		{name: "ouverture-bis", want: "url-collision", edits: fr("country: FR", "country: FR\nslug: ‹ouverture›")},
		{name: "limace", want: "file-name/slug", edits: fr("country: FR", "country: FR\nslug: ‹Été›"), fixed: true},
		{name: "alias-vivant", want: "alias-live", edits: fr("country: FR", "country: FR\naliases: [‹/actualites/ouverture/›]")},
		{name: "alias-casse", want: "alias-live", edits: fr("country: FR", "country: FR\naliases: [‹/Actualites/Ouverture/›]")},
		{name: "alias-double", want: "alias-duplicate", edits: fr("country: FR", "country: FR\naliases: [/vieux/, ‹/vieux›]")},
		{name: "alias-reserve", want: "alias-syntax/reserved", edits: fr("country: FR", "country: FR\naliases: [‹/sitemap.xml›]")},
		{name: "alias-long", want: "alias-syntax/long", edits: fr("country: FR", "country: FR\naliases: [‹/"+strings.Repeat("a", 300)+"/›]")},
		{name: "ref-liste", want: "ref-missing", edits: fr("structure: /structures/halte", "structure: ‹/news/›")},
		{name: "alias-forme", want: "alias-syntax", edits: fr("country: FR", "country: FR\naliases: [‹/vieux?x›]")},
	}
}
