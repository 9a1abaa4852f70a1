//go:build unix

package build_test

import (
	"os/signal"
	"runtime"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

func makePipe(path string) error { return syscall.Mkfifo(path, 0o666) }

// sameTimes reports whether two files have the same times, also that of which no program
// decides.
func sameTimes(a, b string) bool {
	var x, y unix.Stat_t
	return unix.Stat(a, &x) == nil && unix.Stat(b, &y) == nil && x.Mtim == y.Mtim && x.Ctim == y.Ctim && x.Size == y.Size
}

// peakBytes is the largest resident size of this process so far.
func peakBytes() int64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return usage.Maxrss // bytes there, kilobytes elsewhere
	}
	return usage.Maxrss << 10
}

// processorTime is what this process has taken of the processors so far, whatever
// others take of them.
func processorTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// limitFiles has every write beyond a size fail from now on.
func limitFiles(size int64) error {
	signal.Ignore(syscall.SIGXFSZ)
	return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: uint64(size), Max: uint64(size)})
}
