package watch

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// settled runs settle and returns its input, its output and the number of
// milliseconds since its start.
func settled(t *testing.T) (in chan struct{}, out chan struct{}, now func() int64) {
	in, out = make(chan struct{}, 1), make(chan struct{})
	began := time.Now()
	go settle(t.Context(), in, out, func() bool { return false }, func() bool { return false })
	return in, out, func() int64 { return time.Since(began).Milliseconds() }
}

// none fails when a signal is offered, once everything has come to rest.
func none(t *testing.T, out <-chan struct{}) {
	t.Helper()
	synctest.Wait()
	select {
	case <-out:
		t.Error("one signal too many")
	default:
	}
}

func TestSettleWaitsForSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, out, now := settled(t)
		for range 5 {
			in <- struct{}{}
			time.Sleep(20 * time.Millisecond)
			none(t, out)
		}
		<-out
		if at := now(); at != 80+30 {
			t.Errorf("signal after %d ms, want 30 ms after the last change at 80 ms", at)
		}
		time.Sleep(time.Second)
		none(t, out)
	})
}

// TestSettleIsBriefAfterACompleteSave wants what looks complete told at once,
// and what goes on, or does not look so, after a silence.
func TestSettleIsBriefAfterACompleteSave(t *testing.T) {
	for _, test := range []struct {
		name     string
		complete bool
		// pauses are between the events, in milliseconds; want is when the
		// signal comes.
		pauses []int
		want   int64
	}{
		{"a single event", true, nil, 4},
		{"two events", true, []int{1}, 1 + 4},
		{"an event that leaves the file empty", false, nil, 30},
		{"a train of events", true, []int{3, 3, 3, 3}, 12 + 30},
	} {
		synctest.Test(t, func(t *testing.T) {
			in, out := make(chan struct{}, 1), make(chan struct{})
			began := time.Now()
			go settle(t.Context(), in, out, func() bool { return test.complete }, func() bool { return false })
			in <- struct{}{}
			for _, pause := range test.pauses {
				time.Sleep(time.Duration(pause) * time.Millisecond)
				in <- struct{}{}
			}
			<-out
			if at := time.Since(began).Milliseconds(); at != test.want {
				t.Errorf("%s: signal after %d ms, want %d", test.name, at, test.want)
			}
			time.Sleep(time.Second)
			none(t, out)
		})
	}
}

func TestSettleDoesNotWaitForever(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, out, now := settled(t)
		go func() {
			for range 40 { // 400 ms without a silence of 30 ms
				in <- struct{}{}
				time.Sleep(10 * time.Millisecond)
			}
		}()
		<-out
		if at := now(); at != 300 {
			t.Errorf("first signal after %d ms, want 300", at)
		}
		<-out
		if at := now(); at != 390+30 {
			t.Errorf("second signal after %d ms, want 30 ms after the last change at 390 ms", at)
		}
	})
}

func TestSettleWhileTheReceiverIsBusy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, out, now := settled(t)
		in <- struct{}{}
		<-out
		for range 10 { // two seconds during which nobody receives
			in <- struct{}{}
			time.Sleep(200 * time.Millisecond)
		}
		before := now()
		<-out
		if at := now(); at != before {
			t.Errorf("the waiting signal took %d ms", at-before)
		}
		time.Sleep(time.Second)
		none(t, out)
	})
}

func TestSettleRestartsWhileNobodyReceives(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, out, now := settled(t)
		in <- struct{}{}
		time.Sleep(100 * time.Millisecond) // offered since 30 ms
		in <- struct{}{}
		none(t, out) // a new save has begun: wait for its end
		<-out
		if at := now(); at != 130 {
			t.Errorf("signal after %d ms, want 130", at)
		}
	})
}

func TestSettleEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		in, out := make(chan struct{}, 1), make(chan struct{})
		go settle(ctx, in, out, func() bool { return false }, func() bool { return false })
		in <- struct{}{}
		cancel()
		if _, open := <-out; open {
			t.Error("a signal after the end")
		}
	})
}
