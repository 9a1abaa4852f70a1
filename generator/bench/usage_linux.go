package main

import (
	"errors"
	"io/fs"
	"os"
	"runtime/debug"
	"syscall"
	"time"

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

// firstTouch returns how long a program waits for a MiB of memory that it touches for
// the first time: of memory that has been free for a while, and of memory that was let
// go of just before. A virtual machine may have given the former back to the one below
// and has to get it again, so that a figure depends on what ran before it; zeros where
// that cannot be measured.
func firstTouch() (free, used time.Duration) {
	const size, page = 256 << 20, 4 << 10
	touch := func() time.Duration {
		data, err := unix.Mmap(-1, 0, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANON)
		if err != nil {
			return 0
		}
		defer unix.Munmap(data)
		_ = unix.Madvise(data, unix.MADV_HUGEPAGE) // as Essaim does; else in small pages
		start := time.Now()
		for i := 0; i < size; i += page {
			data[i] = 1
		}
		return time.Since(start) / (size >> 20)
	}
	debug.FreeOSMemory()
	time.Sleep(5 * time.Second)
	return touch(), touch()
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
