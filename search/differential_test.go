package search

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"essaim/search/analysis"
	"essaim/search/indexer"
	"essaim/search/shard"
)

// The differential data: documents of many languages as search files, with what
// the Go half answers to every word, prefix and query, and to random trees. The
// browser half is run on the same files by generator/e2e/differential.test.ts.

// sentences are the words of which documents are made, by locale.
var sentences = map[string]string{
	"de": "Die Häuser stehen in der Straße. Große Mädchen fahren über 10.000 Brücken nach Köln. Der Verein hilft Menschen, Arbeit zu finden.",
	"es": "Las organizaciones españolas reciclan más niños. La acción social crea empleo en las ciudades. Él trabaja más que tú.",
	"it": "L’associazione dell’università ricicla città. Un'impresa sociale crea lavoro per le persone.",
	"pt": "As organizações não reciclam. A ação social cria emprego nas cidades portuguesas.",
	"ar": "الكتاب في المدرسة الكبيرة. والجمعية تساعد الناس على العمل. كتب الطالب كتابا جديدا في مكتبة المدرسة",
	"he": "הספרים בבית הספר הגדול. העמותה עוזרת לאנשים למצוא עבודה. שָׁלוֹם לכולם",
	"ja": "新幹線で東京へ行きます。社会的企業は雇用を生み出す。データとオリンピックの選手村。ESS 2024",
	"zh": "我们在北京学习中文。社会企业创造就业机会。奥运村的家具被重复使用。",
	"ko": "서울은 대한민국의 수도입니다. 사회적 기업은 일자리를 만듭니다. 올림픽 선수촌.",
	"th": "ภาษาไทยเป็นภาษาราชการ ESAT กิจการเพื่อสังคมสร้างงาน หมู่บ้านโอลิมปิก",
	"tr": "Çocuklar okullarda oynuyor. İstanbul'un dernekleri iş yaratıyor.",
	"ru": "Дети играют в школах. Ёлка стоит в городе. Социальные предприятия создают рабочие места.",
}

// differentialDocuments returns the documents of a locale: for French and
// English the fixtures and the texts of the reference site, for others random
// recombinations of sentences.
func differentialDocuments(t *testing.T, tag string) []indexer.Document {
	if tag == "fr" || tag == "en" {
		docs := readFixture(t, tag+".txt")
		files, err := filepath.Glob("../content/*/*." + tag + ".md")
		if err != nil || len(files) == 0 {
			t.Fatal("no content", err)
		}
		for i, f := range files {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			name := strings.TrimSuffix(filepath.Base(f), "."+tag+".md")
			id := filepath.Base(filepath.Dir(f)) + "/" + name
			_, body, _ := strings.Cut(strings.TrimPrefix(string(data), "---\n"), "\n---\n")
			if body == "" {
				continue // a question is its front matter
			}
			docs = append(docs, indexer.Document{
				ID: "site/" + id, URL: "/site/" + id + "/", Type: "site", TypeLabel: "Site", Title: strings.ReplaceAll(name, "-", " "), Summary: body[:strings.IndexAny(body[1:]+"\n", ".\n")+1], Body: body,
				Headings: []string{"Le réemploi"}, Date: fmt.Sprintf("20%02d-01-01", i%30), Boost: []float64{0, 1.25, 1, 1.5}[i%4],
				Facets: []indexer.Facet{{Name: "type", Keys: []string{"site"}}, {Name: "theme", Keys: []string{[]string{"emploi", "réemploi", "sport"}[i%3], "tous"}}},
			})
		}
		return docs
	}
	r := rand.New(rand.NewPCG(3, uint64(tag[0])<<8|uint64(tag[1])))
	words := strings.SplitAfter(sentences[tag], " ")
	if len(words) < 12 {
		words = strings.SplitAfter(sentences[tag], "。")
		for i, w := range words {
			if c := []rune(w); len(c) > 6 {
				words[i] = string(c[len(c)/2:])
				words = append(words, string(c[:len(c)/2]))
			}
		}
	}
	pick := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteString(words[r.IntN(len(words))])
		}
		return b.String()
	}
	var docs []indexer.Document
	for i := range 60 {
		docs = append(docs, indexer.Document{
			ID: fmt.Sprintf("t/%02d", i), URL: fmt.Sprintf("/%s/t/%02d/", tag, i), Type: "t", TypeLabel: "T",
			Title: pick(3), Summary: pick(6), Body: pick(20 + r.IntN(60)), Fields: []indexer.Field{{Name: "place", Text: pick(1), Weight: 2}},
			Facets: []indexer.Facet{{Name: "theme", Keys: []string{string(rune('a' + i%5))}}},
		})
	}
	return docs
}

