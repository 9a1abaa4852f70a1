package headless

import (
	"slices"

	"essaim/generator/internal/model/schema"
)

// draft is the dialect of every schema.
const draft = "https://json-schema.org/draft/2020-12/schema"

// shape is a JSON object to be written, in the order of its members.
type shape []member

type member struct {
	name string
	// value is a text, a number, a boolean, a shape or a list of such.
	value any
}

func (s shape) with(name string, value any) shape {
	return append(s[:len(s):len(s)], member{name, value})
}

// titled adds what people call a thing, and what they are told of it.
func (s shape) titled(title, description string) shape {
	if title != "" {
		s = s.with("title", title)
	}
	if description != "" {
		s = s.with("description", description)
	}
	return s
}

func (w *writer) shape(s shape) {
	w.open('{')
	for _, m := range s {
		w.name(m.name)
		w.any(m.value)
	}
	w.close('}')
}

func (w *writer) any(value any) {
	switch v := value.(type) {
	case string:
		w.text(v)
	case int:
		w.integer(v)
	case bool:
		w.boolean(v)
	case shape:
		w.shape(v)
	case []string:
		w.open('[')
		for _, text := range v {
			w.text(text)
		}
		w.close(']')
	case []any:
		w.open('[')
		for _, item := range v {
			w.any(item)
		}
		w.close(']')
	default:
		panic("headless: a shape holds what is no JSON")
	}
}

// property is a member of an object in a schema.
type property struct {
	name     string
	value    shape
	optional bool
}

// object returns the schema of an object. Other members may be there in time:
// a program passes over what it does not know.
func object(properties ...property) shape {
	all, required := shape{}, []string{}
	for _, p := range properties {
		all = all.with(p.name, p.value)
		if !p.optional {
			required = append(required, p.name)
		}
	}
	s := shape{{"type", "object"}, {"properties", all}}
	if len(required) > 0 {
		s = s.with("required", required)
	}
	return s
}

func listOf(items shape) shape { return shape{{"type", "array"}, {"items", items}} }

func text() shape               { return shape{{"type", "string"}} }
func format(name string) shape  { return text().with("format", name) }
func pattern(expr string) shape { return text().with("pattern", expr) }
func count(least int) shape     { return shape{{"type", "integer"}, {"minimum", least}} }

func is(name string, value shape) property  { return property{name, value, false} }
func may(name string, value shape) property { return property{name, value, true} }

const hashPattern = "^[0-9a-f]{64}$"

// datePattern is what a date looks like that may be coarser than a day.
func datePattern(f *schema.Field) string {
	if f.Precision == "month" {
		return `^\d{4}-\d{2}(-\d{2})?$`
	}
	return `^\d{4}(-\d{2}(-\d{2})?)?$`
}

// anyDate is the date of an entry, whose type may accept coarse ones.
const anyDate = `^\d{4}(-\d{2}(-\d{2})?)?$`

// valueOf returns the schema of a value of a field: see API.md.
func (a *API) valueOf(f *schema.Field) shape {
	if f.IsList() {
		return listOf(a.single(f))
	}
	return a.single(f)
}

func (a *API) single(f *schema.Field) shape {
	switch f.Kind {
	case schema.KindInteger:
		return shape{{"type", "integer"}}
	case schema.KindNumber:
		return shape{{"type", "number"}}
	case schema.KindBoolean:
		return shape{{"type", "boolean"}}
	case schema.KindDate:
		if f.Precision == "" || f.Precision == "day" {
			return format("date")
		}
		return pattern(datePattern(f))
	case schema.KindDatetime:
		return format("date-time")
	case schema.KindURL, schema.KindFile:
		return format("uri")
	case schema.KindEmail:
		return format("email")
	case schema.KindEnum:
		keys := make([]string, len(f.Values))
		for i, v := range f.Values {
			keys[i] = v.Key
		}
		return object(is("key", text().with("enum", keys)), is("label", text()))
	case schema.KindTerm:
		return object(is("key", text()), is("label", text()), may("url", format("uri")))
	case schema.KindCountry:
		return object(is("key", pattern("^[A-Z]{2}$")), is("label", text()))
	case schema.KindRef:
		kind := text()
		if len(f.To) > 0 {
			kind = kind.with("enum", f.To)
		}
		of := func(name string, value shape) property {
			return property{name, value, f.Lists} // a list is no entry
		}
		return object(of("id", text()), of("type", kind), of("locale", text()), of("self", format("uri")), is("url", format("uri")), is("title", text()))
	case schema.KindPoint:
		return object(
			is("latitude", shape{{"type", "number"}, {"minimum", -90}, {"maximum", 90}}),
			is("longitude", shape{{"type", "number"}, {"minimum", -180}, {"maximum", 180}}))
	case schema.KindImage:
		return image()
	case schema.KindMarkdown:
		return object(is("markdown", text()), is("html", text()), is("text", text()))
	case schema.KindObject, schema.KindList:
		return a.fieldsOf(f.Fields)
	}
	return text()
}

