package build_test

import (
	"fmt"
	"regexp"
	"strings"

	"essaim/generator/internal/model/schema"
)

// settingsDoings change what the site's owner writes: settings, types and
// locales.
var settingsDoings = []doing{
	{"page size", func(e *editor) bool {
		return e.line(e.aType(), "page_size:", fmt.Sprintf("page_size: %d", 2+e.r.IntN(12)), "")
	}},
	{"sort", func(e *editor) bool {
		return e.line(e.aType(), "sort:", "sort: "+e.pick([]string{"[title]", "[-date, title]", "[date, title]", "[-title]"}), "")
	}},
	{"type address", func(e *editor) bool {
		return e.line(e.aType(), "url:", fmt.Sprintf("url: {fr: /liste-%d/, en: /list-%d/}", e.r.IntN(9), e.r.IntN(9)), "")
	}},
	{"type label", func(e *editor) bool {
		return e.line(e.aType(), "(label|plural):", e.pick([]string{"label", "plural"})+": {fr: "+e.word()+"s, en: "+e.word()+"s}", "")
	}},
	{"feed", func(e *editor) bool {
		return e.line(e.aType(), "feed:", e.pick([]string{"feed: true", "feed: false"}), "")
	}},
	{"closes", func(e *editor) bool { // with deadlines that the clock crosses
		for _, path := range e.entries("news/n-", "fr") {
			switch e.r.IntN(3) {
			case 0:
				e.set(path, "opening", e.instant())
			case 1:
				e.set(path, "deadline", e.day())
			}
		}
		return e.line("content/_types/news.yaml", "closes:", e.pick([]string{
			"closes: opening", "closes: deadline", "closes: {at: opening, when: {status: [cooperative]}}", "",
		}), "fields:\n")
	}},
	{"badge", func(e *editor) bool {
		return e.line("content/_types/news.yaml", "  public:", "  public: {kind: boolean, "+e.pick([]string{"badge: true, ", ""})+"label: {fr: "+e.word()+", en: "+e.word()+"}}", "") &&
			e.set(e.some("news"), "public", "true")
	}},
	{"handbook", func(e *editor) bool {
		return e.line("content/site.yaml", "handbook:", e.pick([]string{
			"handbook: {title: {fr: Champs, en: Fields}, url: {fr: /champs/, en: /fields/}}", "handbook: {title: " + e.word() + ", url: /aide/}", "",
		}), "home: /pages/home\n")
	}},
	{"field help", func(e *editor) bool {
		return e.line("content/_types/page.yaml", "  summary:", "  summary: {kind: text, help: {fr: "+e.word()+", en: "+e.word()+"}}", "")
	}},
	{"filters", func(e *editor) bool {
		return e.swap("content/_types/news.yaml", e.pick([]string{"  - status\n", "  - country\n", "  - partners\n"}), "") ||
			e.swap("content/_types/news.yaml", "filters:\n", "filters:\n  - "+e.pick([]string{"{field: status, label: {fr: " + e.word() + "}}", "country", "partners"})+"\n")
	}},
	{"map", func(e *editor) bool {
		return e.line("content/_types/news.yaml", "map:", e.pick([]string{"map: {field: country, outlines: world}", "map: {field: status, outlines: france}", ""}), "fields:\n")
	}},
	{"feeds page", func(e *editor) bool {
		return e.line("content/site.yaml", "feeds:", e.pick([]string{
			"feeds: {title: {fr: Suivre, en: Follow}, url: {fr: /suivre/, en: /follow/}}", "feeds: {title: " + e.word() + ", url: /abonnements/}", "",
		}), "home: /pages/home\n")
	}},
	{"structured", func(e *editor) bool {
		return e.line("content/_types/news.yaml", "structured:", e.pick([]string{
			"structured: NewsArticle", "structured: {type: Thing, list: CollectionPage, unless: {status: cooperative}}", "",
			"structured: {type: Event, properties: {startDate: opening, about: {each: themes, type: DefinedTerm, properties: {name: $value, url: $link}}}}",
		}), "fields:\n")
	}},
	{"share card", func(e *editor) bool {
		return e.line("content/_types/news.yaml", "share_card:", e.pick([]string{"share_card: true", "share_card: {place: country}", "share_card: {place: themes}", ""}), "fields:\n")
	}},
	{"list", func(e *editor) bool {
		return e.line("content/_types/structure.yaml", "list:", e.pick([]string{"list: true", "list: false"}), "folder: structures\n")
	}},
	{"weights", func(e *editor) bool {
		return e.line(e.aType(), "search:", fmt.Sprintf("search: {weights: {title: %d, body: 1}, facets: %s}", 1+e.r.IntN(9), e.pick([]string{"[themes, year]", "[year]", "[]"})), "")
	}},
	{"recency", func(e *editor) bool {
		return e.line("content/_types/news.yaml", "search:", fmt.Sprintf("search: {weights: {title: 4, summary: 2, body: 1}, recency: %d}", 30+e.r.IntN(900)), "")
	}},
	{"field added", func(e *editor) bool {
		return e.line("content/_types/news.yaml", "  extra:", "  extra: {kind: text, label: {fr: "+e.word()+"}}", "fields:\n") &&
			e.set(e.some("news"), "extra", e.words(3))
	}},
	{"field renamed", func(e *editor) bool {
		from, to := "seats", "places"
		if strings.Contains(e.files["content/_types/news.yaml"], "  places:") {
			from, to = to, from
		}
		for name, text := range e.files {
			if strings.HasPrefix(name, "content/news/") {
				e.files[name] = strings.Replace(text, "\n"+from+": ", "\n"+to+": ", 1)
			}
		}
		return e.swap("content/_types/news.yaml", "  "+from+":", "  "+to+":")
	}},
	{"field removed", func(e *editor) bool {
		for name, text := range e.files {
			if strings.HasPrefix(name, "content/news/") && strings.Contains(text, "\nquote: \"") {
				e.set(name, "quote", "")
			}
		}
		return e.line("content/_types/news.yaml", "  phone:", "", "") && e.line("content/news/ouverture.fr.md", "phone:", "", "")
	}},
	{"api", func(e *editor) bool {
		return e.line("content/site.yaml", "api:", "api: "+e.pick([]string{"false", "{version: 2}", "{license: {name: " + e.word() + ", url: \"https://exemple.fr/\"}}"}), "theme: solidaire\n")
	}},
	{"site title", func(e *editor) bool {
		return e.line("content/site.yaml", "title:", "title: {fr: "+e.word()+", en: "+e.word()+"}", "")
	}},
	{"site description", func(e *editor) bool {
		return e.line("content/site.yaml", "description:", "description: "+e.words(3), "")
	}},
	{"base address", func(e *editor) bool {
		return e.line("content/site.yaml", "base_url:", "base_url: "+e.pick([]string{"https://essai.example/", "https://autre.example/dossier/", "http://essai.example/"}), "")
	}},
	{"time zone", func(e *editor) bool {
		return e.line("content/site.yaml", "time_zone:", "time_zone: "+e.pick([]string{"Europe/Paris", "Asia/Tokyo", "UTC"}), "")
	}},
	{"menu", func(e *editor) bool {
		return e.swap("content/site.yaml", "  main:\n", "  main:\n    - {to: "+id(e.pick(e.public()))+"}\n")
	}},
	{"menu", func(e *editor) bool { return e.line("content/site.yaml", "    - \\{to:", "", "") }},
	{"menu", func(e *editor) bool {
		if strings.Contains(e.files["content/site.yaml"], "  footer:") {
			return false // a name that is there twice is a mistake
		}
		return e.swap("content/site.yaml", "menus:\n", "menus:\n  footer:\n    - {url: \"https://exemple.fr/\", label: "+e.word()+"}\n")
	}},
	{"menu target", func(e *editor) bool {
		var targets []string
		for _, match := range menuItem.FindAllStringSubmatch(e.files["content/site.yaml"], -1) {
			targets = append(targets, "content"+match[1]+".fr.md", "content"+match[1]+".en.md")
		}
		if e.r.IntN(2) == 0 {
			return e.set(e.pick(targets), "title", fmt.Sprintf("%q", e.words(2)))
		}
		e.made++
		return e.set(e.pick(targets), "slug", fmt.Sprintf("cible-%d", e.made))
	}},
	{"search", func(e *editor) bool {
		return e.line("content/site.yaml", "search:", e.pick([]string{
			"search: false", "search: {title: {fr: Recherche, en: Search}, url: {fr: /recherche/, en: /search/}}",
			"search: {title: Trouver, url: /trouver/}",
		}), "home: /pages/home\n")
	}},
	{"form", func(e *editor) bool {
		return e.line("content/site.yaml", "    title: {fr: Annoncer", "    title: {fr: Annoncer "+e.word()+", en: Announce "+e.word()+"}", "")
	}},
	{"form", func(e *editor) bool {
		return e.line("content/site.yaml", "    fields:", "    fields: "+e.pick([]string{"[title, summary, body]", "[body, title, themes, summary, structure]", "[title, contact, summary, results, body, related]"}), "    type: news\n")
	}},
	{"form", func(e *editor) bool {
		return e.line("content/site.yaml", "    repository:", "    repository: {host: "+e.pick(schema.RepositoryHosts())+", url: \"https://git.example.org/"+e.word()+"\"}", "    type: news\n")
	}},
	{"taxonomy", func(e *editor) bool {
		return e.line("content/site.yaml", "  theme:", fmt.Sprintf("  theme: {label: {fr: %s}, plural: {fr: Thèmes, en: Themes}, url: {fr: /themes-%d/, en: /themes/}}", e.word(), e.r.IntN(9)), "")
	}},
	{"term label", func(e *editor) bool {
		return e.line("content/_locales/fr/terms.yaml", "  reemploi:", "  reemploi: {label: "+e.words(2)+", slug: reemploi}", "")
	}},
	{"term label", func(e *editor) bool {
		return e.line("content/_locales/en/terms.yaml", "  textile:", "  textile: "+e.words(2), "")
	}},
	{"term added", func(e *editor) bool {
		e.made++
		return e.swap("content/_locales/fr/terms.yaml", "theme:\n", fmt.Sprintf("theme:\n  terme%d: %s %d\n", e.made, e.word(), e.made)) &&
			e.set(e.some("news"), "themes", fmt.Sprintf("[terme%d]", e.made))
	}},
	{"synonyms", func(e *editor) bool {
		e.files["content/_locales/fr/synonyms.yaml"] = "- [réemploi, seconde vie]\n- [" + e.word() + "a, " + e.word() + "b]\n"
		return true
	}},
	{"queries", func(e *editor) bool {
		e.files["content/_locales/fr/queries.yaml"] = "- {query: " + e.word() + ", answers: " + strings.TrimPrefix(id(e.pick(e.entries("", "fr"))), "/") + ", within: 1}\n"
		return true
	}},
	{"strings", func(e *editor) bool {
		e.files["content/_locales/"+e.pick([]string{"fr", "en"})+"/ui.json"] = fmt.Sprintf(`{"entry.next": %q, "field.price": %q}`, e.word(), e.word())
		return true
	}},
	{"strings gone", func(e *editor) bool {
		_, is := e.files["content/_locales/fr/ui.json"]
		delete(e.files, "content/_locales/fr/ui.json")
		return is
	}},
	{"date pattern", func(e *editor) bool {
		return e.line("content/_locales/en/locale.yaml", "date:", e.pick([]string{`date: {day: "{d} {month} {y}", month: "{month} {y}", year: "{y}"}`, `date: {day: "{month} {d}, {y}", month: "{month} {y}", year: "{y}"}`}), "")
	}},
	{"typography", func(e *editor) bool {
		return e.line("content/_locales/fr/locale.yaml", "typography:", "typography: "+e.pick([]string{"fr", "en", "none"}), "")
	}},
	{"analyzer", func(e *editor) bool {
		return e.line("content/_locales/fr/locale.yaml", "analyzer:", "analyzer: "+e.pick([]string{"fr", "es"}), "")
	}},
	{"locale", func(e *editor) bool { return e.locale("de") }},
}

