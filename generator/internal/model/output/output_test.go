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
