package analysis

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// analyzerFor returns the analyzer of a language.
func analyzerFor(t testing.TB, tag string) *Analyzer {
	t.Helper()
	a, err := New(tag)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// wordsOf returns the words of a text, extra ones in parentheses.
func wordsOf(a *Analyzer, text string) string {
	var list []string
	for _, tok := range a.Analyse(text) {
		if tok.Extra {
			list = append(list, "("+tok.Text+")")
		} else {
			list = append(list, tok.Text)
		}
	}
	return strings.Join(list, " ")
}

// TestAnalyseSpellings goes through the rules of ANALYSIS.md: the words of a text,
// extra ones in parentheses.
func TestAnalyseSpellings(t *testing.T) {
	for _, c := range []struct{ tag, text, want string }{
		// Apostrophes and articles.
		{"fr", "l’école l'école lʼécole L’ÉCOLE L‘école l`école l´école l′école l＇école", "ecole ecole ecole ecole ecole ecole ecole ecole ecole"},
		{"fr", "aujourd’hui aujourd'hui prud’homme", "aujourdhui aujourdhui prudhomme"},
		{"fr", "jusqu’ici lorsqu'on qu’elle d’Œuvre", "ici on elle oeuvre"},
		{"fr", "l' 'école' l’ « l’»", "l ecole l l"},
		{"it", "dell’università L’ACQUA", "universita acqua"},
		{"ca", "l’escola d'aigua", "escola aigua"},
		{"en", "the company’s O’Brien don't", "the companys obrien dont"},
		// Accents, ligatures, letters of their own.
		{"fr", "œuvre Œuvre oeuvre cœur ex æquo", "oeuvre oeuvre oeuvre coeur ex aequo"},
		{"fr", "ré\u00ADem\u00ADploi re\u0301emploi ré\u200Bemploi", "reemploi reemploi reemploi"},
		{"de", "Straßen STRASSE Mädchen GROẞ", "strassen strasse madchen gross"},
		{"pl", "Łódź żółć", "lodz zolc"},
		{"tr", "IŞIK İstanbul ışık", "isik istanbul isik"},
		{"el", "Ο δρόμος ΔΡΌΜΟΣ", "ο δρομοσ δρομοσ"},
		{"he", "שָׁלוֹם", "שלום"},
		{"ar", "مُدَرِّس كتــاب", "مدرس كتاب"},
		{"hi", "किताबें", "किताबें"},
		{"xx", "Ünïcödé straße", "unicode strasse"},
		// Full-width and half-width forms.
		{"ja", "ＥＳＳ ﾃﾞｰﾀ", "ess デー ータ (タ)"},
		// Numbers.
		{"fr", "10 000 10\u00A0000 10\u202F000 10\u2009000 10.000 1 250 000 10000", "10000 10000 10000 10000 10000 1250000 10000"},
		{"fr", "en 2024 150 lits, 01 49 17 00 00, 12 34", "en 2024 150 lits 01 49 17 00 00 12 34"},
		{"fr", "1,5 3,6 10,000 ; 127.0.0.1 1.5.2", "1,5 3,6 10,000 127.0.0.1 1.5.2"},
		{"fr", "1, 2. 3 ,4 .5 6,", "1 2 3 4 5 6"},
		{"fr", "CO₂ m² ½ Ⅳ", "co₂ m² ½ ⅳ"},
		{"en", "10,000 10 000 10.000 1,250,000", "10000 10000 10.000 1250000"},
		{"de", "10.000 1,5", "10000 1,5"},
		{"sv", "10 000 10.000", "10000 10.000"},
		{"xx", "10 000 10,000", "10000 10,000"},
		// Acronyms.
		{"fr", "J.O. J.O E.S.A.T. É.A. S.I.A.E.", "jo jo esat ea siae"},
		{"fr", "M. Dupont. A. Petit", "m dupont a petit"},
		// Inclusive spellings.
		{"fr", "salarié·e·s salarié⋅e⋅s salarié.e.s salarié(e)s salarié-e-s salarié/e/s", "salarie salarie salarie salarie salarie salarie"},
		{"fr", "salarié·e salarié.es étudiant(e) document(s) lieu(x)", "salarie salarie etudiant document lieu"},
		{"fr", "directeur·rice·s acteur·ice professionnel.le.s citoyen·ne·s créatif·ve·s ouvrier·ère·s", "directeur acteur professionnel citoyen creatif ouvrier"},
		{"en", "document(s)", "document s"},
		// What joins words, and what does not.
		{"fr", "Fin.Le début. Fin.le nom_propre a@b.fr x/y a+b c:d", "fin le debut fin nom propre a b fr x y a b c d"},
		{"fr", "un\u00A0mot n°5 1er 3D C3PO", "un mot n 5 1er 3d c3po"},
		{"fr", "e-commerce rendez-vous est-ce", "e (ecommerce) commerce rendez (rendezvous) vous est (estce) ce"},
		{"fr", "Seine-Saint-Denis Seine\u2010Saint\u2011Denis", "seine (seinesaintdenis) saint denis seine (seinesaintdenis) saint denis"},
		{"fr", "L’Île-Saint-Denis", "ile (ilesaintdenis) saint denis"},
		{"fr", "Aix-les-Bains Bry-le", "aix (aixlesbains) les bains bry (bryle) le"},
		{"fr", "a-b-c-d-e-f", "a (abcde) b c d e f"},
		{"fr", "a--b a- b -c", "a b a b c"},
		// Scripts without spaces and Korean, in every language.
		{"ja", "東京へ ESS", "東京 (東) 京へ (京) (へ) ess"},
		{"ja", "東 へ", "東 へ"},
		{"ja", "データ", "デー ータ (タ)"},
		{"ja", "ESS東京2024年", "ess 東京 (東) (京) 2024 年"},
		{"fr", "le 東京 ภาษา", "le 東京 (東) (京) ภา าษ ษา (า)"},
		{"zh", "中文。北京", "中文 (中) (文) 北京 (北) (京)"},
		{"th", "ภาษา ESS", "ภา าษ ษา (า) ess"},
		{"ko", "서울은 a", "서울 울은 (은) a"},
		{"ja", "テ\u3099ータ は\u309Aら", "デー ータ (タ) ぱら (ら)"},
		{"ko", "\u1109\u1165\u110B\u116E\u11AF\u110B\u1173\u11AB", "서울 울은 (은)"},
		{"my", "\u1025\u102E", "\u1026"},
		{"km", "ភាសា", "ភា ាស សា (ា)"},
		{"my", "မြန်", "မြ ြန န် (်)"},
		{"lo", "ລາວ", "ລາ າວ (ວ)"},
		// What is not worth indexing.
		{"fr", "x" + strings.Repeat("a", 63) + " y" + strings.Repeat("a", 64) + " \u0301 \u0483 l’\u0483 z", "x" + strings.Repeat("a", 63) + " z"},
		{"fr", "<script> & * ? ~ \x00 \xff 👍🏽", "script"},
	} {
		if got := wordsOf(analyzerFor(t, c.tag), c.text); got != c.want {
			t.Errorf("%s %q:\n got %s\nwant %s", c.tag, c.text, got, c.want)
		}
	}
}

// TestAnalyseTerms says which words find each other, and which do not.
func TestAnalyseTerms(t *testing.T) {
	for _, c := range []struct{ tag, same string }{
		{"fr", "serviette serviettes SERVIETTES"},
		{"fr", "réemploi reemploi réemplois REEMPLOI"},
		{"fr", "inclusif inclusive inclusives inclusifs"},
		{"fr", "local locale locaux"},
		{"fr", "financé financée financées financees financer"},
		{"fr", "année annees années"},
		{"fr", "école l’école L'ÉCOLE écoles"},
		{"en", "laundry laundries"},
		{"en", "reuse reusing reused"},
		{"en", "company company’s"},
		{"de", "Haus Häuser"},
		{"es", "organización organizaciones"},
		{"tr", "okul okullar"},
	} {
		a := analyzerFor(t, c.tag)
		words := strings.Fields(c.same)
		want := a.Analyse(words[0])[0].Term
		if want == "" {
			t.Errorf("%s: %s has no term", c.tag, words[0])
		}
		for _, w := range words[1:] {
			if got := a.Analyse(w)[0].Term; got != want {
				t.Errorf("%s: %s has %q, %s has %q", c.tag, w, got, words[0], want)
			}
		}
	}
	for _, c := range []struct{ tag, stops, others string }{
		{"fr", "à A même meme les l l’ qu est-ce", "été ÉTÉ avions pavé aujourd’hui"},
		{"en", "the The of", "company season"},
		{"de", "der die für", "Haus"},
		{"ja", "", "東京 の the"},
		{"xx", "", "the le"},
	} {
		a := analyzerFor(t, c.tag)
		for want, words := range map[bool]string{true: c.stops, false: c.others} {
			for _, w := range strings.Fields(words) {
				if tok := a.Analyse(w)[0]; (tok.Term == "") != want {
					t.Errorf("%s: %s has the term %q; stop word: want %t", c.tag, w, tok.Term, want)
				}
			}
		}
	}
}

// TestAnalyseAccents: a word remembers how it was written only if accents or
// apostrophes are lost.
func TestAnalyseAccents(t *testing.T) {
	a := analyzerFor(t, "fr")
	for text, want := range map[string]string{
		"L’École": "école", "aujourd’hui": "aujourd'hui", "Pavé": "pavé", "œufs": "œufs", "lits": "", "L’abri": "", "10 000": "",
	} {
		w := a.Analyse(text)[0].Word
		if w.Accented != want {
			t.Errorf("%s: %q, want %q", text, w.Accented, want)
		}
		if a.Texts()[w.ID] != w.Text || want != "" && a.Texts()[w.AccentedID] != want {
			t.Errorf("%s: numbers %d and %d are of %q and %q", text, w.ID, w.AccentedID, a.Texts()[w.ID], a.Texts()[w.AccentedID])
		}
	}
}

// TestAnalyseSpans: the span of a token is the word in the original text.
func TestAnalyseSpans(t *testing.T) {
	for _, c := range []struct{ tag, text, want string }{
		{"fr", "À l’école, 10\u202F000 salarié·e·s du J.O. et l’Île-Saint-Denis re\u0301vée", "À|école|10\u202F000|salarié·e·s|du|J.O.|et|Île|Île-Saint-Denis|Saint|Denis|re\u0301vée"},
		{"fr", "« l'\u00ADé\u00ADcole » (prud’homme)", "é\u00ADcole|prud’homme"},
		{"fr", "document(s) lieu(x), salarié(e)s.", "document(s)|lieu(x)|salarié(e)s"},
		{"ja", "ﾃﾞｰﾀ東京", "ﾃﾞｰ|ｰﾀ|ﾀ東|東京|東|京"},
		{"ko", "a \u1109\u1165\u110B\u116E\u11AF!", "a|\u1109\u1165\u110B\u116E\u11AF|\u110B\u116E\u11AF"},
		{"my", "မီး", "မီ|ီး|း"},
		{"de", "İstanbul’da", "İstanbul’da"},
		{"it", "dell’İstanbul", "dell’İstanbul"},
	} {
		var got []string
		for _, tok := range analyzerFor(t, c.tag).Analyse(c.text) {
			got = append(got, c.text[tok.Start:tok.End])
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%s %q:\n got %s\nwant %s", c.tag, c.text, strings.Join(got, "|"), c.want)
		}
	}
}

// TestAnalysePositions: words count one each, a sentence begins a window, and
// extra tokens stand where the word does that they repeat.
func TestAnalysePositions(t *testing.T) {
	long := strings.Repeat("mot ", 40)
	for _, c := range []struct{ tag, text, want string }{
		{"fr", "Un mot. Deux mots! Trois? Quatre… Cinq", "0 1 32 33 64 96 128"},
		{"fr", "Un mot.\nDeux\ntrois\n\nquatre", "0 1 32 64 96"},
		{"fr", "« Un mot. » Deux (trois). Quatre", "0 1 32 33 64"},
		{"fr", "M. Dupont habite av. Foch, n. B", "0 1 2 3 4 5 6"},
		{"fr", "Voir etc. Puis", "0 1 32"},
		{"fr", "une fin. puis une suite", "0 1 2 3 4"},
		{"fr", "Le lot. 16 000 lits. Été", "0 1 32 33 64"},
		{"fr", "Un mot.Deux mot , Trois ; Quatre : Cinq", "0 1 2 3 4 5 6"},
		{"fr", "une sous-traitance est-ce ici", "0 1 1 2 3 3 4 5"},
		{"ja", "東京。大阪！京都", "0 0 1 32 32 33 64 64 65"},
		{"ar", "كتاب؟ مدرسة۔ بيت", "0 32 64"},
		{"hi", "किताब। घर", "0 32"},
		{"ja", "東京へ行く 2024 年", "0 0 1 1 2 3 3 4 5 6"},
		{"fr", long + ". Fin", ""},
	} {
		var got []string
		for _, tok := range analyzerFor(t, c.tag).Analyse(c.text) {
			got = append(got, strconv.Itoa(tok.Position))
		}
		want := c.want
		if want == "" {
			// A sentence longer than a window goes on in the next one.
			for i := range 40 {
				want += fmt.Sprint(i, " ")
			}
			want += "64"
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s %q:\n got %s\nwant %s", c.tag, c.text, strings.Join(got, " "), want)
		}
	}
}

// TestAnalyseParts: the joined form of a compound says how many words it joins.
func TestAnalyseParts(t *testing.T) {
	var got []string
	for _, tok := range analyzerFor(t, "fr").Analyse("la Seine-Saint-Denis, un e-mail et a-b-c-d-e-f-g") {
		if tok.Parts > 0 {
			got = append(got, fmt.Sprintf("%s %d at %d %t", tok.Text, tok.Parts, tok.Position, tok.Extra))
		}
	}
	want := []string{"seinesaintdenis 3 at 1 true", "email 2 at 5 true", "abcde 5 at 8 true", "fg 2 at 13 true"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// TestReading: what a second implementation is told of a language.
func TestReading(t *testing.T) {
	for _, c := range []struct {
		tag                 string
		articles, stops     string // some of them
		not                 string // no stop words
		endings, totalStops int
		inclusive           bool
		thousands           byte
	}{
		{"fr-CA", "d l qu quoiqu", "a est les meme notre", "à été ete avions même", 17, 100, true, '.'},
		{"en_US", "", "the of wont", "won't", 8, 100, false, ','},
		{"de", "", "der fur konnen", "für können", 3, 100, false, '.'},
		{"it", "dell gl un", "perche della", "perché", 5, 100, false, '.'},
		{"ja", "", "", "の the", 0, 0, false, 0},
		{"nb", "", "og ikke", "", 1, 100, false, 0},
		{"xx", "", "", "the", 0, 0, false, 0},
	} {
		a := analyzerFor(t, c.tag)
		r := a.Reading()
		for _, w := range strings.Fields(c.articles) {
			if !slices.Contains(r.Articles, w) {
				t.Errorf("%s: no article %s", c.tag, w)
			}
		}
		for _, w := range strings.Fields(c.stops) {
			if !slices.Contains(r.Stops, w) {
				t.Errorf("%s: no stop word %s", c.tag, w)
			}
		}
		for _, w := range strings.Fields(c.not) {
			if slices.Contains(r.Stops, w) {
				t.Errorf("%s: stop word %s", c.tag, w)
			}
		}
		if len(r.Endings) != c.endings || len(r.Stops) < c.totalStops || c.totalStops == 0 && len(r.Stops) > 0 {
			t.Errorf("%s: %d groups of endings and %d stop words", c.tag, len(r.Endings), len(r.Stops))
		}
		if r.Inclusive != c.inclusive || r.Thousands != c.thousands {
			t.Errorf("%s: inclusive %t, thousands %q", c.tag, r.Inclusive, r.Thousands)
		}
		for name, list := range map[string][]string{"articles": r.Articles, "stop words": r.Stops} {
			if !slices.IsSorted(list) || len(slices.Compact(slices.Clone(list))) != len(list) {
				t.Errorf("%s: the %s are not sorted or repeat", c.tag, name)
			}
		}
	}
}

// TestReadingStops: in every language each stop word, read as a word of a text,
// is a stop word, and is written as the index would write it.
func TestReadingStops(t *testing.T) {
	for _, tag := range Names() {
		a := analyzerFor(t, tag)
		for _, s := range a.Reading().Stops {
			if Fold(s) != s || strings.ContainsAny(s, " '") {
				t.Errorf("%s: stop word %q is not folded", tag, s)
			}
		}
	}
}

// TestTermOf: the term of the folded text is that of the word, in languages
// whose stemmer does not read accents.
func TestTermOf(t *testing.T) {
	a := analyzerFor(t, "fr")
	for _, tok := range a.Analyse("Les salarié·e·s réemploient 10 000 sièges à l’Île-Saint-Denis, aujourd’hui même, à 東京 ; œuvres d'art") {
		if got := analyzerFor(t, "fr").TermOf(tok.Text); got != tok.Term && tok.Text != "aujourdhui" {
			t.Errorf("%s: %q alone, %q in the text", tok.Text, got, tok.Term)
		}
	}
	for text, want := range map[string]string{"東": "東", "東京": "東京", "の": "の", "": "", "les": "", "...": ""} {
		if got := a.TermOf(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestNames: every name makes an analyzer, and tags lead to their base.
func TestNames(t *testing.T) {
	for _, name := range Names() {
		if tokens := analyzerFor(t, name).Analyse("Essaim 2024"); len(tokens) != 2 || tokens[0].Text != "essaim" {
			t.Errorf("%s: %v", name, tokens)
		}
	}
	for tag, base := range map[string]string{"fr-FR": "fr", "PT_br": "pt", "nb": "no", "nn-NO": "no", "yue": "zh", "zh-Hans-CN": "zh"} {
		if got, want := fmt.Sprint(languageFor(tag)), fmt.Sprint(languageFor(base)); got != want {
			t.Errorf("%s: %s, want %s", tag, got, want)
		}
	}
}

// TestAnalyseForgets: an analyzer that has seen too many words reads on as
// before, with the same numbers.
func TestAnalyseForgets(t *testing.T) {
	a := analyzerFor(t, "fr")
	before := a.Analyse("réemploi")[0]
	for i := range maxKnown {
		a.word([]byte("w" + strconv.Itoa(i)))
	}
	a.pair([]byte("東京"))
	if a.known.words > maxKnown {
		t.Errorf("%d words known", a.known.words)
	}
	if after := a.Analyse("réemploi")[0]; after.Word != before.Word {
		t.Errorf("%+v, want %+v", after.Word, before.Word)
	}
}
