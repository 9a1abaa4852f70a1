package load

import (
	"errors"
	"strings"
	"syscall"
)

// Ignored reports whether a name is no part of the site: hidden files, what
// editors and systems leave behind, and installed packages. Who watches the
// folders leaves out the same.
func Ignored(name string) bool {
	switch {
	case strings.HasPrefix(name, "."), strings.HasSuffix(name, "~"), strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#"):
		return true
	case strings.HasSuffix(name, ".swp"), strings.HasSuffix(name, ".swx"), strings.HasSuffix(name, ".tmp"), strings.HasSuffix(name, ".part"):
		return true
	}
	switch name {
	case "4913", "node_modules", "Thumbs.db", "desktop.ini", "LICENSE", "README.md":
		return true
	}
	return false
}

// isLoop reports whether the system gave up on a chain of links.
func isLoop(err error) bool { return errors.Is(err, syscall.ELOOP) }
