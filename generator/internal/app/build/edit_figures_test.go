package build_test

import (
	"fmt"
	"regexp"
	"strings"
)

// visits is the series of the site, which no other change takes away.
const visits = "content/counts/visites.fr.md"

var (
	lastVisits = regexp.MustCompile(`value: \d+, unit: visites, as_of: 2024-06`)
	visitUnit  = regexp.MustCompile(`unit: visit[a-z]*`)
)

// figureDoings change series, and what texts say of them.
var figureDoings = []doing{
	{"value", func(e *editor) bool {
		e.files[visits] = lastVisits.ReplaceAllString(e.files[visits], fmt.Sprintf("value: %d, unit: visites, as_of: 2024-06", 10000+e.r.IntN(3e6)))
		return true
	}},
	{"value added", func(e *editor) bool {
		if strings.Count(e.files[visits], "source:") > 6 {
			return false
		}
		line := fmt.Sprintf("\n  - {value: %d, unit: visites, as_of: 20%d, source: \"https://exemple.fr/\"}\n---\n", e.r.IntN(1e6), 25+e.r.IntN(3))
		if !e.swap(visits, "\n---\n", line) {
			return false
		}
		front, body, _ := strings.Cut(e.files[english(visits)], "\n---\n")
		e.files[english(visits)] = front + "\n  - {unit: visits}\n---\n" + body
		return true
	}},
	{"unit", func(e *editor) bool {
		e.files[english(visits)] = visitUnit.ReplaceAllString(e.files[english(visits)], "unit: visit"+e.pick([]string{"s", "ors", "ings"}))
		return true
	}},
	{"quote", func(e *editor) bool {
		form := e.pick([]string{"", "value", "qualified", "short", "date"})
		e.files[e.any()] += "\nOn en compte [=" + form + "](/counts/visites#2024-06), pour [=](/counts/visites#target) " + e.word() + ".\n"
		return true
	}},
	{"quote in a summary", func(e *editor) bool {
		path := e.pick(append(e.entries("news", "fr"), e.entries("news", "en")...))
		return e.set(path, "summary", "\"Déjà [=value](/counts/visites#2024-06) "+e.words(2)+"\"")
	}},
	{"quote in a field", func(e *editor) bool {
		return e.set(e.some("news"), "quote", "\""+e.word()+" [=short](/counts/visites#2023) "+e.word()+"\"")
	}},
	{"literal", func(e *editor) bool { e.files[e.any()] += "\nEn 2023, 12500 visites.\n"; return true }},
	{"review", func(e *editor) bool { return e.set(visits, "review", e.date()) }},
}
