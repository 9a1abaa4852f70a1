package watch

import (
	"context"
	"time"
)

const (
	// brief is the silence after which a save that looks complete is taken to
	// be: most editors write a file at once. One that goes on is told again.
	brief = 4 * time.Millisecond
	// quiet is the silence after which any save is taken to be complete. Some
	// editors save in several steps (truncate, write, rename) within a few
	// milliseconds.
	quiet = 30 * time.Millisecond
	// most bounds the wait when there is no silence.
	most = 300 * time.Millisecond
	// mostFlood bounds it while many files change, as during a long checkout: a site
	// that is half of one branch and half of another is of no use to anybody.
	mostFlood = 5 * time.Second
)

// settle forwards signals from in to out: one for all that follow each other by
// less than quiet, and at the latest most after the first, or mostFlood while
// flooding reports so. When complete reports so, and the signals came at once, brief is enough. While the receiver is busy,
// all further signals wait as one. It closes out when ctx is done.
func settle(ctx context.Context, in <-chan struct{}, out chan<- struct{}, complete, flooding func() bool) {
	defer close(out)
	var (
		first                 time.Time        // of those that wait
		pause, silence, limit <-chan time.Time // nil when nothing is waiting
		late                  bool             // the limit has passed
		offer                 chan<- struct{}  // out once settled, else nil
	)
	for {
		select {
		case <-ctx.Done():
			return
		case <-in:
			if limit == nil {
				first, limit = time.Now(), time.After(most)
			}
			pause, silence = nil, time.After(quiet)
			if time.Since(first) <= 2*brief {
				pause = time.After(brief)
			}
			if !late {
				offer = nil
			}
		case <-pause:
			if complete() {
				offer = out
			}
		case <-silence:
			offer = out
		case <-limit:
			if flooding() && time.Since(first) < mostFlood {
				limit = time.After(most)
				continue
			}
			offer, late = out, true
		case offer <- struct{}{}:
			pause, silence, limit, offer, late = nil, nil, nil, nil, false
		}
	}
}
