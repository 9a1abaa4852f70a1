package link

import (
	"slices"
	"strings"
	"testing"
	"time"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
)

func feedsOf(s *site.Site) map[string]string {
	feeds := map[string]string{}
	for _, f := range s.Feeds {
		var ids []string
		for _, p := range f.Pages {
			ids = append(ids, strings.TrimPrefix(p.Entry.ID, "notes/"))
		}
		feeds[string(f.Atom)] = strings.Join(ids, " ")
	}
	return feeds
}

// A term has feeds where an entry of a type with feeds has it, in the locale it
// is written in, and a date.
func TestFeedsOfTerms(t *testing.T) {
	s := rules()
	linked, _ := resolve(s,
		entry(s, "notes/a.fr", map[string]content.Value{"date": day(1), "tags": list(schema.KindTerm, "eau", "eau", "sol")}),
		entry(s, "notes/b.fr", map[string]content.Value{"date": day(2), "tags": list(schema.KindTerm, "eau")}),
		entry(s, "notes/b.en", nil),
		entry(s, "notes/undated.fr", map[string]content.Value{"tags": list(schema.KindTerm, "sol")}),
	)
	got := feedsOf(linked)
	want := map[string]string{
		"/notes/feed.xml": "b a undated", "/en/notes/feed.xml": "b",
		"/mots/eau/feed.xml": "b a", "/mots/sol/feed.xml": "a", "/en/tags/water/feed.xml": "b",
	}
	if len(got) != len(want) {
		t.Errorf("the feeds are %v, want %v", got, want)
	}
	for url, ids := range want {
		if got[url] != ids {
			t.Errorf("%s holds %q, want %q", url, got[url], ids)
		}
	}
	for url, has := range map[site.URL]bool{"/mots/eau/": true, "/en/tags/water/": true, "/en/tags/soil/": false} {
		if p := page(t, linked, url); (p.Feed != nil) != has {
			t.Errorf("%s announces %+v", url, p.Feed)
		}
	}
}

func TestFeedsPage(t *testing.T) {
	s := closingRules(schema.KindDatetime, "UTC")
	s.Config.Feeds = &schema.OwnPage{Title: schema.Text{"fr": "Suivre"}, URL: schema.Text{"fr": "/suivre/"}}
	for i := range 300 {
		key := "t" + strings.Repeat("i", i)
		for _, l := range s.Locales {
			l.Vocabularies["tag"] = append(l.Vocabularies["tag"], schema.Term{Key: key, Label: key, Slug: key})
		}
	}
	var entries []*content.Entry
	for i := range 300 {
		entries = append(entries, entry(s, "notes/n-"+strings.Repeat("i", i)+".fr", map[string]content.Value{"date": day(1), "tags": list(schema.KindTerm, "t"+strings.Repeat("i", i))}))
	}
	linked := at(s, "2024-08-01T00:00:00Z", entries...)
	subscriptions := page(t, linked, "/suivre/").Subscriptions
	if len(subscriptions.Types) != 1 || subscriptions.Types[0].Feed == nil || subscriptions.Types[0].Calendar != "/notes/calendar.ics" {
		t.Errorf("the types are %+v", subscriptions.Types)
	}
	if terms := subscriptions.Terms; len(terms) != 1 || terms[0].Count != 300 || len(terms[0].Feeds) != 0 {
		t.Errorf("the terms are %+v: too many for a page", terms)
	}
	if linked = at(s, "2024-08-01T00:00:00Z", entries[:9]...); len(page(t, linked, "/suivre/").Subscriptions.Terms[0].Feeds) != 9 {
		t.Error("nine feeds are not named")
	}
}

// A calendar holds what is still to come, the soonest first; an entry keeps its
// own.
func TestCalendars(t *testing.T) {
	s := closingRules(schema.KindDatetime, "UTC")
	note := func(id, until, status string) *content.Entry {
		fields := map[string]content.Value{"until": instant(until + "T00:00:00Z")}
		if status != "" {
			fields["status"] = content.Value{Kind: schema.KindEnum, Text: status}
		}
		return entry(s, "notes/"+id+".fr", fields)
	}
	linked := at(s, "2024-08-01T00:00:00Z", note("late", "2024-12-01", ""), note("soon", "2024-09-01", ""), note("gone", "2024-01-01", ""), note("off", "2024-10-01", "over"),
		entry(s, "notes/never.fr", nil))
	var ids []string
	for _, p := range linked.Calendars[slices.IndexFunc(linked.Calendars, func(c *site.Calendar) bool { return c.URL == "/notes/calendar.ics" })].Pages {
		ids = append(ids, p.Entry.ID)
	}
	if want := []string{"notes/soon", "notes/off", "notes/late"}; !slices.Equal(ids, want) {
		t.Errorf("the calendar holds %v, want %v", ids, want)
	}
	for url, want := range map[site.URL]site.URL{"/notes/gone/": "/notes/gone/calendar.ics", "/notes/never/": "", "/notes/": "/notes/calendar.ics"} {
		if got := page(t, linked, url).Calendar; got != want {
			t.Errorf("%s has the calendar %q, want %q", url, got, want)
		}
	}
	if want := time.Date(2024, 9, 1, 0, 0, 0, 0, time.UTC); !linked.NextChange.Equal(want) {
		t.Errorf("the next change is at %v", linked.NextChange)
	}
}
