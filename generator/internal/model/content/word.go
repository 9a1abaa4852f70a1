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
// times, one of the summary twice. The body is Markdown as it is written; an
// address, in parentheses behind a text in brackets, says nothing of what an entry
// is about and has no words.
func CountWords(title, summary string, body []byte) []Word {
	var onStack [1500]uint32
	hashes := appendWords(onStack[:0], title)
	once := len(hashes)
	hashes = append(append(hashes, hashes[:once]...), hashes[:once]...)
	once = len(hashes)
	hashes = appendWords(hashes, summary)
	hashes = append(hashes, hashes[once:]...)
	hashes = appendWords(hashes, body)
	var scratch [1500]uint32
	hashes = sortHashes(hashes, scratch[:0])
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

// small are the letters of ASCII as small ones, by byte; 0 for all other bytes.
var small = func() (table [256]byte) {
	for c := 'a'; c <= 'z'; c++ {
		table[c], table[c-'a'+'A'] = byte(c), byte(c)
	}
	return table
}()

// appendWords appends the hash of each word of text.
func appendWords[T string | []byte](hashes []uint32, text T) []uint32 {
	const offset, prime = 14695981039346656037, 1099511628211 // FNV-1a, by letter
	h, start := uint64(offset), 0
	for i := 0; i < len(text); {
		if c := small[text[i]]; c != 0 {
			h = (h ^ uint64(c)) * prime
			i++
			continue
		}
		r, width, letter := rune(text[i]), 1, false
		switch {
		case r == 0xC3 && i+1 < len(text) && text[i+1]&0xC0 == 0x80:
			// U+00C0 to U+00FF, the accents of French: all are letters but two,
			// and the capitals stand as far before the small ones as in ASCII.
			r, width = 0xC0|rune(text[i+1]&0x3F)|0x20, 2
			letter = r != 0xF7
			if text[i+1] == 0x9F { // ß, which is no capital
				r = 0xDF
			}
		case r >= utf8.RuneSelf:
			r, width = utf8.DecodeRuneInString(string(text[i:min(i+utf8.UTFMax, len(text))]))
			if letter = unicode.IsLetter(r); letter {
				r = unicode.ToLower(r)
			}
		}
		if letter {
			h = (h ^ uint64(r)) * prime
			i += width
			continue
		}
		if i-start >= minWord {
			hashes = append(hashes, foldHash(h))
		}
		if r == '(' && i > 0 && text[i-1] == ']' {
			for i < len(text) && text[i] != ')' && text[i] != '\n' {
				i++
			}
		} else {
			i += width
		}
		h, start = offset, i
	}
	if len(text)-start >= minWord {
		hashes = append(hashes, foldHash(h))
	}
	return hashes
}

// sortHashes sorts hashes, digit by digit because they are many and evenly
// spread; scratch is memory that it may use. The result is in one of the two.
func sortHashes(hashes, scratch []uint32) []uint32 {
	const digit = 7 // bits; four of them make a hash
	if len(hashes) < 100 {
		slices.Sort(hashes)
		return hashes
	}
	scratch = slices.Grow(scratch, len(hashes))[:len(hashes)]
	for shift := 0; shift < WordHashBits; shift += digit {
		var places [1 << digit]uint32
		for _, h := range hashes {
			places[h>>shift&(1<<digit-1)]++
		}
		next := uint32(0)
		for i, count := range places {
			places[i] = next
			next += count
		}
		for _, h := range hashes {
			place := &places[h>>shift&(1<<digit-1)]
			scratch[*place] = h
			*place++
		}
		hashes, scratch = scratch, hashes
	}
	return hashes
}

// foldHash makes every bit of h count in the bits that are kept.
func foldHash(h uint64) uint32 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	return uint32(h >> (64 - WordHashBits))
}
