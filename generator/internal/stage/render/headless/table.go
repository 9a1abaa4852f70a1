package headless

import (
	"strings"
	"unicode/utf8"

	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
)

// separator stands between the values of a field in one cell, and inBar for
// itself where a value holds it.
const (
	separator = "|"
	inBar     = "¦"
)

// tables returns the table of every list, the description of all tables of a
// locale, and the map of every list with places.
func (a *API) tables() []File {
	var files []File
	for _, x := range a.held().lists {
		folder := a.folder(x.locale, x.kind)
		files = append(files, File{Path: folder + ".csv", Pages: x.pages, Make: func(buffer []byte) []byte { return a.table(buffer, x) }})
		if point := x.kind.Point(); point != nil {
			files = append(files, File{Path: folder + ".geojson", Pages: x.pages, Make: func(buffer []byte) []byte { return a.features(buffer, x, point) }})
		}
	}
	for _, i := range a.held().entries {
		if p := a.pageOf(i); p.Entry.Series != nil {
			path := a.entryPath(p.Locale, p.Type, p.Entry.ID) + ".csv"
			files = append(files, File{Path: path, Pages: []int{i}, Make: func(buffer []byte) []byte { return a.series(buffer, p) }})
		}
	}
	for _, l := range a.site.Schema.Locales {
		files = append(files, File{Path: a.root + l.Tag + "/datapackage.json", Make: func(buffer []byte) []byte { return a.dataPackage(buffer, l) }})
	}
	return files
}

// Maps returns the paths of the maps, whose extension few hosts know.
func (a *API) Maps() []string {
	var paths []string
	for _, t := range a.site.Schema.Types {
		if t.Point() == nil {
			continue
		}
		for _, l := range a.site.Schema.Locales {
			paths = append(paths, a.folder(l, t)+".geojson")
		}
	}
	return paths
}

// row is the beginning of a row, its fixed columns.
func (a *API) row(p *site.Page) []string {
	return []string{p.Entry.ID, p.Locale.Tag, a.views.Addresses().Canonical(p.URL)}
}

// table writes the entries of a list as CSV (RFC 4180), in UTF-8 without a byte
// order mark: see API.md.
func (a *API) table(buffer []byte, x *list) []byte {
	c := &csv{out: buffer}
	for _, name := range schema.FixedColumns() {
		c.text(name)
	}
	columns := x.kind.Columns()
	for _, column := range columns {
		c.text(column.Name)
	}
	c.end()
	for _, i := range x.pages {
		p := a.pageOf(i)
		for _, text := range a.row(p) {
			c.text(text)
		}
		for _, column := range columns {
			a.columnCell(c, p, column)
		}
		c.end()
	}
	return c.out
}

// columnCell writes what a column shows of an entry.
func (a *API) columnCell(c *csv, p *site.Page, column schema.Column) {
	v, is := valueAt(p.Entry.Fields, column.Path)
	switch {
	case !is:
		c.empty()
	case isNested(column.Field()):
		w := &writer{}
		a.value(w, p, v)
		c.text(string(w.out))
	case v.IsList:
		parts := make([]string, len(v.Items))
		for i, item := range v.Items {
			parts[i] = strings.ReplaceAll(a.cell(item, column.Part), separator, inBar)
		}
		c.text(strings.Join(parts, separator))
	default:
		c.text(a.cell(v, column.Part))
	}
}

// isNested reports whether a cell holds JSON: lists of objects have no other
// form in a table.
func isNested(f *schema.Field) bool {
	return f.Kind == schema.KindList || f.Kind == schema.KindObject
}

// valueAt returns the value that a path of fields leads to.
func valueAt(fields []site.Field, path []*schema.Field) (site.Value, bool) {
	for _, f := range fields {
		if f.Name != path[0].Name {
			continue
		}
		if len(path) == 1 {
			return f.Value, true
		}
		return valueAt(f.Value.Fields(), path[1:])
	}
	return site.Value{}, false
}

// series writes the dated values of an entry and its targets.
func (a *API) series(buffer []byte, p *site.Page) []byte {
	c := &csv{out: buffer}
	record := func(cells ...string) {
		for _, text := range cells {
			c.text(text)
		}
		c.end()
	}
	record("series", "id", "date", "value", "unit", "qualifier", "perimeter", "source")
	for _, part := range []struct {
		name   string
		values []site.Quantity
	}{{"value", p.Entry.Series.Values}, {"target", p.Entry.Series.Targets}} {
		for _, q := range part.values {
			source := ""
			if q.Source != nil {
				source = q.Source.URL
			}
			record(part.name, q.ID, q.Date.String(), decimal(q.Number), q.Unit, q.Qualifier, q.Perimeter, source)
		}
	}
	return c.out
}

