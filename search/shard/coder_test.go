package shard

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"essaim/search/inverted"
)

// A step is one value of a kind, coded in either direction.
type step func(c *coder) any

// roundTrip writes steps and reads them back: first is the list of steps with
// fresh models.
func roundTrip(t *testing.T, name string, steps func() []step) {
	t.Helper()
	e := newEncoder()
	var want []any
	for _, s := range steps() {
		want = append(want, s(e))
	}
	data := e.finish()
	if len(data) > 0 && data[len(data)-1] == 0 {
		t.Errorf("%s: ends with a zero byte", name)
	}
	// What follows the data is not looked at where it is zero, and damage after
	// the end changes nothing that was written.
	for _, tail := range []string{"", "\x00", "\x00\x00\x00\x00\x00\x00\x00\x00\x00"} {
		d := newDecoder(append(slices.Clone(data), tail...))
		for i, s := range steps() {
			if got := s(d); got != want[i] {
				t.Fatalf("%s: value %d of %d is %v, want %v", name, i, len(want), got, want[i])
			}
			if d.over() {
				t.Fatalf("%s: over at value %d of %d", name, i, len(want))
			}
		}
	}
}

// reading is a step that writes a value and reads whatever comes.
func reading[T any](code func(*coder, T) T, value T) step {
	return func(c *coder) any {
		if c.reading {
			var none T
			return code(c, none)
		}
		if got := code(c, value); any(got) != any(value) {
			return "the encoder returned another value"
		}
		return value
	}
}

func TestCoderBits(t *testing.T) {
	for _, ones := range []float64{0, 0.0001, 0.02, 0.3, 0.5, 0.9, 0.999, 1} {
		roundTrip(t, "bits", func() []step {
			r := rand.New(rand.NewPCG(1, uint64(ones*1e6)))
			models := newModels(3)
			var steps []step
			for range 20_000 {
				bit := 0
				if r.Float64() < ones {
					bit = 1
				}
				m := &models[r.IntN(len(models))]
				steps = append(steps, reading(func(c *coder, b int) int { return c.bit(m, b) }, bit))
			}
			return steps
		})
	}
}

// A model that has learned one bit costs much when the other comes; carries run
// through long stretches of bytes.
func TestCoderCarries(t *testing.T) {
	for seed := range uint64(200) {
		roundTrip(t, "carries", func() []step {
			r := rand.New(rand.NewPCG(seed, 2))
			m := &newModels(1)[0]
			var steps []step
			for range 300 {
				// Ones with a model of zeros make the low end creep towards a carry.
				zero, seen := []model{0, 1, 65535, 65520, 32768}[r.IntN(5)], model(r.IntN(slowest+1))
				bit := r.IntN(2)
				steps = append(steps, reading(func(c *coder, b int) int {
					*m = zero<<seenBits | seen
					return c.bit(m, b)
				}, bit))
			}
			return steps
		})
	}
}

func TestCoderRaw(t *testing.T) {
	roundTrip(t, "raw", func() []step {
		r := rand.New(rand.NewPCG(3, 3))
		var steps []step
		for i := range 3000 {
			n := i % 33
			value := uint32(r.Uint64()) & uint32(1<<n-1)
			steps = append(steps, reading(func(c *coder, v uint32) uint32 { return c.raw(v, n) }, value))
			steps = append(steps, reading(sum, r.Uint32()&0xFFFFFF))
		}
		for _, v := range []uint32{0, 1, 1 << 23, 1<<24 - 1} {
			steps = append(steps, reading(sum, v))
		}
		return steps
	})
}

// A model's probability stays one that can be coded, whatever it learns.
func TestModelLearns(t *testing.T) {
	m := &newModels(1)[0]
	e := newEncoder()
	probability := func() int { return int(*m >> (seenBits + stateBits - probabilityBits)) }
	for i := range 5000 {
		e.bit(m, i/2500)
		// The range never becomes empty.
		if e.width == 0 {
			t.Fatalf("no range after %d bits", i+1)
		}
		if i == 2499 && probability() < 4050 {
			t.Errorf("zeros alone give %d/4096", probability())
		}
	}
	if probability() > 50 {
		t.Errorf("ones alone give %d/4096", probability())
	}
	if seen := *m & (1<<seenBits - 1); seen != slowest {
		t.Errorf("seen %d", seen)
	}
	*m = unseen
	e.bit(m, 0)
	// 65536/1.5 of the way from a half to one.
	if zero, want := *m>>seenBits, model(1<<15+32767*43690>>16); zero != want {
		t.Errorf("after one zero: %d, want %d", zero, want)
	}
}

