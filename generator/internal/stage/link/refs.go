package link

import (
	"path"
	"slices"
	"strings"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/spell"
)

// maxSuggestions bounds among how many headings of a page a missing one is
// looked for: a page with more was not written by hand.
const maxSuggestions = 300

// body resolves the links and images of a body.
func (r *resolver) body(v *version, body *content.Body, headings []content.Heading) site.Body {
	resolved := site.Body{Source: body, Headings: headings}
	if body == nil {
		return resolved
	}
	resolved.Links = take(r.linker, &r.memory.links, len(body.Links))
	for i := range body.Links {
		resolved.Links[i] = r.link(v, &body.Links[i])
		resolved.Links[i].Title, resolved.Links[i].ID = "", "" // the text says where it leads
	}
	if len(body.Figures) > 0 {
		resolved.Figures = make([]site.Quote, len(body.Figures))
		for i := range body.Figures {
			resolved.Figures[i] = r.quote(v, &body.Figures[i])
		}
	}
	r.literals(v, body.Numbers)
	resolved.Images = make([]site.Image, len(body.Images))
	for i := range body.Images {
		image := &body.Images[i]
		if file := r.file(v, image.Src); file != nil {
			resolved.Images[i] = r.picture(file, image.Src, image.Span)
		}
		resolved.Images[i].Alt = image.Alt
	}
	return resolved
}

// link resolves a link of a text. A link that cannot be resolved has no URL:
// render then writes an anchor that leads nowhere.
func (r *resolver) link(v *version, ref *content.Ref) site.Link {
	if !ref.Internal() {
		r.outside(v, ref)
		return site.Link{URL: ref.Target, Outside: true}
	}
	path, anchor, hasAnchor := strings.Cut(ref.Target, "#")
	if path == "" {
		r.anchor(v, ref, anchor)
		return site.Link{URL: "#" + anchor}
	}
	to, found := r.lookup(trimSlash(path))
	if !found {
		if file := r.file(v, path); file != nil {
			return site.Link{URL: string(file.URL)}
		}
		at := ref.Span
		at.End -= len(ref.Target) - len(path) // the anchor is not what is missing
		if r.namesFile(path) {
			r.diagnostics.Add(r.missingFile(path, at))
		} else {
			r.diagnostics.Add(r.missing(path, at))
		}
		return site.Link{}
	}
	link, shown := r.toTarget(v, to)
	if link.URL == "" {
		r.diagnostics.Add(diag.New("ref-missing/draft", ref.Span, path))
		return link
	}
	if hasAnchor {
		if shown != nil {
			r.anchor(shown, ref, anchor)
		} else if !to.handbook { // which has one for each field
			r.diagnostics.Add(diag.New("anchor-missing/made", ref.Span, path, anchor))
		}
		link.URL += "#" + anchor
	}
	return link
}

// namesFile reports whether a path that leads nowhere was to lead to a file, by its
// extension: no page has one, but people write those of its source and of its HTML.
func (r *resolver) namesFile(target string) bool {
	extension := strings.ToLower(path.Ext(target))
	switch extension {
	case ".md", ".html", ".htm", ".php", ".asp", ".aspx":
		return false
	}
	if len(extension) < 2 || len(extension) > 6 || extension[1] < 'a' || extension[1] > 'z' || r.schema.Locale(extension[1:]) != nil {
		return false
	}
	_, isPage := r.lookup(trimSlash(target[:len(target)-len(extension)]))
	return !isPage
}

// toTarget returns the link that leads to a target in the locale of v, and the
// version it shows, if it is an entry. The link has no URL when the target is
// not published.
func (r *resolver) toTarget(v *version, to target) (site.Link, *version) {
	switch {
	case to.group != nil:
		shown := to.group.in(v.localeState)
		if shown == nil {
			return site.Link{}, nil
		}
		link := site.Link{URL: string(shown.url), Title: shown.title, ID: to.group.id}
		if shown.locale != v.locale {
			link.Lang = shown.locale.Tag
		}
		return link, shown
	default:
		return r.toList(v.localeState, to), nil
	}
}

// toList returns the link that leads to a list, filter, taxonomy, term or form.
func (l *linker) toList(state *localeState, to target) site.Link {
	source, tag := l.schema.Config.SourceLocale, state.locale.Tag
	switch {
	case to.handbook && to.kind != nil:
		return l.handbookLink(state, to.kind.Name)
	case to.feeds:
		return l.ownLink(l.schema.Config.Feeds, state)
	case to.handbook:
		return l.handbookLink(state, "")
	case to.filter != "":
		return l.toFilter(state, to)
	case to.kind != nil:
		return site.Link{URL: state.bases[to.kind], Title: to.kind.Plural.In(tag, source)}
	case to.form != nil:
		return site.Link{URL: string(l.formURL(to.form, state)), Title: to.form.Title.In(tag, source)}
	case to.term != "":
		term := state.terms[to.taxonomy.Name][to.term]
		if !l.used(to.taxonomy.Name, to.term) {
			return site.Link{}
		}
		return site.Link{URL: string(l.termURL(to.taxonomy, term, state)), Title: term.Label}
	}
	return site.Link{URL: string(l.taxonomyURL(to.taxonomy, state)), Title: to.taxonomy.Plural.In(tag, source)}
}

// anchor reports an anchor that the shown page lacks.
func (r *resolver) anchor(shown *version, ref *content.Ref, anchor string) {
	headings := shown.headings
	if slices.ContainsFunc(headings, func(h content.Heading) bool { return h.ID == anchor }) || shown.unread() {
		return
	}
	at := ref.Span
	if i := ref.Span.End - len(anchor); i > ref.Span.Start {
		at.Start = i // the anchor ends the address, where it is written plainly
	}
	nearest := ""
	if len(headings) <= maxSuggestions {
		ids := make([]string, len(headings))
		for i := range headings {
			ids[i] = headings[i].ID
		}
		nearest = spell.Nearest(anchor, ids)
	}
	r.diagnostics.Add(diag.New("anchor-missing", at, anchor, shown.entry.File).WithNearest(nearest, nearest))
}

// ref resolves a field of kind ref.
func (r *resolver) ref(v *version, f *schema.Field, value *content.Value) (*site.Link, *version, bool) {
	// An inherited ref is checked where it is written, in the source entry.
	report := value.Span.File == v.entry.File
	to, found := r.lookup(trimSlash(value.Text))
	if found && to.group == nil && f.Lists {
		if link := r.toList(v.localeState, to); link.URL != "" {
			return &link, nil, true
		}
	}
	switch {
	case !found || to.group == nil:
		if report {
			r.diagnostics.Add(r.missing(value.Text, value.Span))
		}
		return nil, nil, false
	case len(f.To) > 0 && !slices.Contains(f.To, to.group.kind.Name):
		if report {
			r.diagnostics.Add(diag.New("ref-type", value.Span, value.Text, to.group.kind.Name, strings.Join(f.To, ", ")).WithNote("note/defined", f.Span))
		}
		return nil, nil, false
	case to.group == v.group:
		if report {
			r.diagnostics.Add(diag.New("ref-self", value.Span))
		}
		return nil, nil, false
	}
	link, shown := r.toTarget(v, to)
	if link.URL == "" {
		if report {
			r.diagnostics.Add(diag.New("ref-missing/draft", value.Span, value.Text))
		}
		return nil, nil, false
	}
	return &link, shown, true
}
