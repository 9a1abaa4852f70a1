package spread

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// sizes has none, fewer than workers, and some with turns of one and of more.
var sizes = []int{0, 1, 2, 3, 63, 64, 65, 1000, 12345}

func TestEachNumberOnce(t *testing.T) {
	for _, n := range sizes {
		called := make([]int, n)
		Each(n, func(i int) { called[i]++ })
		if slices.ContainsFunc(called, func(times int) bool { return times != 1 }) {
			t.Errorf("%d numbers: some are not worked on, or more than once", n)
		}
	}
}

func TestSharesGrowAndHaveAll(t *testing.T) {
	for _, n := range sizes {
		for _, workers := range []int{1, 2, 7} {
			var mutex sync.Mutex
			var all []int
			begun := 0
			err := Try(t.Context(), workers, n, func(share iter.Seq[int]) error {
				mine := slices.Collect(share)
				mutex.Lock()
				defer mutex.Unlock()
				begun++
				all = append(all, mine...)
				if !slices.IsSorted(mine) {
					return fmt.Errorf("a share goes back: %v", mine)
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
			if begun != min(workers, n) {
				t.Errorf("%d numbers: %d workers of %d", n, begun, workers)
			}
			slices.Sort(all)
			for i := range n {
				if len(all) != n || all[i] != i {
					t.Fatalf("%d numbers, %d workers: %d in the shares", n, workers, len(all))
				}
			}
		}
	}
}

// TestFailureEndsAllShares has two workers, of which one is in the midst of its first
// number when the other fails.
func TestFailureEndsAllShares(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		want := errors.New("disk full")
		var done atomic.Int64
		err := Try(t.Context(), 2, 1000, func(share iter.Seq[int]) error {
			for i := range share {
				if i == 0 {
					return want
				}
				time.Sleep(time.Second)
				done.Add(1)
			}
			return nil
		})
		if !errors.Is(err, want) {
			t.Errorf("error %v, want %v", err, want)
		}
		if done.Load() > 1 {
			t.Errorf("%d numbers are worked on behind the failure", done.Load())
		}
	})
}

func TestContextEndsAllShares(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var done atomic.Int64
	err := Try(ctx, 3, 1000, func(share iter.Seq[int]) error {
		for range share {
			cancel()
			done.Add(1)
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that of the context", err)
	}
	if n := done.Load(); n < 1 || n > 3 {
		t.Errorf("%d numbers are worked on behind the end of the context", n)
	}
}
