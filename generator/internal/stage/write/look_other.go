//go:build !linux

package write

import (
	"os"
	"path/filepath"
)

// lookAt asks the system for a name below a folder.
func lookAt(folder *os.File, name string) (sight, error) {
	info, err := os.Lstat(folder.Name() + string(filepath.Separator) + filepath.FromSlash(name))
	if err != nil {
		return sight{}, err
	}
	return sightOf(info), nil
}
