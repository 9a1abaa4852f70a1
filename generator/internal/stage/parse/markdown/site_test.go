package markdown

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"essaim/generator/internal/model/source"
)

// entry is a real file of the reference site.
type entry struct {
	name string
	data []byte
	// body is where the text begins after the front matter.
	body int
	lang string
}

// siteEntries returns the entries of the reference site, in order of path.
func siteEntries(tb testing.TB) []entry {
	tb.Helper()
	root := "../../../../../content"
	var found []entry
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".md") || d.Name() == "README.md" {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		body := 0
		if end := bytes.Index(data, []byte("\n---\n")); bytes.HasPrefix(data, []byte("---\n")) && end >= 0 {
			body = end + len("\n---\n")
		}
		name := "content" + strings.TrimPrefix(filepath.ToSlash(path), root)
		lang := strings.TrimPrefix(filepath.Ext(strings.TrimSuffix(path, ".md")), ".")
		found = append(found, entry{name: name, data: data, body: body, lang: lang})
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	if len(found) == 0 {
		tb.Skip("no entries")
	}
	return found
}

func (e entry) options() Options { return Options{Typography: e.lang, Lang: e.lang, MinLevel: 2} }

func (e entry) span() source.Span { return source.In(e.name, e.body, len(e.data)) }

func TestReferenceSiteHasNoDiagnostics(t *testing.T) {
	for _, e := range siteEntries(t) {
		body, found := Parse(e.data[e.body:], e.span(), e.options())
		for _, d := range found {
			t.Errorf("%s: %s %q: %s", e.name, d.Code(), e.data[d.Span.Start:d.Span.End], d.Message("en"))
		}
		if body.Empty() && len(bytes.TrimSpace(e.data[e.body:])) > 0 {
			t.Errorf("%s: a text that is read as none", e.name)
		}
	}
}
