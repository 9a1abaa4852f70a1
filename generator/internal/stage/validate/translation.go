package validate

import (
	"strconv"
	"unicode/utf8"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
)

// leastTranslated is how many characters a text has that nobody leaves as it is: a
// shorter one may be a name, or an address.
const leastTranslated = 40

// untranslated finds texts of a published translation that are those of its source
// page: readers would hear them in the wrong language.
func (c *checker) untranslated(e *content.Entry) {
	base := c.source(e)
	if base == nil || e.Fields.Value("draft").Bool || schema.Language(e.Locale) == schema.Language(base.Locale) {
		return
	}
	for _, f := range e.Type.Fields {
		own, has := e.Fields.Get(f.Name)
		if has && f.Translated && (f.Kind == schema.KindText || f.Kind == schema.KindMarkdown) && utf8.RuneCountInString(own.Text) >= leastTranslated && own.Equal(base.Fields.Value(f.Name)) {
			c.found.Add(diag.New("translation-missing", own.Span).WithNote("note/source-entry", span(base, f)))
		}
	}
	if e.Body == nil || base.Body == nil || e.Body.Unread || base.Body.Unread {
		return
	}
	if e.Body.HasWords && e.Body.Sum == base.Body.Sum && e.BodySpan.End-e.BodySpan.Start >= leastTranslated {
		at := source.In(e.File, e.BodySpan.Start, e.BodySpan.Start)
		c.found.Add(diag.New("translation-missing", at).WithNote("note/source-entry", source.In(base.File, base.BodySpan.Start, base.BodySpan.Start)))
	}
}

// inherited compares a translation with its source page: a value that repeats
// an inherited one is a second place to correct later, and a list of another
// length cannot be completed item by item.
func (c *checker) inherited(e *content.Entry) {
	base := c.source(e)
	if base == nil || base.Fields == nil {
		return
	}
	for _, f := range e.Type.Fields {
		own, has := e.Fields.Get(f.Name)
		from, inherits := base.Fields.Get(f.Name)
		if inherits && e.Fields.IsEmpty(f.Name) && f.Kind != schema.KindMarkdown && !f.Required {
			c.found.Add(diag.New("translation-same/empty", span(e, f), f.Name).WithNote("note/source-entry", span(base, f)))
		}
		if !has || !inherits {
			continue
		}
		if own.Partial || from.Partial {
			continue // which item is which cannot be known
		}
		if f.Kind == schema.KindList && len(own.Items) != len(from.Items) {
			d := diag.New("translation-list", span(e, f), f.Name, strconv.Itoa(len(own.Items)), strconv.Itoa(len(from.Items)))
			c.found.Add(d.WithNote("note/source-entry", span(base, f)))
			continue
		}
		if !f.Translated && own.Equal(from) {
			d := diag.New("translation-same", span(e, f), f.Name)
			c.found.Add(d.WithNote("note/source-entry", span(base, f)))
		}
	}
}

// span returns where the name of a field stands, if it is written.
func span(e *content.Entry, f *schema.Field) source.Span {
	at, _ := e.Fields.Span(f.Name, e.File)
	return at
}
