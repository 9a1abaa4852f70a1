// Package beneath does below an open folder, in one step of the kernel, what os.Root does
// in one for each folder on the way. A build asks for ten thousands of files, and where
// the machine is a virtual one a step is dear.
//
// os.Root opens each folder by itself so that no link leads out of its own. Linux can be
// told to see to that (openat2 with RESOLVE_BENEATH, since 5.6). Every function says
// whether it has done what it was asked for. Where it has not, because the system knows no
// such thing or for any other reason, os.Root is to be asked: its errors say why.
//
// Names are slash-separated and relative to the folder, as fs.ValidPath wants them. Files
// are plain ones: File has none of what os.File does for those that may have to be waited
// for.
package beneath

import "io"

// File is an open file.
type File interface {
	io.ReadWriteCloser
	// Modified returns when its content was modified, in nanoseconds since 1970.
	Modified() (int64, error)
}
