package link

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/spell"
)

// known is a value of a series, of which the unit is compared in the language
// of a text.
type known struct {
	group *group
	id    string
}

// quote resolves a reference to the value of a series. One that cannot be
// resolved shows nothing.
func (r *resolver) quote(v *version, ref *content.FigureRef) site.Quote {
	path, anchor, hasAnchor := strings.Cut(ref.Target, "#")
	at := ref.Span
	at.End = max(at.Start, at.End-(len(ref.Target)-len(path))) // what is missing is not the anchor
	link, shown := site.Link{}, v
	if path != "" {
		to, found := r.lookup(trimSlash(path))
		if !found || to.group == nil || to.group.kind.Series == nil {
			r.diagnostics.Add(r.noSeries(path, at))
			return site.Quote{}
		}
		if link, shown = r.toTarget(v, to); shown == nil {
			r.diagnostics.Add(diag.New("figure-missing/draft", at, path))
			return site.Quote{}
		}
	}
	if shown.series == nil {
		r.diagnostics.Add(r.noSeries("/"+v.group.id, ref.Span))
		return site.Quote{}
	}
	q := r.quantity(shown, ref, anchor, hasAnchor)
	if q == nil {
		return site.Quote{}
	}
	link.URL += "#" + q.ID
	text := q.Quote(ref.Form, shown.locale)
	if text == "" {
		r.diagnostics.Add(diag.New("figure-form/date", ref.Span, q.ID))
	}
	return site.Quote{Link: link, Text: text, Title: q.Title(shown.locale)}
}

// quantity returns the value of a series that a reference names, or reports
// that there is none, or more than one.
func (r *resolver) quantity(shown *version, ref *content.FigureRef, anchor string, hasAnchor bool) *site.Quantity {
	var ids []string
	for _, list := range [][]site.Quantity{shown.series.Values, shown.series.Targets} {
		for i := range list {
			ids = append(ids, "#"+list[i].ID)
		}
	}
	if !hasAnchor {
		latest, only := shown.series.Latest()
		if only {
			return latest
		}
		d := diag.New("figure-missing/several", ref.Span, "/"+shown.group.id)
		r.diagnostics.Add(d.WithNote("note/known", source.Span{}, strings.Join(ids, ", ")))
		return nil
	}
	if q := shown.series.Find(anchor); q != nil {
		return q
	}
	at := ref.Span
	if i := at.End - len(anchor) - len("#"); i >= at.Start {
		at.Start = i
	}
	nearest := ""
	if len(ids) <= maxSuggestions {
		nearest = spell.Nearest("#"+anchor, ids)
	}
	d := diag.New("figure-missing/value", at, "/"+shown.group.id, anchor)
	if nearest != "" { // without a fix: the nearest name is that of another value
		d = d.WithNote("note/nearest", source.Span{}, nearest)
	}
	r.diagnostics.Add(d.WithNote("note/known", source.Span{}, strings.Join(ids, ", ")))
	return nil
}

// noSeries says that no entry with a series is at path, and which may be meant.
func (l *linker) noSeries(path string, at source.Span) diag.Diagnostic {
	d := diag.New("figure-missing", at, path)
	if v := l.addresses()[strings.Trim(path, "/")].entry; v != nil && v.series != nil {
		return nearestFile(d, "/"+v.group.id, v.entry.File)
	}
	nearest := l.series().Nearest(trimSlash(path))
	if nearest == "" {
		return d
	}
	return nearestFile(d, nearest, l.byID[nearest[1:]].source().entry.File)
}

// texts fills in what of a version is shown elsewhere, and looks for figures
// that it writes in digits.
func (r *resolver) texts(v *version) {
	summary := v.fields.Value("summary")
	if len(summary.Figures()) > 0 {
		v.summary = r.text(v, v.group.kind.Field("summary"), &summary)
	}
	if own, has := v.entry.Fields.Get("summary"); has {
		r.literals(v, own.Numbers())
	}
	r.overdue(v)
}

