package search

import (
	"strings"
	"testing"

	"essaim/search/indexer"
)

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
		{"ar", "الكتاب في المدرسة الكبيرة", "الكتاب|الكِتَاب|المدرسة"},
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
		// Another script than the language's own.
		{"fr", "Le village 東京 et 서울은, Δρόμος.", "東京|서울|京|δρομος"},
	} {
		// The text is the summary, so that its marks are seen.
		ix := openWith(t, indexer.Locale{Tag: c.tag}, []indexer.Document{{ID: "it", Title: "1", Summary: c.text}, {ID: "other", Title: "2", Body: "zzz"}})
		for q := range strings.SplitSeq(c.queries, "|") {
			for _, text := range []string{q, q + " "} {
				res := ask(t, ix, Query{Text: text})
				if len(res.Hits) == 0 || res.Hits[0].ID != "it" || !res.Hits[0].Complete {
					t.Errorf("%s %q: %+v", c.tag, text, res.Hits)
					continue
				}
				checkMarks(t, text, res.Hits[0])
				if len(res.Hits[0].SummaryMarks) == 0 {
					t.Errorf("%s %q: nothing marked", c.tag, text)
				}
			}
		}
		if ids := find(t, ix, "qqqq"); len(ids) > 0 {
			t.Errorf("%s: qqqq finds %v", c.tag, ids)
		}
	}
}
