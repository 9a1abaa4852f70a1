//go:build !unix

package cli_test

import "github.com/rogpeppe/go-internal/testscript"

// lock is for systems where a session can hold the lock; see lock_unix_test.go.
func lock(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Fatalf("lock: not on this system")
}
