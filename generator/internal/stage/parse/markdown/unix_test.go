//go:build unix

package markdown

import (
	"syscall"
	"time"
)

// processorTime is what this process has taken of the processors so far, whatever
// others take of them.
func processorTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
