package chart

import (
	"slices"
	"strconv"

	"essaim/generator/internal/model/content"
)

// The layout of a line: room for a label above the highest value and below the
// axis, and at either end for half a point.
const (
	lineHeight = 400
	top        = Em + 12
	bottom     = Em + 18
	side       = 12
)

// point is a value at its place.
type point struct {
	Value
	span span
	x, y int
}

func line(values, targets []Value, w Writer) *Chart {
	c := &Chart{Form: FormLine, Unit: measure(values[0].Unit), Width: Width, Height: lineHeight, Base: lineHeight - bottom}
	sure, loose := dated(values)
	low, high := values[0].Number, values[0].Number
	for _, v := range slices.Concat(values, targets) {
		low, high = min(low, v.Number), max(high, v.Number)
	}
	scale := levels(low, high)
	up := axis{scale[0], scale[len(scale)-1], c.Base, top}
	over := axis{sure[0].span.middle(), sure[len(sure)-1].span.middle(), side, Width - side}
	for _, p := range loose {
		over.low, over.high = min(over.low, p.span.from), max(over.high, p.span.to)
	}
	for _, list := range [][]point{sure, loose} {
		for i := range list {
			list[i].x, list[i].y = over.at(list[i].span.middle()), up.at(list[i].Number)
		}
	}
	var taken labels
	taken.block(0, c.Base+2, Width, lineHeight) // the labels of time
	for _, p := range slices.Concat(sure, loose) {
		taken.block(p.x-11, p.y-11, p.x+11, p.y+11)
	}
	for i := range sure[1:] {
		taken.stroke(sure[i], sure[i+1])
	}
	c.path(sure, loose, over, up)
	c.targets(targets, sure, up, w, &taken)
	for _, v := range scale {
		y := up.at(v)
		c.Grid += "M0 " + strconv.Itoa(y) + "H" + strconv.Itoa(Width)
		if text := w.Number(v, c.Unit); v == 0 || taken.free(0, y-6, "start", text) {
			taken.place(0, y-6, "start", text)
			c.Levels = append(c.Levels, Label{0, y - 6, "start", text})
		}
	}
	c.times(sure, loose, over, w)
	c.mark(sure, loose, &taken)
	first, last := sure[0].Value, sure[len(sure)-1].Value
	c.First, c.Last, c.FirstDate, c.LastDate = &first, &last, w.Date(first.Date), w.Date(last.Date)
	return c
}

// dated sorts values by time. Loose are those of which the year alone is known
// although others of that year have a month: nobody knows before or after which
// of them they come, so the line does not pass through them.
func dated(values []Value) (sure, loose []point) {
	exact := map[int16]bool{}
	for _, v := range values {
		if v.Date.Month > 0 {
			exact[v.Date.Year] = true
		}
	}
	for _, v := range values {
		if v.Date == (content.Date{}) {
			continue
		}
		p := point{Value: v, span: days(v.Date)}
		if v.Date.Month == 0 && exact[v.Date.Year] {
			loose = append(loose, p)
		} else {
			sure = append(sure, p)
		}
	}
	slices.SortStableFunc(sure, func(a, b point) int {
		switch {
		case a.span.middle() < b.span.middle():
			return -1
		case a.span.middle() > b.span.middle():
			return 1
		}
		return 0
	})
	return sure, loose
}

// path draws points and what joins them.
func (c *Chart) path(sure, loose []point, over, up axis) {
	zero := min(up.at(0), c.Base)
	for i, p := range sure {
		at := strconv.Itoa(p.x) + " " + strconv.Itoa(p.y)
		if i == 0 {
			c.Line = "M" + at
			c.Ground = "M" + strconv.Itoa(p.x) + " " + strconv.Itoa(zero) + "L" + at
		} else {
			c.Line += "L" + at
			c.Ground += "L" + at
		}
		c.Dots += "M" + at + "h0"
	}
	c.Ground += "V" + strconv.Itoa(zero) + "z"
	for _, p := range loose {
		c.Loose += "M" + strconv.Itoa(p.x) + " " + strconv.Itoa(p.y) + "h0"
		c.Spans += "M" + strconv.Itoa(over.at(p.span.from)) + " " + strconv.Itoa(p.y) + "H" + strconv.Itoa(over.at(p.span.to))
	}
	if len(sure) == 1 {
		c.Line, c.Ground = "", ""
	}
}