// menuItem finds the entries that menus lead to.
var menuItem = regexp.MustCompile(`\{to: (/\w+/[^/}]+)\}`)

func (e *editor) aType() string {
	return e.pick([]string{"content/_types/news.yaml", "content/_types/structure.yaml"})
}

// locale adds a locale, or takes it away with all that is written in it.
func (e *editor) locale(tag string) bool {
	if _, is := e.files["content/_locales/"+tag+"/locale.yaml"]; is {
		for name := range e.files {
			if strings.HasPrefix(name, "content/_locales/"+tag+"/") || strings.HasSuffix(name, "."+tag+".md") {
				delete(e.files, name)
			}
		}
		return true
	}
	for _, name := range []string{"locale.yaml", "terms.yaml"} {
		e.files["content/_locales/"+tag+"/"+name] = e.files["content/_locales/en/"+name]
	}
	e.swap("content/_locales/"+tag+"/locale.yaml", "analyzer: en", "analyzer: de")
	e.swap("content/_locales/"+tag+"/locale.yaml", "typography: en", "typography: none")
	for _, name := range e.entries("", "en") {
		if strings.Contains(name, "home") || e.r.IntN(3) == 0 {
			e.files[strings.TrimSuffix(name, ".en.md")+"."+tag+".md"] = strings.ReplaceAll(e.files[name], "English", "Deutsch")
		}
	}
	return true
}

