package validate

import (
	"strconv"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
)

// inherited compares a translation with its source page: a value that repeats
// an inherited one is a second place to correct later, and a list of another
// length cannot be completed item by item.
func (c *checker) inherited(e *content.Entry) {
	base := c.source(e)
	if base == nil || base.Fields == nil {
		return
	}
	for _, f := range e.Type.Fields {
		own, has := e.Fields[f.Name]
		from, inherits := base.Fields[f.Name]
		if inherits && e.Empty[f.Name] && f.Kind != schema.KindMarkdown && !f.Required {
			c.found.Add(diag.New("translation-same/empty", e.FieldSpans[f.Name], f.Name).WithNote("note/source-entry", base.FieldSpans[f.Name]))
		}
		if !has || !inherits {
			continue
		}
		if own.Partial || from.Partial {
			continue // which item is which cannot be known
		}
		if f.Kind == schema.KindList && len(own.Items) != len(from.Items) {
			d := diag.New("translation-list", e.FieldSpans[f.Name], f.Name, strconv.Itoa(len(own.Items)), strconv.Itoa(len(from.Items)))
			c.found.Add(d.WithNote("note/source-entry", base.FieldSpans[f.Name]))
			continue
		}
		if !f.Translated && own.Equal(from) {
			d := diag.New("translation-same", e.FieldSpans[f.Name], f.Name)
			c.found.Add(d.WithNote("note/source-entry", base.FieldSpans[f.Name]))
		}
	}
}
