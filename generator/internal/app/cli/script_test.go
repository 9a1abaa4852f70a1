package cli_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/tools/txtar"

	"essaim/generator/internal/app/cli"
)

// terminalVariable makes the command believe that a person reads it.
const terminalVariable = "ESSAIM_TEST_TERMINAL"

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"essaim": essaim})
}

// essaim is the program, in a process of its own.
func essaim() {
	os.Exit(cli.Main(context.Background(), os.Args[1:], cli.Env{
		Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv, Now: time.Now,
		Terminal: os.Getenv(terminalVariable) != "",
	}))
}

// TestSessions runs each session of testdata/*.txtar in a folder that holds the
// site of testdata/site, as someone would type it.
func TestSessions(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               setup,
		Condition: func(name string) (bool, error) {
			if name == "root" {
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("there is no condition %q", name)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "value": value, "shape": shape, "replace": replace, "lock": lock,
		},
	})
}

// setup writes the site into the folder "site" of a session, and goes there.
func setup(e *testscript.Env) error {
	site := filepath.Join(e.WorkDir, "site")
	theme := filepath.FromSlash("../../../../themes")
	if err := os.CopyFS(filepath.Join(site, "themes"), os.DirFS(theme)); err != nil {
		return err
	}
	archive, err := txtar.ParseFile(filepath.FromSlash("testdata/site/site.txtar"))
	if err != nil {
		return err
	}
	files, err := txtar.FS(archive)
	if err != nil {
		return err
	}
	e.Cd = site
	e.Setenv("GORACE", "atexit_sleep_ms=0") // the race detector sleeps a second in each process
	return os.CopyFS(site, files)
}

// exits runs a program and wants its exit code: exits CODE PROGRAM ARGUMENT…
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARGUMENT…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// value wants a value of a JSON file, written as JSON: value FILE PATH WANT. A
// path is of keys and indexes with dots between them; of a list, "length" is
// the number of its items.
func value(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: value FILE PATH WANT")
	}
	at := readJSON(ts, args[0])
	for key := range strings.SplitSeq(args[1], ".") {
		switch v := at.(type) {
		case map[string]any:
			inner, has := v[key]
			if !has {
				ts.Fatalf("%s: there is no %q", args[1], key)
			}
			at = inner
		case []any:
			if key == "length" {
				at = len(v)
				continue
			}
			i, err := strconv.Atoi(key)
			ts.Check(err)
			if i >= len(v) {
				ts.Fatalf("%s: there are %d", args[1], len(v))
			}
			at = v[i]
		default:
			ts.Fatalf("%s: nothing below %v", args[1], at)
		}
	}
	got, err := json.Marshal(at)
	ts.Check(err)
	if (string(got) == args[2]) == neg {
		ts.Fatalf("%s is %s, want %s", args[1], got, args[2])
	}
}

// shape wants the keys of a JSON file and the types of their values, one per
// line, as in another file: shape FILE WANT. Only the first item of a list
// counts.
func shape(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: shape FILE WANT")
	}
	got := strings.Join(shapeOf("", readJSON(ts, args[0])), "\n") + "\n"
	if want := ts.ReadFile(args[1]); got != want {
		ts.Fatalf("the shape is\n%s\nwant\n%s", got, want)
	}
}

func shapeOf(path string, v any) []string {
	var lines []string
	switch v := v.(type) {
	case map[string]any:
		lines = append(lines, path+" object")
		for _, key := range slices.Sorted(maps.Keys(v)) {
			lines = append(lines, shapeOf(path+"."+key, v[key])...)
		}
	case []any:
		lines = append(lines, path+" list")
		for _, item := range v[:min(1, len(v))] {
			lines = append(lines, shapeOf(path+".0", item)...)
		}
	case nil:
		lines = append(lines, path+" null")
	case float64:
		lines = append(lines, path+" number")
	default: // string and bool have the names of JSON
		lines = append(lines, fmt.Sprintf("%s %T", path, v))
	}
	return lines
}

// readJSON reads a file that holds one JSON value and nothing else.
func readJSON(ts *testscript.TestScript, file string) any {
	var v any
	if err := json.Unmarshal([]byte(ts.ReadFile(file)), &v); err != nil {
		ts.Fatalf("%s: %v", file, err)
	}
	return v
}

// replace edits a file, as a person would: replace FILE OLD NEW. The old text
// must be there once.
func replace(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: replace FILE OLD NEW")
	}
	text := ts.ReadFile(args[0])
	if n := strings.Count(text, args[1]); n != 1 {
		ts.Fatalf("%q is %d times in %s", args[1], n, args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Replace(text, args[1], args[2], 1)), 0o666))
}
