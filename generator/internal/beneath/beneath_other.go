//go:build !linux

package beneath

import "os"

// Open leaves it to os.Root, as all do here.
func Open(*os.File, string) (File, bool) { return nil, false }

// Create leaves it to os.Root.
func Create(*os.File, string) (File, bool) { return nil, false }

// Mkdir leaves it to os.Root.
func Mkdir(*os.File, string) bool { return false }

// Rename leaves it to os.Root.
func Rename(*os.File, string, string) bool { return false }
