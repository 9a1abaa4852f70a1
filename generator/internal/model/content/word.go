package content

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// Word is a word of an entry with how often it occurs: 28 bits of a hash of
// the word, then 4 bits of its count. Two of a hundred thousand words have the
// same hash in 18 cases on average; they then count as one word, which at
// worst makes two entries seem a little nearer than they are.
type Word uint32

const (
	wordCountBits = 4
	// MaxWordCount is the largest count of a Word: a word that occurs more
	// often counts as often.
	MaxWordCount = 1<<wordCountBits - 1
	// WordHashBits is the size of the hash of a Word in bits.
	WordHashBits = 32 - wordCountBits
	// minWord is the length in bytes of the shortest word that counts.
	minWord = 4
)

// Hash names the word; less than 1 << WordHashBits.
func (w Word) Hash() uint32 { return uint32(w) >> wordCountBits }

// Count is how often the word occurs, from 1 to MaxWordCount.
func (w Word) Count() int { return int(w & MaxWordCount) }

// CountWords returns the words of an entry in ascending order of hash, each
// once. A word is what stands between characters that are no letters, has at
// least four bytes, and is the same in capitals; one of the title counts three
// times, one of the summary twice.
func CountWords(title, summary, text string) []Word {
	var onStack [1500]uint32
	hashes := appendWords(onStack[:0], title)
	once := len(hashes)
	hashes = append(append(hashes, hashes[:once]...), hashes[:once]...)
	once = len(hashes)
	hashes = appendWords(hashes, summary)
	hashes = append(hashes, hashes[once:]...)
	hashes = appendWords(hashes, text)
	slices.Sort(hashes)
	distinct := 0
	for i, h := range hashes {
		if i == 0 || h != hashes[i-1] {
			distinct++
		}
	}
	if distinct == 0 {
		return nil
	}
	words := make([]Word, 0, distinct)
	for i := 0; i < len(hashes); {
		next := i + 1
		for next < len(hashes) && hashes[next] == hashes[i] {
			next++
		}
		words = append(words, Word(hashes[i]<<wordCountBits|uint32(min(next-i, MaxWordCount))))
		i = next
	}
	return words
}

// appendWords appends the hash of each word of text.
func appendWords(hashes []uint32, text string) []uint32 {
	const offset, prime = 14695981039346656037, 1099511628211 // FNV-1a, by letter
	h, start := uint64(offset), 0
	for i := 0; i < len(text); {
		r, width := rune(text[i]), 1
		letter := 'a' <= r|0x20 && r|0x20 <= 'z'
		switch {
		case letter:
			r |= 0x20
		case r >= utf8.RuneSelf:
			r, width = utf8.DecodeRuneInString(text[i:])
			if letter = unicode.IsLetter(r); letter {
				r = unicode.ToLower(r)
			}
		}
		if letter {
			h = (h ^ uint64(r)) * prime
		} else {
			if i-start >= minWord {
				hashes = append(hashes, foldHash(h))
			}
			h, start = offset, i+width
		}
		i += width
	}
	if len(text)-start >= minWord {
		hashes = append(hashes, foldHash(h))
	}
	return hashes
}

// foldHash makes every bit of h count in the bits that are kept.
func foldHash(h uint64) uint32 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	return uint32(h >> (64 - WordHashBits))
}
