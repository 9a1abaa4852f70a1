package output

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestFiles adds files in every kind of order and wants them sorted.
func TestFiles(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 60 {
		files := make([]*File, n)
		for i := range files {
			files[i] = &File{Path: fmt.Sprintf("%03d", i), Order: Order(r.IntN(3))}
		}
		want := slices.Clone(files)
		slices.SortStableFunc(want, func(a, b *File) int { return cmp.Compare(a.Order, b.Order) })
		for kind, disorder := range map[string]func(){
			"sorted": func() {}, "reversed": func() { slices.Reverse(files) },
			"two runs": func() { files = append(slices.Clone(files[n/3:]), files[:n/3]...) },
			"shuffled": func() { r.Shuffle(n, func(i, j int) { files[i], files[j] = files[j], files[i] }) },
		} {
			disorder()
			tree := &Tree{}
			for _, f := range files {
				if tree.Add(f) != nil || tree.Add(&File{Path: f.Path}) != f {
					t.Fatal("a path is taken before it is, or not afterwards")
				}
			}
			got := tree.Files()
			if !slices.Equal(got, want) {
				t.Errorf("%d files, %s: %v, not %v", n, kind, got, want)
			}
			if byPath := ByPath(got); !slices.IsSortedFunc(byPath, func(a, b *File) int { return cmp.Compare(a.Path, b.Path) }) || len(byPath) != n {
				t.Errorf("%d files, %s: by path %v", n, kind, byPath)
			}
		}
	}
}

// TestBelow wants the files below a folder listed when one of them or all are asked
// for, and not before.
func TestBelow(t *testing.T) {
	tree := &Tree{}
	tree.Add(&File{Path: "a.html", Order: Page})
	if tree.Below("a", nil) {
		t.Error("files are left for later below a path that is taken")
	}
	below := &Tree{}
	below.Add(&File{Path: "api/b.json"})
	below.Add(&File{Path: "api/c.json"})
	listed := 0
	if !tree.Below("api/", func() *Tree { listed++; return below }) {
		t.Error("a folder without files is taken")
	}
	if tree.File("a.html") == nil || tree.File("b.html") != nil || listed != 0 {
		t.Errorf("listed %d times for other paths", listed)
	}
	if tree.File("api/c.json") == nil || tree.File("api/d.json") != nil || listed != 2 {
		t.Errorf("listed %d times for two paths, or wrongly", listed)
	}
	var paths []string
	for _, f := range tree.Files() {
		paths = append(paths, f.Path)
	}
	if want := []string{"api/b.json", "api/c.json", "a.html"}; !slices.Equal(paths, want) || tree.Len() != 3 {
		t.Errorf("files are %v, %d of them", paths, tree.Len())
	}
}
