package beneath

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"

	"golang.org/x/sys/unix"
)

// Open opens a file for reading.
func Open(folder *os.File, name string) (File, bool) {
	f, err := open(folder, name, unix.O_RDONLY|unix.O_NONBLOCK) // a pipe that has come meanwhile is not waited for
	return descriptor(f), err == nil
}

// Create makes a file that must not exist, for writing.
func Create(folder *os.File, name string) (File, bool) {
	f, err := open(folder, name, unix.O_CREAT|unix.O_EXCL|unix.O_WRONLY)
	return descriptor(f), err == nil
}

// Mkdir makes a folder that must not exist.
func Mkdir(folder *os.File, name string) bool {
	if !fs.ValidPath(name) {
		return false
	}
	parent, err := open(folder, path.Dir(name), unix.O_PATH|unix.O_DIRECTORY)
	if err != nil {
		return false
	}
	defer unix.Close(parent)
	return unix.Mkdirat(parent, path.Base(name), 0o777) == nil
}

// Rename gives a file another name, and replaces the file that has it.
func Rename(folder *os.File, from, to string) bool {
	if !fs.ValidPath(from) || !fs.ValidPath(to) {
		return false
	}
	source, err := open(folder, path.Dir(from), unix.O_PATH|unix.O_DIRECTORY)
	if err != nil {
		return false
	}
	defer unix.Close(source)
	target, err := open(folder, path.Dir(to), unix.O_PATH|unix.O_DIRECTORY)
	if err != nil {
		return false
	}
	defer unix.Close(target)
	return unix.Renameat(source, path.Base(from), target, path.Base(to)) == nil
}

// open opens what no link on the way leads out of the folder to.
func open(folder *os.File, name string, flags uint64) (int, error) {
	if !fs.ValidPath(name) {
		return -1, fs.ErrInvalid
	}
	how := unix.OpenHow{Flags: flags | unix.O_CLOEXEC, Resolve: unix.RESOLVE_BENEATH | unix.RESOLVE_NO_MAGICLINKS}
	if flags&unix.O_CREAT != 0 {
		how.Mode = 0o666
	}
	return again(func() (int, error) { return unix.Openat2(int(folder.Fd()), name, &how) })
}

// again calls the kernel until no signal interrupts it.
func again(call func() (int, error)) (int, error) {
	for {
		if n, err := call(); !errors.Is(err, unix.EINTR) {
			return n, err
		}
	}
}

// descriptor is a file by its number. Its errors are those of the system; whoever opened
// it knows its name.
type descriptor int

func (d descriptor) Read(p []byte) (int, error) {
	n, err := again(func() (int, error) { return unix.Read(int(d), p) })
	switch {
	case err != nil:
		return 0, err
	case n == 0 && len(p) > 0:
		return 0, io.EOF
	}
	return n, nil
}

func (d descriptor) Write(p []byte) (n int, err error) {
	for n < len(p) {
		written, err := again(func() (int, error) { return unix.Write(int(d), p[n:]) })
		switch {
		case err != nil:
			return n, err
		case written == 0:
			return n, io.ErrShortWrite
		}
		n += written
	}
	return n, nil
}

func (d descriptor) Modified() (int64, error) {
	var s unix.Stat_t
	if err := unix.Fstat(int(d), &s); err != nil {
		return 0, err
	}
	return s.Mtim.Nano(), nil
}

func (d descriptor) Close() error { return unix.Close(int(d)) }
