package build_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// editor makes random changes to a site, and undoes some. It keeps the site by
// path in memory, so that an earlier state can be had back, and brings a folder
// to it.
type editor struct {
	t     testing.TB
	r     *rand.Rand
	files map[string]string
	// disk is what is in the folder.
	disk map[string]string
	// past are the states before the latest edits.
	past []map[string]string
	// next is when the clock will change the site next, or zero.
	clock, next time.Time
	drafts      bool
	// made numbers what is new.
	made int
}

// doing is one kind of change. It reports false when it has found nothing to
// change.
type doing struct {
	name string
	do   func(*editor) bool
}

// doings are all kinds of changes but mistakes, those that a site must not have.
func doings() []doing { return slices.Concat(contentDoings, figureDoings, settingsDoings, themeDoings) }

// newEditor returns the editor of a site that has every kind of field, a good
// many entries in two locales, and a search.
func newEditor(t testing.TB, seed uint64) *editor {
	t.Helper()
	e := &editor{t: t, r: rand.New(rand.NewPCG(seed, 99)), files: goodSite(t), disk: map[string]string{}, clock: clock}
	for name, text := range readFolder(t, filepath.Join(repository, "themes")) {
		e.files["themes/"+name] = text
	}
	e.swap("content/site.yaml", "home: /pages/home\n", "home: /pages/home\nsearch: {title: {fr: Recherche, en: Search}, url: {fr: /recherche/, en: /search/}}\n"+announce)
	e.files["content/_locales/fr/queries.yaml"] = "- {query: halte, answers: structures/halte}\n"
	e.files["content/_locales/fr/ui.json"] = `{"entry.next": "Ensuite"}`
	e.swap("content/_types/structure.yaml", "fields:\n", "feed: true\npage_size: 5\nfields:\n  date: {kind: date}\n  themes: {kind: term, of: theme, many: true}\n")
	for range 14 {
		e.add("news")
	}
	for range 6 {
		e.add("structures")
	}
	for n, path := range []string{"news/n-3", "news/n-8", "structures/n-17"} {
		e.set("content/"+path+".fr.md", []string{"publish", "expire"}[n%2], e.instant())
		e.relink("/"+path, "/structures/halte")
	}
	return e
}

// change makes one change and says which. A broken site is mended soon.
func (e *editor) change(broken bool) string {
	if len(e.past) > 0 && (broken && e.r.IntN(3) > 0 || e.r.IntN(12) == 0) {
		back := 1 + e.r.IntN(min(4, len(e.past)))
		if broken {
			back = 1
		}
		e.files = e.past[len(e.past)-back]
		e.past = e.past[:len(e.past)-back]
		return "revert"
	}
	before := maps.Clone(e.files)
	for {
		all := doings()
		if n := e.r.IntN(24); n < 3 && !broken {
			all = mistakeDoings
		} else if n < 6 {
			all = clockDoings
		}
		made := all[e.r.IntN(len(all))]
		if made.do(e) {
			if e.past = append(e.past, before); len(e.past) > 8 {
				e.past = e.past[1:]
			}
			return made.name
		}
	}
}

// sync brings the folder to the state of the editor. Files that are the same
// are left alone, most of the time.
func (e *editor) sync(dir string) {
	for name := range e.disk {
		if _, stays := e.files[name]; !stays {
			path := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.Remove(path); err != nil {
				e.t.Fatal(err)
			}
			for folder := filepath.Dir(path); os.Remove(folder) == nil; {
				folder = filepath.Dir(folder)
			}
		}
	}
	for name, text := range e.files {
		if was, is := e.disk[name]; !is || was != text {
			writeFile(e.t, dir, name, text)
		}
	}
	e.disk = maps.Clone(e.files)
}

// entries returns the paths of the entries below a folder of content/, in a
// locale, sorted.
func (e *editor) entries(folder, tag string) []string {
	var paths []string
	for name := range e.files {
		if strings.HasPrefix(name, "content/"+folder) && !strings.HasPrefix(name, "content/_") && strings.HasSuffix(name, "."+tag+".md") {
			paths = append(paths, name)
		}
	}
	slices.Sort(paths)
	return paths
}

// pick returns one of a list, or "".
func (e *editor) pick(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[e.r.IntN(len(list))]
}

// some returns an entry of a folder in the source locale that was made by add,
// so that nothing but links needs it.
func (e *editor) some(folder string) string {
	return e.pick(slices.DeleteFunc(e.entries(folder, "fr"), func(name string) bool { return !strings.Contains(name, "/n-") }))
}

// public returns the entries that anybody may see at any time.
func (e *editor) public() []string {
	return slices.DeleteFunc(e.entries("", "fr"), func(name string) bool {
		return strings.Contains(e.files[name], "\ndraft: true") || strings.Contains(e.files[name], "\npublish:") || strings.Contains(e.files[name], "\nexpire:")
	})
}

