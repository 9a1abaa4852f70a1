package schema

import (
	"slices"
	"strconv"
	"strings"
)

// API is what a site offers to programs: its entries as JSON, tables and
// descriptions of both, below Path. See stage/render/headless/API.md.
type API struct {
	// Version is the number in the addresses. It goes up when a program that
	// read the version before would no longer understand.
	Version int
	// License is that of the data, or nil.
	License *License
}

// License is a licence of data.
type License struct {
	// ID is its identifier at spdx.org/licenses ("etalab-2.0"), or "".
	ID   string
	Name Text
	// URL is the address of its text.
	URL string
}

// MaxVersion is the largest API.Version.
const MaxVersion = 999

// APIRoot returns the path of the API below the root of the site, without a
// slash before it and with one at its end: "api/v1/". The site must have one.
func (s *Schema) APIRoot() string { return "api/v" + strconv.Itoa(s.Config.API.Version) + "/" }

// APIName is the name of t in addresses of the API.
func (t *Type) APIName() string {
	if name := Slug(t.Name); name != "" {
		return name
	}
	return "type"
}

// APIFolder returns the path of what the API has of a type in a locale: a folder
// and, with an extension after it, the files of the whole list.
func (s *Schema) APIFolder(l *Locale, t *Type) string { return s.APIRoot() + l.Tag + "/" + t.APIName() }

// ownNames begin the names of the files beside the entries of a type.
var ownNames = []string{"index", "facets", "page-"}

// APIEntry returns the path of an entry in the API, without extension: its
// identity below the folder of its type. One that would stand in the place of a
// list has an underscore before it, which no identity has.
func (s *Schema) APIEntry(l *Locale, t *Type, id string) string {
	name := strings.TrimPrefix(id, t.Folder+"/")
	if slices.ContainsFunc(ownNames, func(own string) bool { return strings.HasPrefix(name, own) }) {
		name = "_" + name
	}
	return s.APIFolder(l, t) + "/" + name
}

// Point returns the first field of t that is a place, or nil.
func (t *Type) Point() *Field {
	for _, f := range t.Fields {
		if f.Kind == KindPoint {
			return f
		}
	}
	return nil
}

// FacetNames returns what the entries of t are counted by: what searches and
// lists can be narrowed by.
func (t *Type) FacetNames() []string {
	names := slices.Clone(t.Search.Facets)
	for _, f := range t.Filters {
		if !slices.Contains(names, f.Name) {
			names = append(names, f.Name)
		}
	}
	return names
}
