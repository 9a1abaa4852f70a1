package site

import (
	"strings"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
)

// Series is the dated values of an indicator and the targets set for it, in
// one locale.
type Series struct {
	// Values are in order of date, those of one date as they are written. A
	// date without day or month comes before the dates inside it.
	Values []Quantity
	// Targets are as they are written.
	Targets []Quantity
}

// Quantity is a number with what it counts, when, and who says so.
type Quantity struct {
	// ID is its anchor on the page of the entry, the same in every locale:
	// "2024-06", the second of that date "2024-06-b"; "target", "target-b".
	ID string
	// Place is its position in the field as it is written, from 0.
	Place int
	// Number is the value in the unit.
	Number          float64
	Unit, Perimeter string
	// Qualifier is how exact the number is, in the words that go before it
	// ("plus de"), or "".
	Qualifier string
	// Date may be zero for a target.
	Date   content.Date
	Source *Link
}

// Find returns the value or target with an anchor, or nil.
func (s *Series) Find(id string) *Quantity {
	for _, list := range [][]Quantity{s.Values, s.Targets} {
		for i := range list {
			if list[i].ID == id {
				return &list[i]
			}
		}
	}
	return nil
}

// Latest returns the value of the latest date, or nil. It is not the only one
// when several values have that date; it is then the last.
func (s *Series) Latest() (latest *Quantity, only bool) {
	n := len(s.Values)
	if n == 0 {
		return nil, false
	}
	return &s.Values[n-1], n == 1 || s.Values[n-2].Date != s.Values[n-1].Date
}

// noBreak keeps a number and what follows it on one line; narrow is the space
// that French sets before a percent sign.
const noBreak, narrow = "\u00a0", "\u202f"

// Amount returns the number behind its qualifier: "plus de 600".
func (q *Quantity) Amount(l *schema.Locale) string {
	number := l.FormatNumber(q.Number)
	if q.Qualifier == "" {
		return number
	}
	return q.Qualifier + noBreak + number
}

// Quote returns what a reference of a form shows of q. A target without a date
// has none to show.
func (q *Quantity) Quote(form content.FigureForm, l *schema.Locale) string {
	switch form {
	case content.FigureValue:
		return l.FormatNumber(q.Number)
	case content.FigureQualified:
		return q.Amount(l)
	case content.FigureShort:
		return l.ShortNumber(q.Number)
	case content.FigureDate:
		if q.Date == (content.Date{}) {
			return ""
		}
		return q.Date.Words(l)
	}
	return q.Text(l)
}

// Title says the whole of q in a line: amount, unit and date.
func (q *Quantity) Title(l *schema.Locale) string {
	if q.Date == (content.Date{}) {
		return q.Text(l)
	}
	return q.Text(l) + ", " + q.Date.Words(l)
}

// Text returns the amount with its unit: "plus de 600 structures", "24,2 %".
func (q *Quantity) Text(l *schema.Locale) string {
	switch {
	case q.Unit == "":
		return q.Amount(l)
	case !strings.HasPrefix(q.Unit, "%"):
		return q.Amount(l) + noBreak + q.Unit
	case l.Typography == "fr":
		return q.Amount(l) + narrow + q.Unit
	}
	return q.Amount(l) + q.Unit
}
