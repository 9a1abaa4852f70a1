package diag

import (
	"fmt"
	"slices"
	"strings"
)

// row is one sentence of the catalogue. Rows live in one file per family
// (catalogue_*.go); to add a diagnostic, add its row there and its page in
// app/explain.
type row struct {
	msg      Msg
	severity Severity
	fr, en   string
}

// families lists every row, by family. It is read only.
var families = [][]row{remarks, fileRows, frontMatterRows, fieldRows, entryRows, bodyRows, figureRows, linkRows, settingsRows, shelfRows, queryRows, themeRows}

// catalogue is families by key. It is read only.
var catalogue = func() map[Msg]row {
	rows := map[Msg]row{}
	for _, family := range families {
		for _, r := range family {
			if _, twice := rows[r.msg]; twice {
				panic("diag: two rows for " + string(r.msg))
			}
			rows[r.msg] = r
		}
	}
	return rows
}()

// lookup returns the row of msg; a missing one is a bug of the program.
func lookup(msg Msg) row {
	r, ok := catalogue[msg]
	if !ok {
		panic(fmt.Sprintf("diag: no catalogue row for %q", msg))
	}
	return r
}

func sentence(msg Msg, lang string, args []string) string {
	r := lookup(msg)
	text := r.en
	if lang == "fr" {
		text = r.fr
	}
	pairs := make([]string, 0, 2*len(args))
	for i, arg := range args {
		pairs = append(pairs, fmt.Sprintf("{%d}", i), arg)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// Codes returns every code that a diagnostic can carry, sorted.
func Codes() []string {
	var codes []string
	for _, family := range families {
		for _, r := range family {
			if code := r.msg.Code(); code != "note" {
				codes = append(codes, code)
			}
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// remarks are the sentences of notes. They carry no severity of their own.
var remarks = []row{
	{"note/link", Note, "Écrivez : [texte du lien]({0})", "Write: [text of the link]({0})"},
	{"note/nearest", Note, "Vouliez-vous dire « {0} » ?", "Did you mean “{0}”?"},
	{"note/nearest-file", Note, "Vouliez-vous dire « {0} » ?  ({1})", "Did you mean “{0}”?  ({1})"},
	{"note/other", Note, "L'autre est ici.", "The other one is here."},
	{"note/first", Note, "La première fois, c'est ici.", "The first time is here."},
	{"note/defined", Note, "La règle est écrite ici.", "The rule is written here."},
	{"note/source-entry", Note, "La page d'origine est ici.", "The source page is here."},
	{"note/known", Note, "Possibles : {0}", "Possible: {0}"},
	{"note/write", Note, "Écrivez : {0}", "Write: {0}"},
	{"note/query-top", Note, "En tête : « {0} » ({1}).", "First now: “{0}” ({1})."},
	{"note/query-none", Note, "Cette recherche ne trouve rien.", "This search finds nothing."},
	{"note/query-fix", Note, "Remettez ces mots dans le titre ou le résumé de {0}, ajoutez un synonyme dans {1}, ou changez cette liste.", "Put these words back into the title or the summary of {0}, add a synonym in {1}, or change this list."},
	{"note/api-record", Note, "Ce qui est publié est noté ici.", "What is published is recorded here."},
	{"note/api-version", Note, "Gardez l'ancien à côté du nouveau, ou passez à une nouvelle version : api: {version: {0}}.", "Keep the old beside the new, or go to a new version: api: {version: {0}}."},
	{"note/terms-file", Note, "Les termes sont dans {0}.", "The terms are in {0}."},
}
