package main

import (
	"errors"
	"io/fs"
	"os"
	"runtime/debug"
	"syscall"

	"golang.org/x/sys/unix"
)

// peak returns the largest resident size of a program that has ended, in bytes.
func peak(p *os.ProcessState) int64 {
	if usage, ok := p.SysUsage().(*syscall.Rusage); ok {
		return usage.Maxrss * 1024
	}
	return 0
}

// settle makes a run independent of what was before: what is still to be
// written goes to the disk, and our own memory shrinks, because a process that
// is started counts the memory of its parent as its own first peak.
func settle() {
	syscall.Sync()
	debug.FreeOSMemory()
	// 5 resets the peak of this process; without that right it stays.
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
}

func stampOf(info fs.FileInfo) stamp {
	s := stamp{size: info.Size(), changed: info.ModTime().UnixNano()}
	if status, ok := info.Sys().(*syscall.Stat_t); ok {
		s.file, s.changed = status.Ino, status.Ctim.Nano()
	}
	return s
}

// evict takes what a file holds out of memory, as far as it is on the disk.
func evict(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED), f.Close())
}

// free returns the bytes that may still be written below a folder, or -1.
func free(folder string) int64 {
	var disk syscall.Statfs_t
	if syscall.Statfs(folder, &disk) != nil {
		return -1
	}
	return int64(disk.Bavail) * int64(disk.Bsize)
}
