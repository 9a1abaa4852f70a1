//go:build linux && amd64

package build_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"essaim/generator/internal/app/build"
)

// killVariable kills at every operation instead of a sample.
const killVariable = "ESSAIM_KILL_ALL"

// killSample is about how many operations the usual run kills at.
const killSample = 16

// writes are the system calls that change a file or a folder.
var writes = map[uint64]bool{
	syscall.SYS_WRITE: true, syscall.SYS_PWRITE64: true, syscall.SYS_FTRUNCATE: true, syscall.SYS_FSYNC: true, syscall.SYS_FDATASYNC: true,
	syscall.SYS_RENAMEAT: true, sysRenameat2: true, syscall.SYS_UNLINKAT: true, syscall.SYS_MKDIRAT: true, syscall.SYS_LINKAT: true,
	syscall.SYS_FCHMODAT: true, syscall.SYS_FCHMOD: true, syscall.SYS_UTIMENSAT: true, sysCopyFileRange: true, syscall.SYS_SENDFILE: true,
	syscall.SYS_FLOCK: true,
}

const (
	sysRenameat2     = 316
	sysCopyFileRange = 326
)

// beginMark tells the tracer that the step "write" begins. Nothing else in the
// program makes this call.
func beginMark() { _, _ = syscall.Getpgid(0) }

// TestKilledBuildLeavesAWholeSite kills a build over an existing site before
// each of its file operations: what remains must be a whole site, each file
// old or new, and the next build must finish the work, with the cache that the
// killed one was writing.
func TestKilledBuildLeavesAWholeSite(t *testing.T) {
	dir := siteFolder(t, goodSite(t))
	before := filepath.Join(t.TempDir(), "before")
	cache := filepath.Join(t.TempDir(), "cache")
	runClean(t, build.Options{Root: dir, Out: before, Keep: cache})
	old := readFolder(t, before)

	// The change touches everything: an asset, pages, lists, a new page with a
	// link to it, a page that goes away.
	files := goodSite(t)
	writeFile(t, dir, "content/news/nouvelle.fr.md", strings.Replace(files["content/news/ouverture.fr.md"], "Ouverture de la halte", "Une nouvelle", 1))
	writeFile(t, dir, "content/structures/halte.fr.md", files["content/structures/halte.fr.md"]+"\nVoir [la nouvelle](/news/nouvelle).\n")
	writeFile(t, dir, "content/media/plan.png", files["content/media/plan.png"]+" ")
	if err := os.Remove(filepath.Join(dir, "content/news/ouverture.en.md")); err != nil {
		t.Fatal(err)
	}
	after := filepath.Join(t.TempDir(), "after")
	base := runClean(t, build.Options{Root: dir, Out: after}).Site.Schema.Config.BaseURL
	young := readFolder(t, after)

	total, err := killAt(order{Root: dir, Out: copyFolder(t, before), Keep: copyFolder(t, cache)}, 0)
	if err != nil {
		t.Skipf("no tracing here: %v", err)
	}
	step := max(1, total/killSample)
	if os.Getenv(killVariable) != "" {
		step = 1
	}
	t.Logf("%d file operations, killing at every %d", total, step)
	if total < 50 {
		t.Errorf("%d file operations: the test looks in the wrong place", total)
	}
	kills := 0
	for n := 1; n <= total; n += step {
		kills++
		out, keep := copyFolder(t, before), copyFolder(t, cache)
		if _, err := killAt(order{Root: dir, Out: out, Keep: keep}, n); err != nil {
			t.Fatal(err)
		}
		what := fmt.Sprintf("killed at operation %d of %d", n, total)
		checkWhole(t, what, readFolder(t, out), old, young, base)
		runClean(t, build.Options{Root: dir, Out: out, Keep: keep})
		compareFolders(t, what+", then built", readFolder(t, out), young)
		if t.Failed() {
			return
		}
	}
	t.Logf("proved: killed at each of %d of its %d file operations, a build leaves a whole site, and the next one ends its work", kills, total)
}