// targets draws a line per target, and one name for those too near to one
// another for two.
func (c *Chart) targets(targets []Value, sure []point, up axis, w Writer, taken *labels) {
	sorted := slices.Clone(targets)
	slices.SortStableFunc(sorted, func(a, b Value) int {
		switch {
		case a.Number < b.Number:
			return -1
		case a.Number > b.Number:
			return 1
		}
		return 0
	})
	last := sure[len(sure)-1].Number
	for _, t := range sorted {
		y := up.at(t.Number)
		target := Target{Number: t.Number, Text: t.Text, Path: "M0 " + strconv.Itoa(y) + "H" + strconv.Itoa(Width), Percent: percent(last, t.Number)}
		for _, p := range sure {
			if p.Number >= t.Number {
				target.Passed, target.Reached = w.Date(p.Date), true
				break
			}
		}
		c.Targets = append(c.Targets, target)
	}
	for i := range c.Targets {
		t := &c.Targets[i]
		y := up.at(t.Number)
		if i > 0 && up.at(c.Targets[i-1].Number)-y < Em {
			continue // named with the one below
		}
		text := t.Text
		for _, other := range c.Targets[i+1:] {
			if y-up.at(other.Number) < Em && other.Text != t.Text {
				text += " · " + other.Text
			}
		}
		// Room for the word that the theme sets before the number.
		room := text + "Objectif : "
		t.Label = Label{0, y - 8, "start", text}
		for _, try := range []Label{{0, y - 8, "start", text}, {0, y + Em, "start", text}, {Width, y - 8, "end", text}, {Width, y + Em, "end", text}} {
			if taken.free(try.X, try.Y, try.Anchor, room) {
				t.Label = try
				break
			}
		}
		taken.place(t.Label.X, t.Label.Y, t.Label.Anchor, room)
	}
}

// percent returns how much of a target a value is, rounded down.
func percent(value, target float64) int {
	if target <= 0 || value < 0 || value/target > 1e6 {
		return 0
	}
	return int(value/target*100 + 1e-9)
}

// times labels the axis of time: years where two of them begin on it, else both
// ends.
func (c *Chart) times(sure, loose []point, over axis, w Writer) {
	list := years(over.low, over.high, 8)
	y := c.Base + Em + 4
	if len(list) > 1 {
		for _, year := range list {
			x := over.at(days(content.Date{Year: int16(year)}).from)
			c.Ticks += "M" + strconv.Itoa(x) + " " + strconv.Itoa(c.Base) + "v8"
			text := w.Date(content.Date{Year: int16(year)})
			c.Times = append(c.Times, centred(x, y, text))
		}
		return
	}
	first, last := sure[0], sure[len(sure)-1]
	c.Ticks = "M" + strconv.Itoa(first.x) + " " + strconv.Itoa(c.Base) + "v8"
	from, to := w.Date(first.Date), w.Date(last.Date)
	if first.x == last.x || width(from)+width(to)+Em > Width {
		c.Times = []Label{{first.x, y, anchor(first.x), from}}
		return
	}
	c.Ticks += "M" + strconv.Itoa(last.x) + " " + strconv.Itoa(c.Base) + "v8"
	c.Times = []Label{{first.x - side, y, "start", from}, {last.x + side, y, "end", to}}
	if len(loose) > 0 {
		c.Times = []Label{{first.x, y, anchor(first.x), from}, {last.x, y, anchor(last.x), to}}
		if over.at(last.span.middle())-over.at(first.span.middle()) < width(from)+width(to) {
			c.Times = c.Times[1:]
		}
	}
}

// anchor keeps a label at x within the drawing.
func anchor(x int) string {
	switch {
	case x < Width/3:
		return "start"
	case x > Width*2/3:
		return "end"
	}
	return "middle"
}

// mark writes values beside their points where there is room, the last and the
// first before the others.
func (c *Chart) mark(sure, loose []point, taken *labels) {
	order := []point{sure[len(sure)-1], sure[0]}
	if len(sure) > 2 {
		order = append(order, sure[1:len(sure)-1]...)
	}
	if len(sure) == 1 {
		order = order[:1]
	}
	for i, p := range append(order, loose...) {
		for _, try := range around(p) {
			if taken.free(try.X, try.Y, try.Anchor, try.Text) {
				taken.place(try.X, try.Y, try.Anchor, try.Text)
				c.Labels = append(c.Labels, try)
				break
			} else if i == 0 && try == around(p)[len(around(p))-1] {
				// The last value is always told, whatever it lies on.
				c.Labels = append(c.Labels, around(p)[0])
				taken.place(try.X, try.Y, try.Anchor, try.Text)
			}
		}
	}
}

// around are the places for the label of a point, the best first.
func around(p point) []Label {
	return []Label{
		centred(p.x, p.y-18, p.Text),
		{max(p.x-16, 0), p.y - 12, "end", p.Text},
		{min(p.x+18, Width), p.y + 10, "start", p.Text},
		centred(p.x, p.y+Em+14, p.Text),
	}
}

// centred is a label in the middle above or below x, moved to an edge of the
// drawing when it would go beyond.
func centred(x, y int, text string) Label {
	half := width(text) / 2
	switch {
	case x-half < 0:
		return Label{0, y, "start", text}
	case x+half > Width:
		return Label{Width, y, "end", text}
	}
	return Label{x, y, "middle", text}
}
