package watch

import "path"

// passing are the names that load leaves out: hidden files, what editors and
// systems leave behind, and installed packages. A test compares them with load.
var passing = []string{
	".*", "*~", "#*#", "*.swp", "*.swx", "*.tmp", "*.part",
	"4913", "node_modules", "Thumbs.db", "desktop.ini", "LICENSE", "README.md",
}

// ignored reports whether a name is no part of the site.
func ignored(name string) bool {
	for _, pattern := range passing {
		if matched, err := path.Match(pattern, name); err == nil && matched {
			return true
		}
	}
	return false
}
