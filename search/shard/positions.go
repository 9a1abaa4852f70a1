package shard

// A positionModels holds what is learned in one section of a position file.
type positionModels struct {
	first, delta number
}

// code codes the positions of one posting, ascending, of which there are freq;
// those that a reader finds are appended to a list.
func (m *positionModels) code(c *coder, freq int, positions []int32, to []int) []int {
	last := 0
	for i := range freq {
		position := 0
		if i < len(positions) {
			position = int(positions[i])
		}
		if i == 0 {
			position = m.first.code(c, position)
		} else {
			position = last + m.delta.code(c, position-last)
		}
		if c.over() {
			return to
		}
		last = position
		if c.reading {
			to = append(to, position)
		}
	}
	return to
}

// join puts sections into one file: the length of each as a number, and the
// sections. The number of sections is known from the root.
func join(sections [][]byte) []byte {
	e, m := newEncoder(), newNumber()
	for _, s := range sections {
		m.code(e, len(s))
	}
	lengths := e.finish()
	size := 2 + len(lengths)
	for _, s := range sections {
		size += len(s)
	}
	out := append(make([]byte, 0, size), byte(len(lengths)>>8), byte(len(lengths)))
	out = append(out, lengths...)
	for _, s := range sections {
		out = append(out, s...)
	}
	return out
}

// sections returns the sections of a file that join made of so many.
func sections(data []byte, count int) ([][]byte, error) {
	if len(data) < 2 {
		return nil, errDamaged
	}
	end := 2 + int(data[0])<<8 + int(data[1])
	if end > len(data) {
		return nil, errDamaged
	}
	c, m := newDecoder(data[2:end]), newNumber()
	parts := make([][]byte, count)
	for i := range parts {
		length := m.code(c, 0)
		if length > len(data)-end {
			return nil, errDamaged
		}
		parts[i] = data[end : end+length : end+length]
		end += length
	}
	return parts, nil
}
