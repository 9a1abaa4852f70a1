package watch

import (
	"context"
	"time"
)

const (
	// quiet is the silence after which a save is taken to be complete. Editors
	// save in several steps (truncate, write, rename) within a few milliseconds.
	quiet = 30 * time.Millisecond
	// most bounds the wait when there is no silence, as during a long checkout.
	most = 300 * time.Millisecond
)

// settle forwards signals from in to out: one for all that follow each other by
// less than quiet, and at the latest most after the first. While the receiver
// is busy, all further signals wait as one. It closes out when ctx is done.
func settle(ctx context.Context, in <-chan struct{}, out chan<- struct{}) {
	defer close(out)
	var (
		silence, limit <-chan time.Time // nil when nothing is waiting
		late           bool             // the limit has passed
		offer          chan<- struct{}  // out once settled, else nil
	)
	for {
		select {
		case <-ctx.Done():
			return
		case <-in:
			if limit == nil {
				limit = time.After(most)
			}
			silence = time.After(quiet)
			if !late {
				offer = nil
			}
		case <-silence:
			offer = out
		case <-limit:
			offer, late = out, true
		case offer <- struct{}{}:
			silence, limit, offer, late = nil, nil, nil, false
		}
	}
}
