package main

import "fmt"

// want is one thing that speed must show, and what was measured of it.
type want struct {
	what, bar, got string
	met            bool
}

// size10k is the size that most bars are of.
const size10k = 10_000

// bars writes the bars and how they are met, of what has been measured.
func (r *results) bars(w *writer) {
	var list []want
	add := func(what, bar, got string, met bool) { list = append(list, want{what, bar, got, met}) }
	if s := find(r.Cold, size10k); s != nil {
		for _, c := range s.ratios() {
			if c.most > 0 {
				add("Cold, "+c.title+", time", bar(c.most), ratio(c.wall), c.wall <= c.most)
				add("Cold, "+c.title+", memory", bar(c.most), ratio(c.peak), c.peak <= c.most)
			}
		}
	}
	if s := find(r.Warm, size10k); s != nil {
		nothing, body := median(s.Samples["nothing"]), median(s.Samples["body"])
		add("New process, nothing changed", "0.5 s", seconds(nothing.Wall), nothing.Wall <= 0.5)
		add("… files written", "0", thousands(nothing.Written), nothing.Written == 0)
		add("New process, one body", "0.7 s", seconds(body.Wall), body.Wall <= 0.7)
	}
	if s := find(r.Serve, size10k); s != nil && s.Previews["Essaim"] != nil {
		p := s.Previews["Essaim"]
		limit := func(what string, share, most float64, edits []Edit, figure func(Edit) float64) {
			got := quantile(figures(edits, figure), share)
			add(what, fmt.Sprintf("%.0f ms", most), fmt.Sprintf("%.0f ms", got), got > 0 && got <= most)
		}
		found, shown := func(e Edit) float64 { return e.Found }, func(e Edit) float64 { return e.Shown }
		limit("Preview, a body shown and found, median", 0.5, 100, p.Edits["body"], found)
		limit("… 95th percentile", 0.95, 250, p.Edits["body"], found)
		limit("Preview, a title shown, median", 0.5, 250, p.Edits["title"], shown)
		limit("Preview, a template shown, median", 0.5, 2000, p.Edits["template"], shown)
		limit("Preview, all bodies at once, shown after the last, median", 0.5, 1000, p.Edits["all"], shown)
		add("Preview, resident memory", "400 MiB", mebibytes(p.Resident), p.Resident <= 400<<20)
	}
	small, large := find(r.Scale, size10k), find(r.Scale, 10*size10k)
	if small != nil && large != nil {
		a, b := median(small.Samples["with search"]), median(large.Samples["with search"])
		add("100,000 documents, pages with search, of the time of 10,000", "11", fmt.Sprintf("%.2f", b.Wall/a.Wall), b.Wall <= 11*a.Wall)
		add("… memory", "1,536 MiB", mebibytes(b.Peak), b.Peak <= 1536<<20)
	}
	if flat, ok := r.spread(); ok {
		add("Time per document, the most by the least", "1.15", fmt.Sprintf("%.2f", flat), flat <= 1.15)
	}
	if len(list) == 0 {
		return
	}
	w.paragraph("## What it must show")
	var rows [][]string
	for _, x := range list {
		verdict := "over"
		if x.met {
			verdict = "met"
		}
		rows = append(rows, []string{x.what, x.bar, x.got, verdict})
	}
	w.table([]string{"", "Bar", "Measured", ""}, rows)
}

// spread returns the most time per document of all sizes of the part scale, by
// the least.
func (r *results) spread() (float64, bool) {
	least, most := 0.0, 0.0
	for _, s := range r.Scale {
		each := median(s.Samples["with search"]).Wall / float64(s.Documents)
		if least == 0 || each < least {
			least = each
		}
		most = max(most, each)
	}
	if len(r.Scale) < 2 || least == 0 {
		return 0, false
	}
	return most / least, true
}

// find returns the section of a size, or nil.
func find(sections []*section, documents int) *section {
	for _, s := range sections {
		if s.Documents == documents {
			return s
		}
	}
	return nil
}
