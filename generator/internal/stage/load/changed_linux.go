package load

import (
	"io/fs"
	"syscall"
)

// changed returns when anything about a file was changed last, its name
// included, in nanoseconds since 1970.
func changed(info fs.FileInfo) int64 {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return stat.Ctim.Nano()
	}
	return 0
}
