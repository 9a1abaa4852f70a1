package build_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"essaim/generator/internal/app/build"
)

// childVariable makes the test binary build a site and exit. A time zone, a
// number of processors, a peak of memory and a violent death all belong to a
// process, so these tests need processes of their own.
const childVariable = "ESSAIM_TEST_CHILD"

// order is what a child is told to do.
type order struct {
	Root, Out, Keep string
	// Largest is how large a file may become, as on a disk that is full; 0 means
	// any size.
	Largest int64
	// Mark makes the child say when it begins to write; see beginMark.
	Mark bool
}

// answer is what a child says on its standard output.
type answer struct {
	Pages, Written, Errors int
	Timings                map[string]time.Duration
	IndexBytes             int64
	// PeakBytes is the largest resident size; 0 where the system cannot tell.
	PeakBytes int64
}

func TestMain(m *testing.M) {
	text, is := os.LookupEnv(childVariable)
	if !is {
		os.Exit(m.Run())
	}
	var o order
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		panic(err)
	}
	a, err := obey(o)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if err := json.NewEncoder(os.Stdout).Encode(a); err != nil {
		os.Exit(1)
	}
}

// obey builds a site in a child.
func obey(o order) (answer, error) {
	progress := func(step string) {
		if step == "write" && o.Mark {
			beginMark()
		}
	}
	if o.Largest > 0 {
		if err := limitFiles(o.Largest); err != nil {
			return answer{}, err
		}
	}
	result, err := build.Run(context.Background(), build.Options{Root: o.Root, Out: o.Out, Keep: o.Keep, Clock: clock, Progress: progress})
	if err != nil {
		return answer{}, err
	}
	a := answer{Pages: result.Pages, Written: result.Written, Errors: len(result.Diagnostics), Timings: map[string]time.Duration{}, PeakBytes: peakBytes()}
	for _, timing := range result.Timings {
		a.Timings[timing.Step] = timing.Duration
	}
	for _, stats := range result.Search {
		a.IndexBytes += stats.Bytes
	}
	return a, nil
}

// child runs a child with more variables of environment and returns what it
// answered.
func child(t testing.TB, o order, environment ...string) answer {
	t.Helper()
	var a answer
	text, err := childOutput(o, environment...)
	if err != nil {
		t.Fatalf("child: %v", err)
	}
	if err := json.Unmarshal(text, &a); err != nil {
		t.Fatalf("child said %q: %v", text, err)
	}
	return a
}

func childOutput(o order, environment ...string) ([]byte, error) {
	text, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	command := exec.Command(self)
	command.Env = append(append(os.Environ(), environment...), childVariable+"="+string(text))
	var stderr bytes.Buffer
	command.Stderr = &stderr
	stdout, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("%w: %s", err, stderr.Bytes())
	}
	return stdout, nil
}
