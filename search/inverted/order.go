package inverted

import "math/bits"

// Compare orders words as JavaScript orders strings: by UTF-16 code units. Both
// are UTF-8.
func Compare[T ~string | ~[]byte](a, b T) int {
	for i := 0; i < len(a) && i < len(b); i++ {
		if a[i] != b[i] {
			return int(rank(a[i])) - int(rank(b[i]))
		}
	}
	return len(a) - len(b)
}

// rank orders bytes of UTF-8 as UTF-16 orders what they begin: characters from
// U+10000 on, which it writes as two units from U+D800 on, come before those
// from U+E000 to U+FFFF.
func rank(b byte) byte {
	switch {
	case b < 0xEE:
		return b
	case b < 0xF0:
		return b + 5
	}
	return b - 2
}

// Prefix returns a number for the first eight bytes of a word: if two differ,
// they are in the order of the words.
func Prefix[T ~string | ~[]byte](word T) uint64 {
	n := uint64(0)
	for i := range 8 {
		n <<= 8
		if i < len(word) {
			n |= uint64(rank(word[i]))
		}
	}
	return n
}

// Numbers of Sum and Mix: odd, with as many ones as zeros.
const (
	prime0 = 0xA0761D6478BD642F
	prime1 = 0xE7037ED1A0B428DB
	prime2 = 0x8EBC6AF09C88C6E3
)

// Sum returns a checksum of bytes, against accidents: two that differ have the
// same once in 2^64 times.
func Sum[T ~string | ~[]byte](data T, seed uint64) uint64 {
	h, i := Mix(seed, uint64(len(data))), 0
	for ; i+8 <= len(data); i += 8 {
		b := data[i : i+8]
		h = Mix(h, uint64(b[0])|uint64(b[1])<<8|uint64(b[2])<<16|uint64(b[3])<<24|uint64(b[4])<<32|uint64(b[5])<<40|uint64(b[6])<<48|uint64(b[7])<<56)
	}
	last := uint64(0)
	for k := 0; i < len(data); i, k = i+1, k+8 {
		last |= uint64(data[i]) << k
	}
	return Mix(h, last)
}

// Sums returns the checksums of a text by two seeds.
func Sums(text string, seed, other uint64) (uint64, uint64) {
	a, b := Mix(seed, uint64(len(text))), Mix(other, uint64(len(text)))
	for ; len(text) >= 8; text = text[8:] {
		n := uint64(text[0]) | uint64(text[1])<<8 | uint64(text[2])<<16 | uint64(text[3])<<24 | uint64(text[4])<<32 | uint64(text[5])<<40 | uint64(text[6])<<48 | uint64(text[7])<<56
		a, b = Mix(a, n), Mix(b, n)
	}
	last := uint64(0)
	for k := range len(text) {
		last |= uint64(text[k]) << (8 * k)
	}
	return Mix(a, last), Mix(b, last)
}

// Mix returns a checksum of two numbers, which are not exchangeable.
func Mix(a, b uint64) uint64 {
	high, low := bits.Mul64(a^prime0, b^prime1)
	// The product alone would be 0 for whatever meets a factor of 0.
	return high ^ low ^ bits.RotateLeft64(a, 23)*prime2 ^ b
}
