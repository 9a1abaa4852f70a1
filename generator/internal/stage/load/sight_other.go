//go:build !linux

package load

import (
	"io/fs"
	"os"
	"path/filepath"
)

// sightOf returns what info tells of a file everywhere. Nothing is known of other names;
// those that differ by case alone may be one file too.
func sightOf(info fs.FileInfo) sight {
	return sight{regular: info.Mode().IsRegular(), folder: info.IsDir(), size: info.Size(), modified: info.ModTime().UnixNano()}
}

// lookAt asks the system for a name in a folder of the site.
func lookAt(disk *os.Root, _ *os.File, name string) (sight, error) {
	info, err := disk.Lstat(filepath.FromSlash(name))
	if err != nil {
		return sight{}, err
	}
	return sightOf(info), nil
}
