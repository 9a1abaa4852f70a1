package settings

import (
	"slices"
	"strings"
	"testing"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/source"
)

const (
	pageFile   = "content/_types/page.yaml"
	noteFile   = "content/_types/note.yaml"
	frenchFile = "content/_locales/fr/locale.yaml"
	termsFile  = "content/_locales/fr/terms.yaml"
	frenchUI   = "content/_locales/fr/ui.json"
	queries    = "content/_locales/fr/queries.yaml"
	synonyms   = "content/_locales/fr/synonyms.yaml"
)

// TestMistakes changes one thing in a whole site and wants one diagnostic, at
// the place between ‹ and ›, with its fix. Kept says whether the rules are
// still of use.
func TestMistakes(t *testing.T) {
	tests := []struct {
		name, file, old, text string
		want                  diag.Msg
		fix                   string
		kept                  bool
	}{
		{"unknown setting", siteFile, "description:", "‹descripton›:", "settings-unknown", "description", true},
		{"unknown setting, nothing near", siteFile, "theme: plain", "theme: plain\n‹colour›: red", "settings-unknown", "", true},
		{"required setting misspelt", siteFile, "theme: plain", "‹them›: plain", "settings-unknown", "theme", false},
		{"source locale empty", siteFile, "source_locale: fr", "source_locale:", "settings-required", "", false},
		{"source locale misspelt", siteFile, "source_locale: fr", "‹source-locale›: fr", "settings-unknown", "source_locale", false},
		{"required setting of a type misspelt", noteFile, "label: {fr: Note}\n", "‹lable›: {fr: Note}\n", "settings-unknown", "label", false},
		{"no title", siteFile, "title: {fr: Halte, en: Stop}\n", "", "settings-required", "", false},
		{"empty title", siteFile, "{fr: Halte, en: Stop}", "", "settings-required", "", false},
		{"list of titles", siteFile, "{fr: Halte, en: Stop}", "‹[Halte]›", "settings-kind/texts", "", true},
		{"texts of texts", siteFile, "{fr: Halte, en: Stop}", "{fr: ‹{a: b}›}", "settings-kind/text", "", true},
		{"no theme", siteFile, "theme: plain", "theme:", "settings-required", "", false},
		{"theme as list", siteFile, "theme: plain", "theme: ‹[plain]›", "settings-kind/text", "", true},
		{"base URL without scheme", siteFile, "http://halte.example:8080/a/", "‹halte.example›", "settings-base-url", "", false},
		{"base URL of files", siteFile, "http://halte.example:8080/a/", "‹ftp://halte.example›", "settings-base-url", "", false},
		{"base URL with a query", siteFile, "http://halte.example:8080/a/", "‹https://halte.example/?a›", "settings-base-url", "", false},
		{"base URL with a user", siteFile, "http://halte.example:8080/a/", "‹https://a@halte.example›", "settings-base-url", "", false},
		{"base URL without host", siteFile, "http://halte.example:8080/a/", "‹https:///a/›", "settings-base-url", "", false},
		{"zone", siteFile, "Europe/Paris", "‹Europe/Lutèce›", "settings-zone", "", true},
		{"zone of the machine", siteFile, "Europe/Paris", "‹Local›", "settings-zone", "", true},
		{"no home", siteFile, "home: /pages/home/", "", "settings-required", "", false},
		{"locale without folder", siteFile, "source_locale: fr", "source_locale: ‹pt›", "settings-locale", "", false},
		{"locale with a country that its folder lacks", siteFile, "source_locale: fr", "source_locale: ‹fr-FR›", "settings-locale", "fr", false},

		{"unknown vocabulary", siteFile, "  theme:\n    label", "  ‹themme›:\n    label", "settings-vocabulary", "theme", false},
		{"taxonomy without plural", siteFile, "    label: Thème\n    plural: {fr: Thèmes, en: Themes}\n", "    ‹›label: Thème\n", "settings-required", "", false},
		{"taxonomy without address", siteFile, "    label: Lieu\n    plural: Lieux\n    url: /lieux/\n", "    ‹›label: Lieu\n    plural: Lieux\n", "settings-required", "", false},
		{"taxonomy as text", siteFile, "  area:\n    label: Lieu\n    plural: Lieux\n    url: /lieux/\n", "  area: ‹lieux›\n", "settings-kind/mapping", "", true},
		{"unknown setting of a taxonomy", siteFile, "    label: Lieu\n", "    label: Lieu\n    ‹labels›: a\n", "settings-unknown", "", true},
		{"address without slash", siteFile, "url: /lieux/", "url: ‹/lieux›", "settings-url", "", false},
		{"address of one locale without slash", siteFile, "en: /en-themes/", "en: ‹themes/›", "settings-url", "", false},
		{"address with capitals", siteFile, "url: /lieux/", "url: ‹/Lieux/›", "settings-url", "", false},
		{"address with two slashes", siteFile, "url: /lieux/", "url: ‹/lieux//nord/›", "settings-url", "", false},
		{"address of the files of the search", siteFile, "url: /lieux/", "url: ‹/search/lieux/›", "settings-url/reserved", "", false},
		{"search page without title", siteFile, "search: {title: {fr: Recherche, en: Search}, url: {fr: /recherche/, en: /search/}}", "search: ‹›{url: /recherche/}", "settings-required", "", false},
		{"search page without address", siteFile, "search: {title: {fr: Recherche, en: Search}, url: {fr: /recherche/, en: /search/}}", "search: ‹›{title: Recherche}", "settings-required", "", false},
		{"search page as text", siteFile, "search: {title: {fr: Recherche, en: Search}, url: {fr: /recherche/, en: /search/}}", "search: ‹/recherche/›", "settings-kind/mapping", "", true},
		{"search page among the files of the search", siteFile, "url: {fr: /recherche/, en: /search/}", "url: {fr: ‹/search/›, en: /search/}", "settings-url/reserved", "", false},
		{"unknown setting of the search page", siteFile, "search: {title: {fr: Recherche, en: Search}, url: {fr: /recherche/, en: /search/}}", "search: {title: Recherche, url: /recherche/, ‹limit›: 3}", "settings-unknown", "", true},
		{"menu as text", siteFile, "footer: []", "footer: ‹/notes/›", "settings-kind/list", "", true},
		{"menu item as text", siteFile, "    - to: /notes/\n", "    - ‹/notes/›\n", "settings-kind/mapping", "", true},
		{"menu item without address", siteFile, "{url: \"https://exemple.org/\", label: {fr: Dehors}}", "‹›{label: {fr: Dehors}}", "settings-required", "", false},
		{"unknown setting of a menu item", siteFile, "- to: /notes/", "- to: /notes/\n      ‹lable›: Notes", "settings-unknown", "label", true},

		{"type without label", noteFile, "label: {fr: Note}\n", "‹›", "settings-required", "", false},
		{"type without fields", pageFile, "fields:\n  title: {kind: text}\n", "", "settings-required", "", false},
		{"unknown setting of a type", noteFile, "feed:", "‹feeds›:", "settings-unknown", "feed", true},
		{"unknown setting of the body", pageFile, "{required: true}", "{‹require›: true}", "settings-unknown", "required", true},
		{"type without title", pageFile, "title: {kind: text}", "‹›titre: {kind: text}", "settings-required", "", false},
		{"folder with capitals", noteFile, "/notes/deep/", "‹/notes/Deep/›", "file-name/slug", "", false},
		{"folder of another type", pageFile, "folder: pages", "folder: ‹notes/deep›", "settings-folder", "", false},
		{"list in words", pageFile, "list: false", "list: ‹non›", "settings-kind/boolean", "", true},
		{"feed without date", pageFile, "list: false", "feed: ‹true›", "settings-value", "", true},
		{"page size zero", noteFile, "page_size: 5", "page_size: ‹0›", "settings-kind/number", "", true},
		{"page size in words", noteFile, "page_size: 5", "page_size: ‹cinq›", "settings-kind/number", "", true},
		{"page size with decimals", noteFile, "page_size: 5", "page_size: ‹2.5›", "settings-kind/number", "", true},
		{"page size too large", noteFile, "page_size: 5", "page_size: ‹1001›", "settings-kind/number", "", true},
		{"sort by an unknown field", noteFile, "[-date, title]", "[-date, ‹titel›]", "settings-value", "title", true},
		{"sort down by an unknown field", noteFile, "[-date, title]", "[-‹dat›]", "settings-value", "date", true},
		{"sort by lists", noteFile, "[-date, title]", "[‹[date]›]", "settings-kind/text", "", true},
		{"sort as mapping", noteFile, "[-date, title]", "‹{date: down}›", "settings-kind/list", "", true},
		{"closes at no field", noteFile, "page_size: 5", "page_size: 5\ncloses: ‹dai›", "settings-value", "day", true},
		{"closes at a text", noteFile, "page_size: 5", "page_size: 5\ncloses: ‹title›", "settings-value", "", true},
		{"closes at a list", noteFile, "page_size: 5", "page_size: 5\ncloses: ‹[day]›", "settings-kind/mapping", "", true},
		{"closes with a value that is none", noteFile, "page_size: 5", "page_size: 5\ncloses: {at: day, when: {mood: [good, ‹gut›]}}", "settings-value", "", true},
		{"closes with a field that is no enum", noteFile, "page_size: 5", "page_size: 5\ncloses: {at: day, when: {‹code›: [a]}}", "settings-unknown", "", true},
		{"facet of a state that never changes", noteFile, "[themes, year]", "[themes, ‹stat›]", "settings-value", "state", true},
		{"terms on a card", noteFile, "page_size: 5", "page_size: 5\ncard_facts: [title, ‹themes›]", "settings-value", "", true},
		{"badge of a text", noteFile, "code: {kind: text", "code: {kind: text, ‹badge›: true", "settings-unknown", "", true},
		{"class that is none", noteFile, "page_size: 5", "page_size: 5\nstructured: ‹article›", "settings-value", "Article", true},
		{"structured without class", noteFile, "page_size: 5", "page_size: 5\nstructured: ‹›{properties: {name: title}}", "settings-required", "", false},
		{"property of no field", noteFile, "page_size: 5", "page_size: 5\nstructured: {type: Thing, properties: {about: ‹titel›}}", "settings-value", "title", true},
		{"property of an object", noteFile, "page_size: 5", "page_size: 5\nstructured: {type: Thing, properties: {about: ‹place›}}", "settings-value", "", true},
		{"property with a capital", noteFile, "page_size: 5", "page_size: 5\nstructured: {type: Thing, properties: {‹About›: title}}", "settings-unknown", "", true},
		{"each of a single value", noteFile, "page_size: 5", "page_size: 5\nstructured: {type: Thing, properties: {about: {each: ‹theme›, type: Thing, properties: {name: $value}}}}", "settings-value", "themes", true},
		{"unless of a value that is none", noteFile, "page_size: 5", "page_size: 5\nstructured: {type: Thing, unless: {mood: ‹goood›}}", "settings-value", "good", true},
		{"card as a list", noteFile, "page_size: 5", "page_size: 5\nshare_card: ‹[title]›", "settings-kind/mapping", "", true},
		{"card in words", noteFile, "page_size: 5", "page_size: 5\nshare_card: ‹yes›", "settings-kind/boolean", "", true},
		{"card of no place", noteFile, "page_size: 5", "page_size: 5\nshare_card: {place: ‹plase›}", "settings-value", "place", true},
		{"weight of an unknown field", noteFile, "{title: 3, body: 0.5}", "{‹titel›: 3, body: 0.5}", "settings-unknown", "title", true},
		{"weight zero", noteFile, "{title: 3, body: 0.5}", "{title: 3, body: ‹0›}", "settings-kind/number", "", true},
		{"weight in words", noteFile, "{title: 3, body: 0.5}", "{title: ‹trois›}", "settings-kind/number", "", true},
		{"filter by an unknown field", noteFile, "filters:\n", "filters:\n  - ‹moods›\n", "settings-value", "mood", true},
		{"filter by a field of no such kind", noteFile, "filters:\n", "filters:\n  - ‹place›\n", "settings-value", "", true},
		{"filter twice", noteFile, "  - mood\n", "  - mood\n  - ‹mood›\n", "front-duplicate", "", true},
		{"filter without field", noteFile, "filters:\n", "filters:\n  - ‹›{label: a}\n", "settings-required", "", false},
		{"filter as list", noteFile, "filters:\n", "filters:\n  - ‹[mood]›\n", "settings-kind/text", "", true},
		{"unknown setting of a filter", noteFile, "{field: year, label", "{field: year, ‹lable›: b, label", "settings-unknown", "", true},
		{"values of an enum", noteFile, "{field: year, label", "{field: year, ‹values›: {a: b}, label", "settings-unknown", "", true},
		{"boolean without names of its values", noteFile, "{field: open, values: {true: {fr: Ouvert}}}", "‹open›", "settings-required", "", true},
		{"unknown value of a boolean", noteFile, "{true: {fr: Ouvert}}", "{true: {fr: Ouvert}, ‹fasle›: Clos}", "settings-unknown", "false", true},
		{"filters of no list", pageFile, "list: false", "list: false\nfilters: ‹[title]›", "settings-value/filters", "", true},
		{"filters as text", noteFile, "sort: [-date, title]\nfilters:\n  - mood\n  - {field: year, label: {fr: Année}}\n  - {field: open, values: {true: {fr: Ouvert}}}\n  - code\n", "sort: [-date, title]\nfilters: ‹mood›\n", "settings-kind/list", "", true},
		{"unknown facet", noteFile, "[themes, year]", "[‹theme›, year]", "settings-value", "themes", true},
		{"recency zero", noteFile, "recency: 365", "recency: ‹0›", "settings-kind/whole", "", true},
		{"recency of a half", noteFile, "recency: 365", "recency: ‹0.5›", "settings-kind/whole", "", true},
		{"recency too long", noteFile, "recency: 365", "recency: ‹36501›", "settings-kind/whole", "", true},
		{"recency that is no number", noteFile, "recency: 365", "recency: ‹NaN›", "settings-kind/whole", "", true},
		{"recency in words", noteFile, "recency: 365", "recency: ‹un an›", "settings-kind/number", "", true},
		{"recency without date", pageFile, "list: false", "list: false\nsearch: {recency: ‹365›}", "settings-required", "", true},
		{"unknown setting of the search", noteFile, "facets: [", "‹facet›: [", "settings-unknown", "facets", true},

		{"field as text", noteFile, "any: {kind: ref}", "any: ‹ref›", "settings-kind/mapping", "", false},
		{"field of every type", noteFile, "any: {kind: ref}", "‹draft›: {kind: boolean}", "settings-value/builtin", "", false},
		{"field without kind", noteFile, "any: {kind: ref}", "any: ‹›{label: Tout}", "settings-required", "", false},
		{"unknown kind", noteFile, "any: {kind: ref}", "any: {kind: ‹txt›}", "settings-value", "text", false},
		{"unknown setting of a field", noteFile, "any: {kind: ref}", "any: {kind: ref, ‹requird›: true}", "settings-unknown", "required", true},
		{"setting of another kind", noteFile, "any: {kind: ref}", "any: {kind: ref, ‹precision›: day}", "settings-unknown", "", true},
		{"required in words", noteFile, "any: {kind: ref}", "any: {kind: ref, required: ‹oui›}", "settings-kind/boolean", "", true},
		{"bound in words", noteFile, "max: 80.5", "max: ‹beaucoup›", "settings-kind/number", "", true},
		{"unknown precision", noteFile, "precision: month", "precision: ‹months›", "settings-value", "month", true},
		{"precision as list", noteFile, "precision: month", "precision: ‹[month]›", "settings-kind/text", "", true},
		{"enum without values", noteFile, "{kind: enum, of: [planned, done]}", "‹›{kind: enum}", "settings-required", "", false},
		{"enum of a text", noteFile, "of: [planned, done]", "of: ‹planned›", "settings-kind/list", "", true},
		{"enum of lists", noteFile, "of: [planned, done]", "of: [planned, ‹[done]›]", "settings-kind/text", "", true},
		{"term without vocabulary", noteFile, "{kind: term, of: theme, many: true}", "‹›{kind: term, many: true}", "settings-required", "", false},
		{"term of an unknown vocabulary", noteFile, "of: theme", "of: ‹tehme›", "settings-vocabulary", "theme", false},
		{"ref to an unknown type", noteFile, "to: [note, page]", "to: [note, ‹pages›]", "settings-value", "page", true},
		{"object without fields", noteFile, "    kind: object\n    of:\n      city: {kind: text}\n", "    ‹›kind: object\n", "settings-required", "", false},
		{"object of a text", noteFile, "    of:\n      city: {kind: text}\n", "    of: ‹city›\n", "settings-kind/mapping", "", true},
		{"unknown kind inside", noteFile, "size: {kind: number}", "size: {kind: ‹numbre›}", "settings-value", "number", false},

		{"locale without name", frenchFile, "name: Français\n", "‹›", "settings-required", "", false},
		{"unknown setting of a locale", frenchFile, "name: Français", "name: Français\n‹typographie›: fr", "settings-unknown", "typography", true},
		{"unknown direction", frenchFile, "name: Français", "name: Français\ndirection: ‹lrt›", "settings-value", "ltr", true},
		{"unknown analyzer", frenchFile, "name: Français", "name: Français\nanalyzer: ‹frr›", "settings-analyzer", "fr", false},
		{"unknown typography", frenchFile, "name: Français", "name: Français\ntypography: ‹de›", "settings-value", "", true},
		{"eleven months", frenchFile, "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]", "‹[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]›", "settings-kind/months", "", false},
		{"no pattern of days", frenchFile, `{day: "{d} {month} {y}"}`, `‹›{year: "{y}"}`, "settings-required", "", false},
		{"unknown pattern", frenchFile, `{day: "{d} {month} {y}"}`, `{day: "{d}", ‹yaer›: "{y}"}`, "settings-unknown", "year", true},
		{"unknown setting of numbers", frenchFile, "name: Français", "name: Français\nnumber: {‹decimals›: a}", "settings-unknown", "decimal", true},
		{"key of a term", termsFile, "soil:", "‹Soil›:", "file-name/slug", "soil", true},
		{"slug of a term", termsFile, "slug: terre", "slug: ‹La Terre›", "file-name/slug", "la-terre", true},
		{"term without label", termsFile, "{label: Nord}", "‹›{slug: nord}", "settings-required", "", false},
		{"unknown setting of a term", termsFile, "{label: Nord}", "{label: Nord, ‹descripton›: a}", "settings-unknown", "description", true},
		{"term as list", termsFile, "soil: {label: Sols, slug: terre, description: Ce qui porte}", "soil: ‹[Sols]›", "settings-kind/text", "", true},
		{"vocabulary as list", termsFile, "area:\n  north: {label: Nord}", "area:\n  north: {label: Nord}\nmood: ‹[a]›", "settings-kind/mapping", "", true},
		{"synonyms as mapping", synonyms, "- [eau, flotte]\n- [vélo, bicyclette, bicloune]", "‹eau: flotte›", "settings-kind/list", "", true},
		{"synonym alone", synonyms, "[eau, flotte]", "‹[eau]›", "settings-kind/words", "", true},
		{"synonym as text", synonyms, "[eau, flotte]", "‹eau, flotte›", "settings-kind/words", "", true},
		{"synonym as list", synonyms, "[eau, flotte]", "[eau, ‹[flotte]›]", "settings-kind/text", "", true},

		{"queries as mapping", queries, "- query: l'eau douce\n  answers: /pages/home/\n- {query: \" sols \", answers: [notes/deep/sols, pages/home], within: 1}", "‹l'eau douce: pages/home›", "settings-kind/list", "", true},
		{"query as text", queries, "- query: l'eau douce\n  answers: /pages/home/\n", "- ‹l'eau douce›\n", "settings-kind/mapping", "", true},
		{"query as list", queries, "query: l'eau douce", "query: ‹[eau, douce]›", "settings-kind/text", "", true},
		{"no query", queries, "query: l'eau douce\n  answers", "‹›answers", "settings-required", "", true},
		{"query of nothing", queries, "query: l'eau douce", "‹›query:", "settings-required", "", true},
		{"query of blanks", queries, `" sols "`, `"‹  ›"`, "settings-required", "", true},
		{"no answers", queries, "query: l'eau douce\n  answers: /pages/home/", "‹›query: l'eau douce", "settings-required", "", true},
		{"answers of nothing", queries, "answers: /pages/home/", "answers: ‹[]›", "settings-required", "", true},
		{"answer of blanks", queries, "pages/home],", `"‹ ›"],`, "settings-required", "", true},
		{"answer of a slash", queries, "answers: /pages/home/", "answers: ‹/›", "settings-required", "", true},
		{"answer as list", queries, "pages/home],", "‹[pages/home]›],", "settings-kind/text", "", true},
		{"answers as mapping", queries, "answers: /pages/home/", "answers: ‹{page: home}›", "settings-kind/list", "", true},
		{"within as text", queries, "within: 1", "within: ‹first›", "settings-kind/number", "", true},
		{"within of a half", queries, "within: 1", "within: ‹1.5›", "settings-kind/whole", "", true},
		{"within of nobody", queries, "within: 1", "within: ‹0›", "settings-kind/whole", "", true},
		{"within of everybody", queries, "within: 1", "within: ‹101›", "settings-kind/whole", "", true},
		{"unknown setting of a query", queries, "within: 1", "‹witin›: 1", "settings-unknown", "within", true},

		{"string of numbers", frenchUI, `"read": "Lire"`, `‹"read"›: 3`, "settings-kind/text", "", true},
		{"string of lists", frenchUI, `"read": "Lire"`, `‹"read"›: ["Lire"]`, "settings-kind/text", "", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			all := files(whole)
			change(t, all, tt.file, tt.old, tt.text)
			before, rest, marked := strings.Cut(all[tt.file], "‹")
			inside, after, _ := strings.Cut(rest, "›")
			all[tt.file] = before + inside + after
			want := source.In(tt.file, len(before), len(before)+len(inside))
			if !marked {
				want = source.In(tt.file, 0, 0) // where a missing setting would be written
			}
			s, found := Read(tree(all))
			if len(found) != 1 || found[0].Msg != tt.want || found[0].Span != want {
				t.Fatalf("got %v, want %s at %v", messages(found), tt.want, want)
			}
			fix := ""
			if found[0].Fix != nil {
				fix = found[0].Fix.Text
			}
			if fix != tt.fix {
				t.Errorf("fix %q, want %q", fix, tt.fix)
			}
			if (s != nil) != tt.kept {
				t.Errorf("rules kept: %t, want %t", s != nil, tt.kept)
			}
		})
	}
}

