package cli

import (
	"runtime/debug"
	"testing"
)

// percent returns the collector's setting.
func percent() int {
	now := debug.SetGCPercent(100)
	debug.SetGCPercent(now)
	return now
}

func TestSpareMemory(t *testing.T) {
	before := percent()
	for _, test := range []struct {
		name, set string
		want      int
	}{
		{"by itself", "", usual.growth},
		{"GOGC is set", "GOGC", before},
		{"GOMEMLIMIT is set", "GOMEMLIMIT", before},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, stop := spareMemory(func(name string) string {
				if name == test.set {
					return "100"
				}
				return ""
			}, usual)
			if got := percent(); got != test.want {
				t.Errorf("%d percent, want %d", got, test.want)
			}
			stop()
			if got := percent(); got != before {
				t.Errorf("%d percent afterwards, want %d", got, before)
			}
		})
	}
}

func TestRoomGrows(t *testing.T) {
	const mb = 1 << 20
	r := room{growth: 70, reserve: 128 * mb}
	for _, test := range []struct {
		name          string
		now, expected int64
		want          int
	}{
		{"little is in use and nothing expected", 200 * mb, 0, 70},
		{"much is in use", 128*mb + plenty + 10*step, 0, 80},
		{"three times as much is expected", 200 * mb, 600 * mb, 200},
		{"as much as expected is in use", 200 * mb, 200 * mb, 70},
		{"nothing is in use", 0, 0, 70},
	} {
		if got := r.percent(test.now, test.expected); got != test.want {
			t.Errorf("%s: %d percent, want %d", test.name, got, test.want)
		}
	}
}
