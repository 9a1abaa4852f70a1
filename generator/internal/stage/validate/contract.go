package validate

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
)

// Contract compares the types with what has been published of them, if that is
// recorded: what a program may rely on must not change without a new version.
// The rules are in stage/render/headless/API.md.
func Contract(s *schema.Schema, tree *source.Tree) diag.List {
	if s.Config.API == nil {
		return nil
	}
	path := schema.ContractPath(s.Config.API.Version)
	f := tree.File(path)
	if f == nil {
		return nil
	}
	published, err := schema.ReadContract(f.Data)
	switch {
	case errors.Is(err, schema.ErrNoContract):
		return diag.List{diag.New("api-record/shape", source.In(path, 0, 0), path)}
	case err != nil:
		return diag.List{diag.New("api-record", source.In(path, 0, 0), path, err.Error())}
	}
	c := &contract{schema: s, record: source.In(path, 0, 0)}
	c.compare(published, s.Contract())
	return c.found
}

type contract struct {
	schema *schema.Schema
	record source.Span
	found  diag.List
}

// broken reports a promise that is not kept, with what to do.
func (c *contract) broken(msg diag.Msg, span source.Span, args ...string) {
	next := strconv.Itoa(c.schema.Config.API.Version + 1)
	c.found.Add(diag.New(msg, span, args...).WithNote("note/api-record", c.record).WithNote("note/api-version", source.Span{}, next))
}

func (c *contract) compare(was, is schema.Contract) {
	for _, tag := range was.Locales {
		if !slices.Contains(is.Locales, tag) {
			c.broken("api-break/locale", source.In("content/site.yaml", 0, 0), tag)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(was.Types)) {
		i := slices.IndexFunc(c.schema.Types, func(t *schema.Type) bool { return t.APIName() == name })
		if i < 0 {
			c.broken("api-break/type", c.record, name)
			continue
		}
		c.compareType(c.schema.Types[i], was.Types[name], is.Types[name])
	}
}

func (c *contract) compareType(t *schema.Type, was, is schema.ContractType) {
	c.compareFields(t.Span, "", t.Fields, was.Fields, is.Fields)
	for _, facet := range was.Facets {
		if !slices.Contains(is.Facets, facet) {
			c.broken("api-break/facet", t.Span, facet)
		}
	}
	if was.Body && !is.Body {
		c.broken("api-break/missing", t.Span, "body")
	}
	if was.Series && !is.Series {
		c.broken("api-break/field", t.Span, "series")
	}
}

// compareFields compares fields by name; outer is where a missing one would be.
func (c *contract) compareFields(outer source.Span, prefix string, fields []*schema.Field, was, is map[string]schema.ContractField) {
	for _, name := range slices.Sorted(maps.Keys(was)) {
		i := slices.IndexFunc(fields, func(f *schema.Field) bool { return f.Name == name })
		if i < 0 {
			c.broken("api-break/field", outer, prefix+name)
			continue
		}
		c.compareField(fields[i], prefix+name, was[name], is[name])
	}
}

func (c *contract) compareField(f *schema.Field, name string, was, is schema.ContractField) {
	switch {
	case !narrower(was.Kind, is.Kind):
		c.broken("api-break/kind", f.Span, name, string(was.Kind), string(is.Kind))
		return
	case was.List != is.List:
		c.broken("api-break/list", f.Span, name)
		return
	}
	if was.Always && !is.Always {
		c.broken("api-break/missing", f.Span, name)
	}
	if was.Kind == schema.KindDate && coarseness(is.Precision) > coarseness(was.Precision) {
		c.broken("api-break/precision", f.Span, name)
	}
	if was.Kind == schema.KindEnum {
		for _, key := range was.Values {
			if !slices.Contains(is.Values, key) {
				c.broken("api-break/value", f.Span, key, name)
			}
		}
	}
	if len(was.Columns) > 0 && !slices.Equal(was.Columns, is.Columns) {
		c.broken("api-break/column", f.Span, strings.Join(was.Columns, ", "), strings.Join(is.Columns, ", "))
	}
	c.compareFields(f.Span, name+".", f.Fields, was.Fields, is.Fields)
}

// narrower reports whether every value of a kind has the form of another.
func narrower(wide, kind schema.Kind) bool {
	switch {
	case wide == kind:
		return true
	case wide == schema.KindNumber:
		return kind == schema.KindInteger
	case wide == schema.KindText:
		return kind == schema.KindURL || kind == schema.KindEmail || kind == schema.KindPhone
	}
	return false
}

// coarseness orders the precisions of dates.
func coarseness(precision string) int {
	return slices.Index([]string{"", "month", "year"}, precision)
}