// TestFiles wants a diagnostic for each file that is missing, unknown or of no
// use. Old is the file to change; an empty text removes it.
func TestFiles(t *testing.T) {
	const english = "content/_locales/en/locale.yaml"
	point := func(file string) source.Span { return source.In(file, 0, 0) }
	tests := []struct {
		name, file, text string
		want             diag.Msg
		at               source.Span
		kept             bool
	}{
		{"no site file", siteFile, "", "settings-missing", point(siteFile), false},
		{"empty site file", siteFile, " ", "file-empty", point(siteFile), false},
		{"site file of comments", siteFile, "# title: Halte\n", "file-empty", point(siteFile), false},
		{"site file as list", siteFile, "- title\n", "settings-kind/mapping", source.In(siteFile, 0, 7), false},
		{"site file as text", siteFile, "Halte\n", "front-syntax/mapping", source.In(siteFile, 0, 5), false},
		{"empty type", pageFile, " ", "file-empty", point(pageFile), false},
		{"type as list", pageFile, "- a\n", "settings-kind/mapping", source.In(pageFile, 0, 3), false},
		{"no locale file", english, "", "settings-missing", point(english), false},
		{"unknown type file", "content/_types/note.yml", "label: a\n", "settings-unknown/file", point("content/_types/note.yml"), true},
		{"type in a folder", "content/_types/a/b.yaml", "label: a\n", "settings-unknown/file", point("content/_types/a/b.yaml"), true},
		{"unknown locale file", "content/_locales/fr/term.yaml", "a: b\n", "settings-unknown/file", point("content/_locales/fr/term.yaml"), true},
		{"file beside the locales", "content/_locales/terms.yaml", "a: b\n", "settings-unknown/file", point("content/_locales/terms.yaml"), true},
		{"no language", "content/_locales/français/locale.yaml", "name: a\n", "settings-tag", point("content/_locales/français/locale.yaml"), false},
		{"language of another spelling", "content/_locales/pt-br/locale.yaml", "name: a\n", "settings-tag", point("content/_locales/pt-br/locale.yaml"), false},
		{"encoding", siteFile, "title: \xe9t\xe9\nsource_locale: fr\nbase_url: https://a.example\ntheme: plain\nhome: pages/home\n", "file-encoding", source.In(siteFile, 7, 8), false},
		{"strings that are no mapping", frenchUI, "[]", "settings-kind/mapping", point(frenchUI), true},
		{"no strings", frenchUI, " ", "file-empty", point(frenchUI), true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			all := files(whole)
			if tt.text == "" {
				delete(all, tt.file)
			} else {
				all[tt.file] = strings.TrimSuffix(tt.text, " ")
			}
			s, found := Read(tree(all))
			if len(found) != 1 || found[0].Msg != tt.want || found[0].Span != tt.at {
				t.Fatalf("got %v, want %s at %v", messages(found), tt.want, tt.at)
			}
			if (s != nil) != tt.kept {
				t.Errorf("rules kept: %t, want %t", s != nil, tt.kept)
			}
		})
	}
}

