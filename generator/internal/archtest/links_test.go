package archtest

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	// code is what a page of Markdown shows and does not say.
	code    = regexp.MustCompile("(?s)```.*?```|`[^`\n]*`")
	links   = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	outside = regexp.MustCompile(`^[a-z]+:`)
	heading = regexp.MustCompile(`(?m)^#+ (.*)$`)
	unsaid  = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
)

// repository is the root of the project, which the tests read.
var repository = os.DirFS("../../..")

// documented returns the paths of the files that the tests of documents look at: all
// but content, for which there is `essaim check`, test data and what others have made.
func documented(t *testing.T) []string {
	t.Helper()
	var list []string
	err := fs.WalkDir(repository, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case !entry.IsDir():
			list = append(list, name)
		case entry.Name() == "node_modules" || entry.Name() == "testdata" || strings.HasPrefix(entry.Name(), ".") && name != "." || path.Dir(name) == "content":
			return fs.SkipDir
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// textOf returns the text of a file of the project.
func textOf(t *testing.T, name string) string {
	t.Helper()
	text, err := fs.ReadFile(repository, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestDocumentsLeadSomewhere follows every link of the documents for people who
// work on the project to the file and the heading that it names.
func TestDocumentsLeadSomewhere(t *testing.T) {
	followed := 0
	for _, name := range documented(t) {
		if path.Ext(name) != ".md" {
			continue
		}
		for _, link := range links.FindAllStringSubmatch(code.ReplaceAllString(textOf(t, name), ""), -1) {
			if outside.MatchString(link[1]) {
				continue
			}
			followed++
			file, anchor, _ := strings.Cut(link[1], "#")
			to := name
			if file != "" {
				to = path.Join(path.Dir(name), file)
			}
			if !leads(repository, to, anchor) {
				t.Errorf("%s: %s leads nowhere", name, link[1])
			}
		}
	}
	if followed < 100 {
		t.Errorf("%d links: the test looks in the wrong place", followed)
	}
}

// leads reports whether there is a file or folder, with a heading if one is named.
func leads(root fs.FS, name, anchor string) bool {
	if _, err := fs.Stat(root, name); err != nil {
		return false
	}
	if anchor == "" {
		return true
	}
	text, err := fs.ReadFile(root, name)
	if err != nil {
		return false
	}
	for _, h := range heading.FindAllStringSubmatch(string(text), -1) {
		if strings.ReplaceAll(unsaid.ReplaceAllString(strings.ToLower(h[1]), ""), " ", "-") == anchor {
			return true
		}
	}
	return false
}

var (
	// pages are the documents that comments name, and sources the files of code that
	// documents do: `search/lexicon/keep.go`, `keep.go`.
	pages   = regexp.MustCompile(`\b[A-Z]+\.md\b`)
	sources = regexp.MustCompile("`([\\w./-]+\\.(?:go|ts))`")
)

// TestNamedFilesAreThere looks for what is named without a link.
func TestNamedFilesAreThere(t *testing.T) {
	there := map[string]bool{} // every file, by each end of its path
	named := map[string][]string{}
	for _, name := range documented(t) {
		parts := strings.Split(name, "/")
		for i := range parts {
			there[path.Join(parts[i:]...)] = true
		}
		find := map[string]*regexp.Regexp{".md": sources, ".go": pages, ".ts": pages}[path.Ext(name)]
		if find == nil || strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, m := range find.FindAllStringSubmatch(textOf(t, name), -1) {
			named[m[len(m)-1]] = append(named[m[len(m)-1]], name)
		}
	}
	if len(named) < 20 {
		t.Errorf("%d files are named: the test looks in the wrong place", len(named))
	}
	for name, by := range named {
		if !there[strings.TrimLeft(name, "./")] {
			t.Errorf("there is no %s, which %s names", name, strings.Join(by, ", "))
		}
	}
}

var (
	// numbered are the headings of a page with numbers; within names one of another
	// page, "RANKING.md, 3.7", and own one of the same, "§3.7".
	numbered = regexp.MustCompile(`(?m)^#+ (\d+(?:\.\d+)?)\.? `)
	within   = regexp.MustCompile(`\b([A-Z]+\.md)(?:\]\([^)]*\))?, (\d+(?:\.\d+)?)\b`)
	own      = regexp.MustCompile(`§(\d+(?:\.\d+)?)`)
)

// TestNamedSectionsAreThere looks for the sections of specifications that documents and
// comments name by number.
func TestNamedSectionsAreThere(t *testing.T) {
	texts, sections := map[string]string{}, map[string][]string{} // by path; by name of a page
	for _, name := range documented(t) {
		switch path.Ext(name) {
		case ".md":
			texts[name] = textOf(t, name)
			for _, m := range numbered.FindAllStringSubmatch(texts[name], -1) {
				sections[path.Base(name)] = append(sections[path.Base(name)], m[1])
			}
		case ".go", ".ts":
			texts[name] = textOf(t, name)
		}
	}
	followed := 0
	look := func(from, page, section string) {
		if followed++; !slices.Contains(sections[page], section) {
			t.Errorf("%s names %s, %s, which is not there", from, page, section)
		}
	}
	for name, text := range texts {
		for _, m := range within.FindAllStringSubmatch(text, -1) {
			if sections[m[1]] != nil { // else its headings have no numbers
				look(name, m[1], m[2])
			}
		}
		if path.Ext(name) == ".md" {
			for _, m := range own.FindAllStringSubmatch(text, -1) {
				look(name, path.Base(name), m[1])
			}
		}
	}
	if followed < 30 {
		t.Errorf("%d sections are named: the test looks in the wrong place", followed)
	}
}

// TestDecisionsAreListed wants every decision in the list of them.
func TestDecisionsAreListed(t *testing.T) {
	list, err := os.ReadFile("../../decisions/README.md")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("../../decisions/[0-9]*.md")
	if err != nil || len(files) == 0 {
		t.Fatal(len(files), err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		title, _, _ := strings.Cut(string(text), "\n")
		number, words, _ := strings.Cut(strings.TrimPrefix(title, "# "), ". ")
		if want := number + ". [" + words + "](" + filepath.Base(name) + ")\n"; !strings.Contains(string(list), want) {
			t.Errorf("README.md lacks the line %s", want)
		}
	}
}