func TestNumbers(t *testing.T) {
	const largest = math.MaxInt32
	values := []int{largest, 0, largest, largest - 1}
	for shift := range 31 {
		values = append(values, 1<<shift-1, 1<<shift, 1<<shift+1)
	}
	r := rand.New(rand.NewPCG(4, 4))
	for range 5000 {
		values = append(values, r.IntN(1<<r.IntN(32)))
	}
	roundTrip(t, "numbers", func() []step {
		list := newNumbers(3)
		var steps []step
		for i, v := range values {
			steps = append(steps, reading(list[i%3].code, v))
		}
		return steps
	})
}

func TestTrees(t *testing.T) {
	for bits := 1; bits <= 8; bits++ {
		roundTrip(t, "trees", func() []step {
			r := rand.New(rand.NewPCG(5, uint64(bits)))
			m := newTree(bits)
			var steps []step
			for v := range 1 << bits {
				steps = append(steps, reading(m.code, v))
			}
			for range 1000 {
				steps = append(steps, reading(m.code, min(r.IntN(1<<bits), r.IntN(1<<bits))))
			}
			return steps
		})
	}
}

func TestTexts(t *testing.T) {
	values := []string{
		"", "a", "a", "", "ab", "abc", "ab", "b", "é", "è", "ê", "東京", "東", "京都", "\U00020000", "\U00010400", "👍🏽", "\u0301", "\u0001\u007f\u0080\uffff\U0010ffff",
		"<a href=\"x\">&</a>\n\t", strings.Repeat("x", 5000), strings.Repeat("x", 4999) + "y", strings.Repeat("東", 3000), "\xff\xfe", "\xe6\x9d",
	}
	r := rand.New(rand.NewPCG(6, 6))
	for range 500 {
		var b strings.Builder
		for range r.IntN(12) {
			b.WriteRune(rune(1 + r.IntN(1<<(1+r.IntN(17)))))
		}
		values = append(values, strings.ToValidUTF8(b.String(), ""))
	}
	roundTrip(t, "texts", func() []step {
		m := newText()
		var steps []step
		for _, v := range values {
			steps = append(steps, reading(m.code, v))
		}
		return steps
	})
	// A zero byte and what follows it are lost, as is what is too long; what
	// comes after is not.
	e, m := newEncoder(), newText()
	for _, v := range []string{"ab\x00c", "abc", strings.Repeat("z", maxText+5), "last"} {
		m.code(e, v)
	}
	d, m := newDecoder(e.finish()), newText()
	for i, want := range []string{"ab", "abc", strings.Repeat("z", maxText), "last"} {
		if got := m.code(d, ""); got != want {
			t.Errorf("text %d: %.20q of %d bytes", i, got, len(got))
		}
	}
}

func TestLists(t *testing.T) {
	lists := [][]string{nil, {""}, {"a", "ab", "b"}, {}, {"b", "b"}}
	ascents := [][]int{nil, {0}, {0, 0, 5}, {3, 1 << 20, math.MaxInt32}}
	decimals := []float64{0, 1, 0.75, 0.3, 1.5, 6, 1e-9, 1.0 / 3, 12345678.9, math.MaxFloat64}
	code := func(c *coder, write bool) (gotLists [][]string, gotAscents [][]int, gotDecimals []float64) {
		m, n := newText(), newNumber()
		for i := range lists {
			var list []string
			if write {
				list = lists[i]
			}
			gotLists = append(gotLists, m.list(c, n, list))
		}
		for i := range ascents {
			var list []int
			if write {
				list = ascents[i]
			}
			gotAscents = append(gotAscents, ascending(c, n, list))
		}
		for i := range decimals {
			value := 0.0
			if write {
				value = decimals[i]
			}
			gotDecimals = append(gotDecimals, decimal(c, m, value))
		}
		return gotLists, gotAscents, gotDecimals
	}
	e := newEncoder()
	code(e, true)
	gotLists, gotAscents, gotDecimals := code(newDecoder(e.finish()), false)
	for i := range lists {
		if !slices.Equal(gotLists[i], lists[i]) {
			t.Errorf("list %d: %q, want %q", i, gotLists[i], lists[i])
		}
	}
	for i := range ascents {
		if !slices.Equal(gotAscents[i], ascents[i]) {
			t.Errorf("ascent %d: %v, want %v", i, gotAscents[i], ascents[i])
		}
	}
	if !slices.Equal(gotDecimals, decimals) {
		t.Errorf("%v, want %v", gotDecimals, decimals)
	}
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		e, m := newEncoder(), newText()
		if got := decimal(e, m, v); got != 0 {
			t.Errorf("%v is written as %v", v, got)
		}
	}
}