func TestNearestFileAndTag(t *testing.T) {
	for file, want := range map[string]string{
		"content/_locales/fr/term.yaml":      "terms.yaml",
		"content/_locales/pt-br/locale.yaml": "pt-BR",
	} {
		all := files(whole)
		all[file] = "name: a\n"
		_, found := Read(tree(all))
		if len(found) != 1 || len(found[0].Notes) != 1 || found[0].Notes[0].Msg != "note/nearest" || found[0].Notes[0].Args[0] != want {
			t.Errorf("%s: got %v, want a note that names %s", file, found, want)
		}
	}
}

func TestNoTypes(t *testing.T) {
	all := files(small)
	delete(all, pageFile)
	s, found := Read(tree(all))
	if s != nil || len(found) != 1 || found[0].Msg != "settings-missing" || found[0].Span != source.In("content/_types", 0, 0) {
		t.Errorf("got %v", messages(found))
	}
}

// TestDamage wants the damage only, not that a setting is missing that stands
// in the damaged line; the rules are of no use then.
func TestDamage(t *testing.T) {
	tests := []struct {
		file, old, text string
		want            diag.Msg
	}{
		{siteFile, "theme: plain", "theme: une halte: plain", "front-syntax/colon"},
		{pageFile, "label: Page", "label: une halte: Page", "front-syntax/colon"},
		{frenchFile, "name: F", "name: une halte: F", "front-syntax/colon"},
		{siteFile, "home: ", "home ", "front-syntax/mapping"},
		{pageFile, "label: ", "\"label: ", "front-syntax/mapping"},
		{frenchFile, "name: ", "name", "front-syntax/mapping"},
	}
	for _, tt := range tests {
		t.Run(tt.file+" "+string(tt.want), func(t *testing.T) {
			all := files(whole)
			change(t, all, tt.file, tt.old, tt.text)
			s, found := Read(tree(all))
			if s != nil || len(found) != 1 || found[0].Msg != tt.want || found[0].Span.File != tt.file {
				t.Errorf("rules %v with %v, want %s", s, messages(found), tt.want)
			}
		})
	}
}