func image() shape {
	return object(is("url", format("uri")), may("width", count(1)), may("height", count(1)), is("alt", text()), may("caption", text()))
}

func (a *API) fieldsOf(fields []*schema.Field) shape {
	source := a.site.Schema.Source()
	properties := make([]property, len(fields))
	for i, f := range fields {
		properties[i] = property{f.Name, a.valueOf(f).titled(a.text(f.Label, source), a.text(f.Help, source)), !f.AlwaysThere()}
	}
	return object(properties...)
}

// identitySchema is what an entry and its card begin with.
func identitySchema(kind shape, closes bool) []property {
	p := []property{
		is("id", text().titled("", "Identity: the same in every locale and for ever.")), is("type", kind),
		is("locale", text().titled("", "BCP 47 tag of the language that it is written in.")),
		is("self", format("uri").titled("", "Address of the whole entry as JSON.")),
		is("url", format("uri").titled("", "Canonical address of its page.")), is("title", text()),
	}
	if closes {
		p = append(p, may("state", text().with("enum", []string{"open", "closed"})), may("closes", format("date-time").titled("", "First instant at which it is no longer open.")))
	}
	return p
}

// entrySchema returns the schema of the entries of a type.
func (a *API) entrySchema(t *schema.Type) shape {
	source := a.site.Schema.Source()
	properties := slices.Concat(
		[]property{is("$schema", format("uri"))},
		identitySchema(text().with("const", t.Name), t.Closing != nil),
		[]property{
			is("translations", listOf(object(is("locale", text()), is("self", format("uri")), is("url", format("uri"))))),
			is("fields", a.fieldsOf(t.Fields)),
			{"body", object(is("html", text()), is("text", text())), !t.BodyRequired},
		})
	return shape{}.titled(a.text(t.Label, source), "").and(object(properties...))
}

func (s shape) and(more shape) shape { return append(s[:len(s):len(s)], more...) }

func pager(items shape) []property {
	return []property{
		is("total", count(0)), is("page", count(1)), is("pages", count(1)),
		may("previous", format("uri")), may("next", format("uri")), is("items", listOf(items)),
	}
}

func head() []property {
	return []property{is("$schema", format("uri")), is("self", format("uri"))}
}

func cardSchema() shape {
	return object(slices.Concat(identitySchema(text(), true), []property{
		may("summary", text()), may("date", pattern(anyDate)), may("image", image()),
		is("terms", listOf(object(is("vocabulary", text()), is("key", text()), is("label", text())))),
	})...)
}

// sharedSchemas are those of what is no entry, by name.
func (a *API) sharedSchemas() []member {
	license := object(may("id", text()), is("name", text()), is("url", format("uri")))
	ofType := object(is("type", text()), is("label", text()), is("plural", text()), is("total", count(0)),
		is("schema", format("uri")), is("list", format("uri")), is("facets", format("uri")), is("csv", format("uri")), may("geojson", format("uri")))
	return []member{
		{"_index", object(slices.Concat(head(), []property{
			is("version", count(1)), is("state", pattern(hashPattern).titled("", "Stays the same as long as no entry changes.")),
			is("title", text()), may("description", text()), is("url", format("uri")), may("license", license),
			is("openapi", format("uri")), is("changes", format("uri")),
			is("locales", listOf(object(is("locale", text()), is("name", text()), is("url", format("uri")), is("datapackage", format("uri")), is("types", listOf(ofType))))),
		})...)},
		{"_list", object(slices.Concat(head(), []property{is("type", text()), is("locale", text())}, pager(cardSchema()))...)},
		{"_facets", object(slices.Concat(head(), []property{is("type", text()), is("locale", text()), is("total", count(0)),
			is("facets", listOf(object(is("name", text()), may("label", text()),
				is("values", listOf(object(is("key", text()), is("label", text()), is("count", count(1))))))))})...)},
		{"_changes", object(slices.Concat(head(), []property{is("state", pattern(hashPattern))}, pager(object(
			is("id", text()), is("type", text()), is("locale", text()), is("self", format("uri")),
			is("sha256", pattern(hashPattern).titled("", "SHA-256 of the bytes at self.")),
			is("dates", shape{{"type", "object"}, {"additionalProperties", text()}}))))...)},
	}
}

// schemaPath returns the path of a schema by its name: that of a type, or one
// that begins with an underscore.
func (a *API) schemaPath(name string) string { return a.root + "schema/" + name + ".json" }

// schemas returns the file of every schema, and the description of the whole.
func (a *API) schemas() []File {
	var files []File
	add := func(name string, s shape) {
		path := a.schemaPath(name)
		files = append(files, File{Path: path, Make: func(buffer []byte) []byte {
			w := &writer{buffer}
			w.shape(shape{{"$schema", draft}, {"$id", a.address(path)}}.and(s))
			return append(w.out, '\n')
		}})
	}
	for _, t := range a.site.Schema.Types {
		add(t.APIName(), a.entrySchema(t))
	}
	for _, m := range a.sharedSchemas() {
		add(m.name, m.value.(shape))
	}
	return append(files, File{Path: a.openAPIPath(), Make: a.openAPI})
}
