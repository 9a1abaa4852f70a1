package chart

import (
	"slices"
	"strconv"
	"strings"

	"essaim/generator/internal/model/content"
)

const (
	barHeight = 34
	lineStep  = Em + 8
	barGap    = 26
)

// bars draws values side by side, each below its label. Parts in percent are
// drawn on the whole that they are of.
func bars(values []Value, w Writer) *Chart {
	c := &Chart{Form: FormBars, Width: Width}
	low, high, whole := 0.0, 0.0, true
	for _, v := range values {
		low, high = min(low, v.Number), max(high, v.Number)
		whole = whole && isPercent(v.Unit) && v.Number >= 0 && v.Number <= 100
	}
	if whole {
		high = 100
	}
	if low == high {
		high = 1
	}
	if len(measures(values)) == 1 {
		c.Unit = measure(values[0].Unit)
	}
	several := dates(values) > 1
	if !several && values[0].Date != (content.Date{}) {
		c.LastDate = w.Date(values[0].Date)
	}
	scale := axis{low, high, 0, Width}
	y := 0
	for _, v := range values {
		text := v.Text
		if unit := strings.TrimSpace(strings.TrimPrefix(v.Unit, "%")); unit != "" {
			text += " " + unit
		}
		if several && v.Date != (content.Date{}) {
			text += " · " + w.Date(v.Date)
		}
		bar := Bar{Height: barHeight}
		for _, line := range wrap(text) {
			y += lineStep
			bar.Lines = append(bar.Lines, Label{0, y - 10, "start", line})
		}
		bar.Y = y
		from, to := scale.at(min(v.Number, 0)), scale.at(max(v.Number, 0))
		bar.X, bar.Width = from, max(to-from, 2)
		if whole {
			bar.Track = Width
		}
		y += barHeight + barGap
		c.Bars = append(c.Bars, bar)
	}
	c.Height = y - barGap + 2
	return c
}

// progress draws the latest value beside what was aimed at, or nothing when they
// cannot be lengths.
func progress(values, targets []Value, w Writer) *Chart {
	sure, _ := dated(values)
	if len(sure) == 0 {
		for _, v := range values {
			sure = append(sure, point{Value: v})
		}
	}
	last := sure[len(sure)-1]
	targets = slices.DeleteFunc(slices.Clone(targets), func(t Value) bool { return t.Number <= 0 })
	if len(targets) == 0 || last.Number < 0 {
		return nil
	}
	c := &Chart{Form: FormProgress, Unit: measure(last.Unit), Width: Width, Last: &last.Value}
	if last.Date != (content.Date{}) {
		c.LastDate = w.Date(last.Date)
	}
	high := last.Number
	for _, t := range targets {
		high = max(high, t.Number)
	}
	over := axis{0, high, 0, Width}
	var taken labels
	c.targets(targets, sure, axis{0, high, 0, 0}, w, &taken)
	c.Bars = []Bar{{X: 0, Y: lineStep, Width: max(over.at(last.Number), 2), Height: barHeight + 6, Track: Width}}
	for i := range c.Targets {
		t := &c.Targets[i]
		x := over.at(t.Number)
		t.Path = "M" + strconv.Itoa(min(max(x, 2), Width-2)) + " " + strconv.Itoa(lineStep-10) + "v" + strconv.Itoa(barHeight+26)
		t.Label = Label{}
	}
	// One name, at the lowest target; the others are in words below.
	t := &c.Targets[0]
	x := over.at(t.Number)
	t.Label = Label{x, lineStep - 14, anchor(x), t.Text}
	c.Height = lineStep + barHeight + 6 + 12
	return c
}
