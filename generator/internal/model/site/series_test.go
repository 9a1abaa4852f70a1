package site

import (
	"testing"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
)

func TestQuote(t *testing.T) {
	fr := &schema.Locale{
		Typography: "fr", Decimal: ",", Group: "\u202f", Months: []string{"janvier", "février", "mars", "avril", "mai", "juin"},
		Date:   map[string]string{"month": "{month} {y}", "year": "{y}"},
		Scales: []schema.Scale{{From: 1e6, One: "million", Other: "millions"}, {From: 1e9, One: "milliard", Other: "milliards"}},
	}
	en := &schema.Locale{Typography: "en", Decimal: ".", Group: ","}
	hours := &Quantity{Number: 2960000, Qualifier: "environ", Unit: "heures", Date: content.Date{Year: 2024, Month: 6}}
	share := &Quantity{Number: 24.2, Unit: "% des montants"}
	for _, c := range []struct {
		q    *Quantity
		form content.FigureForm
		l    *schema.Locale
		want string
	}{
		{hours, content.FigureFull, fr, "environ\u00a02\u202f960\u202f000\u00a0heures"},
		{hours, content.FigureValue, fr, "2\u202f960\u202f000"},
		{hours, content.FigureQualified, fr, "environ\u00a02\u202f960\u202f000"},
		{hours, content.FigureShort, fr, "2,96\u00a0millions"},
		{hours, content.FigureDate, fr, "juin 2024"},
		{hours, content.FigureShort, en, "2,960,000"},
		{&Quantity{Number: 1.2e9}, content.FigureShort, fr, "1,2\u00a0milliard"},
		{&Quantity{Number: 1999000}, content.FigureShort, fr, "2\u00a0millions"},
		{share, content.FigureFull, fr, "24,2\u202f% des montants"},
		{share, content.FigureFull, en, "24.2% des montants"},
		{share, content.FigureDate, fr, ""},
	} {
		if got := c.q.Quote(c.form, c.l); got != c.want {
			t.Errorf("%v as %q: got %q, want %q", c.q.Number, c.form, got, c.want)
		}
	}
	if got, want := hours.Title(fr), "environ\u00a02\u202f960\u202f000\u00a0heures, juin 2024"; got != want {
		t.Errorf("title %q, want %q", got, want)
	}
}

func TestLatest(t *testing.T) {
	year, month := content.Date{Year: 2024}, content.Date{Year: 2024, Month: 6}
	s := &Series{Values: []Quantity{{ID: "2024", Date: year}, {ID: "2024-06", Date: month}}}
	if q, only := s.Latest(); q.ID != "2024-06" || !only {
		t.Errorf("got %s, only one: %v", q.ID, only)
	}
	s.Values = append(s.Values, Quantity{ID: "2024-06-b", Date: month})
	if q, only := s.Latest(); q.ID != "2024-06-b" || only {
		t.Errorf("got %s, only one: %v", q.ID, only)
	}
	if q, _ := (&Series{}).Latest(); q != nil {
		t.Errorf("a series without values has %v", q)
	}
}
