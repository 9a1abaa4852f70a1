package distance

import (
	"math/rand/v2"
	"testing"
)

func TestBetween(t *testing.T) {
	var rows Rows
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"a", "", 1}, {"", "ab", 2}, {"serviette", "serviette", 0},
		{"serviette", "sreviette", 1}, {"serviette", "serviete", 1}, {"serviette", "servietttes", 2},
		{"serviette", "zerviette", 1}, {"ca", "abc", 3}, {"ab", "ba", 1}, {"école", "ecole", 1},
		{"abcd", "acbd", 1}, {"kitten", "sitting", 3}, {"東京", "京東", 1}, {"𠀀a", "a", 1},
	} {
		if got := rows.Between([]rune(c.a), c.b, 9); got != c.want {
			t.Errorf("%s, %s: %d, want %d", c.a, c.b, got, c.want)
		}
		if got := rows.Between([]rune(c.b), c.a, 9); got != c.want {
			t.Errorf("%s, %s: %d, want %d", c.b, c.a, got, c.want)
		}
		for limit := range 3 {
			if got := rows.Between([]rune(c.a), c.b, limit); got <= limit && got != c.want || got > limit && c.want <= limit {
				t.Errorf("%s, %s up to %d: %d, want %d", c.a, c.b, limit, got, c.want)
			}
		}
	}
}

// The two ways to count must agree on any words.
func TestBitsAgreeWithRows(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	alphabets := [][]rune{[]rune("ab"), []rune("abcdefgh"), []rune("aeé東𠀀")}
	word := func(letters []rune, most int) []rune {
		word := make([]rune, r.IntN(most+1))
		for i := range word {
			word[i] = letters[r.IntN(len(letters))]
		}
		return word
	}
	var bits, rows Rows
	for range 100_000 {
		letters, most := alphabets[r.IntN(len(alphabets))], 1+r.IntN(64)
		a, b := append(word(letters, most-1), letters[0]), word(letters, most+5)
		if r.IntN(2) == 0 { // near words, where exchanged letters count
			b = append([]rune(nil), a...)
			for range r.IntN(5) {
				i, j := r.IntN(len(b)), r.IntN(len(b))
				if r.IntN(2) == 0 {
					j = min(i+1, len(b)-1)
				}
				b[i], b[j] = b[j], b[i]
			}
		}
		limit := r.IntN(len(a) + len(b) + 2)
		want := min(rows.byRows(a, b, limit), limit+1)
		if got := min(bits.byBits(a, b, limit), limit+1); got != want {
			t.Fatalf("%q, %q up to %d: %d, want %d", string(a), string(b), limit, got, want)
		}
	}
}

func BenchmarkBetween(b *testing.B) {
	var rows Rows
	a := []rune("chinbagleulure-association-03652")
	for b.Loop() {
		rows.Between(a, "froicrenlegure-fauplougloir-05572", 11)
	}
}
