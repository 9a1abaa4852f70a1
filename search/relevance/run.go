package relevance

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"essaim/search"
	"essaim/search/indexer"
)

// Depth is the number of hits that are read: a document further down counts as
// not found.
const Depth = 10

// An Outcome is a query and where its document was found.
type Outcome struct {
	Query
	// Rank is the place of the wanted document, 1 for the first, or 0 when it is
	// not among the first Depth.
	Rank int
	// First is the ID of the first hit, or "".
	First string
}

// A Measure sums up outcomes.
type Measure struct {
	Queries int
	// AtOne and AtTen are the shares of the queries, 0 to 1, whose document came
	// first and among the first Depth. Reciprocal is the mean of 1/rank, with 0
	// for a document that was not found.
	AtOne, AtTen, Reciprocal float64
}

// A Report holds the outcomes of a run, in the order of its queries.
type Report struct{ Outcomes []Outcome }

// Run builds an index of the items in dir, which must not exist, and asks it
// the queries. It fails if the index cannot be built, opened or read, and when
// ctx ends.
func Run(ctx context.Context, dir string, locale indexer.Locale, items []Item, queries []Query) (report Report, err error) {
	docs := make([]indexer.Document, len(items))
	for i, it := range items {
		docs[i] = it.document()
	}
	if _, err := indexer.Build(ctx, dir, locale, docs); err != nil {
		return Report{}, fmt.Errorf("building the index: %w", err)
	}
	index, err := search.Open(dir)
	if err != nil {
		return Report{}, fmt.Errorf("opening the index: %w", err)
	}
	defer func() {
		if closing := index.Close(); err == nil {
			err = closing
		}
	}()
	for _, q := range queries {
		result, err := index.Search(ctx, search.Query{Text: q.Text, Limit: Depth})
		if err != nil {
			return Report{}, fmt.Errorf("searching %q: %w", q.Text, err)
		}
		outcome := Outcome{Query: q}
		for i, hit := range result.Hits {
			if i == 0 {
				outcome.First = hit.ID
			}
			if hit.ID == q.Want {
				outcome.Rank = i + 1
				break
			}
		}
		report.Outcomes = append(report.Outcomes, outcome)
	}
	return report, nil
}

// Measure sums up the outcomes that keep holds for.
func (r Report) Measure(keep func(Outcome) bool) Measure {
	var m Measure
	for _, o := range r.Outcomes {
		if !keep(o) {
			continue
		}
		m.Queries++
		if o.Rank == 1 {
			m.AtOne++
		}
		if o.Rank > 0 {
			m.AtTen++
			m.Reciprocal += 1 / float64(o.Rank)
		}
	}
	if n := float64(m.Queries); n > 0 {
		m.AtOne, m.AtTen, m.Reciprocal = m.AtOne/n, m.AtTen/n, m.Reciprocal/n
	}
	return m
}

// Misses returns the outcomes whose document did not come first, the worst
// first and otherwise in the order of the queries.
func (r Report) Misses() []Outcome {
	missed := slices.DeleteFunc(slices.Clone(r.Outcomes), func(o Outcome) bool { return o.Rank == 1 })
	depth := func(o Outcome) int {
		if o.Rank == 0 {
			return Depth + 1
		}
		return o.Rank
	}
	slices.SortStableFunc(missed, func(a, b Outcome) int { return depth(b) - depth(a) })
	return missed
}

// Table returns the measures as text: for each source its variants and all of
// them together, each for both halves. The columns are queries, success at 1 and
// at 10, and mean reciprocal rank. What has no queries has no line.
func (r Report) Table() string {
	var table strings.Builder
	halves := []Half{Development, Test}
	row := func(name string, of func(Outcome) bool) {
		if r.Measure(of).Queries == 0 {
			return
		}
		fmt.Fprintf(&table, "%-17s", name)
		for _, half := range halves {
			m := r.Measure(func(o Outcome) bool { return of(o) && HalfOf(o.Want) == half })
			fmt.Fprintf(&table, "  %11d", m.Queries)
			for _, share := range []float64{m.AtOne, m.AtTen, m.Reciprocal} {
				if m.Queries == 0 {
					table.WriteString("    -")
				} else {
					fmt.Fprintf(&table, " %.2f", share)
				}
			}
		}
		table.WriteString("\n")
	}
	fmt.Fprintf(&table, "%-17s", "")
	for _, half := range halves {
		fmt.Fprintf(&table, "  %11s %4s %4s %4s", half, "@1", "@10", "MRR")
	}
	table.WriteString("\n")
	for _, source := range Sources() {
		for _, variant := range Variants() {
			row(fmt.Sprint(source, " ", variant), func(o Outcome) bool { return o.Source == source && o.Variant == variant })
		}
		row(fmt.Sprint(source, " all"), func(o Outcome) bool { return o.Source == source })
	}
	row("all", func(Outcome) bool { return true })
	return table.String()
}
