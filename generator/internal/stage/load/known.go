package load

import (
	"time"

	"essaim/generator/internal/model/source"
)

// Whether a file must be read again is decided as git does it for its index. A
// file is what it was when the disk gives it the size and the times that it had
// then, and when these were old enough at that time for any later change to show
// in them: a file that was changed within one tick of the disk's clock before it
// was read could have been changed again, to the same size, with the same time.
// Such a file is not settled, and is read in every run until it is.
//
// Two times count: when the content was modified, which programs may set to
// what they like, and, where the system has it, when anything about the file
// was changed, which they cannot. On a disk of the network whose clock is behind
// this machine's by more than a tick, a change within that tick may be missed;
// --no-cache reads everything.
//
// Where a folder takes the name of another one, the files in it keep both times. That
// another file is at the path now, its inode tells.

// file returns a regular file, that of the former tree if it is still so.
func (w *walker) file(name string, s sight) *source.File {
	f := source.File{Path: name, Size: s.size, Modified: s.modified, Changed: s.changed, Inode: s.inode}
	if w.former != nil {
		old := w.former.File(name)
		if old != nil && old.Settled && old.Hash != "" &&
			old.Size == f.Size && old.Modified == f.Modified && old.Changed == f.Changed && old.Inode == f.Inode {
			return old
		}
	}
	own := &w.room.Take(1)[0]
	*own = f
	return own
}

// isSettled reports whether a change of f from now on will show in its times.
func isSettled(f *source.File, now time.Time) bool {
	return f.Modified != 0 && settled(time.Unix(0, f.Modified), now) && (f.Changed == 0 || settled(time.Unix(0, f.Changed), now))
}