type expectedQuery struct {
	Text    string              `json:"text"`
	Filters map[string][]string `json:"filters,omitempty"`
	Newest  bool                `json:"newest,omitempty"`
	Offset  int                 `json:"offset,omitempty"`
	Result  Result              `json:"result"`
}

type expectedTree struct {
	Tree   *node     `json:"tree"`
	Docs   []uint32  `json:"docs"`
	Scores []float64 `json:"scores"`
}

type expected struct {
	// Readings are texts of the corpus with the words that the analyzer reads.
	Readings []reading             `json:"readings"`
	Classes  map[string][][]string `json:"classes"`
	Queries  []expectedQuery       `json:"queries"`
	Trees    []expectedTree        `json:"trees"`
}

type reading struct {
	Text  string   `json:"text"`
	Words []string `json:"words"`
	At    []int    `json:"at"`
}

// allVariable asks for every query, tree and class instead of one in some.
const (
	allVariable = "ESSAIM_DIFFERENTIAL_ALL"
	some        = 5
)

// TestDifferentialData writes the data into the folder ESSAIM_DIFFERENTIAL.
func TestDifferentialData(t *testing.T) {
	out := os.Getenv("ESSAIM_DIFFERENTIAL")
	if out == "" {
		t.Skip("set ESSAIM_DIFFERENTIAL to a folder for the data")
	}
	tags := []string{"fr", "en"}
	for tag := range sentences {
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	every := some
	if os.Getenv(allVariable) != "" {
		every = 1
	}
	for _, tag := range tags {
		// The small sizes make many files of few words, as a large site has.
		small := shard.Sizes{Words: 200, Spelling: 20, Positions: 3, Cards: 3, Inline: 1}
		t.Run(tag, func(t *testing.T) { writeDifferential(t, tag, filepath.Join(out, tag), small, every) })
		if tag == "fr" || tag == "ja" { // the same words in large files: a share of the queries tells
			t.Run(tag+" whole", func(t *testing.T) {
				writeDifferential(t, tag, filepath.Join(out, tag+"-whole"), shard.Default(100), 5*every)
			})
		}
	}
}

// treesPerWord and treesMost say how many trees are asked: most of them stand
// for the same few answers where there are few words.
const (
	treesPerWord = 40
	treesMost    = 2000
)

// writeDifferential writes the data of a language; of the queries, trees and classes one in every.
func writeDifferential(t *testing.T, tag, out string, sizes shard.Sizes, every int) {
	loc := indexer.Locale{Tag: tag}
	if tag == "fr" {
		loc = french
	}
	docs := differentialDocuments(t, tag)
	dir := filepath.Join(t.TempDir(), "index")
	built, err := sized(sizes).Build(context.Background(), dir, loc, docs, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, f := range built.Shards {
		if err := os.WriteFile(filepath.Join(out, f.Name), f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	ix, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	d, err := ix.dictionary()
	if err != nil {
		t.Fatal(err)
	}
	a, giveBack := ix.borrow()
	defer giveBack()
	e := expected{Classes: map[string][][]string{}}
	written := map[string]bool{}
	for _, doc := range docs {
		texts := append(doc.Headings, doc.Title, doc.Summary, doc.Body, doc.ID, strings.ToUpper(doc.Title))
		for _, f := range doc.Fields {
			texts = append(texts, f.Text)
		}
		for _, text := range texts {
			e.Readings = append(e.Readings, readingOf(a, text))
			for _, w := range strings.Fields(text) {
				written[w] = true
			}
		}
	}
	r := rand.New(rand.NewPCG(5, 5))
	for i, q := range differentialQueries(r, d, docs, written) {
		if i%every != 0 {
			continue
		}
		query := Query{Text: q.Text, Facets: q.Filters, Newest: q.Newest, Offset: q.Offset, Limit: 1000}
		if q.Result, err = ix.Search(context.Background(), query); err != nil {
			t.Fatal(err)
		}
		for i := range q.Result.Hits {
			h := &q.Result.Hits[i]
			h.Summary, h.Title = "", ""
			h.TitleMarks, h.SummaryMarks = nil, nil
		}
		e.Queries = append(e.Queries, q)
		e.Readings = append(e.Readings, readingOf(a, q.Text))
	}
	for i, entry := range d.entries {
		if i%every == 0 {
			e.Classes[entry.word] = d.classes(entry.word)
		}
	}
	s := ix.newScorer(context.Background())
	for i := range min(treesMost, treesPerWord*len(d.entries)) {
		n := randomTree(r, d, a, docs, 0)
		if i < len(d.entries) {
			n = &node{Op: opWords, Boost: 1, Words: []string{d.entries[i].word}}
		}
		if i%every != 0 {
			continue
		}
		list, err := s.evaluate(n)
		if err != nil {
			t.Fatal(err)
		}
		e.Trees = append(e.Trees, expectedTree{n, append([]uint32{}, list.docs...), append([]float64{}, list.scores...)})
	}
	data, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	about := fmt.Sprintf(`{"root":"%s","shards":1}`, built.Shards[0].Name)
	if err := os.WriteFile(filepath.Join(out, "pointer.json"), []byte(about), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(out, "expected.json"), data, 0o644); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d documents, %d words, %d queries, %d trees", len(docs), len(d.entries), len(e.Queries), len(e.Trees))
}

func readingOf(a *analysis.Analyzer, text string) reading {
	r := reading{Text: text}
	for _, token := range a.Analyse(text) {
		r.Words = append(r.Words, token.Text)
		r.At = append(r.At, token.Position)
	}
	return r
}

// differentialQueries returns every word, every prefix of two to four letters,
// every written form, and damaged and combined ones.
func differentialQueries(r *rand.Rand, d *dictionary, docs []indexer.Document, written map[string]bool) []expectedQuery {
	var list []expectedQuery
	seen := map[string]bool{}
	add := func(text string) {
		if !seen[text] {
			seen[text] = true
			list = append(list, expectedQuery{Text: text})
		}
	}
	every := max(1, len(d.entries)/1500)
	for i, e := range d.entries {
		letters := []rune(e.word)
		if i%every == 0 {
			add(e.word + " ")
		}
		for n := 2; n <= 4 && n <= len(letters); n++ {
			if n < 3 || i%every == 0 {
				add(string(letters[:n]))
			}
		}
		if i%(3*every) == 0 && len(letters) > 4 {
			k := 1 + r.IntN(len(letters)-2)
			add(string(letters[:k]) + string(letters[k+1:]))
			add(string(letters[:k]) + "x" + string(letters[k:]) + " ")
			letters[k], letters[k-1] = letters[k-1], letters[k]
			add(string(letters))
		}
	}
	forms := make([]string, 0, len(written))
	for w := range written {
		forms = append(forms, w)
	}
	slices.Sort(forms)
	for i, w := range forms {
		if i%max(1, len(forms)/800) == 0 {
			add(w)
		}
	}
	for range 400 {
		words := strings.Fields(docs[r.IntN(len(docs))].Body)
		if len(words) < 6 {
			continue
		}
		i := r.IntN(len(words) - 5)
		n := 2 + r.IntN(4)
		text := strings.Join(words[i:i+n], " ")
		switch r.IntN(6) {
		case 0:
			text = "\"" + text + "\""
		case 1:
			text = "« " + text + " » " + forms[r.IntN(len(forms))]
		case 2:
			text = strings.ReplaceAll(text, " ", "")
		case 3:
			text = strings.ReplaceAll(text, "-", " ")
		}
		q := expectedQuery{Text: text, Newest: r.IntN(8) == 0}
		if r.IntN(4) == 0 {
			q.Filters = map[string][]string{"theme": {"a", "emploi"}}
		}
		if r.IntN(5) == 0 {
			q.Offset = 3
		}
		list = append(list, q)
	}
	for _, text := range []string{"", " ", "de la", "le", "the", "\"de la\"", "__proto__", "constructor", "\"", "\"\"", "«", "🙂", "a🙂b", "10 000", "J.O.", "ESS", "jeux", "économie sociale et solidaire", "seconde vie", "salarié·e·s", strings.Repeat("économie ", 1200), strings.Repeat("a", 5000), "l'", "'", "l’ecole", "sous traitance", "soustraitance", "sous-traitance", "\ud7ff\ue000", "x' OR 1=1 --", "<script>"} {
		add(text)
	}
	list = append(list, expectedQuery{Text: "", Filters: map[string][]string{"theme": {"a", "emploi"}}}, expectedQuery{Text: "", Filters: map[string][]string{"nothing": {"a"}}})
	return list
}

// randomTree returns a tree over words of the index and some that are not.
func randomTree(r *rand.Rand, d *dictionary, a *analysis.Analyzer, docs []indexer.Document, depth int) *node {
	word := func() string {
		if r.IntN(20) == 0 {
			return "zzz"
		}
		return d.entries[r.IntN(len(d.entries))].word
	}
	set := func() []string {
		if classes := d.classes(word()); len(classes) > 0 && r.IntN(2) == 0 {
			return classes[0]
		}
		var words []string
		for range 1 + r.IntN(3) {
			words = append(words, word())
		}
		slices.Sort(words)
		return slices.Compact(words)
	}
	boost := []float64{1, 0.5, 2.75, 0.1}[r.IntN(4)]
	kinds := 6
	if depth > 2 {
		kinds = 4
	}
	switch r.IntN(kinds) {
	case 0:
		n := &node{Op: opWords, Boost: boost, Words: set()}
		if r.IntN(2) == 0 {
			n.Exact = n.Words[0]
		}
		if r.IntN(3) == 0 {
			n.Floor = r.IntN(100)
		}
		return n
	case 1:
		return &node{Op: opTitle, Boost: boost, Words: []string{word()}}
	case 2:
		n := &node{Op: opPhrase, Boost: boost}
		tokens := slices.DeleteFunc(slices.Clone(a.Analyse(docs[r.IntN(len(docs))].Body)), func(t analysis.Token) bool { return t.Extra || t.Term == "" })
		if len(tokens) < 4 {
			return &node{Op: opWords, Boost: boost, Words: set()}
		}
		i, k := r.IntN(len(tokens)-3), 2+r.IntN(2)
		for _, t := range tokens[i : i+k] {
			n.Words = append(n.Words, t.Text)
			n.Positions = append(n.Positions, t.Position-tokens[i].Position)
		}
		return n
	case 3:
		return &node{Op: opNear, Boost: boost, Sets: [][]string{set(), set()}}
	default:
		n := &node{Op: opBest, Boost: boost}
		if r.IntN(2) == 0 {
			n.Op = opEvery
		}
		for range 1 + r.IntN(3) {
			n.Kids = append(n.Kids, randomTree(r, d, a, docs, depth+1))
		}
		return n
	}
}
