package hugepages

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// TestAsk allocates what was asked for, and looks up in the kernel's list of this
// process's memory (proc_pid_smaps(5)) that it may be in huge pages.
func TestAsk(t *testing.T) {
	if _, err := os.Stat("/sys/kernel/mm/transparent_hugepage"); err != nil {
		t.Skip("this kernel has no huge pages")
	}
	if counted() {
		t.Skip("addresses are counted here")
	}
	const asked = 64 << 20
	before := resident(t)
	Ask(asked)
	if grown := resident(t) - before; grown > asked/8 {
		t.Errorf("asking took %d bytes, and should take none", grown)
	}
	held := make([][]byte, asked>>20)
	for i := range held {
		held[i] = make([]byte, 1<<20)
	}
	in := 0
	may := advised(t)
	for _, piece := range held {
		if may(uintptr(unsafe.Pointer(unsafe.SliceData(piece)))) {
			in++
		}
	}
	if in < len(held)*3/4 {
		t.Errorf("%d of %d allocations may be in huge pages", in, len(held))
	}
}

// TestAskUnderALimit is for a process that may not have as many addresses as are asked
// for: Go would end it.
func TestAskUnderALimit(t *testing.T) {
	var former unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_AS, &former); err != nil {
		t.Fatal(err)
	}
	limited := unix.Rlimit{Cur: 64 << 30, Max: former.Max}
	if limited.Cur > former.Max {
		t.Skip("there is a limit already")
	}
	if err := unix.Setrlimit(unix.RLIMIT_AS, &limited); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = unix.Setrlimit(unix.RLIMIT_AS, &former) }()
	Ask(1 << 40)
}

// resident returns how much memory of this process is there, in bytes.
func resident(t *testing.T) int {
	t.Helper()
	statm, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Fatal(err)
	}
	var all, pages int
	if _, err := fmt.Sscan(string(statm), &all, &pages); err != nil {
		t.Fatal(err)
	}
	return pages * os.Getpagesize()
}

// advised returns a function that says whether the kernel has been asked for huge pages
// at an address.
func advised(t *testing.T) func(address uintptr) bool {
	t.Helper()
	smaps, err := os.ReadFile("/proc/self/smaps")
	if err != nil {
		t.Fatal(err)
	}
	type region struct{ from, to uintptr }
	var at region
	var found []region
	for line := range strings.Lines(string(smaps)) {
		if n, _ := fmt.Sscanf(line, "%x-%x ", &at.from, &at.to); n == 2 {
			continue
		}
		if flags, ok := strings.CutPrefix(line, "VmFlags:"); ok && slices.Contains(strings.Fields(flags), "hg") {
			found = append(found, at)
		}
	}
	return func(address uintptr) bool {
		return slices.ContainsFunc(found, func(r region) bool { return r.from <= address && address < r.to })
	}
}
