package build_test

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"

	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
)

// internalPaths returns every path that a link of the site may name, without a
// slash at its end.
func internalPaths(s *site.Site) map[string]bool {
	paths := map[string]bool{"": true}
	for _, p := range s.Pages {
		if p.Entry != nil {
			paths["/"+p.Entry.ID] = true
		}
		if p.Type != nil && p.Type.List {
			paths["/"+p.Type.Folder] = true
		}
		if p.Taxonomy != nil {
			paths["/"+p.Taxonomy.Name] = true
			if p.Term != nil {
				paths["/"+p.Taxonomy.Name+"/"+p.Term.Key] = true
			}
		}
	}
	return paths
}

// anotherValue reports whether the damage turned a value, or a call of a
// footnote, into another valid one of the same kind.
func (x *damager) anotherValue(m mutation) bool {
	for _, t := range x.tokens[m.file] {
		if t.prose || !m.within(t) {
			continue
		}
		value := x.texts[m.file][t.start:m.start] + m.text + x.texts[m.file][m.end:t.end]
		if t.category == "footnote" {
			call := footnoteCall.FindString(value)
			return call == value && strings.Contains(x.texts[m.file], "\n"+call+":")
		}
		if t.category == "language" {
			_, err := language.Parse(value)
			return err == nil
		}
		if t.kind != "" && x.valid(t.kind, value) {
			return true
		}
	}
	return false
}

var (
	footnoteCall = regexp.MustCompile(`^\[\^\w+\]`)
	coarseDate   = regexp.MustCompile(`^\d{4}(-(0[1-9]|1[0-2]))?$`)
	countryCode  = regexp.MustCompile(`^[A-Z]{2}$`)
	plainAddress = regexp.MustCompile(`^https?://[^\s/"'<>\[\]{}]+\.[^\s"<>{}]+$`)
)

// valid reports whether a text is a value of a kind, as far as the site can
// know.
func (x *damager) valid(kind schema.Kind, text string) bool {
	switch kind {
	case schema.KindDate:
		_, err := time.Parse(time.DateOnly, text)
		return err == nil || coarseDate.MatchString(text)
	case schema.KindNumber, schema.KindInteger, schema.KindPoint:
		_, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
		return err == nil
	case schema.KindCountry:
		region, err := language.ParseRegion(text)
		return err == nil && region.IsCountry() && countryCode.MatchString(text)
	case schema.KindTerm:
		return x.site.Schema.Source().Term("theme", text) != nil
	case schema.KindRef:
		return x.paths[strings.TrimSuffix(text, "/")]
	case schema.KindURL:
		parsed, err := url.Parse(text)
		return err == nil && plainAddress.MatchString(text) && strings.Contains(parsed.Host, ".")
	case kindTarget:
		path, _, _ := strings.Cut(text, "#")
		return x.paths[strings.TrimSuffix(path, "/")] || x.valid(schema.KindURL, text)
	case schema.KindEnum:
		for _, t := range x.site.Schema.Types {
			for _, f := range t.Fields {
				if f.Kind == schema.KindEnum && f.Value(text) != nil {
					return true
				}
			}
		}
	}
	return false
}