// csv appends records to a buffer.
type csv struct {
	out []byte
	// begun reports whether the record has a cell.
	begun bool
}

// end ends a record.
func (c *csv) end() {
	c.out = append(c.out, '\r', '\n')
	c.begun = false
}

// empty writes a cell without a value.
func (c *csv) empty() {
	if c.begun {
		c.out = append(c.out, ',')
	}
	c.begun = true
}

// text writes a cell, in quotes where RFC 4180 wants them and where another
// separator than the comma would divide it.
func (c *csv) text(s string) {
	c.empty()
	s = harmless(s)
	if !strings.ContainsAny(s, "\",;\t\r\n") && s == strings.Trim(s, " ") {
		c.out = append(c.out, s...)
		return
	}
	c.out = append(c.out, '"')
	c.out = append(c.out, strings.ReplaceAll(s, `"`, `""`)...)
	c.out = append(c.out, '"')
}

// starters begin a formula in a spreadsheet (OWASP, CSV Injection); the wide
// forms are taken for them in East Asian settings.
const starters = "=+-@\t\r＝＋－＠"

// dividers are what divides cells where the comma does not.
const dividers = ";\t\r\n"

// harmless puts an apostrophe before what a spreadsheet would take for a formula:
// at the beginning of a cell, and after what divides cells where the comma does
// not. A number is left as it is.
func harmless(s string) string {
	first, _ := utf8.DecodeRuneInString(s)
	if !strings.ContainsRune(starters, first) && !strings.ContainsAny(s, dividers) || isNumeric(s) {
		return s
	}
	var b strings.Builder
	before := rune(0)
	for i, r := range s {
		if (i == 0 || strings.ContainsRune(dividers, before)) && strings.ContainsRune(starters, r) {
			b.WriteByte('\'')
		}
		b.WriteRune(r)
		before = r
	}
	return b.String()
}

// isNumeric reports whether a text is nothing but a number, of a telephone too.
func isNumeric(s string) bool {
	digits := strings.TrimLeft(s[:min(1, len(s))], "+-") + s[min(1, len(s)):]
	return digits != "" && strings.Trim(digits, "0123456789.") == ""
}

// features writes the entries of a list that have a place as GeoJSON (RFC 7946),
// with what the table says of them as properties.
func (a *API) features(buffer []byte, x *list, point *schema.Field) []byte {
	w := &writer{buffer}
	columns := x.kind.Columns()
	w.open('{')
	w.member("type", "FeatureCollection")
	w.name("features")
	w.open('[')
	for _, i := range x.pages {
		p := a.pageOf(i)
		place, is := valueAt(p.Entry.Fields, []*schema.Field{point})
		if !is {
			continue
		}
		w.open('{')
		w.member("type", "Feature")
		w.member("id", p.Entry.ID)
		w.name("geometry")
		a.geometry(w, place)
		w.name("properties")
		w.open('{')
		for n, text := range a.row(p) {
			w.member(schema.FixedColumns()[n], text)
		}
		for _, column := range columns {
			if column.Path[0] != point {
				a.property(w, p, column)
			}
		}
		w.close('}')
		w.close('}')
	}
	w.close(']')
	w.close('}')
	return append(w.out, '\n')
}

// geometry writes one place or several; longitude comes first.
func (a *API) geometry(w *writer, place site.Value) {
	position := func(v site.Value) {
		latitude, longitude := v.Point()
		w.open('[')
		w.number(longitude)
		w.number(latitude)
		w.close(']')
	}
	w.open('{')
	if place.IsList {
		w.member("type", "MultiPoint")
		w.name("coordinates")
		w.open('[')
		for _, v := range place.Items {
			position(v)
		}
		w.close(']')
	} else {
		w.member("type", "Point")
		w.name("coordinates")
		position(place)
	}
	w.close('}')
}

// property writes what a column shows of an entry, as JSON.
func (a *API) property(w *writer, p *site.Page, column schema.Column) {
	v, is := valueAt(p.Entry.Fields, column.Path)
	if !is {
		return
	}
	one := func(v site.Value) {
		switch {
		case isNested(column.Field()), v.Kind == schema.KindBoolean, v.Kind == schema.KindInteger, v.Kind == schema.KindNumber:
			a.value(w, p, v)
		case column.Part == schema.Latitude || column.Part == schema.Longitude:
			w.raw([]byte(a.cell(v, column.Part)))
		default:
			w.text(a.cell(v, column.Part))
		}
	}
	w.name(column.Name)
	if !v.IsList {
		one(v)
		return
	}
	w.open('[')
	for _, item := range v.Items {
		one(item)
	}
	w.close(']')
}
