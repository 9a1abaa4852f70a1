// Package lock keeps two runs from working on the same folder: the kernel's
// lock on a file, which dies with the process that holds it.
package lock

import "errors"

// ErrHeld is returned by File while another process, or another open file of
// this one, holds the lock. Closing the file gives the lock back.
var ErrHeld = errors.New("another run holds the lock")
