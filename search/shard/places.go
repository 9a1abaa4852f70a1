package shard

// A placeModels holds what is learned in one section of a place file.
type placeModels struct {
	first, delta *number
}

func newPlaceModels() *placeModels { return &placeModels{newNumber(), newNumber()} }

// code codes the positions of one posting, ascending, of which there are freq.
func (m *placeModels) code(c coder, freq int, positions []int) []int {
	result := make([]int, 0, min(freq, 64))
	last := 0
	for i := range freq {
		position := 0
		if i < len(positions) {
			position = positions[i]
		}
		if i == 0 {
			position = m.first.code(c, position)
		} else {
			position = last + m.delta.code(c, position-last)
		}
		if c.over() {
			return result
		}
		last = position
		result = append(result, position)
	}
	return result
}

// places encodes the positions of the words of one word shard.
func places(words []Word) []byte {
	e, m := newEncoder(), newPlaceModels()
	for i := range words {
		words[i].unpack(func(p *Posting) { m.code(e, p.Freq, p.Positions) })
	}
	return e.finish()
}

// join puts sections into one file: the length of each as a number, and the
// sections. The number of sections is known from the root.
func join(sections [][]byte) []byte {
	e, m := newEncoder(), newNumber()
	for _, s := range sections {
		m.code(e, len(s))
	}
	lengths := e.finish()
	out := []byte{byte(len(lengths) >> 8), byte(len(lengths))}
	out = append(out, lengths...)
	for _, s := range sections {
		out = append(out, s...)
	}
	return out
}

// section returns one section of a file that join made.
func section(data []byte, count, index int) ([]byte, error) {
	if len(data) < 2 {
		return nil, errDamaged
	}
	end := 2 + int(data[0])<<8 + int(data[1])
	if end > len(data) || index >= count {
		return nil, errDamaged
	}
	c, m := newDecoder(data[2:end]), newNumber()
	start := end
	for i := range count {
		length := m.code(c, 0)
		if length > len(data)-start {
			return nil, errDamaged
		}
		if i == index {
			return data[start : start+length], nil
		}
		start += length
	}
	return nil, errDamaged
}

// readPlaces returns the positions of the words of a shard by word and posting.
func readPlaces(data []byte, s *WordShard) ([][][]int, error) {
	c, m := newDecoder(data), newPlaceModels()
	var all [][][]int
	for _, w := range s.Words {
		var list [][]int
		for _, p := range w.Postings {
			list = append(list, m.code(c, p.Freq, nil))
			if c.over() {
				return nil, errDamaged
			}
		}
		all = append(all, list)
	}
	return all, nil
}
