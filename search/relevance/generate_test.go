package relevance

import (
	"context"
	"math"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"essaim/search/distance"
	"essaim/search/indexer"
)

// gardens are documents with every kind of word that a variant looks for.
var gardens = []Item{
	{ID: "a", Title: "L'insertion par l’activité économique à Épinay", Summary: "Des chantiers inclusifs et un café associatif.", Body: "Un premier lieu."},
	{ID: "b", Title: "Une blanchisserie solidaire pour les salariés", Summary: "Le linge des hôtels lavé par une coopérative.", Body: "Un deuxième lieu."},
	{ID: "c", Title: "Recyclerie", Summary: "Des équipements sportifs réparés puis revendus à petit prix.", Body: "Un troisième lieu."},
	{ID: "d", Title: "Les achats responsables des collectivités territoriales", Summary: "Une clause sociale dans chaque marché.", Body: "Un quatrième lieu."},
}

func TestGenerateIsReproducible(t *testing.T) {
	want := Generate("fr", gardens, 7)
	if len(want) < 60 {
		t.Fatalf("%d queries for %d items", len(want), len(gardens))
	}
	if got := Generate("fr", gardens, 7); !reflect.DeepEqual(got, want) {
		t.Error("a second run gives other queries")
	}
	if reflect.DeepEqual(Generate("fr", gardens, 8), want) {
		t.Error("another seed gives the same queries")
	}
	more := Generate("fr", append(slices.Clone(gardens), Item{ID: "e", Title: "Horloge astronomique restaurée"}), 7)
	if got := slices.DeleteFunc(more, func(q Query) bool { return q.Want == "e" }); !reflect.DeepEqual(got, want) {
		t.Error("a document more changes the queries of the others")
	}
}

// TestVariants holds each variant to what it promises, against the exact query
// of the same document and source.
func TestVariants(t *testing.T) {
	seen := map[Variant]int{}
	for seed := range uint64(20) {
		exact := map[string][]string{}
		for _, q := range Generate("fr", gardens, seed) {
			key := q.Want + string(q.Source)
			words := strings.Fields(q.Text)
			if q.Variant == Exact {
				exact[key] = words
				if len(words) < 3 || len(words) > 5 {
					t.Errorf("exact: %q has %d words", q.Text, len(words))
				}
			}
			if why := broken(q, words, exact[key]); why != "" {
				t.Errorf("%s: %q from %q: %s", q.Variant, q.Text, exact[key], why)
			}
			seen[q.Variant]++
		}
	}
	for _, variant := range Variants() {
		if seen[variant] == 0 {
			t.Errorf("%s: no query", variant)
		}
	}
}

// broken says what is wrong with a query made of exact words, or returns "".
func broken(q Query, words, exact []string) string {
	text, original := strings.Join(words, " "), strings.Join(exact, " ")
	if q.Variant != Exact && text == original {
		return "nothing is changed"
	}
	// apart are the pairs of words that differ, when the number is the same.
	var apart [][2]string
	if len(words) == len(exact) {
		for i := range words {
			if words[i] != exact[i] {
				apart = append(apart, [2]string{exact[i], words[i]})
			}
		}
	}
	check := func(ok bool, why string) string {
		if ok {
			return ""
		}
		return why
	}
	switch q.Variant {
	case Accents:
		return check(text == withoutAccents(original) && !strings.ContainsAny(text, "éèàÉ"), "accents are left")
	case Capitals:
		return check(text == strings.ToUpper(original) || text == withoutAccents(strings.ToUpper(original)), "not in capitals")
	case Inflected:
		return check(len(apart) == 1 || len(apart) == 2, "not one or two words are changed")
	case Elided:
		return check(len(apart) == 1 && strings.HasSuffix(apart[0][1], apart[0][0]) && strings.ContainsAny(apart[0][1], "'’"), "no article before a word")
	case Order, Exact:
		return check(slices.Equal(slices.Sorted(slices.Values(words)), slices.Sorted(slices.Values(exact))), "other words")
	case StopWords:
		return check(len(words) > len(exact) && len(words) <= len(exact)+3, "not one to three words more")
	case Truncated:
		last := words[len(words)-1]
		return check(len([]rune(last)) >= 4 && slices.ContainsFunc(exact, func(w string) bool { return w != last && strings.HasPrefix(w, last) }), "the last word is not cut to four letters or more")
	case Typo, TwoTypos:
		var rows distance.Rows
		slips, least := 1, 5
		if q.Variant == TwoTypos {
			slips, least = 2, 9
		}
		return check(len(apart) == 1 && len([]rune(apart[0][0])) >= least && rows.Between([]rune(apart[0][0]), apart[0][1], slips) == slips, "not the slips it should have")
	}
	return "an unknown variant"
}

func TestAmbiguousItemsAreNotAsked(t *testing.T) {
	items := []Item{
		{ID: "plain", Title: "Marché public réservé"},
		{ID: "longer", Title: "Un marché public réservé aux structures inclusives"},
		{ID: "twin-1", Title: "Jardin partagé", Summary: "Des légumes."},
		{ID: "twin-2", Title: "Jardin partagé", Summary: "Des fleurs."},
	}
	for _, q := range Generate("fr", items, 1) {
		if q.Want == "plain" {
			t.Errorf("%s %s: %q asks for what another title holds as well", q.Source, q.Variant, q.Text)
		}
		if q.Variant == Exact && q.Want == "twin-1" && !strings.Contains(q.Text, "légumes") {
			t.Errorf("%q does not tell the twins apart", q.Text)
		}
	}
}

