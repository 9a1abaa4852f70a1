// Package shard writes and reads the static files from which a browser answers
// queries: FORMAT.md specifies every byte.
//
//	root       what every query needs: statistics, boundaries and names of the others
//	words      a range of words with their classes and postings
//	positions  where the words of some word files stand in texts, for phrases
//	cards      what the result list shows of some documents
//	facets     the values of every document
//	spelling   words without postings, for typing mistakes
//
// The code, from what is given to what is written:
//
//	set.go                      what the files of a locale are made of
//	build.go                    all files of a set, or those that are needed first
//	prepare.go                  the words of a set made ready: classes, compounds, completions
//	chain.go, wordshard.go      word files, by several goroutines; one word file
//	words.go, positions.go      its postings; its positions
//	spelling.go, facets.go      spelling files; the facet file
//	root.go                     the root
//	codec.go, coder.go          kinds of values; the range coder
//	read.go                     all files read back, for tests
//
// and what spares the next build its work:
//
//	memory.go, sums.go          the files of the build before, by checksums
//	edit.go, patched.go         a set that differs from the one before by some words
//	respell.go                  spelling files of which a word has changed
//	keep.go, outline.go         files for the next process; what it expects its set to be
//	change.go                   how a root differs from the former, for open pages
//
// A file is named after its content, so that it never changes under its name.
package shard

import (
	"crypto/sha256"
	"encoding/hex"

	"essaim/search/inverted"
)

// Version is the version of the format, in the root and in the pointer to it.
//
//	1: first
const Version = 1

// A File is one file of a set, with its path below the folder of the locale.
type File struct {
	Name string
	Data []byte
	// Hash is the SHA-256 of the data.
	Hash [sha256.Size]byte
}

// A Word is one word of an index, as the documents hold it.
type Word struct {
	// Text is the folded word; Shown is its usual spelling if it differs.
	Text, Shown string
	// Classes are the numbers of the sets of words that find each other. A stop
	// word has none.
	Classes []int32
	// Documents is the number of documents whose text holds the word, and
	// Postings that of all that have it in any field.
	Documents, Postings int
	// Sum is a checksum of all postings, and LengthSum one of the lengths of the
	// texts that they stand in. A Memory asks for them.
	Sum, LengthSum uint64
	// Hash is inverted.Sum of the text from 0, or 0 where that is not known.
	Hash uint64
}

// hash returns Hash, made where it is not known.
func (w *Word) hash() uint64 {
	if w.Hash != 0 {
		return w.Hash
	}
	return inverted.Sum(w.Text, 0)
}

// A Piece is a part of the postings of a word: those of some documents, which
// package inverted has numbered from Base on.
type Piece struct {
	Base        int
	Body, Other []byte
}

// A Posting says what one document holds of one word.
type Posting struct {
	Document int
	// Freq is the number of times in the text, 0 for a stop word.
	Freq int
	// Windows has one bit for each of the eight classes of windows of the text
	// in which the word stands: bit w%8 for window w.
	Windows uint8
	// Fields are the other fields that hold the word, ascending.
	Fields []FieldHit
	// Positions in the text, ascending. They are coded apart.
	Positions []int
}

// A FieldHit says how often a field holds a word, and how long the field is,
// quantised.
type FieldHit struct{ Field, Freq, Length int }

// Sum returns the checksum of a file that its name holds: FNV-1a of 32 bits,
// folded into 24 by an exclusive or of the highest byte with the lowest.
func Sum(data []byte) uint32 {
	h := uint32(2166136261)
	for _, b := range data {
		h = (h ^ uint32(b)) * 16777619
	}
	return h>>24 ^ h&0xFFFFFF
}

// Name returns the name of a file of a kind ("r" root, "w" words, "p" positions,
// "c" cards, "f" facets, "s" spelling) with a checksum.
func Name(kind string, sum uint32) string {
	extension := ".bin"
	if kind == "c" {
		extension = ".json"
	}
	name := make([]byte, 0, len("k-123456.json")) // a set has thousands
	name = hex.AppendEncode(append(append(name, kind...), '-'), []byte{byte(sum >> 16), byte(sum >> 8), byte(sum)})
	return string(append(name, extension...))
}

// Compare orders words as JavaScript orders strings: by UTF-16 code units.
func Compare(a, b string) int { return inverted.Compare(a, b) }

// lengthCode and lengthOf turn quantised lengths, of which only the three
// highest bits count, into small numbers and back.
func lengthCode(length int) int {
	shift := 0
	for length>>shift >= 8 {
		shift++
	}
	if shift == 0 {
		return length
	}
	return 4*shift + length>>shift
}

func lengthOf(code int) int {
	if code < 8 {
		return code
	}
	shift := min(code/4-1, 24)
	return (code%4 + 4) << shift
}
