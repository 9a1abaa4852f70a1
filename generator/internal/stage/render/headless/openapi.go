package headless

import (
	"strconv"

	"essaim/generator/internal/model/schema"
)

func (a *API) openAPIPath() string { return a.root + "openapi.json" }

// openAPI writes the description of every address as OpenAPI 3.1. It stands for
// itself: the schemas are in it.
func (a *API) openAPI(buffer []byte) []byte {
	source := a.site.Schema.Source()
	info := shape{{"title", a.text(a.config.Title, source)}, {"version", strconv.Itoa(a.config.API.Version)}}.
		titled("", a.text(a.config.Description, source))
	if l := a.config.API.License; l != nil {
		license := shape{{"name", a.text(l.Name, source)}, {"url", l.URL}}
		if l.ID != "" { // OpenAPI wants one or the other
			license = shape{{"name", a.text(l.Name, source)}, {"identifier", l.ID}}
		}
		info = info.with("license", license)
	}
	paths, tags := shape{}, []any{}
	path := func(address string, operation shape, parameters ...any) {
		item := shape{}
		if len(parameters) > 0 {
			item = item.with("parameters", parameters)
		}
		paths = paths.with(address, item.with("get", operation))
	}
	path("/index.json", operation("index", "Where a program begins: locales, types, addresses.", "_index"))
	path("/changes.json", operation("changes", "Every entry with the hash of its file: what has another hash has changed.", "_changes"))
	path("/changes-{page}.json", operation("changesPage", "The following pages of changes.", "_changes"), pageParameter())
	path("/openapi.json", answer("openapi", "This document.", "application/json", shape{{"type", "object"}}))
	path("/schema/{name}.json", answer("schema", "The JSON Schema of an entry by its type, or of _index, _list, _facets and _changes.", "application/schema+json", shape{{"type", "object"}}), parameter("name", text()))
	path("/{locale}/datapackage.json", answer("datapackage", "The tables of a locale (Tabular Data Package 1).", "application/json", shape{{"type", "object"}}), a.localeParameter())
	for _, t := range a.site.Schema.Types {
		a.typePaths(t, path)
		tag := shape{{"name", t.Name}}.titled("", a.text(t.Plural, source))
		tags = append(tags, tag)
	}
	schemas := shape{}
	for _, t := range a.site.Schema.Types {
		schemas = schemas.with(t.APIName(), a.entrySchema(t))
	}
	for _, m := range a.sharedSchemas() {
		schemas = append(schemas, m)
	}
	document := shape{
		{"openapi", "3.1.0"}, {"info", info}, {"jsonSchemaDialect", draft},
		{"servers", []any{shape{{"url", a.address(a.root[:len(a.root)-1])}}}},
		{"security", []any{}}, {"tags", tags}, {"paths", paths}, {"components", shape{{"schemas", schemas}}},
	}
	w := &writer{buffer}
	w.shape(document)
	return append(w.out, '\n')
}

// typePaths describes what there is of a type.
func (a *API) typePaths(t *schema.Type, path func(string, shape, ...any)) {
	name, base := t.APIName(), "/{locale}/"+t.APIName()
	tagged := func(s shape) shape { return s.with("tags", []string{t.Name}) }
	locale := a.localeParameter()
	path(base+"/index.json", tagged(operation("list-"+name, "The first page of the list, in the order of the site.", "_list")), locale)
	path(base+"/page-{page}.json", tagged(operation("listPage-"+name, "The following pages of the list.", "_list")), locale, pageParameter())
	path(base+"/facets.json", tagged(operation("facets-"+name, "How many entries have each value of each facet.", "_facets")), locale)
	path(base+"/{entry}.json", tagged(operation("entry-"+name, "A whole entry. Its name may hold slashes, which stay as they are.", name)), locale, parameter("entry", text()))
	path(base+".csv", tagged(answer("table-"+name, "The list as a table (RFC 4180), described by datapackage.json.", "text/csv", text())), locale)
	if t.Point() != nil {
		path(base+".geojson", tagged(answer("map-"+name, "The entries that have a place (RFC 7946).", "application/geo+json", shape{{"type", "object"}})), locale)
	}
	if t.Series != nil {
		path(base+"/{entry}.csv", tagged(answer("series-"+name, "The dated values of an entry.", "text/csv", text())), locale, parameter("entry", text()))
	}
}

func (a *API) localeParameter() shape {
	var tags []string
	for _, l := range a.site.Schema.Locales {
		tags = append(tags, l.Tag)
	}
	return parameter("locale", text().with("enum", tags))
}

func pageParameter() shape { return parameter("page", count(2)) }

func parameter(name string, s shape) shape {
	return shape{{"name", name}, {"in", "path"}, {"required", true}, {"schema", s}}
}

// operation describes an address that answers with a schema of the components.
func operation(id, summary, name string) shape {
	return answer(id, summary, "application/json", shape{{"$ref", "#/components/schemas/" + name}})
}

func answer(id, summary, mediaType string, s shape) shape {
	return shape{
		{"operationId", id}, {"summary", summary},
		{"responses", shape{
			{"200", shape{{"description", "It is there."}, {"content", shape{{mediaType, shape{{"schema", s}}}}}}},
			{"404", shape{{"description", "It is not, or no longer."}}},
		}},
	}
}
