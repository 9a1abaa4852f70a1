package headless

import (
	"essaim/generator/internal/model/schema"
)

// dataPackage writes the description of the tables of a locale as a Tabular Data
// Package (specs.frictionlessdata.io, version 1, which every tool knows), with a
// Table Schema for each.
func (a *API) dataPackage(buffer []byte, l *schema.Locale) []byte {
	w := &writer{buffer}
	w.open('{')
	w.member("profile", "tabular-data-package")
	w.member("name", schema.Slug(a.config.Title.In(a.config.SourceLocale, a.config.SourceLocale))+"-"+schema.Slug(l.Tag))
	w.member("id", a.address(a.root+l.Tag+"/datapackage.json"))
	w.member("title", a.text(a.config.Title, l))
	w.optional("description", a.text(a.config.Description, l))
	w.member("homepage", a.address(""))
	a.licenses(w, l)
	w.name("resources")
	w.open('[')
	for _, x := range a.held().lists {
		if x.locale == l {
			a.resource(w, x)
		}
	}
	w.close(']')
	w.close('}')
	return append(w.out, '\n')
}

func (a *API) licenses(w *writer, l *schema.Locale) {
	license := a.config.API.License
	if license == nil {
		return
	}
	w.name("licenses")
	w.open('[')
	w.open('{')
	w.optional("name", license.ID)
	w.member("path", license.URL)
	w.member("title", a.text(license.Name, l))
	w.close('}')
	w.close(']')
}

// resource describes one table.
func (a *API) resource(w *writer, x *list) {
	w.open('{')
	w.member("name", x.kind.APIName())
	w.member("profile", "tabular-data-resource")
	w.member("title", a.text(x.kind.Plural, x.locale))
	w.member("path", x.kind.APIName()+".csv")
	w.member("format", "csv")
	w.member("mediatype", "text/csv")
	w.member("encoding", "utf-8")
	w.name("dialect")
	w.open('{')
	w.member("delimiter", ",")
	w.member("lineTerminator", "\r\n")
	w.member("quoteChar", `"`)
	w.name("doubleQuote")
	w.boolean(true)
	w.name("header")
	w.boolean(true)
	w.close('}')
	w.name("schema")
	w.open('{')
	w.name("fields")
	w.open('[')
	for _, name := range schema.FixedColumns() {
		w.open('{')
		w.member("name", name)
		w.member("type", "string")
		if name == "url" {
			w.member("format", "uri")
		}
		w.name("constraints")
		w.open('{')
		w.name("required")
		w.boolean(true)
		w.close('}')
		w.close('}')
	}
	for _, column := range x.kind.Columns() {
		a.describeColumn(w, x.locale, column)
	}
	w.close(']')
	w.name("primaryKey")
	w.open('[')
	w.text("id")
	w.close(']')
	w.name("missingValues")
	w.open('[')
	w.text("")
	w.close(']')
	w.close('}')
	w.close('}')
}

// describeColumn writes a field of a Table Schema.
func (a *API) describeColumn(w *writer, l *schema.Locale, column schema.Column) {
	f := column.Field()
	w.open('{')
	w.member("name", column.Name)
	w.optional("title", a.text(f.Label, l))
	several := f.Many && !isNested(f)
	if several {
		// A Table Schema has no type for it: the name is that of the next version.
		w.member("delimiter", separator)
	}
	w.optional("description", a.text(f.Help, l))
	kind, format := columnType(column)
	switch {
	case isNested(f) && (f.Many || f.Kind == schema.KindList):
		w.member("type", "array")
	case isNested(f):
		w.member("type", "object")
	case several:
		w.member("type", "string")
	default:
		w.member("type", kind)
		w.optional("format", format)
		a.constraints(w, column)
	}
	w.close('}')
}

// columnType returns the type and the format that a Table Schema has for single
// values of a column.
func columnType(column schema.Column) (kind, format string) {
	f := column.Field()
	switch f.Kind {
	case schema.KindInteger:
		return "integer", ""
	case schema.KindNumber:
		return "number", ""
	case schema.KindBoolean:
		return "boolean", ""
	case schema.KindDate:
		if f.Precision == "" || f.Precision == "day" {
			return "date", ""
		}
	case schema.KindDatetime:
		return "datetime", ""
	case schema.KindURL, schema.KindFile, schema.KindImage:
		return "string", "uri"
	case schema.KindEmail:
		return "string", "email"
	case schema.KindPoint:
		if column.Part != schema.Whole {
			return "number", ""
		}
	}
	return "string", ""
}

// constraints writes what is sure of every cell of a column.
func (a *API) constraints(w *writer, column schema.Column) {
	f := column.Field()
	required := len(column.Path) == 1 && f.AlwaysThere()
	pattern := ""
	if f.Kind == schema.KindDate && f.Precision != "" && f.Precision != "day" {
		pattern = datePattern(f)
	}
	values := f.Kind == schema.KindEnum && column.Part == schema.Whole
	if !required && pattern == "" && !values {
		return
	}
	w.name("constraints")
	w.open('{')
	if required {
		w.name("required")
		w.boolean(true)
	}
	w.optional("pattern", pattern)
	if values {
		w.name("enum")
		w.open('[')
		for _, v := range f.Values {
			w.text(v.Key)
		}
		w.close(']')
	}
	w.close('}')
}
