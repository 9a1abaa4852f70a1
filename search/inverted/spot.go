package inverted

// A Spot is where a word stands: a document, one of its fields and a position in
// that, packed so that spots are in order when their numbers are. Documents and
// fields are less than 65,536.
type Spot uint64

// NewSpot returns a spot.
func NewSpot(document, field int, position int32) Spot {
	return Spot(document)<<48 | Spot(field)<<32 | Spot(position)
}

// Place returns the field of a document where the spot is.
func (s Spot) Place() Place { return Place{int32(s >> 48), int32(s >> 32 & 0xFFFF)} }

// InText reports whether the spot is in the text of a document.
func (s Spot) InText() bool { return s>>32&0xFFFF == 0 }

func (s Spot) position() uint32 { return uint32(s) }

// AddSpots adds a word with its terms and accents that stands at some spots, which
// are in order. What else the entry holds is not looked at.
func (w *Writer) AddSpots(e *Entry, spots []Spot) {
	w.others = w.others[:0]
	body, other := w.body[:0], w.other[:0]
	documents, othersAlone, sum := 0, 0, uint64(0)
	last, lastOther := int32(-1), int32(-1) // documents
	for len(spots) > 0 {
		p := spots[0].Place()
		n := 1
		for n < len(spots) && spots[n]>>32 == spots[0]>>32 {
			n++
		}
		own := spots[:n]
		spots = spots[n:]
		if p.Field == 0 {
			head := uint32(p.Document-last-1) << 1
			if n == 1 {
				body = appendNumber(body, head)
			} else {
				body = appendNumber(appendNumber(body, head|1), uint32(n-2))
			}
			body = appendPositions(body, own)
			sum = Mix(sum, uint64(w.length(p.Document, 0)))
			last = p.Document
			documents++
			continue
		}
		other = appendNumber(other, uint32(p.Document-lastOther))
		other = appendNumber(appendNumber(other, uint32(p.Field)), uint32(n))
		other = appendNumber(other, uint32(w.length(p.Document, p.Field)))
		if p.Field == Placed {
			other = appendPositions(other, own)
		}
		if p.Document != last && p.Document != lastOther {
			othersAlone++
		}
		w.others = append(w.others, p.Document)
		lastOther = p.Document
	}
	for _, document := range w.others {
		sum = Mix(sum, uint64(w.length(document, 0)))
	}
	w.body, w.other = body, other
	w.add(e, documents, othersAlone, uint32(sum))
}

func appendPositions(to []byte, spots []Spot) []byte {
	last := uint32(0)
	for _, s := range spots {
		to = appendNumber(to, s.position()-last)
		last = s.position()
	}
	return to
}
