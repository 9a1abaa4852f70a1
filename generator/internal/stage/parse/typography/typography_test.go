package typography

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

// visible shows no-break spaces: ~ for U+00A0, _ for U+202F.
var visible = strings.NewReplacer("\u00A0", "~", "\u202F", "_")

func TestFrench(t *testing.T) {
	cases := []struct{ rule, in, want string }{
		{"F1", "Vraiment ?", "Vraiment_?"},
		{"F1", "Vraiment?", "Vraiment_?"},
		{"F1", "Quoi ?! Non !!!", "Quoi_?! Non_!!!"},
		{"F1", "un ; deux; trois", "un_; deux_; trois"},
		{"F1", "(oui !) « non ! »", "(oui_!) «~non_!~»"},
		{"F1", "déjà\u00A0! encore\u202F!", "déjà_! encore_!"},
		{"F1 address", "page?a=b;c et index.html?x", "page?a=b;c et index.html?x"},
		{"F1 start", "! et ?", "! et_?"},
		{"F1 line", "fin\n! suite", "fin\n! suite"},
		{"F2", "Note : ceci", "Note~: ceci"},
		{"F2 never inserts", "à 10:30, http: et Note: ceci", "à 10:30, http: et Note: ceci"},
		{"F2 smiley", "un :smile: ici", "un :smile: ici"},
		{"F3", "« mot »", "«~mot~»"},
		{"F3 tight", "«mot»", "«~mot~»"},
		{"F3 set", "«\u00A0mot\u202F»", "«~mot~»"},
		{"F4", `un "mot" ici`, "un «~mot~» ici"},
		{"F4 nested", `"a "b" c"`, "«~a “b” c~»"},
		{"F4 nested in guillemets", `« a "b" c »`, "«~a “b” c~»"},
		{"F4 alone", `un écran de 5" ici`, `un écran de 5" ici`},
		{"F4 elision", `l'"école"`, "l’«~école~»"},
		{"F4 question", `"Pourquoi?" dit-il`, "«~Pourquoi_?~» dit-il"},
		{"F5", "l'école, aujourd'hui, p'tit, '90", "l’école, aujourd’hui, p’tit, ’90"},
		{"F5 quoted", "un 'mot' ici", "un ‘mot’ ici"},
		{"F5 prime", "5' de plus", "5' de plus"},
		{"F6", "n° 12, N° 3, n°4", "n°~12, N°~3, n°4"},
		{"F7", "10 % de 25 € et 3 kg, 1 300 m³", "10_% de 25~€ et 3~kg, 1_300~m³"},
		{"F7 tight", "10% de 25€", "10_% de 25~€"},
		{"F7 words", "500 millions de livres, 3 kilos", "500~millions de livres, 3 kilos"},
		{"F7 not a unit", "3 minutes, 3 gares", "3 minutes, 3 gares"},
		{"F7 escape", "a%20b, 5%20", "a%20b, 5%20"},
		{"F8", "10 000, 1 234 567 et 40 000 pièces", "10_000, 1_234_567 et 40_000 pièces"},
		{"F8 year", "en 2024 150 personnes", "en 2024 150 personnes"},
		{"F8 phone", "01 23 45 67 89 et 33 12", "01 23 45 67 89 et 33 12"},
		{"F8 SIRET", "123 456 789 00012", "123 456 789 00012"},
		{"F9", "etc... et.... fin", "etc… et.... fin"},
		{"F10", "un mot - deux mots -- trois", "un mot – deux mots – trois"},
		{"F10 sum", "5 - 3, porte-clé", "5 - 3, porte-clé"},
		{"none", "1er janvier, 24 h/24", "1er janvier, 24 h/24"},
		{"object", "l'\uFFFC ! «\uFFFC»", "l’\uFFFC_! «~\uFFFC~»"},
	}
	for _, c := range cases {
		t.Run(c.rule, func(t *testing.T) {
			if got := visible.Replace(Text(c.in, "fr")); got != c.want {
				t.Errorf("%q\n got %q\nwant %q", c.in, got, c.want)
			}
		})
	}
}

