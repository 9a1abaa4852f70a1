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
		{"by itself", "", cold.growth},
		{"GOGC is set", "GOGC", before},
		{"GOMEMLIMIT is set", "GOMEMLIMIT", before},
	} {
		t.Run(test.name, func(t *testing.T) {
			stop := spareMemory(func(name string) string {
				if name == test.set {
					return "100"
				}
				return ""
			}, cold)
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
