package serve

import (
	"context"
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"time"
)

const (
	// roomy is how much memory, in bytes, the program may hold before it collects
	// garbage more often than it would by itself. A preview stands open for hours
	// beside other programs, and an edit needs little.
	roomy = 345 << 20
	// usual and sooner say how much garbage there may be, in percent of what is in
	// use, before it is collected: with a limit on memory and without.
	usual, sooner = 100, 50
	// idle is how long nothing must have happened for memory to be given back.
	idle = 2 * time.Second
	// spare is how much memory, in bytes, is not worth giving back.
	spare = 32 << 20
)

// room is how much memory the program takes. It is safe for concurrent use.
type room struct {
	mutex sync.Mutex
	// used is how much was in use when some was last given back, and wide counts who
	// needs more for a while.
	used   uint64
	wide   int
	giving sync.WaitGroup
}

// keep makes the program collect garbage rather than take more memory until the
// returned function is called. A site that needs more has half as much again, so
// that collecting never becomes the work.
func (r *room) keep() (restore func()) {
	debug.FreeOSMemory() // what only the first build needed
	former, percent := debug.SetMemoryLimit(limit(inUse())), debug.SetGCPercent(usual)
	return func() {
		r.giving.Wait()
		debug.SetMemoryLimit(former)
		debug.SetGCPercent(percent)
	}
}

func limit(used uint64) int64 { return int64(max(roomy, used+used/2)) }

// spread lets the program have what memory it needs until contain: who
// makes everything anew while the former is still shown has two of all, and would
// collect without end.
func (r *room) spread() {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.wide++
	debug.SetGCPercent(sooner)
	debug.SetMemoryLimit(math.MaxInt64)
}

// contain ends spread. The last of them gives unused memory back to the system,
// behind what is done next: it can take longer than to show a change.
func (r *room) contain() {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.wide--; r.wide == 0 {
		r.give()
	}
}

// giveBack gives unused memory back to the system if there is more than the last
// time.
func (r *room) giveBack() {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.wide == 0 && inUse() > r.used+spare {
		r.give()
	}
}

func (r *room) give() {
	r.giving.Go(func() {
		debug.FreeOSMemory()
		r.mutex.Lock()
		defer r.mutex.Unlock()
		if r.used = inUse(); r.wide == 0 {
			debug.SetGCPercent(usual)
			debug.SetMemoryLimit(limit(r.used))
		}
	})
}

// collect collects garbage if there is much, so that the next change need not wait
// for that.
func collect() {
	samples := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/gc/heap/live:bytes"}}
	metrics.Read(samples)
	if samples[0].Value.Uint64() > samples[1].Value.Uint64()+spare {
		runtime.GC()
	}
}

// spread is that of the room, once until contain.
func (b *builder) spread() {
	if !b.spreads {
		b.spreads = true
		b.room.spread()
	}
}

func (b *builder) contain() {
	if b.spreads {
		b.spreads = false
		b.room.contain()
	}
}

// giveBack gives unused memory back to the system once nothing has happened for
// a while.
func (b *builder) giveBack(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-time.After(idle):
		b.contain()
		b.room.giveBack()
	}
}

// inUse returns how much memory the program holds, in bytes: what is in use and
// what it has not given back.
func inUse() uint64 {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(samples)
	return samples[0].Value.Uint64() - samples[1].Value.Uint64()
}
