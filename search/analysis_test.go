package search

import (
	"context"
	"strings"
	"testing"
	"unicode/utf8"
)

// inWordsOf returns the words of a text, those of compounds in parentheses.
func inWordsOf(t *testing.T, tag, text string) string {
	t.Helper()
	a, err := newAnalyzer(Locale{Tag: tag})
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, tok := range a.analyse(text) {
		switch {
		case tok.parts > 0:
			list = append(list, "("+tok.word+")")
		case tok.word != "":
			list = append(list, tok.word)
		default:
			list = append(list, tok.term)
		}
	}
	return strings.Join(list, " ")
}

func TestAnalyseSpellings(t *testing.T) {
	for _, c := range []struct{ tag, text, want string }{
		{"fr", "l’école l'école lʼécole L’ÉCOLE L‘école", "ecole ecole ecole ecole ecole"},
		{"fr", "aujourd’hui aujourd'hui prud’homme", "aujourd'hui aujourd'hui prud'homme"},
		{"fr", "jusqu’ici lorsqu'on qu’elle d’Œuvre", "ici on elle oeuvre"},
		{"fr", "œuvre Œuvre oeuvre cœur ex æquo", "oeuvre oeuvre oeuvre coeur ex aequo"},
		{"fr", "ré\u00ADem\u00ADploi", "reemploi"},
		{"fr", "re\u0301emploi", "reemploi"},
		{"fr", "10 000 10\u00A0000 10\u202F000 1 250 000 10000", "10000 10000 10000 1250000 10000"},
		{"fr", "en 2024 150 lits, 01 49 17 00 00, 12 34", "en 2024 150 lits 01 49 17 00 00 12 34"},
		{"fr", "J.O. J.O E.S.A.T. É.A. S.I.A.E.", "jo jo esat ea siae"},
		{"fr", "M. Dupont. A. Petit", "m dupont a petit"},
		{"fr", "salarié·e·s salarié⋅e⋅s salarié.e.s salarié(e)s salarié-e-s salarié/e/s", "salarie salarie salarie salarie salarie salarie"},
		{"fr", "salarié·e salarié.es étudiant(e) document(s) lieu(x)", "salarie salarie etudiant document lieu"},
		{"fr", "directeur·rice·s acteur·ice professionnel.le.s citoyen·ne·s créatif·ve·s ouvrier·ère·s", "directeur acteur professionnel citoyen creatif ouvrier"},
		{"fr", "Fin.Le début. Fin.le e-commerce", "fin.le debut fin e (ecommerce) commerce"},
		{"fr", "rendez-vous est-ce", "rendez (rendezvous) vous est (estce) ce"},
		{"fr", "Seine-Saint-Denis", "seine (seinesaintdenis) saint denis"},
		{"fr", "L’Île-Saint-Denis", "ile (ilesaintdenis) saint denis"},
		{"fr", "Aix-les-Bains Bry-le", "aix (aixlesbains) les bains bry (bryle) le"},
		{"fr", "un\u00A0mot n°5 1er 1,5", "un mot n 5 1er 1,5"},
		{"en", "the company’s 10,000 towels", "the company's 10000 towels"},
		{"de", "10.000 Straßen Mädchen", "10000 strassen madchen"},
		{"ja", "東京へ ESS", "東京 東 京 へ 京へ ess"},
		{"th", "ภาษา ESS", "ภา าษ ษา ess"},
		{"ko", "서울은 a", "서울 서울은 울은 a"},
		{"he", "שָׁלוֹם", "שלום"},
		{"xx", "Ünïcödé straße", "unicode strasse"},
	} {
		if got := inWordsOf(t, c.tag, c.text); got != c.want {
			t.Errorf("%s %q:\n got %s\nwant %s", c.tag, c.text, got, c.want)
		}
	}
}

// TestAnalyseTerms says which words are found by each other, and which are not.
func TestAnalyseTerms(t *testing.T) {
	for _, c := range []struct{ tag, same string }{
		{"fr", "serviette serviettes SERVIETTES"},
		{"fr", "réemploi reemploi réemplois REEMPLOI"},
		{"fr", "inclusif inclusive inclusives inclusifs"},
		{"fr", "local locale locaux"},
		{"fr", "financé financée financées financees financer"},
		{"fr", "année annees années"},
		{"en", "laundry laundries"},
		{"en", "reuse reusing reused"},
	} {
		a, err := newAnalyzer(Locale{Tag: c.tag})
		if err != nil {
			t.Fatal(err)
		}
		words := strings.Fields(c.same)
		for _, w := range words[1:] {
			if got, want := a.vocable([]byte(w)).term, a.vocable([]byte(words[0])).term; got != want {
				t.Errorf("%s: %s has %q, %s has %q", c.tag, w, got, words[0], want)
			}
		}
	}
	a, _ := newAnalyzer(Locale{Tag: "fr"})
	for word, isStop := range map[string]bool{"été": false, "ÉTÉ": false, "à": true, "A": true, "même": true, "meme": true, "les": true, "l": true} {
		if got := a.vocable([]byte(word)).term == ""; got != isStop {
			t.Errorf("%s: stop word %t, want %t", word, got, isStop)
		}
	}
}

