package analysis

import (
	"maps"
	"slices"
	"strings"

	// Each import makes a stop list or a stemmer known under its name in Bleve's
	// registry. They are listed one by one because Bleve's bundle of all of them
	// also brings in its four key-value stores.
	_ "github.com/blevesearch/bleve/v2/analysis/lang/ar"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/bg"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/ca"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/ckb"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/cs"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/da"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/de"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/el"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/en"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/es"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/eu"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/fa"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/fi"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/fr"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/ga"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/gl"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/hi"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/hr"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/hu"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/hy"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/id"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/in"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/it"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/nl"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/no"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/pt"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/ro"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/ru"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/sv"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/tr"
	_ "github.com/blevesearch/bleve/v2/analysis/token/apostrophe"
)

// A language says how words of one language become terms. The steps are always
// the same: lower case, elision, before, stop words, after, folding.
type language struct {
	// folded: accents are dropped before stemming, so that a query without
	// accents gives the same terms. Not for languages whose stemmer reads them.
	folded bool
	// inclusive: endings such as the ·e·s of « salarié·e·s » are dropped.
	inclusive bool
	// articles is a Bleve token map of words elided before an apostrophe, or
	// "fr" for the list of this package.
	articles string
	// before and after are Bleve token filters; stop is a Bleve token map.
	before []string
	stop   string
	after  []string
	// stem, if it is not nil, does what after does to words of ASCII alone.
	stem func(term []byte) []byte
	// kept are words of the stop list that carry meaning, without accents.
	kept []string
	// thousands is the mark between groups of three digits, besides the space.
	thousands byte
	// endings are groups of endings that alternate at the end of words, by which
	// a form that no text holds is led to one that some text holds.
	endings []string
}

// french returns the endings of French: number, gender, and the commonest forms
// of verbs of the first group.
func french() []string {
	return []string{
		" s", " e s es", "al aux ale ales", "ail aux", "eau eaux", "eu eux", "if ive ifs ives", "eur euse eurs euses",
		"teur trice teurs trices", "eux euse euses", "er ere ers eres", "el elle els elles", "en enne ens ennes",
		"on onne ons onnes", "et ette ets ettes", "c que cs ques", "er e es ent ez ons ant ait aient a era eront es ees",
	}
}

// languages returns the languages with rules of their own, by base language.
func languages() map[string]language {
	snowball := func(tag string) []string { return []string{"stemmer_" + tag + "_snowball"} }
	return map[string]language{
		"ar":  {stop: "stop_ar", after: []string{"normalize_ar", "stemmer_ar"}, endings: []string{" ة ه ات ون ين ان ي ية"}},
		"bg":  {folded: true, stop: "stop_bg"},
		"ca":  {folded: true, articles: "articles_ca", stop: "stop_ca"},
		"ckb": {before: []string{"normalize_ckb"}, stop: "stop_ckb", after: []string{"stemmer_ckb"}, endings: []string{" ەکان ەکە ان ێک"}},
		"cs":  {folded: true, stop: "stop_cs"},
		"da":  {stop: "stop_da", after: snowball("da"), thousands: '.', endings: []string{" e en er erne et ene s"}},
		"de":  {stop: "stop_de", after: []string{"normalize_de", "stemmer_de_light"}, thousands: '.', endings: []string{" e en er es em n s ern", "e t st en te ten", "in innen"}},
		"el":  {folded: true, stop: "stop_el", thousands: '.'},
		"en":  {folded: true, before: []string{"possessive_en"}, stop: "stop_en", after: []string{"stemmer_porter"}, thousands: ',', endings: []string{" s es 's", "y ies", " ed ing s er ers", "e es ed ing er ers", "y ied", "f fe ves", "is es", "a um"}},
		"es":  {before: []string{"normalize_es"}, stop: "stop_es", after: []string{"stemmer_es_light"}, thousands: '.', endings: []string{" s es", "o a os as", "z ces", "r do da dos das ndo", "on ones"}},
		"eu":  {folded: true, stop: "stop_eu"},
		"fa":  {before: []string{"normalize_ar", "normalize_fa"}, stop: "stop_fa"},
		"fi":  {stop: "stop_fi", after: snowball("fi"), endings: []string{" a n t ssa sta lla lta lle in en ia ien issa ista illa ilta ille"}},
		"fr":  {folded: true, inclusive: true, articles: "fr", stop: "stop_fr", kept: []string{"ete", "avions"}, after: []string{"stemmer_fr_light"}, stem: stemFrench, thousands: '.', endings: french()},
		"ga":  {folded: true, articles: "articles_ga", stop: "stop_ga"},
		"gl":  {folded: true, stop: "stop_gl"},
		"hi":  {before: []string{"normalize_in", "normalize_hi"}, stop: "stop_hi", after: []string{"stemmer_hi"}},
		"hr":  {stop: "stop_hr", after: []string{"hr_suffix_transformation_filter", "stemmer_hr"}},
		"hu":  {stop: "stop_hu", after: snowball("hu"), endings: []string{" k ak ek ok t at et ot ban ben ra re nak nek val vel akban ekben okban"}},
		"ja":  {folded: true},
		"km":  {folded: true},
		"ko":  {folded: true},
		"lo":  {folded: true},
		"my":  {folded: true},
		"th":  {folded: true},
		"zh":  {folded: true},
		"hy":  {folded: true, stop: "stop_hy"},
		"id":  {folded: true, stop: "stop_id", thousands: '.'},
		"it":  {articles: "articles_it", stop: "stop_it", after: []string{"stemmer_it_light"}, thousands: '.', endings: []string{"o a i e", "e i", "co ca ci che chi", "go ga ghi ghe", "re to ta ti te ndo"}},
		"nl":  {stop: "stop_nl", after: snowball("nl"), thousands: '.'},
		"no":  {stop: "stop_no", after: snowball("no"), endings: []string{" e en er ene et a s"}},
		"pt":  {stop: "stop_pt", after: []string{"stemmer_pt_light"}, thousands: '.', endings: []string{" s es", "o a os as", "ao oes aos aes", "l is", "m ns", "r do da dos das ndo"}},
		"ro":  {stop: "stop_ro", after: snowball("ro"), thousands: '.', endings: []string{" ul ului e ele elor i ii ilor", "a e ei ele elor"}},
		"ru":  {stop: "stop_ru", after: snowball("ru")},
		"sv":  {stop: "stop_sv", after: snowball("sv"), endings: []string{" n na en et ar or er arna orna erna s", "a an or orna"}},
		"tr":  {before: []string{"apostrophe"}, stop: "stop_tr", after: snowball("tr"), thousands: '.', endings: []string{" lar ler da de dan den i u in un larda lerde lari leri larin lerin"}},
	}
}

// languageFor returns the rules for a BCP 47 tag. A language without rules gets
// words without accents and without stemming, which suits any script with spaces.
func languageFor(tag string) language {
	base, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(tag), "_", "-"), "-")
	switch base {
	case "nb", "nn":
		base = "no"
	case "yue", "cmn":
		base = "zh"
	}
	if l, ok := languages()[base]; ok {
		return l
	}
	return language{folded: true}
}

// Names returns the languages with rules of their own, sorted.
func Names() []string { return slices.Sorted(maps.Keys(languages())) }
