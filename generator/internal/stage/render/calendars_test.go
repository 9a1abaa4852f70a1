package render

import (
	"strings"
	"testing"
	"time"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
)

// withDeadline gives the first news item of the French site a deadline.
func withDeadline(closing site.Closing, edit func(*site.Site)) func(*site.Site) {
	return func(s *site.Site) {
		s.Schema.Config.TimeZone = "Europe/Paris"
		news := s.Schema.Type("news")
		news.Fields = append(news.Fields, &schema.Field{Name: "until", Kind: schema.KindDate, Label: schema.Text{"fr": "Date limite"}})
		news.Closing = &schema.Closing{Field: "until"}
		p := pageAt(s, "/actualites/ouverture/")
		p.Entry.Closing, p.Calendar = closing, "/actualites/ouverture/calendar.ics"
		p.Entry.Badges = []schema.Text{{"fr": "Fictif"}}
		s.Calendars = []*site.Calendar{{
			Locale: p.Locale, Type: p.Type, URL: "/actualites/calendar.ics", Page: "/actualites/", Title: "Actualités", Pages: []*site.Page{p},
		}}
		if edit != nil {
			edit(s)
		}
	}
}

func pageAt(s *site.Site, url site.URL) *site.Page {
	for _, p := range s.Pages {
		if p.URL == url {
			return p
		}
	}
	panic("no page at " + url)
}

func unfolded(text string) string { return strings.ReplaceAll(text, "\r\n ", "") }

func TestCalendars(t *testing.T) {
	noon := time.Date(2026, 10, 25, 11, 0, 0, 0, time.UTC) // clocks have been put back in the night
	for _, test := range []struct {
		name    string
		closing site.Closing
		want    []string
	}{
		{"instant", site.Closing{State: site.StateOpen, Closes: noon}, []string{
			"DTSTART:20261025T110000Z\r\n", "25 octobre 2026\\, 12:00 (Europe/Paris)", "STATUS:CONFIRMED", "DTSTAMP:20240101T000000Z\r\n",
		}},
		{"day", site.Closing{State: site.StateOpen, Closes: noon, ClosesOn: content.Date{Year: 2024, Month: 2, Day: 29}}, []string{
			"DTSTART;VALUE=DATE:20240229\r\n", "Date limite\u00a0: 29 février 2024\\n",
		}},
		{"month", site.Closing{State: site.StateOpen, Closes: noon, ClosesOn: content.Date{Year: 2024, Month: 2}}, []string{"DTSTART;VALUE=DATE:20240229\r\n"}},
		{"year", site.Closing{State: site.StateOpen, Closes: noon, ClosesOn: content.Date{Year: 2024}}, []string{"DTSTART;VALUE=DATE:20241231\r\n"}},
		{"closed in time", site.Closing{State: site.StateClosed, Closes: noon}, []string{"STATUS:CANCELLED"}},
		{"closed since long", site.Closing{State: site.StateClosed, Closes: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)}, []string{"STATUS:CONFIRMED"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			out := build(t, nil, withDeadline(test.closing, func(s *site.Site) { s.Clock = time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC) }))
			for _, name := range []string{"actualites/calendar.ics", "actualites/ouverture/calendar.ics"} {
				expect(t, unfolded(data(t, out, name)), append(test.want,
					"\r\nSUMMARY;LANGUAGE=fr:Date limite\u00a0: Ouverture & fête\r\n", "DESCRIPTION;LANGUAGE=fr:Fictif\\n",
					"\r\nUID:news/ouverture.fr@example.org/ess\r\n", "\r\nURL:https://example.org/ess/actualites/ouverture/\r\n",
				), nil)
			}
			expect(t, data(t, out, "actualites/calendar.ics"), []string{"SOURCE;VALUE=URI:https://example.org/ess/actualites/calendar.ics\r\n"}, nil)
			expect(t, data(t, out, "actualites/ouverture/calendar.ics"), nil, []string{"SOURCE"})
		})
	}
}

// An open entry leads to its calendar, both ways; a closed one does not.
func TestEntryLeadsToItsCalendar(t *testing.T) {
	links := []string{`href="/ess/actualites/ouverture/calendar.ics"`, `href="webcal://example.org/ess/actualites/ouverture/calendar.ics"`}
	open := build(t, nil, withDeadline(site.Closing{State: site.StateOpen, Closes: time.Unix(1e9, 0)}, nil))
	expect(t, data(t, open, "actualites/ouverture/index.html"), links, nil)
	closed := build(t, nil, withDeadline(site.Closing{State: site.StateClosed, Closes: time.Unix(1e9, 0)}, nil))
	expect(t, data(t, closed, "actualites/ouverture/index.html"), nil, links)
}

// The feed of a term tells what is new without repeating it, and its page leads
// to it.
func TestFeedOfATerm(t *testing.T) {
	edit := func(s *site.Site) {
		p := pageAt(s, "/themes/reemploi/")
		link := &site.FeedLink{Locale: p.Locale, Term: p.Term, Page: p.URL, Title: p.Term.Label, Atom: p.URL + "feed.xml", JSON: p.URL + "feed.json"}
		p.Feed = link
		s.Feeds = append(s.Feeds, &site.Feed{FeedLink: link, Pages: []*site.Page{pageAt(s, "/actualites/ouverture/")}})
	}
	atom, items := read(t, edit, "themes/reemploi/")
	if len(atom.Entries) != 1 || atom.Entries[0].Content != nil || atom.Entries[0].Summary == "" || items.Items[0].HTML != "" || items.Items[0].Text == "" {
		t.Errorf("the feeds are %+v and %+v", atom, items)
	}
	out := build(t, nil, edit)
	expect(t, data(t, out, "themes/reemploi/index.html"), []string{`href="/ess/themes/reemploi/feed.xml"`, `<link rel="alternate" type="application/feed+json" title="Réemploi"`}, nil)
	// Nobody else names it: a page of another kind stays as it was.
	if a, b := data(t, out, "actualites/index.html"), data(t, build(t, nil, nil), "actualites/index.html"); a != b {
		t.Error("the feed of a term changes other pages")
	}
}

// An entry whose file gets another name and keeps its address has another UID.
func TestCalendarKey(t *testing.T) {
	key := func(id string) output.Key {
		edit := withDeadline(site.Closing{State: site.StateOpen, Closes: time.Unix(1e9, 0)}, func(s *site.Site) { pageAt(s, "/actualites/ouverture/").Entry.ID = id })
		return build(t, nil, edit).File("actualites/ouverture/calendar.ics").Key
	}
	if key("news/ouverture") == key("news/inauguration") {
		t.Error("another name does not make the calendar anew")
	}
}
