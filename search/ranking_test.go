package search

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"essaim/search/analysis"
	"essaim/search/indexer"
	"essaim/search/shard"
)

// rankingTable returns the rows of the table of RANKING.md whose head begins so,
// each as its cells.
func rankingTable(t *testing.T, head string) [][]string {
	t.Helper()
	data, err := os.ReadFile("RANKING.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(data), "\n"+head)
	if !ok {
		t.Fatalf("RANKING.md has no table that begins with %q", head)
	}
	rest, _, _ = strings.Cut(rest, "\n\n")
	var rows [][]string
	for _, line := range strings.Split(strings.TrimSpace(rest), "\n")[2:] {
		var cells []string
		for _, cell := range strings.Split(strings.Trim(line, "|"), "|") {
			cells = append(cells, strings.TrimSpace(cell))
		}
		rows = append(rows, cells)
	}
	return rows
}

// TestRankingConstants compares the constants of RANKING.md with the code.
func TestRankingConstants(t *testing.T) {
	want := map[string]any{
		"characters of a query": maxQuery, "clauses": maxClauses, "k1": saturation, "exact": exactBoost,
		"ending": endingBoost, "synonym": synonymBoost, "completion of a known word": prefixBoost,
		"completion of another, word behind its article": unknownPrefix,
		"typo": typoBoost, "split": splitBoost, "joined": joinBoost,
		"completions": shard.Completions, "guesses": maxGuesses, "suggestions": maxSuggestions,
		"documents looked at for closeness": rescored, "closeness": proximity,
		"positions of a window": analysis.Window, "frequency that stands everywhere, above": manyTimes, "results": defaultLimit,
	}
	for _, row := range rankingTable(t, "| Constant |") {
		value, ok := want[row[0]]
		if !ok || fmt.Sprint(value) != row[1] {
			t.Errorf("%s: RANKING.md says %s, the code %v", row[0], row[1], value)
		}
		delete(want, row[0])
	}
	for name := range want {
		t.Errorf("RANKING.md does not tell %q", name)
	}
}

// TestRankingFields compares the table of fields with the code.
func TestRankingFields(t *testing.T) {
	m := openWith(t, indexer.Locale{Tag: "fr"}, []indexer.Document{{ID: "a", Fields: []indexer.Field{{Name: "place"}}}}).manifest
	rows := rankingTable(t, "| | Field |")
	if len(rows) != len(m.Fields) {
		t.Fatalf("RANKING.md has %d fields, the code %d", len(rows), len(m.Fields))
	}
	for i, f := range m.Fields[:4] {
		name, _, _ := strings.Cut(strings.TrimPrefix(rows[i][1], "`"), "`")
		if got, want := strings.Join([]string{name, rows[i][3], rows[i][4]}, " "), fmt.Sprint(f.Name, " ", f.Weight, " ", f.B); got != want {
			t.Errorf("field %d: RANKING.md says %s, the code %s", i, got, want)
		}
	}
	if last := m.Fields[4]; last.Name != "field_place" || last.Weight != 1 || rows[4][4] != fmt.Sprint(last.B) {
		t.Errorf("a further field is %+v", last)
	}
}
