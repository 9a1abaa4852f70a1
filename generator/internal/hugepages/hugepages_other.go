//go:build !linux

package hugepages

// Ask does nothing: only Linux is asked for huge pages.
func Ask(int) {}
