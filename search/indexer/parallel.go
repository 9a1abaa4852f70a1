package indexer

import (
	"context"
	"runtime"
	"sync"
)

// parallel calls do with the numbers below n, on all processors, until one fails
// or ctx ends. start is called for each goroutine and returns its do.
func parallel(ctx context.Context, n int, start func() func(i int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	next := make(chan int, n)
	for i := range n {
		next <- i
	}
	close(next)
	var workers sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			do := start()
			var err error
			for i := range next {
				if err == nil && ctx.Err() == nil {
					err = do(i)
				}
				if err != nil {
					cancel(err)
				}
			}
		})
	}
	workers.Wait()
	return context.Cause(ctx)
}
