package arena

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
)

func TestSlicesAreApart(t *testing.T) {
	var s Slices[int]
	var all [][]int
	for n := range 40 {
		part := s.Take(n)
		if len(part) != n || slices.ContainsFunc(part, func(x int) bool { return x != 0 }) {
			t.Fatalf("Take(%d) returns %v", n, part)
		}
		for i := range part {
			part[i] = n
		}
		all = append(all, part)
		_ = append(part, -1)
	}
	for n, part := range all {
		if slices.ContainsFunc(part, func(x int) bool { return x != n }) {
			t.Errorf("the slice of %d has become %v", n, part)
		}
	}
}

func TestTextsStay(t *testing.T) {
	var k Texts
	var texts []string
	long := bytes.Repeat([]byte("x"), 2*mostBytes)
	data := []byte{}
	for i := range 5000 {
		data = fmt.Append(data[:0], "entry ", i)
		texts = append(texts, k.Keep(data))
		if i%1000 == 0 && k.Keep(long) != string(long) {
			t.Fatal("a text longer than a piece is another")
		}
	}
	for i, text := range texts {
		if want := fmt.Sprint("entry ", i); text != want {
			t.Fatalf("text %d has become %q", i, text)
		}
	}
}

func TestFewPieces(t *testing.T) {
	var s Slices[int]
	var k Texts
	pieces := testing.AllocsPerRun(1, func() {
		for range 1 << 14 {
			s.Take(4)
			k.Keep([]byte("0123456789abcdef"))
		}
	})
	if pieces > 20 { // 8 of slices after some small ones, and 4 of texts, each of which is two
		t.Errorf("%v pieces for 16,384 slices and texts", pieces)
	}
}

func TestAnySize(t *testing.T) {
	var large Slices[[mostBytes + 1]byte]
	if part := large.Take(2); len(part) != 2 {
		t.Errorf("%d items of more than a piece, want 2", len(part))
	}
	var none Slices[struct{}]
	if part := none.Take(3); len(part) != 3 {
		t.Errorf("%d items without a size, want 3", len(part))
	}
	if part := none.Take(0); len(part) != 0 {
		t.Errorf("%d items where none were asked for", len(part))
	}
}
