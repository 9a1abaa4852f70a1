package typography

// english sets quotation marks, apostrophes and ellipses.
func (s *setter) english() {
	for i := 0; i < len(s.in); i++ {
		switch s.in[i] {
		case '"':
			s.double(i, "“", "”")
		case '\'':
			s.single(i)
		case '.':
			i = s.dots(i) - 1
		}
	}
}
