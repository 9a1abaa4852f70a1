package link

import (
	"cmp"
	"slices"

	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
)

// closing returns until when v is open, and whether it is at the clock. An entry
// without a date is open until a value closes it.
func (l *linker) closing(v *version) site.Closing {
	rule := v.group.kind.Closing
	if rule == nil {
		return site.Closing{}
	}
	c := site.Closing{State: site.StateOpen}
	if value, has := v.fields.Get(rule.Field); has {
		if value.Kind == schema.KindDate {
			c.Closes, c.ClosesOn = value.Date.End(l.zone).UTC(), value.Date
		} else {
			c.Closes = value.Time()
		}
	}
	past := !c.Closes.IsZero() && !c.Closes.After(l.options.Clock)
	if past || slices.ContainsFunc(rule.When, func(with schema.FieldValues) bool { return v.has(with) }) {
		c.State = site.StateClosed
	}
	return c
}

// has reports whether v has one of the values.
func (v *version) has(with schema.FieldValues) bool {
	value, has := v.fields.Get(with.Field)
	if !has {
		return false
	}
	for _, item := range value.Each() {
		if slices.Contains(with.Keys, item.Text) {
			return true
		}
	}
	return false
}

// badges returns what the type wants cards to show of v in short.
func (v *version) badges() []schema.Text {
	var badges []schema.Text
	for _, f := range v.group.kind.Fields {
		if !f.Badge {
			continue
		}
		value, has := v.fields.Get(f.Name)
		if !has {
			continue
		}
		for _, item := range value.Each() {
			if f.Kind == schema.KindBoolean && item.Bool {
				badges = append(badges, f.Label)
			} else if of := f.Value(item.Text); of != nil {
				badges = append(badges, of.Label)
			}
		}
	}
	return badges
}

// cardFacts returns what the type wants cards to say of v. What is written once
// for all languages is taken for that of the source.
func (v *version) cardFacts(source string) []schema.Text {
	var facts []schema.Text
	for _, name := range v.group.kind.CardFacts {
		value, has := v.fields.Get(name)
		if !has {
			continue
		}
		f := v.group.kind.Field(name)
		for _, item := range value.Each() {
			if of := f.Value(item.Text); of != nil {
				facts = append(facts, of.Label)
			} else if f.Kind == schema.KindText {
				facts = append(facts, schema.Text{source: item.Text})
			}
		}
	}
	return facts
}

// openFirst orders the entries of a type that close: those that are open, then
// the closed.
func openFirst(a, b *version) int {
	return cmp.Compare(closedRank(a), closedRank(b))
}

func closedRank(v *version) int {
	if v.closing.Closed() {
		return 1
	}
	return 0
}

// soonestFirst orders entries that close and say nothing else: the open ones
// that close soonest first, those without a date behind them; then the closed
// ones, the latest first.
func soonestFirst(a, b *version) int {
	if order := openFirst(a, b); order != 0 {
		return order
	}
	at, bt := a.closing.Closes, b.closing.Closes
	if at.IsZero() != bt.IsZero() {
		if at.IsZero() {
			return 1
		}
		return -1
	}
	if order := at.Compare(bt); order != 0 {
		if a.closing.Closed() {
			return -order
		}
		return order
	}
	return newestFirst(a, b)
}

// next returns the versions of a list of at most count that are open, those that
// close soonest first.
func next(list []*version, count int) []*version {
	open := slices.DeleteFunc(slices.Clone(list), func(v *version) bool { return v.closing.Closed() })
	slices.SortFunc(open, soonestFirst)
	return open[:min(count, len(open))]
}
