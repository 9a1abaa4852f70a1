package link

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// spreadChunk is how many calls a processor takes at a time.
const spreadChunk = 64

// spread calls do for each i below n, on all processors. Calls must not share
// what they change.
func spread(n int, do func(i int)) {
	spreadWith(n, func() struct{} { return struct{}{} }, func(_ struct{}, i int) { do(i) })
}

// spreadWith is spread with something that each processor has for itself.
func spreadWith[T any](n int, own func() T, do func(own T, i int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	chunk := max(1, min(spreadChunk, n/(4*max(1, workers))))
	var next atomic.Int64
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			mine := own()
			for {
				end := int(next.Add(int64(chunk)))
				if end-chunk >= n {
					return
				}
				for i := end - chunk; i < min(end, n); i++ {
					do(mine, i)
				}
			}
		})
	}
	group.Wait()
}
