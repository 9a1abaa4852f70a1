package chart

import (
	"math"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"essaim/generator/internal/model/content"
)

type plain struct{}

func (plain) Number(n float64, unit string) string {
	text := strconv.FormatFloat(n, 'f', -1, 64)
	if isPercent(unit) {
		return text + "%"
	}
	return text
}

func (plain) Date(d content.Date) string { return d.String() }

func value(n float64, unit, date string) Value {
	v := Value{Number: n, Unit: unit, Text: plain{}.Number(n, unit)}
	for i, part := range strings.Split(date, "-") {
		number, _ := strconv.Atoi(part)
		switch i {
		case 0:
			v.Date.Year = int16(number)
		case 1:
			v.Date.Month = int8(number)
		case 2:
			v.Date.Day = int8(number)
		}
	}
	return v
}

func forms(charts []*Chart) string {
	var names []string
	for _, c := range charts {
		names = append(names, c.Form)
	}
	return strings.Join(names, " ")
}

func TestForms(t *testing.T) {
	for _, c := range []struct {
		name            string
		values, targets []Value
		want            string
	}{
		{"none", nil, nil, ""},
		{"one number", []Value{value(700, "innovations", "2024")}, nil, ""},
		{"one part", []Value{value(17, "% of contracts", "2024")}, nil, "bars"},
		{"over time", []Value{value(1, "hours", "2022"), value(2, "hours", "2023")}, nil, "line"},
		{"over time, with a target", []Value{value(1, "hours", "2022"), value(2, "hours", "2023")}, []Value{value(2, "hours, or 10 %", "")}, "progress line"},
		{"a target of something else", []Value{value(1, "hours", "2022"), value(2, "hours", "2023")}, []Value{value(2, "people", "")}, "line"},
		{"one value and a target", []Value{value(1, "hours", "2022")}, []Value{value(2, "hours", "")}, "progress"},
		{"parts of one date", []Value{value(77, "% under 25", "2023-10"), value(29, "% over", "2023-10")}, nil, "bars"},
		{"different things", []Value{value(109, "contracts published", "2019-10"), value(72, "contracts awarded", "2019-10"), value(26, "winners", "2019-10")}, nil, "bars"},
		{"two measures over time", []Value{value(1, "hours", "2022"), value(5, "people", "2022"), value(2, "hours", "2023"), value(6, "people", "2023")}, nil, "line line"},
		{"the same day twice", []Value{value(1, "hours", "2022-01-01"), value(2, "hours", "2022-01-01")}, nil, "bars"},
	} {
		if got := forms(Draw(c.values, c.targets, plain{})); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestLine(t *testing.T) {
	charts := Draw([]Value{
		value(596539, "hours", "2022-02-14"), value(2488513, "hours", "2023-10"), value(3000000, "hours", "2024"), value(2960000, "hours", "2024-06"),
	}, []Value{value(2475000, "hours", "")}, plain{})
	c := charts[1]
	if c.First.Number != 596539 || c.Last.Number != 2960000 || c.LastDate != "2024-06" {
		t.Errorf("from %v to %v (%s)", c.First, c.Last, c.LastDate)
	}
	if len(c.Targets) != 1 || c.Targets[0].Passed != "2023-10" || c.Targets[0].Percent != 119 {
		t.Errorf("targets %+v", c.Targets)
	}
	// The year 2024 alone is known of one: the line does not pass through it.
	if strings.Count(c.Dots, "h0") != 3 || strings.Count(c.Loose, "h0") != 1 || strings.Count(c.Spans, "M") != 1 {
		t.Errorf("dots %q, loose %q, spans %q", c.Dots, c.Loose, c.Spans)
	}
	want := "0 1000000 2000000 3000000"
	var levels []string
	for _, l := range c.Levels {
		levels = append(levels, l.Text)
	}
	if got := strings.Join(levels, " "); got != want && got != "0 2000000 3000000" {
		t.Errorf("levels %s", got)
	}
}

// A line of time is true: half the time is half the way.
func TestTrueTime(t *testing.T) {
	c := Draw([]Value{value(1, "x", "2020-01-01"), value(2, "x", "2021-01-01"), value(3, "x", "2024-01-01")}, nil, plain{})[0]
	points := regexp.MustCompile(`\d+`).FindAllString(c.Line, -1)
	a, _ := strconv.Atoi(points[0])
	b, _ := strconv.Atoi(points[2])
	z, _ := strconv.Atoi(points[4])
	if share := float64(b-a) / float64(z-a); math.Abs(share-0.25) > 0.01 {
		t.Errorf("a year of four is %.2f of the way", share)
	}
}

func TestPercentIsNeverRoundedUp(t *testing.T) {
	for _, c := range []struct {
		value, target float64
		want          int
	}{{99.9, 100, 99}, {100, 100, 100}, {0, 100, 0}, {5, 0, 0}, {-5, 10, 0}, {1, 3, 33}, {0.1 + 0.2, 0.3, 100}} {
		if got := percent(c.value, c.target); got != c.want {
			t.Errorf("%g of %g is %d, want %d", c.value, c.target, got, c.want)
		}
	}
}

func TestLabelsDoNotOverlap(t *testing.T) {
	var values []Value
	for i := range 30 {
		values = append(values, value(float64(i*i%37)*1000, "x", "20"+strconv.Itoa(10+i/2)+"-0"+strconv.Itoa(1+i%2*6)))
	}
	c := Draw(values, []Value{value(20000, "x", ""), value(20100, "x", ""), value(30000, "x", "")}, plain{})[1]
	all := [][]Label{c.Labels, c.Times, c.Levels}
	for _, target := range c.Targets {
		all = append(all, []Label{target.Label})
	}
	var boxes [][4]int
	for _, list := range all {
		for _, l := range list {
			if l.Text == "" {
				continue
			}
			e := extent(l.X, l.Y, l.Anchor, l.Text)
			if e[0] < -4 || e[2] > Width+4 || e[1] < 0 || e[3] > c.Height {
				t.Errorf("%+v goes beyond the drawing: %v", l, e)
			}
			for _, b := range boxes {
				if e[0] < b[2] && b[0] < e[2] && e[1] < b[3] && b[1] < e[3] {
					t.Errorf("%+v lies on another label", l)
				}
			}
			boxes = append(boxes, e)
		}
	}
}

// Whatever an editor writes, every coordinate is a number and the same values
// give the same drawing.
func TestExtremes(t *testing.T) {
	numbers := []float64{0, 1, -1, 0.0001, 1e15, -1e15, 1e300, math.Inf(1), math.NaN(), 42}
	dates := []string{"2024", "2024-06", "2024-06-30", "", "1", "9999-12-31", "2024-06", "1789-07-14"}
	for i := range 3000 {
		var values, targets []Value
		for j := range i % 9 {
			values = append(values, value(numbers[(i/3+j*j)%len(numbers)], []string{"x", "% y", "", "x, z"}[(i+j)%4], dates[(i/7+j)%len(dates)]))
		}
		for j := range i % 4 {
			targets = append(targets, value(numbers[(i+j)%len(numbers)], []string{"x", "% y", ""}[(i+j)%3], ""))
		}
		charts := Draw(values, targets, plain{})
		if again := Draw(values, targets, plain{}); !reflect.DeepEqual(charts, again) {
			t.Fatalf("%v is drawn in two ways", values)
		}
		for _, c := range charts {
			for _, path := range []string{c.Line, c.Dots, c.Loose, c.Spans, c.Ground, c.Grid, c.Ticks} {
				for _, n := range regexp.MustCompile(`-?[0-9]+`).FindAllString(path, -1) {
					if at, err := strconv.Atoi(n); err != nil || at < -30 || at > 1000 {
						t.Fatalf("%v, %v: a path goes to %s: %s", values, targets, n, path)
					}
				}
			}
			for _, b := range c.Bars {
				if b.X < 0 || b.Width < 1 || b.X+b.Width > Width+2 || b.Y+b.Height > c.Height {
					t.Fatalf("%v: bar %+v in %d by %d", values, b, c.Width, c.Height)
				}
			}
		}
		NewSpark(values, targets)
	}
}

func TestWrap(t *testing.T) {
	for text, want := range map[string]int{"": 0, "short": 1, strings.Repeat("word ", 20): 3, strings.Repeat("x", 90): 1, "é": 1, "a é": 1} {
		lines := wrap(text)
		if len(lines) != want || strings.Join(lines, " ") != strings.TrimSpace(text) {
			t.Errorf("%q in %d lines, want %d: %q", text, len(lines), want, lines)
		}
	}
}