// text returns a text with its references filled in. Its length is known only
// now.
func (r *resolver) text(v *version, f *schema.Field, value *content.Value) string {
	figures := value.Figures()
	if len(figures) == 0 {
		return value.Text
	}
	text := content.FillFigures(value.Text, len(figures), func(i int) string { return r.quote(v, &figures[i]).Text })
	if n := utf8.RuneCountInString(text); f.Max != nil && float64(n) > *f.Max {
		r.diagnostics.Add(diag.New("field-range/max-text", value.Span, f.Name, strconv.Itoa(n), strconv.FormatFloat(*f.Max, 'f', -1, 64)))
	}
	return text
}

// maxChoices is how many references a message offers for a number.
const maxChoices = 3

// literals reports the numbers of a text that are values of a series: they will
// not change with it.
func (r *resolver) literals(v *version, numbers []content.Number) {
	for i := range numbers {
		n := &numbers[i]
		if n.Scale > 1 {
			// "2,96 millions" is a value, whatever it counts; "693 millions" may be
			// one of which millions are the unit.
			if r.literal(v, n, math.Round(n.Value*n.Scale), true) {
				continue
			}
		}
		r.literal(v, n, n.Value, false)
	}
}

// minDigits is how many digits make a number that is no coincidence.
const minDigits = 5

// literal reports a number if it is a value of another series.
func (r *resolver) literal(v *version, n *content.Number, value float64, scaled bool) bool {
	var refs []content.FigureRef
	var sure bool // whether the units are the same
	var of *version
	for _, k := range r.values[value] {
		if k.group == v.group {
			return false // a series may speak of its own values
		}
		shown := k.group.in(v.localeState)
		if shown == nil {
			continue
		}
		q := shown.series.Find(k.id)
		if q == nil {
			continue // a translation with fewer values, which validate reports
		}
		same := n.Unit != 0 && content.UnitHash(q.Unit) == n.Unit
		if sure && !same || !same && !scaled && n.Digits < minDigits {
			continue
		}
		if same && !sure {
			refs, sure = nil, true
		}
		form := content.FigureValue
		if scaled && math.Round(value/n.Scale*100)/100 == n.Value {
			form = content.FigureShort
		}
		refs, of = append(refs, content.FigureRef{Form: form, Target: "/" + k.group.id + "#" + k.id}), shown
	}
	if len(refs) == 0 {
		return false
	}
	at, written := n.Span, v.locale.FormatNumber(value)
	if !scaled {
		at.End = n.End
	}
	d := diag.New("figure-literal", at, written, of.title)
	for _, ref := range refs[:min(len(refs), maxChoices)] {
		d = d.WithNote("note/write", source.Span{}, ref.String())
	}
	if len(refs) == 1 && n.Replaceable {
		d = d.WithFix(at, refs[0].String())
	}
	r.diagnostics.Add(d)
	return true
}

// overdue reports an entry that somebody should have looked at again.
func (r *resolver) overdue(v *version) {
	until, at := reviewOf(v, r.zone)
	if !until.IsZero() && !r.options.Clock.Before(until) {
		r.diagnostics.Add(diag.New("figure-overdue", at, v.entry.Fields.Value(v.group.kind.Review).Date.String()))
	}
}

// review notes when a version will be overdue.
func (p *preparer) review(v *version) {
	until, _ := reviewOf(v, p.zone)
	if until.After(p.options.Clock) && (p.next.IsZero() || until.Before(p.next)) {
		p.next = until
	}
}

// reviewOf returns the first instant after the day on which a version must be
// looked at again, zero when it names none itself, and where it does.
func reviewOf(v *version, zone *time.Location) (time.Time, source.Span) {
	value := v.entry.Fields.Value(v.group.kind.Review)
	return value.Date.End(zone), value.Span
}

// knownValues returns the values of all series, by what they are.
func (l *linker) knownValues() map[float64][]known {
	values := map[float64][]known{}
	for _, g := range l.groups {
		if g.kind.Series == nil || g.source() == nil {
			continue
		}
		s := g.source().series
		for _, q := range slices.Concat(s.Values, s.Targets) {
			values[q.Number] = append(values[q.Number], known{g, q.ID})
		}
	}
	return values
}
