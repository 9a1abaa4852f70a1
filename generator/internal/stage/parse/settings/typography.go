package settings

import (
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/stage/parse/typography"
)

// setTexts gives every text that a page shows the micro-typography of its
// locale, as field and markdown give it to what entries say.
func setTexts(s *schema.Schema) {
	names := map[string]string{}
	for _, l := range s.Locales {
		names[l.Tag] = l.Typography
	}
	set := func(texts ...schema.Text) {
		for _, text := range texts {
			for tag := range text {
				text[tag] = typography.Text(text[tag], names[tag])
			}
		}
	}
	set(s.Config.Title, s.Config.Description)
	for _, own := range []*schema.OwnPage{s.Config.Search, s.Config.Handbook, s.Config.Feeds} {
		if own != nil {
			set(own.Title)
		}
	}
	for _, x := range s.Config.Taxonomies {
		set(x.Label, x.Plural)
	}
	for _, menu := range s.Config.Menus {
		for _, item := range menu {
			set(item.Label)
		}
	}
	for _, f := range s.Config.Forms {
		set(f.Title, f.Summary, f.Intro, f.Review, f.Body)
		set(f.Steps...)
	}
	for _, t := range s.Types {
		set(t.Label, t.Plural)
		setFields(t.Fields, set)
		for _, f := range t.Filters {
			set(f.Label)
			for _, v := range f.Values {
				set(v.Label)
			}
		}
	}
	for _, l := range s.Locales {
		for _, terms := range l.Vocabularies {
			for i := range terms {
				terms[i].Label = typography.Text(terms[i].Label, l.Typography)
				terms[i].Description = typography.Text(terms[i].Description, l.Typography)
			}
		}
	}
}

func setFields(fields []*schema.Field, set func(...schema.Text)) {
	for _, f := range fields {
		set(f.Label)
		for _, v := range f.Values {
			set(v.Label)
		}
		setFields(f.Fields, set)
	}
}
