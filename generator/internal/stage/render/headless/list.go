package headless

import (
	"cmp"
	"slices"
	"strconv"

	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
)

// pageSize is how many entries a file of a list has. It is no setting of the
// site: programs go from one to the next by their links.
const pageSize = 100

// Shared returns what is neither an entry nor depends on what all of them say:
// lists, facets, tables, schemas.
// The tables come first: each is made of all entries of a list.
func (a *API) Shared() []File {
	return slices.Concat(a.tables(), a.listFiles(), a.schemas())
}

// listFiles returns the files of every list, its facets included.
func (a *API) listFiles() []File {
	var files []File
	for _, x := range a.held().lists {
		folder := a.folder(x.locale, x.kind) + "/"
		total := max(1, (len(x.pages)+pageSize-1)/pageSize)
		for n := 1; n <= total; n++ {
			pages := x.pages[min((n-1)*pageSize, len(x.pages)):min(n*pageSize, len(x.pages))]
			files = append(files, File{
				Path: folder + pageName(n), Pages: pages, More: strconv.Itoa(total) + "/" + strconv.Itoa(len(x.pages)),
				Make: func(buffer []byte) []byte { return a.listPage(buffer, x, folder, n, total, pages) },
			})
		}
		files = append(files, File{
			Path: folder + "facets.json", Pages: x.pages,
			Make: func(buffer []byte) []byte { return a.facets(buffer, x, folder) },
		})
	}
	return files
}

// listPage writes one file of a list.
func (a *API) listPage(buffer []byte, x *list, folder string, n, total int, pages []int) []byte {
	w := &writer{buffer}
	w.open('{')
	w.member("$schema", a.address(a.schemaPath("_list")))
	w.member("self", a.address(folder+pageName(n)))
	w.member("type", x.kind.Name)
	w.member("locale", x.locale.Tag)
	for _, count := range []struct {
		name string
		n    int
	}{{"total", len(x.pages)}, {"page", n}, {"pages", total}} {
		w.name(count.name)
		w.integer(count.n)
	}
	if n > 1 {
		w.member("previous", a.address(folder+pageName(n-1)))
	}
	if n < total {
		w.member("next", a.address(folder+pageName(n+1)))
	}
	w.name("items")
	w.open('[')
	for _, i := range pages {
		a.card(w, a.pageOf(i))
	}
	w.close(']')
	w.close('}')
	return append(w.out, '\n')
}

// card writes an entry as lists show it.
func (a *API) card(w *writer, p *site.Page) {
	w.open('{')
	a.identity(w, p)
	w.optional("summary", p.Entry.Summary)
	w.optional("date", p.Entry.Date.String())
	if p.Entry.Image != nil {
		w.name("image")
		a.image(w, p.Entry.Image)
	}
	w.name("terms")
	w.open('[')
	for _, t := range p.Entry.Terms {
		w.open('{')
		w.member("vocabulary", t.Vocabulary)
		w.member("key", t.Key)
		w.member("label", t.Label)
		w.close('}')
	}
	w.close(']')
	w.close('}')
}

// counted is a value of a facet.
type counted struct {
	key, label string
	n          int
}

// facets writes how many entries of a list have each value of each facet.
func (a *API) facets(buffer []byte, x *list, folder string) []byte {
	w := &writer{buffer}
	w.open('{')
	w.member("$schema", a.address(a.schemaPath("_facets")))
	w.member("self", a.address(folder+"facets.json"))
	w.member("type", x.kind.Name)
	w.member("locale", x.locale.Tag)
	w.name("total")
	w.integer(len(x.pages))
	w.name("facets")
	w.open('[')
	for _, name := range x.kind.FacetNames() {
		w.open('{')
		w.member("name", name)
		w.optional("label", a.facetLabel(x, name))
		w.name("values")
		w.open('[')
		for _, v := range a.count(x, name) {
			w.open('{')
			w.member("key", v.key)
			w.member("label", v.label)
			w.name("count")
			w.integer(v.n)
			w.close('}')
		}
		w.close(']')
		w.close('}')
	}
	w.close(']')
	w.close('}')
	return append(w.out, '\n')
}

// facetLabel returns what readers call a facet, or "".
func (a *API) facetLabel(x *list, name string) string {
	if i := filterNamed(x.kind, name); i >= 0 {
		if label := a.text(x.kind.Filters[i].Label, x.locale); label != "" {
			return label
		}
	}
	if f := x.kind.Field(name); f != nil {
		return a.text(f.Label, x.locale)
	}
	return ""
}

func filterNamed(t *schema.Type, name string) int {
	return slices.IndexFunc(t.Filters, func(f *schema.Filter) bool { return f.Name == name })
}

// count returns the values of a facet, the most frequent first.
func (a *API) count(x *list, name string) []counted {
	at := map[string]int{}
	var values []counted
	add := func(key, label string, seen map[string]bool) {
		if key == "" || seen[key] {
			return // an entry counts once
		}
		seen[key] = true
		i, is := at[key]
		if !is {
			i = len(values)
			at[key] = i
			values = append(values, counted{key: key, label: label})
		}
		values[i].n++
	}
	for _, i := range x.pages {
		e, seen := a.pageOf(i).Entry, map[string]bool{}
		if name == schema.FilterYear && x.kind.Field(schema.FilterYear) == nil {
			if e.Date.Year > 0 {
				year := strconv.Itoa(int(e.Date.Year))
				add(year, year, seen)
			}
			continue
		}
		if name == schema.StateFacet && x.kind.Field(name) == nil {
			add(string(e.State), string(e.State), seen)
			continue
		}
		for _, f := range e.Fields {
			if f.Name != name {
				continue
			}
			for _, v := range f.Value.Each() {
				key, label := a.facetValue(v)
				add(key, label, seen)
			}
		}
	}
	if i := filterNamed(x.kind, name); i >= 0 {
		for n := range values {
			for _, v := range x.kind.Filters[i].Values {
				if label := a.text(v.Label, x.locale); v.Key == values[n].key && label != "" {
					values[n].label = label
				}
			}
		}
	}
	slices.SortStableFunc(values, func(a, b counted) int { return cmp.Or(b.n-a.n, cmp.Compare(a.key, b.key)) })
	return values
}

// facetValue returns what counts as the same value, and how readers see it.
func (a *API) facetValue(v site.Value) (key, label string) {
	switch {
	case v.Kind.IsKeyed():
		return v.Key, v.Text
	case v.Kind == schema.KindRef:
		return v.Link.ID, v.Text
	}
	text := a.cell(v, schema.Whole)
	return text, text
}
