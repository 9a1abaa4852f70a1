package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// internal is a link from one document to another, as the corpus writes it:
// "](/guides/reseau-ville-00012)".
var internal = regexp.MustCompile(`\]\((/[a-z0-9/-]*[a-z0-9])\)`)

// adapt returns the Markdown of the corpus as Hugo reads it: the same front
// matter and the same blocks, footnotes and alerts included, with links to
// where the pages are. Essaim resolves links and refuses those that lead
// nowhere; Hugo is spared that.
func adapt(markdown string) string { return internal.ReplaceAllString(markdown, "]($1/)") }

// labels are what the sections are called, and one entry of each.
var labels = map[string][2]string{
	"articles": {"Articles", "Article"}, "guides": {"Guides", "Guide"}, "structures": {"Structures", "Structure"},
}

// convert writes Hugo's site beside the corpus in folder site: theme is
// generator/bench/hugo, styles the theme solidaire, whose style sheet and icon
// both sites use.
func convert(site, theme, styles, to string) error {
	if err := os.CopyFS(to, os.DirFS(theme)); err != nil {
		return err
	}
	for _, folder := range []string{"css", "img"} {
		if err := os.CopyFS(filepath.Join(to, "assets", folder), os.DirFS(filepath.Join(styles, "assets", folder))); err != nil {
			return err
		}
	}
	// It only imports the others, which are joined.
	if err := os.Remove(filepath.Join(to, "assets", "css", "main.css")); err != nil {
		return err
	}
	for section, label := range labels {
		if err := save(fmt.Sprintf("---\ntitle: %s\nlabel: %s\n---\n", label[0], label[1]), to, "content", section, "_index.md"); err != nil {
			return err
		}
		if err := convertSection(filepath.Join(site, "content", section), filepath.Join(to, "content", section)); err != nil {
			return err
		}
	}
	home, err := os.ReadFile(filepath.Join(site, "content", "pages", "home.fr.md"))
	if err != nil {
		return err
	}
	if err := save(adapt(string(home)), to, "content", "_index.md"); err != nil {
		return err
	}
	terms, err := os.ReadFile(filepath.Join(site, "content", "_locales", "fr", "terms.yaml"))
	if err != nil {
		return err
	}
	return convertTerms(string(terms), to)
}

func convertSection(from, to string) error {
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		data, err := os.ReadFile(filepath.Join(from, entry.Name()))
		if err != nil {
			return err
		}
		if err := save(adapt(string(data)), to, strings.TrimSuffix(entry.Name(), ".fr.md")+".md"); err != nil {
			return err
		}
	}
	return nil
}

// term is a line of the corpus' terms.yaml.
var term = regexp.MustCompile(`^  ([a-z0-9-]+): \{label: ([^,]+), slug: [a-z0-9-]+\}$`)

// convertTerms writes a page for every term, as Hugo takes labels.
func convertTerms(yaml, to string) error {
	taxonomies := map[string][2]string{"theme:": {"themes", "Thèmes"}, "territory:": {"territories", "Territoires"}}
	folder := ""
	for line := range strings.Lines(yaml) {
		line = strings.TrimRight(line, "\n")
		if taxonomy, ok := taxonomies[line]; ok {
			folder = taxonomy[0]
			if err := save("---\ntitle: "+taxonomy[1]+"\n---\n", to, "content", folder, "_index.md"); err != nil {
				return err
			}
			continue
		}
		found := term.FindStringSubmatch(line)
		if found == nil || folder == "" {
			return fmt.Errorf("terms.yaml: cannot read %q", line)
		}
		if err := save("---\ntitle: "+found[2]+"\n---\n", to, "content", folder, found[1], "_index.md"); err != nil {
			return err
		}
	}
	return nil
}

// save writes a text to a path and makes the folders above it.
func save(text string, path ...string) error {
	name := filepath.Join(path...)
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	return os.WriteFile(name, []byte(text), 0o666)
}

// documents returns the first documents of a section, by name: "accord-…".
func documents(site, section string, limit int) ([]string, error) {
	entries, err := fs.ReadDir(os.DirFS(site), "content/"+section)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, entry := range entries {
		if name, ok := strings.CutSuffix(entry.Name(), ".fr.md"); ok && len(names) < limit {
			names = append(names, name)
		}
	}
	return names, nil
}