func copyFolder(t *testing.T, from string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "out")
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	return to
}

// checkWhole wants each file old or new, none of the pages of both missing,
// and no reference that leads nowhere.
func checkWhole(t *testing.T, what string, got, old, young map[string]string, base string) {
	t.Helper()
	for name, text := range got {
		was, had := old[name]
		is, has := young[name]
		if (had || has) && text != was && text != is {
			t.Errorf("%s: %s is neither old nor new", what, name)
		}
		if !had && !has && strings.HasSuffix(name, ".html") {
			t.Errorf("%s: %s is a page that nobody asked for", what, name)
		}
	}
	for name := range old {
		if _, stays := young[name]; stays && got[name] == "" && old[name] != "" {
			t.Errorf("%s: %s is missing", what, name)
		}
	}
	for _, problem := range checkReferences(got, base).problems {
		t.Errorf("%s: %s", what, problem)
	}
}

// killAt builds in a traced child and kills it before its n-th file operation
// of the step "write". It returns how many operations there were; n = 0 lets
// the child finish.
func killAt(o order, n int) (operations int, err error) {
	// Every request about a traced process must come from the thread that
	// started it.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	o.Mark = true
	text, err := json.Marshal(o)
	if err != nil {
		return 0, err
	}
	self, err := os.Executable()
	if err != nil {
		return 0, err
	}
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return 0, err
	}
	defer null.Close()
	process, err := os.StartProcess(self, []string{self}, &os.ProcAttr{
		Env: append(os.Environ(), childVariable+"="+string(text)), Files: []*os.File{null, null, os.Stderr},
		Sys: &syscall.SysProcAttr{Ptrace: true, Pdeathsig: syscall.SIGKILL},
	})
	if err != nil {
		return 0, err
	}
	return trace(process.Pid, n)
}

// trace follows the system calls of a process and its threads.
func trace(pid, n int) (operations int, err error) {
	var status syscall.WaitStatus
	if _, err := syscall.Wait4(pid, &status, syscall.WALL, nil); err != nil {
		return 0, err
	}
	const options = syscall.PTRACE_O_TRACESYSGOOD | syscall.PTRACE_O_TRACECLONE | ptraceExitKill
	if err := syscall.PtraceSetOptions(pid, options); err != nil {
		return 0, err
	}
	begun := false
	for thread, signal := pid, 0; ; {
		// A thread that is gone by now is no mistake.
		if err := syscall.PtraceSyscall(thread, signal); err != nil && !errors.Is(err, syscall.ESRCH) {
			return operations, err
		}
		if thread, err = syscall.Wait4(-1, &status, syscall.WALL, nil); err != nil {
			return operations, err
		}
		signal = 0
		switch {
		case status.Exited() || status.Signaled():
			if thread != pid {
				continue
			}
			if status.Exited() && status.ExitStatus() != 0 {
				return operations, fmt.Errorf("the child ended with status %d", status.ExitStatus())
			}
			return operations, nil
		case status.StopSignal() == syscall.SIGTRAP|0x80:
			var registers syscall.PtraceRegs
			if err := syscall.PtraceGetRegs(thread, &registers); err != nil {
				return operations, err
			}
			if int64(registers.Rax) != -int64(syscall.ENOSYS) {
				continue // the call returns; it was counted when it began
			}
			call := registers.Orig_rax
			begun = begun || call == syscall.SYS_GETPGID
			if begun && (writes[call] || call == syscall.SYS_OPENAT && registers.Rdx&syscall.O_CREAT != 0) {
				if operations++; operations == n {
					if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
						return operations, err
					}
				}
			}
		case status.StopSignal() != syscall.SIGTRAP && status.StopSignal() != syscall.SIGSTOP:
			signal = int(status.StopSignal())
		}
	}
}

const ptraceExitKill = 0x100000
