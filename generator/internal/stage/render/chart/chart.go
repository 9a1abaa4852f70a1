// Package chart turns the dated values of an indicator into drawings: what
// stands where, in whole units of a viewBox, for a theme to write as SVG. It
// draws no colour and writes no word of its own. CHARTS.md says which form is
// chosen and how a drawing is laid out.
//
// Equal input gives an equal drawing, and no input makes a coordinate that is
// not a number.
package chart

import (
	"math"
	"strings"

	"essaim/generator/internal/model/content"
)

// Value is a number with what it counts and when.
type Value struct {
	Number float64
	Unit   string
	// Date may be zero.
	Date content.Date
	// Text is the number as it is read beside its point ("plus de 600", "25 %").
	Text string
}

// Writer writes numbers and dates as the readers of a locale do.
type Writer interface {
	// Number writes a number of a unit; the unit itself only where it is a sign
	// ("25 %").
	Number(n float64, unit string) string
	Date(content.Date) string
}

// The forms of charts.
const (
	// FormLine is values of one unit over time.
	FormLine = "line"
	// FormBars is values side by side.
	FormBars = "bars"
	// FormProgress is the latest value beside what was aimed at.
	FormProgress = "progress"
)

// Width is that of every drawing, and Em the size of its texts on a phone, in
// units of the viewBox: 320 CSS pixels make it 12 of them high. On a wider
// screen the theme writes smaller, so what has room here has room there.
const (
	Width = 640
	Em    = 26
)

// Chart is one drawing.
type Chart struct {
	// Form is "line", "bars" or "progress".
	Form string
	// Unit is what is counted, or "" for bars that count different things.
	Unit string
	// Width and Height are those of the viewBox.
	Width, Height int
	// First and Last are the values at the ends of a line; of progress, Last
	// alone is set, and is the value that is compared.
	First, Last *Value
	// FirstDate and LastDate are their dates in words; LastDate is also the one
	// that all bars share, if they do.
	FirstDate, LastDate string
	// Targets are what was aimed at, the lowest first.
	Targets []Target

	// Line is the path through the points whose dates are sure, Dots a path of
	// points (lines of no length, for round ends) on it, Loose one of points
	// whose year alone is known while others of that year are dated, and Spans
	// the years that those may be anywhere in.
	Line, Dots, Loose, Spans string
	// Ground is the path of the space below the line.
	Ground string
	// Grid is the path of the lines of Levels; Base is where the axis of time
	// lies, and Ticks the path of its marks.
	Grid, Ticks string
	Base        int
	// Levels are the labels of the scale of values, Times those of time, Labels
	// the values beside their points.
	Levels, Times, Labels []Label

	// Bars are from the top.
	Bars []Bar
}

// Label is a text at a place. Anchor is "start", "middle" or "end", from left to
// right in every language.
type Label struct {
	X, Y         int
	Anchor, Text string
}

// Target is a value aimed at.
type Target struct {
	Number float64
	// Text is the number as it is read.
	Text string
	// Path is its line, Label its name: its text is that of the value.
	Path  string
	Label Label
	// Percent is how much of it the latest value is, rounded down: a target that
	// is not reached never reads as 100. 0 where that means nothing.
	Percent int
	// Passed is the date in words of the first value that reaches it, or "".
	Passed string
	// Reached reports whether a value reaches it.
	Reached bool
}

// Bar is one value as a length.
type Bar struct {
	// X and Width are of the bar, Y and Height of it and its track.
	X, Y, Width, Height int
	// Lines are the label above the bar, one below the other.
	Lines []Label
	// Track is the whole of which the bar is a part, or 0: for values in
	// percent, where all of them have the width of the drawing.
	Track int
}

// Draw chooses the forms that suit the values, and draws them.
func Draw(values, targets []Value, w Writer) []*Chart {
	var charts []*Chart
	var rest []Value
	for _, measure := range measures(finite(values)) {
		aims := same(finite(targets), measure[0].Unit)
		dates := dates(measure)
		switch {
		case dates > 1:
			if p := progress(measure, aims, w); p != nil {
				charts = append(charts, p)
			}
			charts = append(charts, line(measure, aims, w))
		case len(aims) > 0 && len(measure) == 1:
			if p := progress(measure, aims, w); p != nil {
				charts = append(charts, p)
			}
		default:
			rest = append(rest, measure...)
		}
	}
	for _, group := range groups(rest) {
		if len(group) > 1 || isPercent(group[0].Unit) && group[0].Number >= 0 && group[0].Number <= 100 {
			charts = append(charts, bars(group, w))
		}
	}
	return charts
}

// limit is beyond what a drawing can tell numbers apart.
const limit = 1e15

// finite leaves out what cannot be drawn.
func finite(values []Value) []Value {
	var out []Value
	for _, v := range values {
		if !math.IsNaN(v.Number) && math.Abs(v.Number) <= limit {
			out = append(out, v)
		}
	}
	return out
}

// measure is the unit up to a comma: what follows tells more of one value
// ("structures, dont 150 parisiennes").
func measure(unit string) string {
	head, _, _ := strings.Cut(unit, ",")
	return strings.TrimSpace(head)
}

func isPercent(unit string) bool { return strings.HasPrefix(unit, "%") }

// measures puts the values of one measure together, in the order in which they
// first come.
func measures(values []Value) [][]Value { return together(values, measure) }

// groups puts together what may be compared side by side: units that begin with
// the same word.
func groups(values []Value) [][]Value {
	return together(values, func(unit string) string {
		word, _, _ := strings.Cut(measure(unit), " ")
		return strings.ToLower(word)
	})
}

func together(values []Value, by func(string) string) [][]Value {
	var out [][]Value
	at := map[string]int{}
	for _, v := range values {
		name := by(v.Unit)
		i, known := at[name]
		if !known {
			i = len(out)
			at[name] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], v)
	}
	return out
}

// same returns the values of a measure.
func same(values []Value, unit string) []Value {
	var out []Value
	for _, v := range values {
		if measure(v.Unit) == measure(unit) {
			out = append(out, v)
		}
	}
	return out
}

// dates counts the different dates of values.
func dates(values []Value) int {
	seen := map[content.Date]bool{}
	for _, v := range values {
		if v.Date != (content.Date{}) {
			seen[v.Date] = true
		}
	}
	return len(seen)
}
