package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// edit is a change of one file: a text that is in it is followed by a mark.
type edit struct {
	kind, file, after string
	// text holds the mark as %s.
	text string
}

// kinds are the kinds of edits, in the order in which they are made.
var kinds = []string{"body", "title", "template", "settings"}

// edits are the changes of a site, of which one article shows all.
func edits(article string) []edit {
	file := "content/articles/" + article + ".fr.md"
	return []edit{
		{"body", file, "]\n---\n", "%s "},
		{"title", file, "\ntitle: \"", "%s "},
		{"template", "themes/solidaire/templates/entry.html", "<article class=\"entry\">", "<p>%s</p>"},
		{"settings", "content/site.yaml", "title: {fr: Corpus", " %s"},
	}
}

// hugoEdits are the same changes of Hugo's site.
func hugoEdits(article string) []edit {
	file := "content/articles/" + article + ".md"
	return []edit{
		{"body", file, "]\n---\n", "%s "},
		{"title", file, "\ntitle: \"", "%s "},
		{"template", "layouts/page.html", "<article class=\"entry\" data-pagefind-body>", "<p>%s</p>"},
		{"settings", "hugo.toml", "edition = 'Corpus", " %s"},
	}
}

// make changes the file below a site. A mark of an earlier edit goes.
func (e edit) make(site, mark string) error {
	name := filepath.Join(site, filepath.FromSlash(e.file))
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	changed, err := e.apply(string(data), mark)
	if err != nil {
		return fmt.Errorf("%s: %w", e.file, err)
	}
	return os.WriteFile(name, []byte(changed), 0o666)
}

func (e edit) apply(text, mark string) (string, error) {
	before, rest, ok := strings.Cut(text, e.after)
	if !ok {
		return "", fmt.Errorf("%q is not in it", e.after)
	}
	opening, closing, _ := strings.Cut(e.text, "%s")
	if end := len(opening) + tokenLength; strings.HasPrefix(rest, opening+tokenStart) && strings.HasPrefix(rest[end:], closing) {
		rest = rest[end+len(closing):]
	}
	return before + e.after + opening + mark + closing + rest, nil
}

const (
	tokenStart  = "qz"
	tokenLength = 7
)

// token returns a word that no document has, another for each number below
// 12,167: it is short enough for any title. Two of them differ in two letters at
// least, so that none is taken for a typing error of the other.
func token(n int) string {
	const letters = 23 // prime: the last letter tells any change of one other
	b := []byte(tokenStart + "aaaax")
	last := 0
	for i := range 3 {
		digit := n % letters
		n /= letters
		b[2+i] = 'a' + byte(digit)
		last += (i + 1) * digit
	}
	b[5] = 'a' + byte(last%letters)
	return string(b)
}