// TestAnalyseSpans: the span of a token is the word in the original text.
func TestAnalyseSpans(t *testing.T) {
	a, _ := newAnalyzer(Locale{Tag: "fr"})
	const text = "À l’école, 10\u202F000 salarié·e·s du J.O. et l’Île-Saint-Denis re\u0301vée"
	var got []string
	for _, tok := range a.analyse(text) {
		got = append(got, text[tok.start:tok.end])
	}
	want := "À|école|10\u202F000|salarié·e·s|du|J.O.|et|Île|Île-Saint-Denis|Saint|Denis|re\u0301vée"
	if strings.Join(got, "|") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "|"), want)
	}
}

// TestLocales finds a word in a sentence of each locale, mostly in another form
// than the one written, and must not find what is not there.
func TestLocales(t *testing.T) {
	for _, c := range []struct{ tag, text, queries string }{
		{"fr-FR", "Les ateliers réemploient des matériaux.", "atelier|réemploient|reemploient|MATÉRIAU"},
		{"en", "The workshops are reusing materials.", "workshop|reuse|material"},
		{"de", "Die Häuser stehen in der Straße.", "Haus|Hauser|Strasse|HÄUSER"},
		{"es", "Las organizaciones españolas reciclan niños.", "organización|organizacion|española|espanola"},
		{"it", "L’associazione dell’università ricicla città.", "associazioni|università|universita"},
		{"pt-BR", "As organizações não reciclam.", "organização|organizacao|reciclam"},
		{"nl", "De werkplaatsen hergebruiken materialen.", "werkplaats|materialen"},
		{"sv", "Flickorna går till skolan i Göteborg.", "flickor|skola|goteborg"},
		{"nb", "Jentene går på skolene.", "jente|skole"},
		{"da", "Pigerne går i skolerne på Ærø.", "pige|skole|aero"},
		{"fi", "Taloissa asuu ihmisiä.", "talo|ihmisiä|ihmisia"},
		{"hu", "A házakban gyerekek élnek.", "ház|gyerek|gyerekek"},
		{"ro", "Atelierele reciclează materiale în oraș.", "atelier|material|oras"},
		{"ru", "Дети играют в школах. Ёлка.", "школа|дети|елка"},
		{"tr", "Çocuklar okullarda oynuyor.", "çocuk|okul|cocuklar"},
		{"ar", "الكتاب في المدرسة الكبيرة", "كتاب|مدرسة"},
		{"he", "הספרים בבית הספר", "הספרים|הספר"},
		{"fa", "کتاب\u200cها در کتابخانه است", "کتاب|کتابخانه"},
		{"hi", "किताबें पुस्तकालय में हैं", "किताबें|पुस्तकालय"},
		{"ckb", "کتێبەکان لە کتێبخانە", "کتێب"},
		{"el", "Τα παιδιά παίζουν στο σχολείο. Ο δρόμος.", "παιδιά|παιδια|σχολειο|ΔΡΌΜΟΣ"},
		{"pl", "Dzieci bawią się w szkole.", "dzieci|bawia|szkole"},
		{"uk", "Діти граються у школі.", "діти|школі"},
		{"ja", "新幹線で東京へ行きます。データ", "新幹線|東京|京|データ|ﾃﾞｰﾀ"},
		{"zh-Hans", "我们在北京学习中文。", "北京|学习|中文"},
		{"ko", "서울은 대한민국의 수도입니다.", "서울|대한민국|수도"},
		{"th", "ภาษาไทยเป็นภาษาราชการ ESAT", "ภาษาไทย|ราชการ|esat"},
		{"lo", "ພາສາລາວ", "ພາສາ|ລາວ"},
		{"km", "ភាសាខ្មែរ", "ភាសា|ខ្មែរ"},
		{"my", "မြန်မာဘာသာ", "မြန်မာ|ဘာသာ"},
		{"sw", "Watoto wanacheza shuleni.", "watoto|SHULENI"},
		{"vi", "Trẻ em học tiếng Việt.", "tiếng Việt|tieng viet"},
	} {
		docs := []Document{{ID: "it", Title: "1", Body: c.text}, {ID: "other", Title: "2", Body: "zzz"}}
		ix := openWith(t, Locale{Tag: c.tag}, docs)
		for q := range strings.SplitSeq(c.queries, "|") {
			res, err := ix.Search(context.Background(), Query{Text: q})
			if err != nil || len(res.Hits) == 0 || res.Hits[0].ID != "it" {
				t.Errorf("%s %q: %+v %v", c.tag, q, res.Hits, err)
				continue
			}
			checkMarks(t, q, res.Hits[0])
			if len(res.Hits[0].Fragments) == 0 {
				t.Errorf("%s %q: nothing marked", c.tag, q)
			}
		}
		if ids := find(t, ix, "qqqq"); len(ids) > 0 {
			t.Errorf("%s: qqqq finds %v", c.tag, ids)
		}
	}
}

// checkMarks checks that marks are ascending, do not overlap, and cut no
// character.
func checkMarks(t *testing.T, query string, h Hit) {
	t.Helper()
	check := func(text string, marks [][2]int) {
		last := 0
		for _, m := range marks {
			if m[0] < last || m[1] <= m[0] || m[1] > len(text) || !utf8.ValidString(text[m[0]:m[1]]) {
				t.Errorf("%q: marks %v in %q", query, marks, text)
				return
			}
			last = m[1]
		}
	}
	check(h.Title, h.TitleMarks)
	check(h.Summary, h.SummaryMarks)
	for _, f := range h.Fragments {
		check(f.Text, f.Marks)
		if len(f.Marks) == 0 || len(f.Text) > 2*fragmentSize {
			t.Errorf("%q: fragment %q with marks %v", query, f.Text, f.Marks)
		}
	}
}