// TestJSON wants the place where a file of strings stops to be JSON, what is wrong there,
// and a fix that sets it right where there is one.
func TestJSON(t *testing.T) {
	tests := []struct {
		name, text string
		want       diag.Msg
		fixed      bool
	}{
		{"no comma", "{\n  \"a\": \"b‹\"›\n  \"c\": \"d\"\n}", "settings-json/comma", true},
		{"no comma after forms", "{\n  \"a\": {\"one\": \"b\"‹}›\n  \"c\": \"d\"\n}", "settings-json/comma", true},
		{"a semicolon", "{\"a\": \"b\" ‹;› \"c\": \"d\"}", "settings-json/comma", true},
		{"a comma too many", "{\n  \"a\": \"b\"‹,›\n}", "settings-json/last", true},
		{"no colon", "{\n  \"a‹\"› \"b\"\n}", "settings-json/colon", true},
		{"an equals sign", "{\n  \"a\" ‹=› \"b\"\n}", "settings-json/colon", true},
		{"a word like true", "{\"a\": ‹texte›}", "settings-json/quotes", false},
		{"a no-break space", "{\"a\":‹\u00a0›\"b\"}", "settings-json/space", true},
		{"a bracket too many", "{\"a\": \"b\"‹]›}", "settings-json", false},
		{"a name without a text", "{\"a\"‹,› \"b\": \"c\"}", "settings-json/colon", false},
		{"forms not closed", "{\"a\": {\"one\": \"b‹\"›\n", "settings-json/end", true},
		{"cut behind a comma", "{\"a\": \"b\"‹,›\n", "settings-json/end", true},
		{"cut within a text", "{\"a\": ‹\"b›", "settings-json/open", false},
		{"no quotation marks", "{\n  \"é\": ‹bonjour›\n}", "settings-json/quotes", false},
		{"no quotation marks about a name", "{\n  ‹é›: \"bonjour\"\n}", "settings-json/quotes", false},
		{"curly quotation marks", "{\n  ‹“a”›: \"b\"\n}", "settings-json/quotes", false},
		{"a quotation mark in a text", "{\n  \"a\": \"le ‹\"›mot\" dit\"\n}", "settings-json/inner", false},
		{"a text not closed", "{\n  \"a\": ‹\"b,›\n  \"c\": \"d\"\n}", "settings-json/open", false},
		{"a backslash", "{\"a\": \"b ‹\\›c\"}", "settings-json/escape", true},
		{"not closed", "{\n  \"a\": \"b‹\"›\n", "settings-json/end", true},
		{"text behind", "{}\n‹a›", "settings-json/after", false},
		{"a sign", "{\"a\": ‹%›}", "settings-json", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before, rest, _ := strings.Cut(tt.text, "‹")
			inside, after, _ := strings.Cut(rest, "›")
			all := files(whole)
			all[frenchUI] = before + inside + after
			want := source.In(frenchUI, len(before), len(before)+len(inside))
			s, found := Read(tree(all))
			if s == nil || len(found) != 1 || found[0].Msg != tt.want || found[0].Span != want {
				t.Fatalf("got %v, want %s at %v", found, tt.want, want)
			}
			fix := found[0].Fix
			if (fix != nil) != tt.fixed {
				t.Fatalf("fix %v", fix)
			}
			if fix != nil {
				text := all[frenchUI]
				all[frenchUI] = text[:fix.Span.Start] + fix.Text + text[fix.Span.End:]
				if _, found := Read(tree(all)); slices.ContainsFunc(found, func(d diag.Diagnostic) bool { return d.Code() == "settings-json" }) {
					t.Errorf("%q is no better: %v", all[frenchUI], found)
				}
			}
		})
	}
}