// themeDoings change what the theme's author writes.
var themeDoings = []doing{
	{"card colours", func(e *editor) bool {
		e.files["themes/solidaire/card.json"] = fmt.Sprintf(`{"ink": "#%06x"}`, e.r.IntN(1<<24))
		return true
	}},
	{"template", func(e *editor) bool {
		return e.append(e.pick([]string{"entry.html", "list.html", "home.html", "term.html", "feed.html", "search.html", "404.html"}), "<p class=\"meta\">"+e.word()+"</p>\n")
	}},
	{"frame", func(e *editor) bool {
		return e.swap("themes/solidaire/templates/base.html", "</body>", "<p>"+e.word()+"</p></body>")
	}},
	{"partial", func(e *editor) bool {
		return e.append(e.pick([]string{"partials/cards.html", "partials/footer.html", "partials/pager.html", "partials/contents.html"}), "<!-- x --><span>"+e.word()+"</span>\n")
	}},
	{"partial added", func(e *editor) bool {
		e.made++
		name := fmt.Sprintf("partials/n-%d.html", e.made)
		e.files["themes/solidaire/templates/"+name] = "<b>" + e.word() + "</b>"
		return e.append("entry.html", "{{template \""+name+"\" .}}\n")
	}},
	{"styles", func(e *editor) bool {
		e.files["themes/solidaire/assets/css/_text.css"] += fmt.Sprintf(".n%d { color: red }\n", e.r.IntN(1e6))
		return true
	}},
	{"scripts", func(e *editor) bool {
		e.files["themes/solidaire/assets/js/"+e.pick([]string{"search.ts", "results.ts", "mark.ts"})] += fmt.Sprintf("\ndocument.title += \"%d\";\n", e.r.IntN(1e6))
		return true
	}},
	{"icon", func(e *editor) bool {
		return e.swap("themes/solidaire/assets/img/icon.svg", "</svg>", fmt.Sprintf("<!-- %d --></svg>", e.r.IntN(1e6)))
	}},
	{"theme strings", func(e *editor) bool {
		return e.line("themes/solidaire/i18n/"+e.pick([]string{"fr", "en"})+".json", `  "entry.contents":`, `  "entry.contents": "`+e.word()+`",`, "")
	}},
}

