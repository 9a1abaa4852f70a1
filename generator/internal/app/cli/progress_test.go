package cli

import (
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// screen keeps what is written to it until somebody looks.
type screen struct {
	mutex sync.Mutex
	text  string
}

func (s *screen) Write(text []byte) (int, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.text += string(text)
	return len(text), nil
}

// take returns what has been written since the last time.
func (s *screen) take() string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	text := s.text
	s.text = ""
	return text
}

// running is a session whose build is watched.
func running(terminal bool) (*session, *screen) {
	seen := &screen{}
	return &session{Env: Env{Stderr: seen, Terminal: terminal}, text: textsIn("en")}, seen
}

// wait lets time pass until everything due has happened.
func wait(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func TestProgressOnTerminal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, seen := running(true)
		p := newProgress(s)
		p.step("load")
		wait(patience - time.Millisecond)
		if got := seen.take(); got != "" {
			t.Errorf("said %q within the first second", got)
		}
		wait(2 * time.Millisecond)
		if got, want := seen.take(), "\r\x1b[KReading files… 1 s"; got != want {
			t.Errorf("after a second: %q, want %q", got, want)
		}
		p.step("index")
		wait(2 * patience)
		if got, want := seen.take(), "\r\x1b[KIndexing… 3 s"; !strings.HasSuffix(got, want) {
			t.Errorf("after three seconds: %q, want %q at the end", got, want)
		}
		p.stop()
		wait(2 * patience)
		if got, want := seen.take(), "\r\x1b[K"; got != want {
			t.Errorf("at the end: %q, want the line erased, %q", got, want)
		}
	})
}

// TestSilentProgress wants no trace of a run that nobody waits for or looks at.
func TestSilentProgress(t *testing.T) {
	for _, test := range []struct {
		name     string
		terminal bool
		takes    time.Duration
	}{
		{"short run on a terminal", true, patience / 2},
		{"long run in a pipe", false, 10 * patience},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, seen := running(test.terminal)
				p := newProgress(s)
				p.step("load")
				wait(test.takes)
				p.stop()
				wait(2 * patience)
				if got := seen.take(); got != "" {
					t.Errorf("said %q", got)
				}
			})
		})
	}
}
