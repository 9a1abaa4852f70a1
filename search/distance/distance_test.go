package distance

import "testing"

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
