package typography

import "bytes"

// quote is a straight double quotation mark that has a partner.
type quote struct {
	at     int
	closes bool
	// nested: inside another quotation.
	nested bool
}

// quotePairs finds the partners among the straight double quotation marks of
// text. A mark that can close does so when one is open; else it opens if it
// can. Marks without a partner are left out, and so stay as they are.
func quotePairs(text []byte) []quote {
	if bytes.IndexByte(text, '"') < 0 {
		return nil
	}
	var found []quote
	var open []int // indexes into found
	matched := map[int]bool{}
	for i, c := range text {
		if c != '"' {
			continue
		}
		prev, next := before(text, i), after(text, i+1)
		switch {
		case len(open) > 0 && found[open[len(open)-1]].at != i-1 && closesAfter(prev) && !isWord(next):
			found = append(found, quote{at: i, closes: true})
			matched[len(found)-1], matched[open[len(open)-1]] = true, true
			open = open[:len(open)-1]
		case opensBefore(prev) && !isSpace(next):
			found = append(found, quote{at: i})
			open = append(open, len(found)-1)
		}
	}
	return nest(text, found, matched)
}

// closesAfter reports whether a quotation mark after r can close.
func closesAfter(r rune) bool { return !isSpace(r) && r != '«' && r != '“' }

// nest drops the marks without a partner and says of the others whether they
// stand inside another quotation.
func nest(text []byte, found []quote, matched map[int]bool) []quote {
	pairs := found[:0]
	depth, scanned := 0, 0
	for k, q := range found {
		if !matched[k] {
			continue
		}
		depth = max(0, depth+bytes.Count(text[scanned:q.at], []byte("«"))-bytes.Count(text[scanned:q.at], []byte("»")))
		scanned = q.at
		if q.closes {
			depth = max(0, depth-1)
			q.nested = depth > 0
		} else {
			q.nested = depth > 0
			depth++
		}
		pairs = append(pairs, q)
	}
	return pairs
}

// double sets the straight double quotation mark at i, with the marks of the
// language for the outer and the inner quotation.
func (s *setter) double(i int, outerOpen, outerClose string) {
	for len(s.pairs) > 0 && s.pairs[0].at < i {
		s.pairs = s.pairs[1:]
	}
	if len(s.pairs) == 0 || s.pairs[0].at != i {
		return
	}
	q := s.pairs[0]
	switch {
	case q.nested && q.closes:
		s.replace(i, i+1, "”")
	case q.nested:
		s.replace(i, i+1, "“")
	case q.closes:
		s.replace(i, i+1, outerClose)
	default:
		s.replace(i, i+1, outerOpen)
	}
}

// lastSingleCloser returns the place of the last straight single quotation mark
// that can close a quotation, or -1.
func lastSingleCloser(text []byte) int {
	for i := bytes.LastIndexByte(text, '\''); i >= 0; i = bytes.LastIndexByte(text[:i], '\'') {
		if !opensBefore(before(text, i)) && !isWord(after(text, i+1)) {
			return i
		}
	}
	return -1
}

// single sets the straight single quotation mark at i: an apostrophe, or one of
// a pair of quotation marks. What may be a prime (5') stays.
func (s *setter) single(i int) {
	prev, next := before(s.in, i), after(s.in, i+1)
	switch {
	case isLetter(prev), isWord(prev) && isLetter(next):
		if s.singles > 0 && !isWord(next) {
			s.singles--
		}
		s.replace(i, i+1, "’")
	case !opensBefore(prev):
		if s.singles > 0 && !isWord(next) {
			s.singles--
			s.replace(i, i+1, "’")
		}
	case isWord(next):
		if s.closer > i {
			s.singles++
			s.replace(i, i+1, "‘")
		} else {
			s.replace(i, i+1, "’")
		}
	}
}

// dots sets three dots that stand alone.
func (s *setter) dots(i int) int {
	end := i
	for end < len(s.in) && s.in[end] == '.' {
		end++
	}
	if end-i == 3 {
		s.replace(i, end, "…")
	}
	return end
}
