//go:build !linux

package write

import "os"

// renameAt leaves it to os.Root.
func renameAt(*os.File, string, string) bool { return false }
