package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Sample is what one run of a program took.
type Sample struct {
	// Wall and CPU are in seconds; CPU is that of all processors, and of the
	// programs that the program started and waited for.
	Wall float64 `json:"wall"`
	CPU  float64 `json:"cpu"`
	// Peak is the largest resident size in bytes, of the largest process.
	Peak int64 `json:"peak"`
	// Written and Removed count files of the output folder.
	Written int `json:"written"`
	Removed int `json:"removed"`
}

// run runs a program to its end and measures it; out is the folder whose files
// are compared before and after. The error holds what the program said.
func run(ctx context.Context, out, name string, args ...string) (Sample, error) {
	before, err := scan(out)
	if err != nil {
		return Sample{}, err
	}
	settle()
	var said bytes.Buffer
	command := exec.CommandContext(ctx, name, args...)
	command.Stdout, command.Stderr = &said, &said
	began := time.Now()
	err = command.Run()
	wall := time.Since(began)
	if err != nil {
		text := said.String()
		return Sample{}, fmt.Errorf("%s %s: %w\n%s", filepath.Base(name), strings.Join(args, " "), err, text[max(0, len(text)-2000):])
	}
	after, err := scan(out)
	if err != nil {
		return Sample{}, err
	}
	s := Sample{
		Wall: wall.Seconds(),
		CPU:  (command.ProcessState.UserTime() + command.ProcessState.SystemTime()).Seconds(),
		Peak: peak(command.ProcessState),
	}
	s.Written, s.Removed = changes(before, after)
	return s, nil
}

// stamp tells a file from one that has been written since.
type stamp struct {
	file    uint64
	changed int64
	size    int64
}

// scan returns the files below a folder by path. A folder that is missing is
// empty.
func scan(folder string) (map[string]stamp, error) {
	files := map[string]stamp{}
	if _, err := os.Stat(folder); os.IsNotExist(err) {
		return files, nil
	}
	err := filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			files[name[len(folder):]] = stampOf(info)
		}
		return err
	})
	return files, err
}

// bookkeeping reports whether a file below an output folder is the generator's
// own: what is in .essaim/ is no file of the site.
func bookkeeping(name string) bool { return strings.HasPrefix(filepath.ToSlash(name), "/.essaim/") }

// changes counts the files that were written and removed between two scans.
func changes(before, after map[string]stamp) (written, removed int) {
	for name, s := range after {
		if old, ok := before[name]; (!ok || old != s) && !bookkeeping(name) {
			written++
		}
	}
	for name := range before {
		if _, ok := after[name]; !ok {
			removed++
		}
	}
	return written, removed
}

// Output is what an output folder holds.
type Output struct {
	Files int   `json:"files"`
	Pages int   `json:"pages"`
	Bytes int64 `json:"bytes"`
	// Kinds counts files by extension.
	Kinds map[string]int `json:"kinds"`
}

// describe looks at an output folder.
func describe(folder string) (Output, error) {
	files, err := scan(folder)
	o := Output{Kinds: map[string]int{}}
	for name, s := range files {
		if bookkeeping(name) {
			continue
		}
		o.Files++
		o.Bytes += s.size
		extension := filepath.Ext(name)
		o.Kinds[extension]++
		if extension == ".html" {
			o.Pages++
		}
	}
	return o, err
}
