package analysis

// stemFrench is the stemmer stemmer_fr_light for words of ASCII alone, which most
// words are once their accents are dropped. It changes the bytes that it is given:
// the filter makes five pieces of garbage for each word, and asks for each ending
// by turning it into characters first.
func stemFrench(word []byte) []byte {
	n := len(word)
	if n > 5 && word[n-1] == 'x' {
		if word[n-3] == 'a' && word[n-2] == 'u' && word[n-4] != 'e' {
			word[n-2] = 'l'
		}
		n--
	}
	if n > 3 && word[n-1] == 'x' {
		n--
	}
	if n > 3 && word[n-1] == 's' {
		n--
	}
	word = word[:n]
	for i := range frenchEndings {
		e := &frenchEndings[i]
		if n <= e.longer || !endsWith(word, e.ending) {
			continue
		}
		word = append(word[:n-e.cut], e.add...)
		n = len(word)
		switch e.ending {
		case "ement":
			if n > 3 && endsWith(word, "ive") {
				word = append(word[:n-2], 'f')
			}
		case "isation":
			if n > 5 && endsWith(word, "ual") {
				word[n-2] = 'e'
			}
		case "trice", "ique":
			continue // other endings may stand before
		}
		break
	}
	return shortenFrench(word)
}

// A frenchEnding is an ending of words of more than so many letters, of which so
// many are cut and others added.
type frenchEnding struct {
	ending string
	longer int
	cut    int
	add    string
}

// frenchEndings are looked at in this order.
var frenchEndings = [...]frenchEnding{
	{"issement", 9, 7, "r"},
	{"issant", 8, 5, "r"},
	{"ement", 6, 4, ""},
	{"ficatrice", 11, 7, "er"},
	{"ficateur", 10, 6, "er"},
	{"catrice", 9, 7, "quer"},
	{"cateur", 8, 6, "quer"},
	{"atrice", 8, 6, "er"},
	{"ateur", 7, 5, "er"},
	{"trice", 6, 4, "eur"},
	{"teuse", 7, 3, "r"},
	{"teur", 6, 2, "r"},
	{"euse", 5, 2, ""},
	{"ive", 7, 2, "f"},
	{"folle", 4, 3, "u"},
	{"molle", 4, 3, "u"},
	{"nnelle", 9, 5, ""},
	{"nnel", 9, 3, ""},
	{"ique", 8, 4, ""},
	{"esse", 8, 3, ""},
	{"inage", 7, 3, ""},
	{"isation", 9, 7, ""},
	{"isateur", 9, 7, ""},
	{"ation", 8, 5, ""},
	{"ition", 8, 5, ""},
}

func endsWith(word []byte, ending string) bool {
	n := len(word) - len(ending)
	return n >= 0 && string(word[n:]) == ending
}

// shortenFrench drops double letters and what is left of endings.
func shortenFrench(word []byte) []byte {
	if len(word) > 4 {
		kept := word[:1]
		for _, c := range word[1:] {
			if c != kept[len(kept)-1] || !asciiLetter(c) {
				kept = append(kept, c)
			}
		}
		word = kept
	}
	if len(word) > 4 && endsWith(word, "ie") {
		word = word[:len(word)-2]
	}
	if n := len(word); n > 4 {
		if word[n-1] == 'r' {
			n--
		}
		if word[n-1] == 'e' {
			n--
		}
		if word[n-1] == 'e' {
			n--
		}
		if word[n-1] == word[n-2] && asciiLetter(word[n-1]) {
			n--
		}
		word = word[:n]
	}
	return word
}

func asciiLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }
