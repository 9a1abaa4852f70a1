package load

import (
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// sightOf returns what info tells of a file.
func sightOf(info fs.FileInfo) sight {
	s := sight{regular: info.Mode().IsRegular(), folder: info.IsDir(), size: info.Size(), modified: info.ModTime().UnixNano()}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		s.changed, s.names, s.inode = stat.Ctim.Nano(), int(stat.Nlink), stat.Ino
	}
	return s
}

// A looker looks at what is in an open folder. A run asks for every file of the site: an
// os.Root would open the folder anew for each, and an fs.FileInfo is memory of its own.
// One name below a folder that a Root has opened, and no link followed, leads nowhere
// else. (Stage write has the same for the output, in look_linux.go.)
type looker struct{ folder *os.File }

func newLooker(_ *os.Root, _ string, f *os.File) (looker, error) { return looker{f}, nil }

func (l looker) close() {}

// at asks the kernel for a name.
func (l looker) at(name string) (sight, error) {
	var s unix.Stat_t
	for {
		switch err := unix.Fstatat(int(l.folder.Fd()), name, &s, unix.AT_SYMLINK_NOFOLLOW); err {
		case nil:
			kind := s.Mode & unix.S_IFMT
			return sight{
				regular: kind == unix.S_IFREG, folder: kind == unix.S_IFDIR, size: s.Size, modified: s.Mtim.Nano(),
				changed: s.Ctim.Nano(), names: int(s.Nlink), inode: s.Ino,
			}, nil
		case unix.EINTR:
		default:
			return sight{}, &fs.PathError{Op: "stat", Path: name, Err: err}
		}
	}
}
