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
	go settle(t.Context(), in, out, func() bool { return false })
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
		go settle(ctx, in, out, func() bool { return false })
		in <- struct{}{}
		cancel()
		if _, open := <-out; open {
			t.Error("a signal after the end")
		}
	})
}
