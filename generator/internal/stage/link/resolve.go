package link

import (
	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
)

// resolver resolves versions; each worker has one.
type resolver struct {
	*linker
	diagnostics diag.List
	// check makes the resolver look for mistakes only: nothing that it
	// resolves becomes part of the site.
	check bool
}

// card makes the short form of v.
func (r *resolver) card(v *version) *site.Card {
	card := &site.Card{
		ID: v.group.id, URL: v.url, Type: v.group.kind,
		Title: v.fields["title"].Text, Summary: v.fields["summary"].Text, Date: v.fields["date"].Date,
		Terms: r.terms(v),
	}
	if image, ok := v.fields["image"]; ok && image.Kind == schema.KindImage && !image.IsList {
		card.Image = r.image(v, image)
	}
	return card
}

// terms returns every term of v, in the order of the type's fields.
func (l *linker) terms(v *version) []*site.Term {
	var terms []*site.Term
	for _, f := range v.group.kind.Fields {
		if f.Kind != schema.KindTerm {
			continue
		}
		value, has := v.fields[f.Name]
		if !has {
			continue
		}
		for _, item := range value.Each() {
			if t := l.locale[v.locale.Tag].terms[f.Vocabulary][item.Text]; t != nil {
				terms = append(terms, t)
			}
		}
	}
	return terms
}

// page makes the page of v.
func (r *resolver) page(v *version) *site.Page {
	e := &site.Entry{
		Source: v.entry, ID: v.group.id,
		Title: v.fields["title"].Text, Summary: v.fields["summary"].Text, Date: v.fields["date"].Date,
		Fields: r.fields(v, v.group.kind.Fields, v.fields),
		Body:   r.body(v, v.entry.Body, v.headings),
	}
	if v.card != nil {
		e.Image, e.Terms = v.card.Image, v.card.Terms
	}
	kind := site.KindEntry
	if v.group.id == r.schema.Config.Home {
		kind = site.KindHome
	}
	return &site.Page{
		Kind: kind, Locale: v.locale, URL: v.url, Title: e.Title, Summary: e.Summary, Type: v.group.kind,
		Entry: e, Alternates: r.alternates(v), Breadcrumbs: r.breadcrumbs(v), Source: v.entry.File,
	}
}

// alternates returns the page in every locale.
func (r *resolver) alternates(v *version) []site.Alternate {
	var alternates []site.Alternate
	for _, locale := range r.schema.Locales {
		other := v.group.versions[locale.Tag]
		if other != nil && other.live {
			alternates = append(alternates, site.Alternate{Locale: locale, URL: other.url, Exists: true})
		} else {
			alternates = append(alternates, site.Alternate{Locale: locale, URL: site.URL(r.schema.Prefix(locale))})
		}
	}
	return alternates
}

func (r *resolver) breadcrumbs(v *version) []site.Link {
	if v.group.id == r.schema.Config.Home {
		return nil
	}
	trail := []site.Link{r.homeLink(v.locale)}
	if v.group.kind.List {
		trail = append(trail, site.Link{URL: string(r.listURL(v.group.kind, v.locale)), Title: v.group.kind.Plural.In(v.locale.Tag, r.schema.Config.SourceLocale)})
	}
	return trail
}

// homeLink leads to the locale's root.
func (l *linker) homeLink(locale *schema.Locale) site.Link {
	return site.Link{URL: l.schema.Prefix(locale), Title: l.schema.Config.Title.In(locale.Tag, l.schema.Config.SourceLocale)}
}

// fields resolves values in the order of their definitions.
func (r *resolver) fields(v *version, definitions []*schema.Field, values map[string]content.Value) []site.Field {
	var fields []site.Field
	for _, f := range definitions {
		value, has := values[f.Name]
		if !has {
			continue
		}
		resolved, ok := r.value(v, f, value)
		if !ok {
			continue
		}
		label := f.Label.In(v.locale.Tag, r.schema.Config.SourceLocale)
		if label == "" {
			label = f.Name
		}
		fields = append(fields, site.Field{Name: f.Name, Label: label, Value: resolved})
	}
	return fields
}

// value resolves one value; ok is false when nothing is left to show, which
// has then been reported.
func (r *resolver) value(v *version, f *schema.Field, value content.Value) (resolved site.Value, ok bool) {
	if !value.IsList {
		return r.single(v, f, value)
	}
	resolved = site.Value{Kind: f.Kind, IsList: true}
	for _, item := range value.Items {
		if one, ok := r.single(v, f, item); ok {
			resolved.Items = append(resolved.Items, one)
		}
	}
	return resolved, len(resolved.Items) > 0
}

func (r *resolver) single(v *version, f *schema.Field, value content.Value) (site.Value, bool) {
	out := site.Value{
		Kind: f.Kind, Text: value.Text, Number: value.Number, Bool: value.Bool, Date: value.Date, Time: value.Time,
		Latitude: value.Latitude, Longitude: value.Longitude,
	}
	switch f.Kind {
	case schema.KindURL:
		out.Link = &site.Link{URL: value.Text, Title: value.Text, Outside: true}
	case schema.KindEnum:
		out.Key, out.Text = value.Text, enumLabel(f, value.Text, v.locale.Tag, r.schema.Config.SourceLocale)
	case schema.KindTerm:
		out.Key, out.Term = value.Text, r.locale[v.locale.Tag].terms[f.Vocabulary][value.Text]
		if out.Term == nil {
			return out, false
		}
		out.Text = out.Term.Label
	case schema.KindCountry:
		out.Key, out.Text = value.Text, r.locale[v.locale.Tag].country(value.Text)
	case schema.KindRef:
		link, ok := r.ref(v, f, value)
		if !ok {
			return out, false
		}
		out.Link, out.Text = link, link.Title
	case schema.KindImage:
		if out.Image = r.image(v, value); out.Image == nil {
			return out, false
		}
	case schema.KindFile:
		file := r.file(v, value.Text)
		if file == nil {
			return out, false
		}
		out.Link = &site.Link{URL: string(file.URL), Title: value.Text}
	case schema.KindMarkdown:
		body := r.body(v, value.Body, headingIDs(nil, value.Body))
		out.Body = &body
	case schema.KindObject, schema.KindList:
		out.Fields = r.fields(v, f.Fields, value.Fields)
	}
	return out, true
}

func enumLabel(f *schema.Field, key, locale, source string) string {
	if v := f.Value(key); v != nil {
		if label := v.Label.In(locale, source); label != "" {
			return label
		}
	}
	return key
}
