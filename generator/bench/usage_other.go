//go:build !linux

package main

import (
	"io/fs"
	"os"
	"time"
)

// peak is not known outside Linux.
func peak(*os.ProcessState) int64 { return 0 }

func settle() {}

func stampOf(info fs.FileInfo) stamp {
	return stamp{size: info.Size(), changed: info.ModTime().UnixNano()}
}

// firstTouch is not known outside Linux.
func firstTouch() (free, used time.Duration) { return 0, 0 }

// evict leaves a file in memory.
func evict(string) error { return nil }

// free is not known outside Linux.
func free(string) int64 { return -1 }
