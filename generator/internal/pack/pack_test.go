package pack

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// open opens a pack that must open, and closes it when the test ends.
func open(t testing.TB, folder string) *Pack {
	t.Helper()
	p, err := Open(folder, "v1")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func finish(t testing.TB, p *Pack) {
	t.Helper()
	if err := p.Commit(); err != nil {
		t.Fatal(err)
	}
	closed(t, p)
}

func closed(t testing.TB, p *Pack) {
	t.Helper()
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
}

func put(t testing.TB, p *Pack, name string, data []byte) {
	t.Helper()
	if err := p.Put(KeyOf(name), data); err != nil {
		t.Fatal(err)
	}
}

// has wants a record to be there with this data, or not to be there.
func has(t testing.TB, p *Pack, name string, want []byte) {
	t.Helper()
	got, ok := p.Get(KeyOf(name))
	if ok != (want != nil) || !bytes.Equal(got, want) {
		t.Errorf("%s: %.20q, %v; want %.20q", name, got, ok, want)
	}
}

// noise returns bytes that are as good as unique.
func noise(seed uint64, size int) []byte {
	r := rand.New(rand.NewPCG(seed, 5))
	data := make([]byte, size)
	for i := range data {
		data[i] = byte(r.Uint32())
	}
	return data
}

// names returns the names in a folder without the lock.
func names(t testing.TB, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		if e.Name() != lockName {
			list = append(list, e.Name())
		}
	}
	return list
}

// tidy wants an index and the data file that it names, and nothing else.
func tidy(t testing.TB, folder string) {
	t.Helper()
	name, _, _ := readIndex(folder, "v1")
	if got, want := names(t, folder), []string{name, indexName}; !slices.Equal(got, want) {
		t.Errorf("the folder holds %q, want %q", got, want)
	}
}

func TestKeys(t *testing.T) {
	lists := [][]string{{}, {""}, {"", ""}, {"a"}, {"a", ""}, {"", "a"}, {"ab"}, {"a", "b"}, {"1:a"}, {"a1:b"}, {"a", "1:b"}}
	seen := map[Key][]string{}
	for _, list := range lists {
		if other, is := seen[KeyOf(list...)]; is {
			t.Errorf("%q and %q have the same key", list, other)
		}
		seen[KeyOf(list...)] = list
	}
}

func TestKept(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "cache")
	large := noise(1, flushSize+1)
	p := open(t, folder)
	put(t, p, "small", []byte("a"))
	put(t, p, "large", large)
	put(t, p, "empty", []byte{})
	put(t, p, "small", []byte("b")) // replaces
	for round := range 3 {
		has(t, p, "small", []byte("b"))
		has(t, p, "large", large)
		has(t, p, "empty", []byte{})
		has(t, p, "nothing", nil)
		if p.Has(KeyOf("nothing")) || !p.Has(KeyOf("small")) {
			t.Error("Has is wrong")
		}
		finish(t, p)
		tidy(t, folder)
		if round == 0 {
			p = open(t, folder)
			put(t, p, "more", []byte("c"))
			continue
		}
		before, err := os.Stat(filepath.Join(folder, indexName))
		if err != nil {
			t.Fatal(err)
		}
		p = open(t, folder)
		has(t, p, "more", []byte("c"))
		finish(t, p)
		after, err := os.Stat(filepath.Join(folder, indexName))
		if err != nil || !os.SameFile(before, after) {
			t.Errorf("the index was written although nothing was put (%v)", err)
		}
		p = open(t, folder)
	}
	closed(t, p)
}

// TestNotCommitted: what was not committed is not there, and leaves nothing.
func TestNotCommitted(t *testing.T) {
	folder := t.TempDir()
	p := open(t, folder)
	put(t, p, "a", noise(1, 3*flushSize))
	closed(t, p)
	if list := names(t, folder); len(list) > 0 {
		t.Errorf("left %q", list)
	}
	p = open(t, folder)
	has(t, p, "a", nil)
	put(t, p, "a", []byte("kept"))
	finish(t, p)
	p = open(t, folder)
	put(t, p, "b", noise(2, 3*flushSize))
	closed(t, p)
	p = open(t, folder)
	has(t, p, "a", []byte("kept"))
	has(t, p, "b", nil)
	put(t, p, "c", []byte("over what was left"))
	finish(t, p)
	p = open(t, folder)
	defer closed(t, p)
	has(t, p, "a", []byte("kept"))
	has(t, p, "c", []byte("over what was left"))
	tidy(t, folder)
}

