package cli

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"

	"essaim/generator/internal/hugepages"
)

// A room says when the collector runs: when what was allocated since it last ran
// is growth, in percent, of what was in use then and of the reserve, in bytes.
type room struct{ growth, reserve int }

// usual is the room of a run: one that reads back what another has kept is no exception,
// for more memory touched for the first time takes longer than to collect once or twice.
var usual = room{70, 128 << 20}

const (
	// roomy is how much memory, in bytes and beside the reserve, a run takes before
	// the collector runs sooner: garbage may then be least of what is in use, in
	// percent, so that a larger site than the memory was measured for takes more
	// and not forever.
	roomy = 1424 << 20
	// atFirst is for how much memory, in bytes, huge pages are asked before it is known
	// how large the site is: enough for 13,000 entries. To ask for all that a large one
	// may take costs 14 ms more, in which nothing else is done.
	atFirst     = 512 << 20
	least       = 15
	reservePart = 1 << 20
	// A large heap takes longer to look through than its size tells, for less of
	// it is in the processor's caches: above plenty, in bytes and beside the
	// reserve, it may grow by one percent more for every step.
	plenty = 160 << 20
	step   = 8 << 20
	// spread is about how much more a large heap takes than what is in it.
	spread = 64 << 20
	// What will be in use in the end, in bytes for each entry and for all that is
	// there anyway, may as well be taken up by garbage at the beginning; up to
	// mostExpected, beside the reserve.
	perEntry     = 16 << 10
	perSite      = 48 << 20
	mostExpected = roomy * 3 / 4
)

// spareMemory fits the garbage collector to a run whose heap grows from nothing
// and then ends. Go's own rule, to wait until the heap has doubled, collects
// dozens of times while there is little, and leaves as much garbage as site
// when there is much. What the user has set in the environment stays. The run tells
// expect how many entries the site has, once it knows. The function stop restores
// what was; it must be called once, after the last call of expect.
//
// The reserve is memory that is asked for and never touched: the system gives
// no page for it, and the collector counts it all the same. It is asked for in
// parts, because one that begins in memory that was used before is cleared.
func spareMemory(getenv func(string) string, r room) (expect func(entries int), stop func()) {
	if getenv("GOGC") != "" || getenv("GOMEMLIMIT") != "" {
		return func(int) {}, func() {}
	}
	hugepages.Ask(atFirst)
	before := debug.SetGCPercent(-1) // or each part would be looked at in turn
	untouched := make([][]byte, r.reserve/reservePart)
	for i := range untouched {
		untouched[i] = make([]byte, reservePart)
	}
	debug.SetGCPercent(r.growth)
	limit := debug.SetMemoryLimit(int64(roomy + r.reserve))
	var mutex sync.Mutex
	over := false
	most := int64(0)     // in use since memory was given back
	expected := int64(0) // in use at the end, the reserve included
	afterEach(func() bool {
		mutex.Lock()
		defer mutex.Unlock()
		if !over {
			now := inUse()
			// What a stage has let go counts until the system has it back.
			if now < most*2/3 && most > roomy/2 {
				go debug.FreeOSMemory()
				most = now
			}
			most = max(most, now)
			debug.SetGCPercent(r.percent(now, expected))
			debug.SetMemoryLimit(max(int64(roomy+r.reserve), now*(100+least)/100+spread))
		}
		return !over
	})
	expect = func(entries int) {
		mutex.Lock()
		defer mutex.Unlock()
		expected = int64(r.reserve + min(perSite+entries*perEntry, mostExpected))
		if expected > atFirst*3/4 {
			hugepages.Ask(roomy - r.reserve) // and the reserve has its own
		}
		debug.SetGCPercent(r.percent(max(inUse(), int64(r.reserve)), expected))
	}
	return expect, func() {
		mutex.Lock()
		defer mutex.Unlock()
		over = true
		debug.SetMemoryLimit(limit)
		debug.SetGCPercent(before)
		runtime.KeepAlive(untouched)
	}
}

// percent returns by how much the heap may grow before the collector runs, in
// percent of what it has found in use; expected is how much will be. Both are in
// bytes and have the reserve in them.
func (r room) percent(now, expected int64) int {
	large := max(0, now-int64(plenty+r.reserve)) / step
	return max(r.growth+int(large), int((expected-now)*100/max(1, now)))
}

// inUse returns how much memory, in bytes, the collector has found in use.
func inUse() int64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return int64(sample[0].Value.Uint64())
}

// afterEach calls do after each run of the collector, until it returns false: the
// finalizer of what nobody holds is called then.
func afterEach(do func() bool) {
	runtime.SetFinalizer(&struct{ _ *int }{}, func(any) {
		if do() {
			afterEach(do)
		}
	})
}
