package headless

import (
	"strconv"
	"time"

	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
)

// Entries returns a file for each entry.
func (a *API) Entries() []File {
	files := make([]File, len(a.held().entries))
	for n, i := range a.held().entries {
		p := a.pageOf(i)
		files[n] = File{
			Path: a.entryPath(p.Locale, p.Type, p.Entry.ID) + ".json", Pages: a.held().entries[n : n+1],
			Make: func(buffer []byte) []byte {
				w := writer{buffer}
				a.entry(&w, p)
				return append(w.out, '\n')
			},
		}
	}
	return files
}

// entry writes a whole entry.
func (a *API) entry(w *writer, p *site.Page) {
	w.open('{')
	w.member("$schema", a.address(a.schemaPath(p.Type.APIName())))
	a.identity(w, p)
	w.name("translations")
	w.open('[')
	for _, other := range p.Alternates {
		if !other.Exists || other.Locale == p.Locale {
			continue
		}
		w.open('{')
		w.member("locale", other.Locale.Tag)
		w.member("self", a.address(a.entryPath(other.Locale, p.Type, p.Entry.ID)+".json"))
		w.member("url", a.views.Addresses().Canonical(other.URL))
		w.close('}')
	}
	w.close(']')
	w.name("fields")
	a.fields(w, p, p.Entry.Fields)
	a.views.Body(p, func(html, text []byte) {
		w.name("body")
		w.open('{')
		w.body(html, text)
		w.close('}')
	})
	w.close('}')
}

// identity writes what an entry and its card begin with.
func (a *API) identity(w *writer, p *site.Page) {
	w.member("id", p.Entry.ID)
	w.member("type", p.Type.Name)
	w.member("locale", p.Locale.Tag)
	w.member("self", a.self(p))
	w.member("url", a.views.Addresses().Canonical(p.URL))
	w.member("title", p.Entry.Title)
	if p.Entry.State != "" {
		w.member("state", string(p.Entry.State))
		if !p.Entry.Closes.IsZero() {
			w.member("closes", p.Entry.Closes.UTC().Format(time.RFC3339))
		}
	}
}

func (a *API) fields(w *writer, p *site.Page, fields []site.Field) {
	w.open('{')
	for _, f := range fields {
		w.name(f.Name)
		a.value(w, p, f.Value)
	}
	w.close('}')
}

// value writes a value in the form of its kind: see API.md.
func (a *API) value(w *writer, p *site.Page, v site.Value) {
	if v.IsList {
		w.open('[')
		for _, item := range v.Items {
			a.value(w, p, item)
		}
		w.close(']')
		return
	}
	switch v.Kind {
	case schema.KindInteger, schema.KindNumber:
		w.number(v.Number)
	case schema.KindBoolean:
		w.boolean(v.Bool)
	case schema.KindDate:
		w.text(v.Date.String())
	case schema.KindDatetime:
		w.text(v.Time().UTC().Format(time.RFC3339))
	case schema.KindEnum, schema.KindCountry, schema.KindTerm:
		a.keyed(w, v.Key, v.Text, v.Term)
	case schema.KindURL:
		w.text(v.Link.URL)
	case schema.KindFile:
		w.text(a.views.Addresses().Canonical(site.URL(v.Link.URL)))
	case schema.KindRef:
		a.ref(w, p, v.Link)
	case schema.KindPoint:
		latitude, longitude := v.Point()
		w.open('{')
		w.name("latitude")
		w.number(latitude)
		w.name("longitude")
		w.number(longitude)
		w.close('}')
	case schema.KindImage:
		a.image(w, v.Image())
	case schema.KindMarkdown:
		a.views.Markdown(v, p, func(html, text []byte) {
			w.open('{')
			w.member("markdown", v.Text)
			w.body(html, text)
			w.close('}')
		})
	case schema.KindObject, schema.KindList:
		a.fields(w, p, v.Fields())
	default:
		w.text(v.Text)
	}
}

// keyed writes a key with its label; a term has an address when it has a page.
func (a *API) keyed(w *writer, key, label string, term *site.Term) {
	w.open('{')
	w.member("key", key)
	w.member("label", label)
	if term != nil && term.URL != "" {
		w.member("url", a.views.Addresses().Canonical(term.URL))
	}
	w.close('}')
}

// ref writes an entry that another names.
func (a *API) ref(w *writer, p *site.Page, l *site.Link) {
	w.open('{')
	if t := a.site.Schema.TypeOf(l.ID); t != nil {
		to := p.Locale
		if l.Lang != "" {
			to = a.site.Schema.Locale(l.Lang)
		}
		w.member("id", l.ID)
		w.member("type", t.Name)
		w.member("locale", to.Tag)
		w.member("self", a.address(a.entryPath(to, t, l.ID)+".json"))
	}
	w.member("url", a.views.Addresses().Canonical(site.URL(l.URL)))
	w.member("title", l.Title)
	w.close('}')
}

func (a *API) image(w *writer, i *site.Image) {
	w.open('{')
	w.member("url", a.views.Addresses().Canonical(i.URL))
	if i.Width > 0 && i.Height > 0 {
		w.name("width")
		w.integer(i.Width)
		w.name("height")
		w.integer(i.Height)
	}
	w.member("alt", i.Alt)
	w.optional("caption", i.Caption)
	w.close('}')
}

// pageName returns the name of the n-th file of a list, counted from 1.
func pageName(n int) string {
	if n == 1 {
		return "index.json"
	}
	return "page-" + strconv.Itoa(n) + ".json"
}
