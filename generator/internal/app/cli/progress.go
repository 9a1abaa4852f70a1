package cli

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// patience is how long a run may take before it says what it is doing.
const patience = time.Second

// progress shows the running step on one line of a terminal that erases
// itself. In a pipe it is silent.
type progress struct {
	w     io.Writer
	names map[string]string

	mutex sync.Mutex
	name  string
	began time.Time
	shown bool
	ended chan struct{}
}

func newProgress(s *session) *progress {
	p := &progress{w: s.Stderr, names: s.text.steps, began: time.Now(), ended: make(chan struct{})}
	if s.Terminal {
		go p.run()
	}
	return p
}

func (p *progress) run() {
	ticker := time.NewTicker(patience / 4)
	defer ticker.Stop()
	for {
		select {
		case <-p.ended:
			return
		case now := <-ticker.C:
			p.show(now)
		}
	}
}

func (p *progress) show(now time.Time) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if took := now.Sub(p.began); took >= patience && p.name != "" {
		fmt.Fprintf(p.w, "\r\x1b[K%s… %d s", p.name, int(took.Seconds()))
		p.shown = true
	}
}

// step says what begins.
func (p *progress) step(name string) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.name = p.names[name]
}

// stop erases the line.
func (p *progress) stop() {
	close(p.ended)
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.name = ""
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
