package render

import (
	"cmp"
	"reflect"
	"strings"
	"time"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/stage/render/calendar"
)

// calendars returns the calendar of each type, and that of each entry with a
// deadline.
func (r *renderer) calendars() []byproduct {
	var list []byproduct
	for _, c := range r.site.Calendars {
		list = append(list, byproduct{
			url: c.URL, order: output.Index, origin: source.Span{File: c.Type.Span.File},
			key: func(w *walk) {
				w.text(c.Title)
				w.text(string(c.Page))
				for _, p := range c.Pages {
					w.summary(p)
					w.value(reflect.ValueOf(r.cancelled(p)))
				}
			},
			make: func() ([]byte, diag.List) { return r.calendarOf(c.Locale, c.Title, c.Page, c.URL, c.Pages), nil },
		})
	}
	for _, p := range r.site.Pages {
		if p.Entry == nil || p.Calendar == "" {
			continue
		}
		list = append(list, byproduct{
			url: p.Calendar, order: output.Asset, origin: r.origin(p), key: func(w *walk) {
				w.summary(p)
				w.value(reflect.ValueOf(r.cancelled(p)))
			},
			make: func() ([]byte, diag.List) {
				return r.calendarOf(p.Locale, p.Title, p.URL, "", []*site.Page{p}), nil
			},
		})
	}
	return list
}

// calendarOf makes a calendar of the deadlines of pages.
func (r *renderer) calendarOf(l *schema.Locale, title string, page, own site.URL, pages []*site.Page) []byte {
	addresses := r.whole.Addresses()
	c := &calendar.Calendar{Language: l.Tag, Name: r.views.Site(l).Title + " – " + title, Page: addresses.Canonical(page)}
	if own != "" {
		c.Source = addresses.Canonical(own)
	}
	for _, p := range pages {
		c.Events = append(c.Events, r.event(p))
	}
	return c.Write()
}

func (r *renderer) event(p *site.Page) calendar.Event {
	e, l := p.Entry, p.Locale
	v := r.whole.Deadline(p)
	label := p.Type.Field(p.Type.Closing.Field).Label.In(l.Tag, r.site.Schema.Config.SourceLocale)
	event := calendar.Event{
		UID: r.uid(p), Stamp: e.Date, Day: lastDay(e.ClosesOn), At: e.Closes, URL: r.whole.Addresses().Canonical(p.URL),
		Summary:    r.theme.labelled(l, cmp.Or(label, p.Type.Closing.Field), e.Title),
		Categories: v.Badges, Cancelled: r.cancelled(p),
	}
	deadline := v.Closes.Text
	if e.ClosesOn == (content.Date{}) {
		deadline += " (" + r.site.Schema.Config.TimeZone + ")"
	}
	var lines []string
	if len(v.Badges) > 0 {
		lines = append(lines, strings.Join(v.Badges, " · "))
	}
	if e.Summary != "" {
		lines = append(lines, e.Summary)
	}
	lines = append(lines, r.theme.labelled(l, cmp.Or(label, p.Type.Closing.Field), deadline), event.URL)
	event.Description = strings.Join(lines, "\n")
	for _, term := range e.Terms {
		event.Categories = append(event.Categories, term.Label)
	}
	return event
}

// cancelled reports whether the deadline of a page is still to come and matters no
// more.
func (r *renderer) cancelled(p *site.Page) bool {
	return p.Entry.Closed() && p.Entry.Closes.After(r.site.Clock)
}

// uid names a deadline: for as long as its entry has its name, and nowhere else.
func (r *renderer) uid(p *site.Page) string {
	_, host, _ := strings.Cut(strings.TrimSuffix(r.site.Schema.Config.BaseURL, "/"), "://")
	return p.Entry.ID + "." + p.Locale.Tag + "@" + host
}

// labelled joins a label and what it is the label of as readers of l do.
func (t *Theme) labelled(l *schema.Locale, label, text string) string {
	if joined, err := t.messages.locales[l.Tag].text("calendar.label", "Label", label, "Text", text); err == nil {
		return joined
	}
	return label + ": " + text // the theme has no such string
}

// lastDay returns the last day of a month or a year.
func lastDay(d content.Date) content.Date {
	if d == (content.Date{}) || d.Day != 0 {
		return d
	}
	last := d.End(time.UTC).AddDate(0, 0, -1)
	return content.DayOf(last)
}
