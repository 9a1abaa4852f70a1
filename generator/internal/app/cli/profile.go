package cli

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"runtime/trace"
	"time"

	"essaim/generator/internal/app/build"
)

// profiles are the files that tell where a command spends time and memory, for
// `go tool pprof` and `go tool trace`; "" writes none.
type profiles struct {
	cpu, mem, trace string
}

func (p *profiles) flags(f *flag.FlagSet) {
	f.StringVar(&p.cpu, "cpuprofile", "", "")
	f.StringVar(&p.mem, "memprofile", "", "")
	f.StringVar(&p.trace, "trace", "", "")
}

// start begins what is asked for. The function that it returns ends it and
// writes the files; it must be called once.
func (p *profiles) start() (stop func() error, err error) {
	var ends []func() error
	stop = func() error {
		var all error
		for _, end := range ends {
			all = errors.Join(all, end())
		}
		return all
	}
	if p.cpu != "" {
		f, err := os.Create(p.cpu)
		if err != nil {
			return nil, err
		}
		ends = append(ends, func() error { pprof.StopCPUProfile(); return f.Close() })
		if err := pprof.StartCPUProfile(f); err != nil {
			return nil, errors.Join(err, f.Close())
		}
	}
	if p.trace != "" {
		f, err := os.Create(p.trace)
		if err != nil {
			return nil, errors.Join(err, stop())
		}
		ends = append(ends, func() error { trace.Stop(); return f.Close() })
		if err := trace.Start(f); err != nil {
			return nil, errors.Join(err, stop())
		}
	}
	if p.mem != "" {
		ends = append(ends, func() error {
			f, err := os.Create(p.mem)
			if err != nil {
				return err
			}
			runtime.GC() // what is in use is counted at the end of a collection
			return errors.Join(pprof.Lookup("allocs").WriteTo(f, 0), f.Close())
		})
	}
	return stop, nil
}

// printTimings writes how long each step took.
func (s *session) printTimings(r *build.Result) {
	for _, t := range r.Timings {
		fmt.Fprintf(s.Stderr, "%8d ms  %s\n", t.Duration.Round(time.Millisecond).Milliseconds(), s.text.steps[t.Step])
	}
}
