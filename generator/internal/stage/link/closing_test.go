package link

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
)

// closingRules returns the rules of notes that close at "until" or, being over,
// at once.
func closingRules(kind schema.Kind, zone string) *schema.Schema {
	s := rules()
	s.Config.TimeZone = zone
	note := s.Types[0]
	note.Sort = nil
	note.Fields = append(note.Fields, &schema.Field{Name: "until", Kind: kind}, &schema.Field{
		Name: "status", Kind: schema.KindEnum, Badge: true, Values: []schema.EnumValue{{Key: "over", Label: schema.Text{"fr": "Fini", "en": "Over"}}, {Key: "on"}},
	})
	note.Closing = &schema.Closing{Field: "until", When: []schema.FieldValues{{Field: "status", Keys: []string{"over"}}}}
	return s
}

func at(s *schema.Schema, now string, entries ...*content.Entry) *site.Site {
	clock, err := time.Parse(time.RFC3339, now)
	if err != nil {
		panic(err)
	}
	linked, _ := Site(context.Background(), entries, s, source.NewTree(nil), Options{Clock: clock})
	return linked
}

func TestClosesByItself(t *testing.T) {
	date := func(d content.Date) content.Value { return content.Value{Kind: schema.KindDate, Date: d} }
	for _, test := range []struct {
		name, zone string
		until      content.Value
		// open is the last second, closed the first that is too late.
		open, closed string
	}{
		{"instant", "Europe/Paris", instant("2024-08-01T12:00:00+02:00"), "2024-08-01T09:59:59Z", "2024-08-01T10:00:00Z"},
		{"day", "Europe/Paris", date(content.Date{Year: 2024, Month: 8, Day: 1}), "2024-08-01T21:59:59Z", "2024-08-01T22:00:00Z"},
		{"day east of all", "Pacific/Kiritimati", date(content.Date{Year: 2024, Month: 8, Day: 1}), "2024-08-01T09:59:59Z", "2024-08-01T10:00:00Z"},
		{"day west of all", "Pacific/Niue", date(content.Date{Year: 2024, Month: 8, Day: 1}), "2024-08-02T10:59:59Z", "2024-08-02T11:00:00Z"},
		{"leap day", "UTC", date(content.Date{Year: 2024, Month: 2, Day: 29}), "2024-02-29T23:59:59Z", "2024-03-01T00:00:00Z"},
		{"month", "Europe/Paris", date(content.Date{Year: 2023, Month: 2}), "2023-02-28T22:59:59Z", "2023-02-28T23:00:00Z"},
		{"year", "UTC", date(content.Date{Year: 2024}), "2024-12-31T23:59:59Z", "2025-01-01T00:00:00Z"},
		{"day of 25 hours", "Europe/Paris", date(content.Date{Year: 2026, Month: 10, Day: 25}), "2026-10-25T22:59:59Z", "2026-10-25T23:00:00Z"},
		{"day of 23 hours", "Europe/Paris", date(content.Date{Year: 2026, Month: 3, Day: 29}), "2026-03-29T21:59:59Z", "2026-03-29T22:00:00Z"},
		{"before a midnight left out", "America/Santiago", date(content.Date{Year: 2024, Month: 9, Day: 7}), "2024-09-08T03:59:59Z", "2024-09-08T04:00:00Z"},
		{"before a midnight twice", "America/Havana", date(content.Date{Year: 2024, Month: 11, Day: 2}), "2024-11-03T03:59:59Z", "2024-11-03T04:00:00Z"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := closingRules(test.until.Kind, test.zone)
			e := entry(s, "notes/a.fr", map[string]content.Value{"until": test.until})
			before, after := at(s, test.open, e), at(s, test.closed, e)
			if got := page(t, before, "/notes/a/").Entry; got.State != site.StateOpen {
				t.Errorf("at %s it is %q", test.open, got.State)
			}
			if got := page(t, after, "/notes/a/").Entry; got.State != site.StateClosed || !got.Closed() {
				t.Errorf("at %s it is %q", test.closed, got.State)
			}
			if got := before.NextChange.UTC().Format(time.RFC3339); got != test.closed {
				t.Errorf("the next change is at %s, want %s", got, test.closed)
			}
			if !after.NextChange.IsZero() {
				t.Errorf("it closes once more at %s", after.NextChange)
			}
		})
	}
}

