package cli

import (
	"context"
	"flag"
	"fmt"
	"net"
	"strconv"
	"time"

	"essaim/generator/internal/app/build"
	"essaim/generator/internal/app/serve"
)

func serveFlags(f *flag.FlagSet, o *options) {
	f.StringVar(&o.addr, "addr", serve.DefaultAddr, "")
	f.StringVar(&o.clock, "clock", "", "")
	f.BoolVar(&o.drafts, "drafts", false, "")
	f.BoolVar(&o.timings, "timings", false, "")
}

func runServe(ctx context.Context, s *session) int {
	if len(s.args) > 0 {
		return s.wrongUse(s.text.tooMany, s.args[0])
	}
	if _, port, err := net.SplitHostPort(s.addr); err != nil || !isPort(port) {
		return s.wrongUse(s.text.badAddr, s.addr)
	}
	if !s.checkSite() {
		return WrongUse
	}
	clock := s.Now
	if s.clock != "" {
		fixed, ok := s.clockTime()
		if !ok {
			return WrongUse
		}
		clock = func() time.Time { return fixed }
	}
	err := serve.Run(ctx, serve.Options{
		Root: s.site, Addr: s.addr, Lang: s.lang, Clock: clock, Drafts: s.drafts,
		Ready: func(url string) { fmt.Fprintf(s.Stdout, s.text.serving+"\n", url) },
		Built: s.rebuilt,
	})
	if err != nil {
		return s.failed(err)
	}
	return Good
}

// isPort reports whether a text is the number of a port; 0 is any free one.
func isPort(text string) bool {
	_, err := strconv.ParseUint(text, 10, 16)
	return err == nil
}

// rebuilt tells the terminal how a build of the preview went.
func (s *session) rebuilt(r *build.Result, err error) {
	if err != nil {
		fmt.Fprintf(s.Stderr, "%s: %v\n", s.text.error, err)
		return
	}
	if err := s.printDiagnostics(r); err != nil {
		return // nobody reads the terminal any more
	}
	if !r.Diagnostics.HasErrors() {
		if s.timings {
			s.printTimings(r)
		}
		fmt.Fprintf(s.Stdout, s.text.rebuilt+"\n", count(r.Pages, s.text.pages), s.seconds(r))
	}
}
