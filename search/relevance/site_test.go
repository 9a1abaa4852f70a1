package relevance

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"essaim/search/indexer"
)

var update = flag.Bool("update", false, "write testdata/site.golden anew")

// seed makes the queries of the golden file.
const seed = 1

// TestSite asks the reference site for its own entries. The golden file is the
// measure and every query whose entry did not come first: a change of ranking
// shows there, for better or worse, and the diff is read before it is accepted.
func TestSite(t *testing.T) {
	var got strings.Builder
	for _, tag := range []string{"fr", "en"} {
		items := readSite(t, os.DirFS("../../content"), tag)
		if len(items) < 20 {
			t.Fatalf("%s: %d entries: the test looks in the wrong place", tag, len(items))
		}
		locale := indexer.Locale{Tag: tag, Synonyms: readSynonyms(t, "../../content/_locales/"+tag+"/synonyms.yaml")}
		queries := Generate(tag, items, seed)
		report := run(t, locale, items, queries)
		fmt.Fprintf(&got, "%s: %d entries, %d queries\n\n%s\n", tag, len(items), len(queries), report.Table())
		for _, o := range report.Misses() {
			fmt.Fprintf(&got, "%s\n", describe(o))
		}
		got.WriteString("\n")
	}
	name := filepath.Join("testdata", "site.golden")
	if *update {
		if err := os.WriteFile(name, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("the relevance of the reference site has changed; run go test ./search/relevance -update and review the diff:\n%s", changed(string(want), got.String()))
	}
}

// describe says where the wanted document of a query was found.
func describe(o Outcome) string {
	rank := "not found"
	if o.Rank > 0 {
		rank = fmt.Sprintf("rank %d", o.Rank)
	}
	return fmt.Sprintf("%-9s  %-16s  %s  «%s» after %s", rank, fmt.Sprint(o.Source, " ", o.Variant), o.Want, o.Text, o.First)
}

// changed lists the lines that only one of two texts has.
func changed(old, now string) string {
	var list strings.Builder
	only := func(sign, text, other string) {
		have := map[string]bool{}
		for line := range strings.Lines(other) {
			have[line] = true
		}
		for line := range strings.Lines(text) {
			if !have[line] {
				list.WriteString(sign + line)
			}
		}
	}
	only("- ", old, now)
	only("+ ", now, old)
	return list.String()
}

func run(t *testing.T, locale indexer.Locale, items []Item, queries []Query) Report {
	t.Helper()
	report, err := Run(t.Context(), filepath.Join(t.TempDir(), "index"), locale, items, queries)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// sourceTag is the locale that translations inherit from.
const sourceTag = "fr"

// sourceTitle returns the title of an entry in the source locale.
func sourceTitle(content fs.FS, id string) (string, error) {
	data, err := fs.ReadFile(content, id+"."+sourceTag+".md")
	if err != nil {
		return "", err
	}
	_, rest, _ := strings.Cut(string(data), "---\n")
	head, _, _ := strings.Cut(rest, "\n---\n")
	return value(head, "title"), nil
}

// readSite reads the entries of one language. It knows of front matter and
// Markdown only what it takes to have words: this package may not ask the
// generator, which asks the search.
func readSite(t *testing.T, content fs.FS, tag string) []Item {
	t.Helper()
	var items []Item
	unsearched := unsearched(t, content)
	err := fs.WalkDir(content, ".", func(name string, entry fs.DirEntry, err error) error {
		id, ok := strings.CutSuffix(name, "."+tag+".md")
		if err != nil || !ok || unsearched[path.Dir(name)] {
			return err
		}
		data, err := fs.ReadFile(content, name)
		if err != nil {
			return err
		}
		_, rest, _ := strings.Cut(string(data), "---\n")
		head, body, ok := strings.Cut(rest, "\n---\n")
		if !ok {
			return fmt.Errorf("%s: no front matter", name)
		}
		it := Item{ID: id, Title: value(head, "title"), Summary: value(head, "summary")}
		if it.Title == "" && tag != sourceTag { // as the name of an organisation, which no translation repeats
			if it.Title, err = sourceTitle(content, id); err != nil {
				return err
			}
		}
		if it.Title == "" {
			return fmt.Errorf("%s: no title", name)
		}
		it.Body, it.Headings = plainText(body)
		items = append(items, it)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return items
}

// unsearched returns the folders of the types that stay out of the search.
func unsearched(t *testing.T, content fs.FS) map[string]bool {
	t.Helper()
	files, err := fs.Glob(content, "_types/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no types: %v", err)
	}
	folders := map[string]bool{}
	for _, name := range files {
		data, err := fs.ReadFile(content, name)
		if err != nil {
			t.Fatal(err)
		}
		if value(string(data), "search") == "false" {
			folders[value(string(data), "folder")] = true
		}
	}
	return folders
}

// value returns a text of a line of its own in front matter.
func value(head, key string) string {
	for line := range strings.Lines(head) {
		if text, ok := strings.CutPrefix(line, key+":"); ok {
			text = strings.TrimSpace(text)
			if unquoted, ok := strings.CutPrefix(text, `"`); ok {
				return strings.ReplaceAll(strings.TrimSuffix(unquoted, `"`), `\"`, `"`)
			}
			return strings.Trim(text, "'")
		}
	}
	return ""
}

var (
	linkOrImage = regexp.MustCompile(`!?\[([^\]]*)\]\([^)]*\)`)
	markup      = regexp.MustCompile("(?m)^(> ?)?(\\[![A-Z]+\\])|^[#>:*-]+ |[*_`]{1,2}|\\{[^}]*\\}|<[^>]*>|\\|")
)

// plainText returns the words of Markdown, and its headings.
func plainText(markdown string) (body string, headings []string) {
	for line := range strings.Lines(markdown) {
		heading := strings.HasPrefix(line, "#")
		line = strings.TrimSpace(markup.ReplaceAllString(linkOrImage.ReplaceAllString(line, "$1"), ""))
		if heading {
			headings = append(headings, line)
		}
		body += line + "\n"
	}
	return strings.TrimSpace(body), headings
}

// readSynonyms reads a list of lists, each on a line of its own.
func readSynonyms(t *testing.T, name string) [][]string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var groups [][]string
	for line := range strings.Lines(string(data)) {
		if list, ok := strings.CutPrefix(strings.TrimSpace(line), "- ["); ok {
			groups = append(groups, strings.Split(strings.TrimSuffix(list, "]"), ", "))
		}
	}
	return groups
}
