package search

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"os"
	"slices"
)

// Layout of the end of a zap 17 file, after its documents and postings: for each
// field its name, its options and a table of sections; the number of fields and
// the offsets of their entries; a footer.
const (
	// sectionEntry is the length of one row of the table: a section's number,
	// two bytes, and the offset of its data, eight.
	sectionEntry = 10
	// sectionsOffset and footerEnd are the distances of two numbers from the end
	// of the file: the offset of the number of fields, and the checksum.
	sectionsOffset = 20
	footerEnd      = 4
)

var errSegment = errors.New("the end of the segment cannot be read")

// canonise puts the tables of sections of a segment in order and corrects its
// checksum. zapx ranges over a map to write them, so that the same documents
// give different bytes. Readers find a section by its number, in any order.
func canonise(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := canoniseFile(f); err != nil {
		return errors.Join(err, f.Close())
	}
	return f.Close()
}

func canoniseFile(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	size := info.Size()
	var number [8]byte
	if _, err := f.ReadAt(number[:], size-sectionsOffset); err != nil {
		return err
	}
	table := int64(binary.BigEndian.Uint64(number[:]))
	if table <= 0 || table > size {
		return errSegment
	}
	end := make([]byte, size-table)
	if _, err := f.ReadAt(end, table); err != nil {
		return err
	}
	fields, n := binary.Uvarint(end)
	if n <= 0 || fields == 0 || uint64(len(end)-n) < 8*fields {
		return errSegment
	}
	first := int64(binary.BigEndian.Uint64(end[n:]))
	if first <= 0 || first > table {
		return errSegment
	}
	tail := make([]byte, size-first)
	if _, err := f.ReadAt(tail, first); err != nil {
		return err
	}
	if err := sortSections(tail, int(fields)); err != nil {
		return err
	}
	h := crc32.NewIEEE()
	if _, err := io.Copy(h, io.NewSectionReader(f, 0, first)); err != nil {
		return err
	}
	h.Write(tail[:len(tail)-footerEnd])
	binary.BigEndian.PutUint32(tail[len(tail)-footerEnd:], h.Sum32())
	_, err = f.WriteAt(tail, first)
	return err
}

// sortSections orders the table of sections of each field by section number.
// The entries of the fields follow each other at the start of tail.
func sortSections(tail []byte, fields int) error {
	at := 0
	number := func() int {
		v, n := binary.Uvarint(tail[at:])
		if n <= 0 || v > uint64(len(tail)) {
			at = len(tail)
			return 0
		}
		at += n
		return int(v)
	}
	for range fields {
		// The length of the name, and the name.
		length := number()
		at += length
		if at >= len(tail) {
			return errSegment
		}
		number() // the options
		size := number() * sectionEntry
		if at+size > len(tail) {
			return errSegment
		}
		rows := slices.Collect(slices.Chunk(slices.Clone(tail[at:at+size]), sectionEntry))
		slices.SortFunc(rows, bytes.Compare)
		for _, row := range rows {
			at += copy(tail[at:], row)
		}
	}
	return nil
}
