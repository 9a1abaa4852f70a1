package write

import (
	"os"
	"path"

	"golang.org/x/sys/unix"
)

// renameAt renames a file below an open folder and reports whether it has. os.Root
// opens every folder on both ways, one after the other, so that no link leads out of
// it; Linux can be told to see to that itself (openat2, since 5.6). Where it has not,
// for whatever reason, os.Root is to be asked, whose errors say why.
func renameAt(folder *os.File, from, to string) bool {
	source, err := openBelow(folder, path.Dir(from))
	if err != nil {
		return false
	}
	defer unix.Close(source)
	target, err := openBelow(folder, path.Dir(to))
	if err != nil {
		return false
	}
	defer unix.Close(target)
	return unix.Renameat(source, path.Base(from), target, path.Base(to)) == nil
}

// openBelow opens a folder below another one, which no link on the way leaves, to name
// what is in it.
func openBelow(folder *os.File, name string) (int, error) {
	return unix.Openat2(int(folder.Fd()), name, &unix.OpenHow{
		Flags:   unix.O_PATH | unix.O_DIRECTORY | unix.O_CLOEXEC,
		Resolve: unix.RESOLVE_BENEATH | unix.RESOLVE_NO_MAGICLINKS,
	})
}
