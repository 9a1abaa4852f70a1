package write

import (
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// lookAt asks the kernel for a name below an open folder. A run asks for every file of
// the site, so it is done without the path from the top, which the kernel would walk
// each time, and without the memory of an fs.FileInfo.
func lookAt(folder *os.File, name string) (sight, error) {
	var s unix.Stat_t
	for {
		switch err := unix.Fstatat(int(folder.Fd()), name, &s, unix.AT_SYMLINK_NOFOLLOW); err {
		case nil:
			kind := s.Mode & unix.S_IFMT
			return sight{regular: kind == unix.S_IFREG, folder: kind == unix.S_IFDIR, size: s.Size, modified: s.Mtim.Nano()}, nil
		case unix.EINTR:
		default:
			return sight{}, &fs.PathError{Op: "stat", Path: name, Err: err}
		}
	}
}
