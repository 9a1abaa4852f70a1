package load

import (
	"io/fs"
	"os"
	"path"
	"syscall"

	"golang.org/x/sys/unix"
)

// sightOf returns what info tells of a file.
func sightOf(info fs.FileInfo) sight {
	s := sight{regular: info.Mode().IsRegular(), folder: info.IsDir(), size: info.Size(), modified: info.ModTime().UnixNano()}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		s.changed, s.inode, s.names = stat.Ctim.Nano(), stat.Ino, int(stat.Nlink)
	}
	return s
}

// lookAt asks the kernel for a name in an open folder. A run asks for every file of the
// site: an os.Root would open the folder anew for each, and an fs.FileInfo is memory.
func lookAt(_ *os.Root, folder *os.File, name string) (sight, error) {
	var s unix.Stat_t
	for {
		switch err := unix.Fstatat(int(folder.Fd()), path.Base(name), &s, unix.AT_SYMLINK_NOFOLLOW); err {
		case nil:
			kind := s.Mode & unix.S_IFMT
			return sight{
				regular: kind == unix.S_IFREG, folder: kind == unix.S_IFDIR, names: int(s.Nlink),
				size: s.Size, modified: s.Mtim.Nano(), changed: s.Ctim.Nano(), inode: s.Ino,
			}, nil
		case unix.EINTR:
		default:
			return sight{}, &fs.PathError{Op: "stat", Path: name, Err: err}
		}
	}
}
