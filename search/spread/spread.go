// Package spread has work done by several goroutines at once: workers, as many as
// there are processors if nothing else is said. The work is numbered from 0; each
// worker goes through a share of the numbers in a loop of its own, so what it needs
// for itself, a buffer or an open folder, are variables in front of that loop.
package spread

import (
	"context"
	"iter"
	"runtime"
	"sync"
	"sync/atomic"
)

// A worker takes numbers in turns: so many in a row that taking them costs nothing
// even beside work of some nanoseconds, and so few that it has several turns, and no
// other waits long for its last.
const (
	mostInTurn = 64
	leastTurns = 64
)

// Each calls do for each number below n. Calls must not share what they change.
func Each(n int, do func(i int)) {
	Over(n, func(share iter.Seq[int]) {
		for i := range share {
			do(i)
		}
	})
}

// Over has work go through the numbers below n, each of which is in one share, in
// growing order.
func Over(n int, work func(share iter.Seq[int])) {
	_ = Try(context.Background(), runtime.GOMAXPROCS(0), n, func(share iter.Seq[int]) error {
		work(share)
		return nil
	})
}

// Try is Over with at most so many workers, for work that can fail. All shares end
// before their next number when a worker returns an error, which is then Try's, and
// when ctx ends: Try's error is then that of ctx, even if no number was left.
func Try(ctx context.Context, workers, n int, work func(share iter.Seq[int]) error) error {
	workers = min(workers, n)
	turn := max(1, min(mostInTurn, n/(leastTurns*max(1, workers))))
	var next atomic.Int64
	var failed atomic.Pointer[error]
	share := func(yield func(int) bool) {
		for {
			end := int(next.Add(int64(turn)))
			for i := end - turn; i < min(end, n); i++ {
				if failed.Load() != nil || ctx.Err() != nil || !yield(i) {
					return
				}
			}
			if end >= n {
				return
			}
		}
	}
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			if err := work(share); err != nil {
				failed.CompareAndSwap(nil, &err)
			}
		})
	}
	group.Wait()
	if err := failed.Load(); err != nil {
		return *err
	}
	return ctx.Err()
}
