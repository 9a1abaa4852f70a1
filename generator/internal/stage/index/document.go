package index

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strconv"
	"strings"

	"essaim/generator/internal/arena"
	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/search/indexer"
)

// reading says how the texts of a locale are read.
func reading(s *site.Site, l *schema.Locale) indexer.Locale {
	return indexer.Locale{Tag: l.Tag, Analyzer: l.Analyzer, Synonyms: l.Synonyms, Weights: weights(s.Schema)}
}

// weights returns the weights of the titles and the summaries, relative to the
// body: the largest that a type gives, for a field of the index has one weight.
func weights(rules *schema.Schema) map[string]float64 {
	largest := map[string]float64{}
	for _, t := range rules.Types {
		body := cmp.Or(t.Search.Weights["body"], 1)
		for _, name := range []string{"title", "summary"} {
			if w := t.Search.Weights[name] / body; w > 0 {
				largest[name] = max(largest[name], w)
			}
		}
	}
	return largest
}

// document returns what is searched and shown of a page. The weights of fields
// come from the type; a field without a weight is not searched.
func document(rules *schema.Schema, p *site.Page, r *room) indexer.Document {
	e := p.Entry
	d := indexer.Document{
		ID: e.ID, URL: string(p.URL), Type: p.Type.Name, TypeLabel: p.Type.Label.In(p.Locale.Tag, rules.Config.SourceLocale),
		Title: e.Title, Summary: e.Summary, Date: e.Date.String(), Facets: r.facets(p),
	}
	if b := e.Body.Source; b != nil {
		d.Size = e.Source.BodySpan.End - e.Source.BodySpan.Start
		d.Body = string(e.Body.Plain(b.Prose))
		d.Headings = headings(b)
	}
	for _, f := range e.Fields {
		if f.Name == "title" || f.Name == "summary" {
			continue
		}
		if weight := p.Type.Search.Weights[f.Name]; weight > 0 {
			if text := plain(f.Value); text != "" {
				d.Fields = append(d.Fields, indexer.Field{Name: f.Name, Text: text, Weight: weight})
			}
		}
	}
	if b := e.Body.Source; b != nil && b.Apart {
		d.Hash = hashOf(&d, e, rules.Hash)
		d.Headings = nil // they are loaded
	}
	return d
}

// hashOf identifies the text of a document that is loaded when it is analysed.
func hashOf(d *indexer.Document, e *site.Entry, schema string) string {
	// There may be many documents: without fmt.
	text := make([]byte, 0, 1024)
	add := func(part string) { text = append(binary.AppendUvarint(text, uint64(len(part))), part...) }
	add(schema)
	add(e.Source.Hash)
	text = binary.AppendUvarint(text, uint64(len(d.Headings)))
	for _, h := range d.Headings {
		add(h)
	}
	text = binary.AppendUvarint(text, uint64(len(d.Fields)))
	for _, f := range d.Fields {
		add(f.Text)
	}
	for i := range e.Body.Figures {
		add(e.Body.Figures[i].Text)
	}
	sum := sha256.Sum256(text)
	return string(sum[:])
}

// headings returns the texts of the headings of a body.
func headings(b *content.Body) []string {
	texts := make([]string, len(b.Headings))
	for i, h := range b.Headings {
		texts[i] = h.Text
	}
	return texts
}

// plain returns the words of a value, those of lists and objects one a line.
func plain(v site.Value) string {
	var lines []string
	switch {
	case v.IsList:
		for _, item := range v.Items {
			lines = append(lines, plain(item))
		}
	case len(v.Fields()) > 0:
		for _, f := range v.Fields() {
			lines = append(lines, plain(f.Value))
		}
	case v.Body() != nil && v.Body().Source != nil:
		body := v.Body()
		lines = append(lines, string(body.Plain(body.Source.Prose)))
	case v.Kind == schema.KindURL, v.Kind == schema.KindImage, v.Kind == schema.KindFile:
		// An address is not something people search for.
	default:
		lines = append(lines, v.Text)
	}
	lines = slices.DeleteFunc(lines, func(line string) bool { return line == "" })
	return strings.Join(lines, "\n")
}

// A room is memory where one document after the other is made.
type room struct {
	// lists are the lists of keys that were made, by their keys: most documents have
	// the same.
	lists map[string][]string
	all   arena.Slices[indexer.Facet]
	// made are the facets of the document in work, keys those of one of them, and name
	// is what tells these from other keys.
	made []indexer.Facet
	keys []string
	name []byte
}

// facets returns the keys that a page has in each facet of its type.
func (r *room) facets(p *site.Page) []indexer.Facet {
	r.made = r.made[:0]
	r.keys = append(r.keys[:0], p.Type.Name)
	r.facet("type")
	for _, name := range p.Type.Search.Facets {
		r.keys = append(r.keys[:0], r.of(name)...)
		if name == "year" && p.Entry.Date.Year != 0 {
			r.keys = append(r.keys, strconv.Itoa(int(p.Entry.Date.Year)))
		}
		if name == schema.StateFacet && p.Type.Field(name) == nil {
			r.keys = append(r.keys, string(p.Entry.State))
		}
		for i := range p.Entry.Fields {
			if f := &p.Entry.Fields[i]; f.Name == name {
				r.keys = appendKeys(r.keys, &f.Value)
			}
		}
		if len(r.keys) > 0 {
			r.facet(name)
		}
	}
	facets := r.all.Take(len(r.made))
	copy(facets, r.made)
	return facets
}

// of returns the keys that the document in work has already in a facet.
func (r *room) of(name string) []string {
	for i := range r.made {
		if r.made[i].Name == name {
			return r.made[i].Keys
		}
	}
	return nil
}

// facet adds a facet with the keys in work, which take the place of those it has.
func (r *room) facet(name string) {
	r.name = r.name[:0]
	for _, key := range r.keys {
		r.name = append(binary.AppendUvarint(r.name, uint64(len(key))), key...)
	}
	list, known := r.lists[string(r.name)]
	if !known {
		if r.lists == nil {
			r.lists = map[string][]string{}
		}
		list = slices.Clone(r.keys)
		r.lists[string(r.name)] = list
	}
	for i := range r.made {
		if r.made[i].Name == name {
			r.made[i].Keys = list
			return
		}
	}
	r.made = append(r.made, indexer.Facet{Name: name, Keys: list})
}

// appendKeys appends what a facet can be chosen by: the keys of a value, or its text
// where it has none.
func appendKeys(to []string, v *site.Value) []string {
	for i := range v.Items {
		to = appendKeys(to, &v.Items[i])
	}
	switch {
	case v.IsList:
		return to
	case v.Key != "":
		return append(to, v.Key)
	}
	return append(to, v.Text)
}