// any returns an entry of any type and locale.
func (e *editor) any() string { return e.pick(append(e.entries("", "fr"), e.entries("", "en")...)) }

// id returns what a link to an entry says: "/news/n-3".
func id(path string) string {
	path = strings.TrimPrefix(path, "content")
	path = strings.TrimSuffix(strings.TrimSuffix(path, ".fr.md"), ".en.md")
	return strings.TrimSuffix(path, "/index")
}

func english(path string) string { return strings.TrimSuffix(path, ".fr.md") + ".en.md" }

// swap replaces the first of a text in a file.
func (e *editor) swap(path, old, new string) bool {
	text, is := e.files[path]
	if !is || !strings.Contains(text, old) {
		return false
	}
	e.files[path] = strings.Replace(text, old, new, 1)
	return e.files[path] != text
}

// line replaces the first line that matches, or adds one after another.
func (e *editor) line(path, match, line, after string) bool {
	text, is := e.files[path]
	if !is {
		return false
	}
	at := regexp.MustCompile(`(?m)^` + match + `.*\n`).FindStringIndex(text)
	if at == nil {
		if after == "" || line == "" {
			return false
		}
		return e.swap(path, after, after+line+"\n")
	}
	if line != "" {
		line += "\n"
	}
	e.files[path] = text[:at[0]] + line + text[at[1]:]
	return e.files[path] != text
}

// set gives a field of an entry a value; "" takes the field away.
func (e *editor) set(path, name, value string) bool {
	if value != "" {
		value = name + ": " + value
	}
	return e.line(path, regexp.QuoteMeta(name)+":", value, "---\n")
}

// word returns a word, one of few or one that nobody has used.
func (e *editor) word() string {
	if e.r.IntN(4) == 0 {
		return fmt.Sprintf("neuf%d", e.r.IntN(1e6))
	}
	return e.pick([]string{"réemploi", "seconde", "vie", "atelier", "quai", "halte", "coopérative", "économie", "Été", "l'œuvre", "42", "sociale", "chantiers", "chantier", "canal", "vélos", "insertion"})
}

func (e *editor) words(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = e.word()
	}
	return strings.Join(list, " ")
}

func (e *editor) date() string {
	return fmt.Sprintf("20%02d-%02d-%02d", 19+e.r.IntN(8), 1+e.r.IntN(12), 1+e.r.IntN(28))
}

func (e *editor) terms() string {
	return e.pick([]string{"[reemploi]", "[textile]", "[insertion, reemploi]", "[handicap, textile]"})
}

// body returns a text with what a body may refer to.
func (e *editor) body() string {
	text := e.words(5+e.r.IntN(30)) + ".\n"
	if to := e.pick(e.public()); to != "" && e.r.IntN(2) == 0 {
		text += "\nVoir [" + e.words(2) + "](" + id(to) + ").\n"
	}
	switch e.r.IntN(5) {
	case 0:
		text += "\n## " + e.words(2) + " {#ici}\n\nRevenir [plus haut](#ici).\n"
	case 1:
		text += "\n![" + e.words(2) + "](/media/plan.png)\n"
	case 2:
		text += "\n" + e.word() + "[^1].\n\n[^1]: " + e.words(3) + ".\n"
	}
	return text
}

// add makes an entry, most of the time in both locales.
func (e *editor) add(folder string) bool {
	e.made++
	path := fmt.Sprintf("content/%s/n-%d.fr.md", folder, e.made)
	front := fmt.Sprintf("---\ntitle: \"%s %d\"\ndate: %s\nthemes: %s\n", e.words(3), e.made, e.date(), e.terms())
	if folder == "news" {
		front += "summary: \"" + e.words(6) + "\"\n"
	}
	e.files[path] = front + "---\n" + e.body()
	if e.r.IntN(3) > 0 {
		e.translate(path)
	}
	return true
}

// translate makes the English version of an entry.
func (e *editor) translate(path string) bool {
	summary := ""
	if strings.Contains(path, "/news/") {
		summary = "summary: \"In English, " + e.words(3) + "\"\n"
	}
	e.files[english(path)] = fmt.Sprintf("---\ntitle: \"English %s %d\"\n%s---\n%s", e.words(2), e.made, summary, e.body())
	return true
}

// forget takes both versions of an entry away.
func (e *editor) forget(path string) {
	delete(e.files, path)
	delete(e.files, english(path))
}

// relink changes what refers to one entry into what refers to another.
func (e *editor) relink(from, to string) {
	whole := regexp.MustCompile(regexp.QuoteMeta(from) + `([\s)\],#}"])`)
	for name, text := range e.files {
		if strings.HasPrefix(name, "content/") {
			e.files[name] = whole.ReplaceAllString(text, to+"$1")
		}
	}
}
