//go:build unix

package cli_test

import (
	"os"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/sys/unix"
)

// lock holds the lock of a built site until the end of the session, as another
// run would: lock FOLDER.
func lock(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: lock FOLDER")
	}
	f, err := os.OpenFile(ts.MkAbs(args[0]+"/.essaim/lock"), os.O_RDWR, 0)
	ts.Check(err)
	ts.Defer(func() { f.Close() })
	ts.Check(unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB))
}
