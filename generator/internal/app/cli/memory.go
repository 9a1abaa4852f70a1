package cli

import (
	"runtime"
	"runtime/debug"
)

// When the collector runs: when what was allocated since it last ran is this
// share of what was in use then and of the reserve.
const (
	growth  = 40       // percent
	reserve = 64 << 20 // bytes
	// readBack is the reserve of a run that reads back what another has kept: it
	// has most of what it needs at once, makes little, and ends.
	readBack = 256 << 20
)

// spareMemory fits the garbage collector to a run whose heap grows from nothing
// and then ends. Go's own rule, to wait until the heap has doubled, collects
// dozens of times while there is little, and leaves as much garbage as site
// when there is much. What the user has set in the environment stays. The
// function that it returns restores what was; it must be called once.
//
// The reserve is memory that is asked for and never touched: the system gives
// no page for it, and the collector counts it all the same.
func spareMemory(getenv func(string) string, reserve int) (stop func()) {
	if getenv("GOGC") != "" || getenv("GOMEMLIMIT") != "" {
		return func() {}
	}
	untouched := make([]byte, reserve)
	before := debug.SetGCPercent(growth)
	return func() {
		debug.SetGCPercent(before)
		runtime.KeepAlive(untouched)
	}
}