func TestOtherVersion(t *testing.T) {
	folder := t.TempDir()
	p := open(t, folder)
	put(t, p, "a", []byte("a"))
	finish(t, p)
	other, err := Open(folder, "v2")
	if err != nil {
		t.Fatal(err)
	}
	has(t, other, "a", nil)
	put(t, other, "a", []byte("2"))
	finish(t, other)
	p = open(t, folder)
	has(t, p, "a", nil)
	finish(t, p)
	tidy(t, folder)
}

// TestTwoRuns: the second run reads what the first had at its beginning, keeps
// its own to itself, and harms nothing, whatever the first does meanwhile.
func TestTwoRuns(t *testing.T) {
	folder := t.TempDir()
	old := noise(1, 100_000)
	p := open(t, folder)
	put(t, p, "old", old)
	finish(t, p)

	first, second := open(t, folder), open(t, folder)
	put(t, first, "first", []byte("1"))
	put(t, second, "second", []byte("2"))
	has(t, second, "old", old)
	has(t, second, "second", []byte("2"))
	has(t, second, "first", nil)
	has(t, first, "second", nil)
	first.spare = -1 << 40 // compacts into another file
	finish(t, first)
	has(t, second, "old", old)
	has(t, second, "second", []byte("2"))
	third := open(t, folder)
	put(t, third, "third", []byte("3"))
	finish(t, third)
	has(t, second, "old", old)
	if !second.Has(KeyOf("old")) || second.Has(KeyOf("third")) {
		t.Error("Has is wrong")
	}
	finish(t, second)

	p = open(t, folder)
	defer closed(t, p)
	has(t, p, "old", old)
	has(t, p, "first", []byte("1"))
	has(t, p, "second", nil)
	has(t, p, "third", []byte("3"))
	tidy(t, folder)
}

