//go:build !linux

package load

import (
	"io/fs"
	"os"
)

// sightOf returns what info tells of a file everywhere. Nothing is known of other names;
// those that differ by case alone may be one file too.
func sightOf(info fs.FileInfo) sight {
	return sight{regular: info.Mode().IsRegular(), folder: info.IsDir(), size: info.Size(), modified: info.ModTime().UnixNano()}
}

// A looker looks at what is in a folder.
type looker struct{ folder *os.Root }

func newLooker(disk *os.Root, folder string, _ *os.File) (looker, error) {
	inside, err := disk.OpenRoot(folder)
	return looker{inside}, err
}

func (l looker) close() { l.folder.Close() }

func (l looker) at(name string) (sight, error) {
	info, err := l.folder.Lstat(name)
	if err != nil {
		return sight{}, err
	}
	return sightOf(info), nil
}