// A decoder goes over soon after the end, whatever it reads.
func TestDecoderGoesOver(t *testing.T) {
	for _, data := range []string{"", "\x00", "\xff\xff\xff\xff", "abc"} {
		d := newDecoder([]byte(data))
		m := &newModels(1)[0]
		bits := 0
		for !d.over() {
			d.bit(m, 0)
			if bits++; bits > 1_000_000 {
				t.Fatalf("%q: not over after %d bits", data, bits)
			}
		}
	}
}

func TestLengths(t *testing.T) {
	last := -1
	seen := map[int]bool{}
	for length := 0; length < 1<<27; length += 1 + length/40 {
		q := inverted.Quantised(length)
		code := lengthCode(q)
		if got := lengthOf(code); got != q {
			t.Fatalf("%d: code %d is %d", q, code, got)
		}
		if code > 255 || code < last {
			t.Fatalf("%d: code %d after %d", q, code, last)
		}
		last = code
		seen[code] = true
	}
	for code := 0; code <= last; code++ {
		if !seen[code] {
			t.Errorf("code %d stands for no length", code)
		}
		if got := lengthCode(lengthOf(code)); got != code {
			t.Errorf("code %d: %d", code, got)
		}
	}
}

// scriptOrder compares as JavaScript does.
func scriptOrder(a, b string) int {
	return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
}

// orderedWords are words of which some are ordered otherwise by bytes.
func orderedWords() []string {
	return []string{
		"", "a", "aa", "ab", "b", "é", "z", "日", "日本", "\ud7ff", "\ue000", "\uf900", "\uffff", "ﬁ", "\U00010000", "\U00010400", "\U00020000", "\U0010ffff",
		"a\uffff", "a\U00010000", "a\U00010000b", "a\U00010001", "a\ue000", "a\ud7ff", "日\U00020000", "日\uf900", "\U00020000a", "\U00020000\uffff", "\U00020000\U00020000",
	}
}

func TestCompare(t *testing.T) {
	sign := func(n int) int { return min(max(n, -1), 1) }
	words := orderedWords()
	r := rand.New(rand.NewPCG(7, 7))
	alphabet := []rune("aé日\ud7ff\ue000\uffff\U00010000\U00010001\U0010ffff")
	for range 300 {
		var b strings.Builder
		for range r.IntN(5) {
			b.WriteRune(alphabet[r.IntN(len(alphabet))])
		}
		words = append(words, b.String())
	}
	for _, a := range words {
		for _, b := range words {
			if got, want := sign(Compare(a, b)), scriptOrder(a, b); got != want {
				t.Errorf("%q, %q: %d, want %d", a, b, got, want)
			}
		}
	}
}

func TestSeparator(t *testing.T) {
	for _, c := range []struct{ last, next, want string }{
		{"serviette", "social", "so"}, {"a", "ab", "ab"}, {"ab", "b", "b"}, {"", "abc", "a"}, {"abc", "abd", "abd"}, {"abca", "abd", "abd"},
		{"abc", "abde", "abd"}, {"\uffff", "\uffffa", "\uffffa"}, {"\U00010000", "\ue000x", "\ue000"}, {"eau", "école", "é"}, {"\U00020000a", "\U00020001b", "\U00020001"},
	} {
		if got := separator(c.last, c.next); got != c.want {
			t.Errorf("%q, %q: %q, want %q", c.last, c.next, got, c.want)
		}
	}
	words := orderedWords()
	slices.SortFunc(words, Compare)
	for i, last := range words {
		for _, next := range words[i+1:] {
			s := separator(last, next)
			if !strings.HasPrefix(next, s) || Compare(s, last) <= 0 || Compare(s, next) > 0 {
				t.Errorf("%q, %q: %q", last, next, s)
			}
		}
	}
}

// TestSum compares with known values of FNV-1a.
func TestSum(t *testing.T) {
	for data, want := range map[string]uint32{"": 0x1c9dc5 ^ 0x81, "a": 0x0c292c ^ 0xe4, "foobar": 0x9cf968 ^ 0xbf} {
		if got := Sum([]byte(data)); got != want {
			t.Errorf("%q: %08x, want %08x", data, got, want)
		}
	}
	for kind, want := range map[string]string{"w": "w-00beef.bin", "c": "c-00beef.json", "r": "r-00beef.bin"} {
		if got := Name(kind, 0xbeef); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
