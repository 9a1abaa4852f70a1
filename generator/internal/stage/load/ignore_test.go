package load

import "testing"

func TestIgnored(t *testing.T) {
	for name, want := range map[string]bool{
		".hidden": true, "a.md~": true, "a.md~new": false, "#a.md#": true, "#a.md": false, "a#": false, ".a.md.swp": true, "a.swp": true,
		"a.swx": true, "a.tmp": true, "a.part": true, "a.parts": false, "4913": true, "49133": false, "node_modules": true,
		"node_modules2": false, "Thumbs.db": true, "desktop.ini": true, "LICENSE": true, "LICENSE.md": false, "README.md": true,
		"readme.md": false, "a.md": false, "a.swp.md": false, "tmp": false, "~a.md": false,
	} {
		if got := Ignored(name); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