// append adds to a template.
func (e *editor) append(name, text string) bool {
	name = "themes/solidaire/templates/" + name
	_, is := e.files[name]
	if is {
		e.files[name] += text
	}
	return is
}

// mistakeDoings are what a site must not have. Most are mended by a revert, some
// by what follows.
var mistakeDoings = []doing{
	{"mistake: reference", func(e *editor) bool { e.files[e.any()] += "\n[x](/news/nulle-part)\n"; return true }},
	{"mistake: anchor", func(e *editor) bool { e.files[e.any()] += "\n[x](/structures/halte#nulle-part)\n"; return true }},
	{"mistake: field", func(e *editor) bool { return e.set(e.any(), "titel", "x") }},
	{"mistake: date", func(e *editor) bool { return e.set(e.some(""), "date", "2024-13-01") }},
	{"mistake: term", func(e *editor) bool { return e.set(e.some(""), "themes", "[nulle-part]") }},
	{"mistake: heading", func(e *editor) bool { e.files[e.any()] += "\n##### Trop bas\n"; return true }},
	{"mistake: empty", func(e *editor) bool { e.files[e.some("")] = ""; return true }},
	{"mistake: encoding", func(e *editor) bool { e.files[e.some("")] += "\xff"; return true }},
	{"mistake: slug", func(e *editor) bool {
		first, second := e.some("news"), e.some("news")
		return first != second && e.set(first, "slug", "meme") && e.set(second, "slug", "meme")
	}},
	{"mistake: alias", func(e *editor) bool { return e.set(e.some(""), "aliases", "[/structures/halte/]") }},
	{"mistake: removed", func(e *editor) bool { e.forget(e.pick(e.entries("structures", "fr"))); return true }},
	{"mistake: media", func(e *editor) bool { delete(e.files, "content/media/plan.png"); return true }},
	{"mistake: image", func(e *editor) bool { e.files["content/media/plan.png"] = "no image"; return true }},
	{"mistake: template", func(e *editor) bool { return e.append("entry.html", "{{.Nope}}") }},
	{"mistake: template", func(e *editor) bool { return e.append("partials/cards.html", "{{if}}") }},
	{"mistake: template run", func(e *editor) bool { return e.append("term.html", "{{(index .List.Cards 99).URL}}") }},
	{"mistake: card colours", func(e *editor) bool {
		e.files["themes/solidaire/card.json"] = e.pick([]string{`{"ink": "red"}`, `{"inc": "#000000"}`, `{"ink"`})
		return true
	}},
	{"mistake: styles", func(e *editor) bool { e.files["themes/solidaire/assets/css/_text.css"] += "} a {\n"; return true }},
	{"mistake: script", func(e *editor) bool { e.files["themes/solidaire/assets/js/search.ts"] += "\n(((\n"; return true }},
	{"mistake: strings", func(e *editor) bool { e.files["content/_locales/fr/ui.json"] = `{"entry.next": `; return true }},
	{"mistake: settings", func(e *editor) bool {
		return e.line("content/site.yaml", "base_url:", "base_url: essai", "")
	}},
	{"mistake: yaml", func(e *editor) bool { e.files["content/site.yaml"] += "\t- {"; return true }},
	{"mistake: type", func(e *editor) bool {
		return e.line("content/_types/news.yaml", "  seats:", "  seats: {kind: nombre}", "")
	}},
	{"mistake: required", func(e *editor) bool {
		return e.line("content/_types/structure.yaml", "  lieu:", "  lieu: {kind: text, required: true}", "fields:\n")
	}},
	{"mistake: locale", func(e *editor) bool { delete(e.files, "content/_locales/en/locale.yaml"); return true }},
	{"mistake: theme", func(e *editor) bool { return e.line("content/site.yaml", "theme: ", "theme: solidaires", "") }},
	{"mistake: home", func(e *editor) bool { return e.line("content/site.yaml", "home:", "home: /pages/maison", "") }},
	{"mistake: menu", func(e *editor) bool {
		return e.swap("content/site.yaml", "  main:\n", "  main:\n    - {to: /nulle-part}\n")
	}},
}