// TestAll: what was put together is read in few calls, whatever was put between, in
// later runs and after the file was compacted; what is damaged or not there is left out.
func TestAll(t *testing.T) {
	folder := t.TempDir()
	const n = 500
	var keys []Key
	p := open(t, folder)
	for i := range n {
		put(t, p, fmt.Sprint("large", i), noise(uint64(i), 3*maxGap))
		keys = append(keys, KeyOf(fmt.Sprint("small", i)))
		if err := p.PutTogether(keys[i], noise(uint64(n+i), i)); err != nil {
			t.Fatal(err)
		}
	}
	keys = append(keys, KeyOf("nothing"))
	all := func(p *Pack, lost int) {
		t.Helper()
		var given [n + 1]atomic.Int32
		p.All(keys, func(i int, data []byte) {
			if given[i].Add(1) != 1 || !bytes.Equal(data, noise(uint64(n+i), i)) {
				t.Errorf("%d: %.20q", i, data)
			}
		})
		for i := range n {
			if given[i].Load() == 0 {
				lost--
			}
		}
		if lost != 0 {
			t.Errorf("%d more than expected are lost", -lost)
		}
	}
	all(p, 0) // all are in memory
	p.spare = 1 << 40
	finish(t, p)
	for _, spare := range []int64{1 << 40, -1 << 40, 1 << 40} { // the second run compacts
		p = open(t, folder)
		p.spare = spare
		all(p, 0)
		second := open(t, folder) // has to do with what the first had
		all(second, 0)
		closed(t, second)
		list, others, _ := p.inFile(keys)
		if calls := len(stretchesOf(list)) + len(others); calls > 3 {
			t.Errorf("%d calls", calls)
		}
		put(t, p, "more", noise(uint64(spare), 10))
		finish(t, p)
	}

	p = open(t, folder)
	damaged := p.records.of(keys[n/2])
	f, err := os.OpenFile(p.data.Name(), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt([]byte("damage"), damaged.offset+5); err != nil {
		t.Fatal(err)
	}
	all(p, 1)
	has(t, p, fmt.Sprint("small", n/2), nil) // it is forgotten
	end := int64(0)
	for _, key := range keys[:n] {
		if r := p.records.of(key); r != nil {
			end = max(end, r.end())
		}
	}
	if err := f.Truncate(end - 1); err != nil {
		t.Fatal(err)
	}
	all(p, 2)
	f.Close()
	closed(t, p)
}

// TestAge: what nobody asks for goes after some runs that put something; a run
// without news is none.
func TestAge(t *testing.T) {
	folder := t.TempDir()
	p := open(t, folder)
	for _, name := range []string{"asked", "had", "forgotten"} {
		put(t, p, name, []byte(name))
	}
	finish(t, p)
	for round := range 12 {
		p = open(t, folder)
		if round > 2 {
			has(t, p, "asked", []byte("asked"))
			p.Has(KeyOf("had"))
			put(t, p, "news", fmt.Append(nil, round))
		}
		p.Whole()
		if is := p.records.of(KeyOf("forgotten")) != nil; is != (round-3 <= maxAge) {
			t.Errorf("round %d: what nobody asks for is there: %v", round, is)
		}
		finish(t, p)
	}
	for round := range 3 * maxAge { // runs that end early do not count
		p = open(t, folder)
		put(t, p, "news", fmt.Append(nil, "early", round))
		finish(t, p)
	}
	p = open(t, folder)
	defer closed(t, p)
	has(t, p, "had", []byte("had"))
}

// TestBounded: neither the records nor the file outgrow their bounds, in the
// file of a hundred runs nor in one run that wants too much.
func TestBounded(t *testing.T) {
	folder := t.TempDir()
	const most, spare, size = 50_000, 10_000, 1000
	for round := range 100 {
		p := open(t, folder)
		p.most, p.spare = most, spare
		for i := range 10 {
			put(t, p, fmt.Sprint(round, i), noise(uint64(round*10+i), size))
		}
		finish(t, p)
		tidy(t, folder)
		name, records, length := readIndex(folder, "v1")
		if info, err := os.Stat(filepath.Join(folder, name)); err != nil || info.Size() > 2*most+spare+10*size || length > info.Size() {
			t.Fatalf("round %d: the file has %d bytes, %v", round, info.Size(), err)
		}
		if len(records.at)*size > most {
			t.Fatalf("round %d: %d records", round, len(records.at))
		}
	}
	p := open(t, folder)
	p.most, p.spare = most, spare
	has(t, p, "99 5", noise(995, size))
	for i := range 100 {
		put(t, p, fmt.Sprint("many", i), noise(uint64(i), size))
	}
	finish(t, p)
	p = open(t, folder)
	defer closed(t, p)
	if live := p.live(); live > most || live < most/2 {
		t.Errorf("%d bytes of records, at most %d", live, most)
	}
}

// TestKilledLeavesNoFiles: what killed runs leave goes with the next commit.
func TestKilledLeavesNoFiles(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"data-1", "data-2", "index-77", "index-x"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("left"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	p := open(t, folder)
	put(t, p, "a", []byte("a"))
	finish(t, p)
	tidy(t, folder)
}

// TestDiskFails: errors of Put and Commit cost what was to be kept and nothing
// else.
func TestDiskFails(t *testing.T) {
	folder := t.TempDir()
	p := open(t, folder)
	put(t, p, "a", []byte("a"))
	finish(t, p)

	p = open(t, folder)
	put(t, p, "b", []byte("b"))
	// Not a byte can be written from here on.
	readOnly, err := os.Open(p.data.Name())
	if err != nil {
		t.Fatal(err)
	}
	defer p.data.Close()
	p.data = readOnly
	if p.Put(KeyOf("large"), noise(1, 2*flushSize)) == nil {
		t.Error("a large record was put")
	}
	has(t, p, "large", nil)
	var failed bool
	for i := range 20 {
		failed = p.Put(KeyOf("some", fmt.Sprint(i)), noise(uint64(i), flushSize/8)) != nil || failed
		failed = p.PutTogether(KeyOf("others", fmt.Sprint(i)), noise(uint64(100+i), flushSize/9)) != nil || failed
	}
	for i := range 7 { // what was put before stays readable
		if got, ok := p.Get(KeyOf("some", fmt.Sprint(i))); !ok || !bytes.Equal(got, noise(uint64(i), flushSize/8)) {
			t.Errorf("some %d is lost", i)
		}
		if got, ok := p.Get(KeyOf("others", fmt.Sprint(i))); !ok || !bytes.Equal(got, noise(uint64(100+i), flushSize/9)) {
			t.Errorf("others %d is lost", i)
		}
	}
	if !failed {
		t.Error("no error although nothing could be written")
	}
	has(t, p, "a", []byte("a"))
	has(t, p, "b", []byte("b"))
	if p.Commit() == nil {
		t.Error("committed")
	}
	closed(t, p)
	p = open(t, folder)
	defer closed(t, p)
	has(t, p, "a", []byte("a"))
	has(t, p, "b", nil)
}

// TestNoIndex: where no index can be written, files do not pile up.
func TestNoIndex(t *testing.T) {
	folder := t.TempDir()
	if err := os.MkdirAll(filepath.Join(folder, indexName, "in the way"), 0o777); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		p := open(t, folder)
		put(t, p, "a", noise(1, 2*flushSize))
		has(t, p, "a", noise(1, 2*flushSize))
		p.spare = -1 << 40
		if p.Commit() == nil {
			t.Error("committed")
		}
		has(t, p, "a", noise(1, 2*flushSize))
		closed(t, p)
		if got := names(t, folder); len(got) != 1 {
			t.Errorf("left %q", got)
		}
	}
}

// TestCannotOpen: the error is there for the caller to do without a pack.
func TestCannotOpen(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{file, filepath.Join(file, "below")} {
		if _, err := Open(folder, "v1"); err == nil {
			t.Errorf("%s opens", folder)
		}
	}
	locked := t.TempDir()
	if err := os.Mkdir(filepath.Join(locked, lockName), 0o777); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(locked, "v1"); err == nil {
		t.Error("opens without a lock")
	}
}

// TestConcurrent: many ask and put at once, for the race detector too.
func TestConcurrent(t *testing.T) {
	folder := t.TempDir()
	p := open(t, folder)
	var group sync.WaitGroup
	for worker := range 8 {
		group.Go(func() {
			sound := func(name string, got []byte) bool {
				return len(got) > 0 && strings.ReplaceAll(string(got), name, "") == ""
			}
			var asked []string
			var keys []Key
			for i := range 200 {
				name := fmt.Sprint((worker*31 + i) % 300)
				want := []byte(strings.Repeat(name, 100+i%3*flushSize/1000))
				puts := p.Put
				if i%2 == 0 {
					puts = p.PutTogether
				}
				if err := puts(KeyOf(name), want); err != nil {
					t.Error(err)
				}
				if got, ok := p.Get(KeyOf(name)); !ok || !sound(name, got) {
					t.Errorf("%s: %.20q, %v", name, got, ok)
				}
				if i%17 == 0 {
					place, ok := p.Place(KeyOf(name))
					if !ok {
						t.Errorf("%s has no place", name)
						return
					}
					if got, err := io.ReadAll(place); err != nil || !sound(name, got) {
						t.Errorf("%s: at its place %.20q, %v", name, got, err)
					}
				}
				asked, keys = append(asked, name), append(keys, KeyOf(name))
				if i%50 == 49 {
					var given atomic.Int32
					p.All(keys, func(i int, got []byte) {
						if given.Add(1); !sound(asked[i], got) {
							t.Errorf("of all, %s: %.20q", asked[i], got)
						}
					})
					if int(given.Load()) != len(keys) {
						t.Errorf("%d of %d", given.Load(), len(keys))
					}
				}
			}
		})
	}
	group.Wait()
	finish(t, p)
}

// A temporary pack leaves nothing behind: not when it is closed, and not with a
// process that is killed, where a file that is open can lose its name.
func TestTemporaryLeavesNothing(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	t.Setenv("TMP", folder) // Windows
	p, err := Temporary()
	if err != nil {
		t.Fatal(err)
	}
	put(t, p, "a", noise(1, 10_000))
	has(t, p, "a", noise(1, 10_000))
	if left, _ := os.ReadDir(folder); len(left) > 0 && runtime.GOOS != "windows" {
		t.Errorf("while it is open there is %s", left[0].Name())
	}
	closed(t, p)
	if left, _ := os.ReadDir(folder); len(left) > 0 {
		t.Errorf("it leaves %s", left[0].Name())
	}
}