// Open entries come first, those that close soonest leading; a value closes an
// entry whatever its date says, and then its date changes nothing.
func TestOpenEntriesComeFirst(t *testing.T) {
	s := closingRules(schema.KindDatetime, "UTC")
	note := func(id, until, status string) *content.Entry {
		fields := map[string]content.Value{"date": day(1)}
		if until != "" {
			fields["until"] = instant(until + "T00:00:00Z")
		}
		if status != "" {
			fields["status"] = content.Value{Kind: schema.KindEnum, Text: status}
		}
		return entry(s, "notes/"+id+".fr", fields)
	}
	entries := []*content.Entry{
		note("gone", "2024-07-01", ""), note("later", "2024-10-01", ""), note("long-gone", "2024-01-01", ""),
		note("over", "2024-08-05", "over"), note("soon", "2024-09-01", "on"), note("whenever", "", ""), note("over-too", "", "over"),
	}
	order := func(s *schema.Schema) string {
		s.Types[0].PageSize = 20
		linked := at(s, "2024-08-01T00:00:00Z", entries...)
		if got := linked.NextChange.Format(time.DateOnly); got != "2024-08-05" {
			t.Errorf("the next change is on %s", got)
		}
		var ids []string
		for _, c := range page(t, linked, "/notes/").Cards {
			ids = append(ids, strings.TrimPrefix(c.ID, "notes/"))
		}
		return strings.Join(ids, " ")
	}
	if got, want := order(s), "soon later whenever over gone long-gone over-too"; got != want {
		t.Errorf("the order is %s, want %s", got, want)
	}
	s.Types[0].Sort = []schema.SortKey{{Field: "title"}}
	if got, want := order(s), "later soon whenever gone long-gone over-too over"; got != want {
		t.Errorf("by title, the order is %s, want %s", got, want)
	}
	s.Types[0].CardFacts = []string{"status", "title"}
	linked := at(s, "2024-08-01T00:00:00Z", append(entries, entry(s, "pages/home.fr", nil))...)
	for _, p := range linked.Pages {
		if p.Kind == site.KindHome && p.Locale.Tag == "fr" {
			var ids []string
			for _, c := range p.HomeLists[0].Cards {
				ids = append(ids, c.ID)
				if c.ID == "notes/soon" && (len(c.Facts) != 2 || c.Facts[1].In("en", "fr") != c.Title) {
					t.Errorf("its card says %v", c.Facts)
				}
			}
			if want := []string{"notes/soon", "notes/later", "notes/whenever"}; !slices.Equal(ids, want) {
				t.Errorf("the home page shows %v, want %v", ids, want)
			}
		}
	}
	if badges := page(t, linked, "/notes/over/").Entry.Badges; len(badges) != 1 || badges[0]["en"] != "Over" {
		t.Errorf("the badges are %v", badges)
	}
}

// The pages of the open and of the closed entries are there whatever the clock
// says: time alone must not break what leads to them.
func TestStatesHavePagesForEver(t *testing.T) {
	s := closingRules(schema.KindDatetime, "UTC")
	s.Types[0].Filters = []*schema.Filter{{Name: schema.StateFacet, Label: schema.Text{"fr": "État"}, Values: []schema.EnumValue{
		{Key: "open", Label: schema.Text{"fr": "Ouverts"}}, {Key: "closed", Label: schema.Text{"fr": "Clos"}},
	}}}
	a := entry(s, "notes/a.fr", map[string]content.Value{"until": instant("2024-08-01T00:00:00Z")}, "/notes/state/open", "/notes/state/closed")
	for _, now := range []string{"2024-07-01T00:00:00Z", "2024-09-01T00:00:00Z"} {
		clock, _ := time.Parse(time.RFC3339, now)
		linked, found := Site(context.Background(), []*content.Entry{a}, s, source.NewTree(nil), Options{Clock: clock})
		for _, d := range found {
			if d.Code() == "ref-missing" {
				t.Errorf("at %s: %s", now, d.Message("en"))
			}
		}
		page(t, linked, "/notes/etat/ouverts/")
		page(t, linked, "/notes/etat/clos/")
	}
}
