package inverted

// A Posting says what one document holds of one word.
type Posting struct {
	Document int
	// Positions in the text, ascending: as many as its frequency there.
	Positions []int32
	// Hits are the other fields that hold the word, ascending.
	Hits []Hit
}

// A Hit says how often a field holds a word, and how long the field is,
// quantised. Positions are those of the field Placed.
type Hit struct {
	Field, Freq, Length int
	Positions           []int32
}

// A Reader reads the postings of a word in the order of documents.
type Reader struct {
	body, other []byte
	at, otherAt int
	// document and otherDocument are the next documents; that of a side without
	// more is the last number.
	document, otherDocument int32
	many                    bool
	positions               []int32
}

const noDocument = 1<<31 - 1

// Reset begins with the first posting of a word; body and other are those of a
// Record.
func (r *Reader) Reset(body, other []byte) {
	r.body, r.other, r.at, r.otherAt = body, other, 0, 0
	r.document, r.otherDocument = -1, -1
	r.nextBody()
	r.nextOther()
}

func (r *Reader) nextBody() {
	if r.at >= len(r.body) {
		r.document = noDocument
		return
	}
	var head uint32
	head, r.at = uvarint(r.body, r.at)
	r.document += int32(head>>1) + 1
	r.many = head&1 == 1
}

func (r *Reader) nextOther() {
	if r.otherAt >= len(r.other) {
		r.otherDocument = noDocument
		return
	}
	var gap uint32
	gap, r.otherAt = uvarint(r.other, r.otherAt)
	r.otherDocument += int32(gap)
}

// Next reads the next posting into p, whose memory is used again, or reports
// that there is none.
func (r *Reader) Next(p *Posting) bool {
	p.Positions, p.Hits = p.Positions[:0], p.Hits[:0]
	if r.document == noDocument && r.otherDocument == noDocument {
		return false
	}
	document := min(r.document, r.otherDocument)
	p.Document = int(document)
	if r.document == document {
		freq := uint32(1)
		if r.many {
			freq, r.at = uvarint(r.body, r.at)
			freq += 2
		}
		position := uint32(0)
		for range freq {
			var gap uint32
			gap, r.at = uvarint(r.body, r.at)
			position += gap
			p.Positions = append(p.Positions, int32(position))
		}
		r.nextBody()
	}
	r.positions = r.positions[:0]
	for r.otherDocument == document {
		var field, freq, length uint32
		field, r.otherAt = uvarint(r.other, r.otherAt)
		freq, r.otherAt = uvarint(r.other, r.otherAt)
		length, r.otherAt = uvarint(r.other, r.otherAt)
		h := Hit{Field: int(field), Freq: int(freq), Length: int(length)}
		if field == Placed {
			position := uint32(0)
			for range freq {
				var gap uint32
				gap, r.otherAt = uvarint(r.other, r.otherAt)
				position += gap
				r.positions = append(r.positions, int32(position))
			}
			h.Positions = r.positions
		}
		p.Hits = append(p.Hits, h)
		r.nextOther()
	}
	return true
}

// appendRaw appends the postings of a text to a list, by the number that numbers
// gives each document; those of negative numbers are left out.
func appendRaw(to []Raw, body []byte, numbers []int32) []Raw {
	document := int32(-1)
	for at := 0; at < len(body); {
		head, next := uvarint(body, at)
		document += int32(head>>1) + 1
		start, freq := next, uint32(1)
		if head&1 == 1 {
			freq, next = uvarint(body, next)
			freq += 2
		}
		at = skip(body, next, freq)
		if n := numbers[document]; n >= 0 {
			to = append(to, Raw{Document: n, Many: head&1 == 1, Data: body[start:at]})
		}
	}
	return to
}

// appendRawOther is the same for the other fields.
func appendRawOther(to []Raw, other []byte, numbers []int32) []Raw {
	document := int32(-1)
	for at := 0; at < len(other); {
		gap, start := uvarint(other, at)
		document += int32(gap)
		field, next := uvarint(other, start)
		freq, next := uvarint(other, next)
		_, at = uvarint(other, next)
		if field == Placed {
			at = skip(other, at, freq)
		}
		if n := numbers[document]; n >= 0 {
			to = append(to, Raw{Document: n, Data: other[start:at]})
		}
	}
	return to
}

// skip returns the offset after so many numbers.
func skip(b []byte, at int, numbers uint32) int {
	for numbers > 0 {
		if b[at] < 0x80 {
			numbers--
		}
		at++
	}
	return at
}
