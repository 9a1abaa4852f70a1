// Package schema is what an index says of itself: the names of its fields, and the
// manifest that stands beside the files of Bleve.
package schema

import "strings"

// Names of Bleve fields. The fields of words are made for any Bleve program too:
// they are mapped to Bleve's standard analyzer, the only one for running text
// that every program has without further imports, and they hold each word as
// that analyzer would ask for it, with its accents and without. Stop words are
// in the title alone.
const (
	Title    = "title"
	Summary  = "summary"
	Headings = "headings"
	Body     = "body" // the words of the whole page, title first

	URL       = "url"
	Type      = "type"
	TypeLabel = "type_label"
	Date      = "date"
)

// Facet returns the Bleve field for the keys of a facet. Bleve reads a dot in a name
// as a path.
func Facet(name string) string { return "facet_" + strings.ReplaceAll(name, ".", "_") }
