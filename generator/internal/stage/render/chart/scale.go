package chart

import (
	"math"
	"time"

	"essaim/generator/internal/model/content"
)

// levels returns round values from below low to above high, three to five
// steps apart by 1, 2, 2.5 or 5 times a power of ten. Values above nothing
// begin at 0: a line that begins higher makes little look like much.
func levels(low, high float64) []float64 {
	low, high = min(low, 0), max(high, 0)
	if low == high {
		high = 1
	}
	rough := (high - low) / 4
	power := math.Pow(10, math.Floor(math.Log10(rough)))
	step := 10 * power
	for _, n := range []float64{1, 2, 2.5, 5} {
		if n*power >= rough*0.999999 {
			step = n * power
			break
		}
	}
	var list []float64
	for i := math.Floor(low/step + 1e-9); ; i++ {
		list = append(list, i*step)
		if i*step >= high-step*1e-9 || len(list) > 12 {
			return list
		}
	}
}

// A span is the days that a date may mean, from 0 to 1 day after the last.
type span struct{ from, to float64 }

func (s span) middle() float64 { return (s.from + s.to) / 2 }

// days returns the days of a date since 1970.
func days(d content.Date) span {
	month, day := max(d.Month, 1), max(d.Day, 1)
	from := time.Date(int(d.Year), time.Month(month), int(day), 0, 0, 0, 0, time.UTC)
	to := from.AddDate(0, 0, 1)
	switch {
	case d.Month == 0:
		to = from.AddDate(1, 0, 0)
	case d.Day == 0:
		to = from.AddDate(0, 1, 0)
	}
	return span{float64(from.Unix()) / 86400, float64(to.Unix()) / 86400}
}

// axis maps values to units of the drawing.
type axis struct {
	low, high  float64
	start, end int
}

func (a axis) at(v float64) int {
	if a.high == a.low {
		return (a.start + a.end) / 2
	}
	return a.start + int(math.Round((v-a.low)/(a.high-a.low)*float64(a.end-a.start)))
}

// years returns the years whose first day lies on an axis of days, every n-th so
// that their labels fit.
func years(low, high float64, room int) []int {
	first := time.Unix(int64(low)*86400, 0).UTC().Year()
	last := time.Unix(int64(high)*86400, 0).UTC().Year()
	for _, step := range []int{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000} {
		var list []int
		for y := first - first%step; y <= last+1; y += step {
			at := days(content.Date{Year: int16(y)}).from
			if at >= low && at <= high {
				list = append(list, y)
			}
			if len(list) > room {
				break
			}
		}
		if len(list) <= room {
			return list
		}
	}
	return nil
}
