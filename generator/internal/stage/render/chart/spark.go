package chart

import (
	"slices"
	"strconv"
)

// SparkWidth and SparkHeight are the viewBox of a Spark.
const (
	SparkWidth  = 120
	SparkHeight = 36
)

// Spark is a line without scale, for lists: it shows which way things went.
type Spark struct {
	// Line is the path of the values, Dot of the last of them, Target of the
	// lowest target or "".
	Line, Dot, Target string
}

// NewSpark returns the line of the measure of the latest value, or nil when it
// has fewer than two dates.
func NewSpark(values, targets []Value) *Spark {
	values = finite(values)
	if len(values) == 0 {
		return nil
	}
	values = same(values, values[len(values)-1].Unit)
	sure, _ := dated(values)
	if len(sure) < 2 || dates(values) < 2 {
		return nil
	}
	aims := same(finite(targets), values[0].Unit)
	low, high := 0.0, 0.0
	for _, p := range sure {
		low, high = min(low, p.Number), max(high, p.Number)
	}
	for _, v := range aims {
		low, high = min(low, v.Number), max(high, v.Number)
	}
	if low == high {
		high = 1
	}
	over := axis{sure[0].span.middle(), sure[len(sure)-1].span.middle(), 4, SparkWidth - 4}
	up := axis{low, high, SparkHeight - 4, 4}
	s := &Spark{}
	for i, p := range sure {
		command := "L"
		if i == 0 {
			command = "M"
		}
		s.Line += command + strconv.Itoa(over.at(p.span.middle())) + " " + strconv.Itoa(up.at(p.Number))
	}
	last := sure[len(sure)-1]
	s.Dot = "M" + strconv.Itoa(over.at(last.span.middle())) + " " + strconv.Itoa(up.at(last.Number)) + "h0"
	if len(aims) > 0 {
		least := slices.MinFunc(aims, func(a, b Value) int {
			if a.Number < b.Number {
				return -1
			}
			return 1
		})
		s.Target = "M0 " + strconv.Itoa(up.at(least.Number)) + "H" + strconv.Itoa(SparkWidth)
	}
	return s
}