func TestLanguagesWithoutSpaces(t *testing.T) {
	items := []Item{{ID: "a", Title: "ディレクトリの内容をリスト表示する", Summary: "現在の情報を一覧表示します。"}, {ID: "b", Title: "文書をフォーマットする"}}
	queries := Generate("ja", items, 1)
	if len(queries) == 0 {
		t.Fatal("no queries")
	}
	for _, q := range queries {
		for _, word := range strings.Fields(q.Text) {
			if len([]rune(word)) < 2 {
				t.Errorf("%s: %q has a word of one letter", q.Variant, q.Text)
			}
		}
	}
}

func TestInflection(t *testing.T) {
	tests := []struct {
		tag  string
		from string
		want string
	}{
		{"fr", "nationaux", "national"}, {"fr", "national", "nationaux"}, {"fr", "inclusives", "inclusif"}, {"fr", "inclusif", "inclusive"},
		{"fr", "salariées", "salarié"}, {"fr", "salarié", "salariée"}, {"fr", "bureaux", "bureau"}, {"fr", "entreprise", "entreprises"},
		{"fr", "cours", ""}, {"fr", "Paris", ""}, {"fr", "ESAT", ""}, {"fr", "modifier", ""}, {"fr", "rapidement", ""}, {"fr", "accès", ""},
		{"en", "policies", "policy"}, {"en", "boxes", "box"}, {"en", "athlete", "athletes"}, {"en", "running", ""}, {"en", "status", ""},
		{"es", "función", "funciones"}, {"es", "valores", "valor"}, {"pt", "funções", "função"}, {"it", "funzione", "funzioni"}, {"de", "Funktionen", "Funktion"},
		{"ja", "関数", ""},
	}
	for _, tt := range tests {
		if got := languageOf(tt.tag).inflect(tt.from); got != tt.want {
			t.Errorf("%s: %s becomes %q, want %q", tt.tag, tt.from, got, tt.want)
		}
	}
}

func TestHalves(t *testing.T) {
	count := map[Half]int{}
	for i := range 1000 {
		count[HalfOf("item-"+strings.Repeat("x", i%7)+string(rune('a'+i%26))+strings.Repeat("y", i/26))]++
	}
	if count[Development]+count[Test] != 1000 || math.Abs(float64(count[Development]-500)) > 80 {
		t.Errorf("not halves: %v", count)
	}
}

func TestMeasure(t *testing.T) {
	report := Report{}
	for _, rank := range []int{1, 1, 2, 4, 0} {
		report.Outcomes = append(report.Outcomes, Outcome{Query: Query{Source: Title, Variant: Exact, Want: "a"}, Rank: rank})
	}
	m := report.Measure(func(Outcome) bool { return true })
	if want := (Measure{Queries: 5, AtOne: 0.4, AtTen: 0.8, Reciprocal: 0.55}); m != want {
		t.Errorf("%+v, want %+v", m, want)
	}
	if misses := report.Misses(); len(misses) != 3 || misses[0].Rank != 0 || misses[1].Rank != 4 {
		t.Errorf("misses: %+v", misses)
	}
	if m := report.Measure(func(Outcome) bool { return false }); m != (Measure{}) {
		t.Errorf("nothing measures %+v", m)
	}
	if table := report.Table(); !strings.Contains(table, "title exact") || !strings.Contains(table, " 5 0.40 0.80 0.55") || strings.Contains(table, "gist") {
		t.Errorf("table:\n%s", table)
	}
}

// TestRunSeesWhatIsMissing makes sure that a run can fail: a query that no
// document answers has no rank.
func TestRunSeesWhatIsMissing(t *testing.T) {
	queries := []Query{{Text: "blanchisserie solidaire", Want: "b"}, {Text: "zeppelin", Want: "b"}, {Text: "recyclerie", Want: "b"}}
	report := run(t, indexer.Locale{Tag: "fr"}, gardens, queries)
	if o := report.Outcomes; o[0].Rank != 1 || o[1].Rank != 0 || o[1].First != "" || o[2].Rank != 0 || o[2].First != "c" {
		t.Errorf("%+v", o)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Run(ctx, filepath.Join(t.TempDir(), "index"), indexer.Locale{Tag: "fr"}, gardens, queries); err == nil {
		t.Error("a run that is called off succeeds")
	}
}

func TestReadFolder(t *testing.T) {
	folder := fstest.MapFS{
		"b.txt":  {Data: []byte("Deux\nRésumé deux.\nCorps.\nSuite.\n")},
		"a.txt":  {Data: []byte("Un\nRésumé un.\nCorps.\n")},
		"c.html": {Data: []byte("no")},
	}
	items, err := ReadFolder(folder)
	want := []Item{{ID: "a", Title: "Un", Summary: "Résumé un.", Body: "Corps."}, {ID: "b", Title: "Deux", Summary: "Résumé deux.", Body: "Corps.\nSuite."}}
	if err != nil || !reflect.DeepEqual(items, want) {
		t.Errorf("%+v, %v", items, err)
	}
	for name, folder := range map[string]fstest.MapFS{
		"no file":  {"c.html": {Data: []byte("no")}},
		"no body":  {"a.txt": {Data: []byte("Un\nRésumé")}},
		"no title": {"a.txt": {Data: []byte("\nRésumé\nCorps")}},
	} {
		if _, err := ReadFolder(folder); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