// TestStringNames wants the exact place of names that are written in an odd
// way.
func TestStringNames(t *testing.T) {
	all := files(small)
	all[frenchUI] = "{\"a\":{\"other\":\"\\\"x\\\"\"},\n\t\"été\" : \"y\"}"
	s, found := Read(tree(all))
	if len(found) > 0 {
		t.Fatal(messages(found))
	}
	for _, name := range []string{"a", "été"} {
		if got, want := s.Source().Strings[name].Span, span(t, all, frenchUI, `"`+name+`"`); got != want {
			t.Errorf("%s stands at %v, want %v", name, got, want)
		}
	}
}

// TestTermsOfOneAddress wants the place of both.
func TestTermsOfOneAddress(t *testing.T) {
	all := files(whole)
	change(t, all, termsFile, "slug: terre", "slug: eau-douce")
	_, found := Read(tree(all))
	if len(found) != 1 || found[0].Msg != "url-collision" || found[0].Span != span(t, all, termsFile, "soil") || found[0].Notes[0].Span != span(t, all, termsFile, "water") {
		t.Errorf("got %v", found)
	}
}

// TestForeignTerms wants the terms that only a translation has, and the term
// that was meant when its translation is missing.
func TestForeignTerms(t *testing.T) {
	const english = "content/_locales/en/terms.yaml"
	for _, tt := range []struct{ old, text, fix string }{
		{"water: Water", "watr: Water", "water"},
		{"water: Water", "forest: Forest", ""},
		{"water: Water", "water: Water\n  wate: Water too", ""},
		{"theme:\n  water", "mood:\n  water", ""},
	} {
		all := files(whole)
		change(t, all, english, tt.old, tt.text)
		s, found := Read(tree(all))
		if s == nil || len(found) != 1 || found[0].Msg != "settings-term" {
			t.Fatalf("%s: got %v", tt.text, messages(found))
		}
		fix := ""
		if found[0].Fix != nil {
			fix = found[0].Fix.Text
		}
		if fix != tt.fix {
			t.Errorf("%s: fix %q, want %q", tt.text, fix, tt.fix)
		}
	}
}

// TestFolders wants the place of the other type, the first by name.
func TestFolders(t *testing.T) {
	all := files(whole)
	change(t, all, pageFile, "folder: pages", "folder: notes/deep/")
	_, found := Read(tree(all))
	if len(found) != 1 || found[0].Notes[0].Msg != "note/other" || found[0].Notes[0].Span != span(t, all, noteFile, "/notes/deep/") {
		t.Errorf("got %v", found)
	}
}

// TestKnownValues wants the possible values named: of analyzers all, since nobody
// can guess them.
func TestKnownValues(t *testing.T) {
	all := files(whole)
	change(t, all, frenchFile, "name: Français", "name: Français\ntypography: de\nanalyzer: klingon")
	_, found := Read(tree(all))
	known := map[diag.Msg]string{}
	for _, d := range found {
		for _, n := range d.Notes {
			if n.Msg == "note/known" {
				known[d.Msg] = n.Args[0]
			}
		}
	}
	if known["settings-value"] != "none, fr, en" {
		t.Errorf("known %q", known["settings-value"])
	}
	if list := known["settings-analyzer"]; !strings.Contains(list, "fr, ") || strings.Contains(list, "…") {
		t.Errorf("known %q", list)
	}
}