func TestEnglish(t *testing.T) {
	cases := []struct{ in, want string }{
		{`He said "yes" and "no".`, "He said “yes” and “no”."},
		{`"an 'inner' one"`, "“an ‘inner’ one”"},
		{"it's the workers' day, '90s", "it’s the workers’ day, ’90s"},
		{"wait...", "wait…"},
		{"Really ? 10 % - 3 kg ; «x»", "Really ? 10 % - 3 kg ; «x»"},
	}
	for _, c := range cases {
		if got := Text(c.in, "en"); got != c.want {
			t.Errorf("%q\n got %q\nwant %q", c.in, got, c.want)
		}
	}
}

func TestOtherNamesChangeNothing(t *testing.T) {
	const in = `"a" l'b ... c !`
	for _, name := range []string{"none", "", "de"} {
		if got := Text(in, name); got != in {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// pieces draws a text cut into pieces, made of what the rules look at.
func pieces(t *rapid.T) []string {
	token := rapid.SampledFrom([]string{
		"a", "É", "mot", "7", "000", "12", " ", " ", "  ", "\u00A0", "\u202F", "\n", "'", `"`, "«", "»", "“", "”", "‘", "’",
		";", ":", "!", "?", "%", "€", "n°", "kg", "m", "...", ".", "-", "--", "–", "(", ")", ",", "\uFFFC", "é", "\xff",
	})
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(token, 0, 6).Draw(t, "tokens"), "")
	}), 1, 5).Draw(t, "pieces")
}

func wordsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return r
		}
		return -1
	}, s)
}

func TestProperties(t *testing.T) {
	for _, name := range []string{"fr", "en"} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				parts := pieces(t)
				in := strings.Join(parts, "")
				once := Text(in, name)
				if twice := Text(once, name); twice != once {
					t.Fatalf("not settled: %q\n once %q\ntwice %q", in, once, twice)
				}
				if wordsOf(once) != wordsOf(in) {
					t.Fatalf("letters changed: %q -> %q", in, once)
				}
				if len(once) > 4*len(in) {
					t.Fatalf("too long: %q -> %q", in, once)
				}
				checkMarks(t, parts, name, once)
			})
		})
	}
}

// checkMarks sets parts as one text and checks that the pieces found by their
// marks cover all of it, in order.
func checkMarks(t *rapid.T, parts []string, name, want string) {
	var text []byte
	var marks []int
	for _, part := range parts {
		marks = append(marks, len(text))
		text = append(text, part...)
		marks = append(marks, len(text))
	}
	out := Append([]byte("before"), text, marks, name)
	var joined strings.Builder
	for i := 0; i < len(marks); i += 2 {
		if i > 0 && marks[i] != marks[i-1] {
			t.Fatalf("a gap between pieces %q: %v in %q", parts, marks, out)
		}
		joined.Write(out[marks[i]:marks[i+1]])
		if wordsOf(string(out[marks[i]:marks[i+1]])) != wordsOf(parts[i/2]) {
			t.Fatalf("letters moved between pieces: %q %v", parts, marks)
		}
	}
	if joined.String() != want {
		t.Fatalf("in pieces %q: %q, whole %q", parts, joined.String(), want)
	}
}

func FuzzText(f *testing.F) {
	for _, seed := range []string{"« l'a » !", `"a 'b' c"`, "10 000 kg - 5 %", "n° 5..."} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, name := range []string{"fr", "en"} {
			once := Text(s, name)
			if twice := Text(once, name); twice != once {
				t.Errorf("%s: %q then %q then %q", name, s, once, twice)
			}
		}
	})
}

func BenchmarkFrench(b *testing.B) {
	text := []byte(strings.Repeat("L'hôpital n'est pas « seul » : il achète 10 000 repas, soit 25 % du total ; qui le sait ? ", 10))
	var out []byte
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		out = Append(out[:0], text, nil, "fr")
	}
}

// TestPlainSpaces wants no rule to be about the spaces that are passed over.
func TestPlainSpaces(t *testing.T) {
	var plain int
	for before := rune(1); before < 0x250; before++ {
		for after := rune(1); after < 0x250; after++ {
			text := []byte("n" + string(before) + " " + string(after) + "g")
			at := 1 + len(string(before))
			if !plainSpace(text, at) {
				continue
			}
			plain++
			s := setter{in: text}
			if end := s.spaces(at); end != at+1 || s.done != 0 {
				t.Fatalf("%q: a rule is about this space", text)
			}
		}
	}
	if plain < 1000 {
		t.Errorf("only %d pairs are passed over", plain)
	}
}
