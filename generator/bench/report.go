package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// markdown returns RESULTS.md.
func (r *results) markdown() string {
	w := &writer{}
	w.paragraph(introduction)
	r.bars(w)
	for _, s := range r.Cold {
		s.cold(w)
	}
	for _, s := range r.Warm {
		s.warm(w, r)
	}
	for _, s := range r.Serve {
		s.serve(w)
	}
	r.scale(w)
	w.paragraph(differences)
	r.outputs(w)
	return w.String()
}

const introduction = `# Speed and memory

Written by ` + "`make bench`" + `, from results.json beside this page; every section has the command that measures it again. The sites are synthetic: French-like prose of about 750 words a document with the frequencies of a natural language, headings, lists, tables, footnotes, boxes, links between the documents, in three sections, with two taxonomies of 40 and 120 terms. Essaim runs with the theme of the reference site and writes all it ever writes. Hugo has the same Markdown and a theme with the same pages ([hugo/](hugo/)), tuned: navigation, breadcrumbs and footer from ` + "`partialCached`" + `, no aliases, nothing minified, links written as they come out. Pagefind reads Hugo's pages, of which only entries are marked for it.

Every figure is of a process of its own: time on the wall, time of all processors, largest resident size of the largest process (` + "`ru_maxrss`" + `), files of the output folder that are new or were written again. Medians of the runs of one call; every other run takes the programs in the opposite order, and before each, what others wrote is on the disk and no longer in memory. *Cold* is without output and without cache.`

const differences = `## What Essaim's output holds that Hugo's does not

- A search index for programs and the files from which a browser searches, with positions, facets and spelling; with search, a page that finds everything by type, term and letter without a script, a search field on every page, and the scripts of both.
- Every entry and list as JSON with schemas and an OpenAPI description, a table per type, feeds per term: half of the files.
- Links between documents, images and references that have been resolved and checked against the whole site; a broken one stops the build with its line and column. Hugo is given finished links.
- Related entries by the words of their texts, not by shared terms alone.
- French micro-typography in titles and texts; tables in a region that can be scrolled and has a name; terms, dates and footnotes with the names that assistive technology reads.
- Style sheet and scripts bundled, minified, named by their content; pages without needless white space.
- ` + "`_headers`" + ` with a content security policy and cache lifetimes, ` + "`_redirects`" + `, a sitemap with alternates, and a manifest by which a build that was killed leaves a whole site and the next one writes only what changed.`

// writer collects Markdown.
type writer struct{ strings.Builder }

func (w *writer) paragraph(text string) {
	if w.Len() > 0 {
		w.WriteByte('\n')
	}
	w.WriteString(text + "\n")
}

// table writes rows under a head; all but the first column are to the right.
func (w *writer) table(head []string, rows [][]string) {
	widths := make([]int, len(head))
	for _, row := range append([][]string{head}, rows...) {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell), 3)
		}
	}
	line := func(row []string) string {
		var b strings.Builder
		for i, width := range widths {
			gap := strings.Repeat(" ", width-utf8.RuneCountInString(row[i]))
			if i == 0 {
				fmt.Fprintf(&b, "| %s%s ", row[i], gap)
			} else {
				fmt.Fprintf(&b, "| %s%s ", gap, row[i])
			}
		}
		return b.String() + "|"
	}
	lines := []string{line(head)}
	rule := "|" + strings.Repeat("-", widths[0]+2)
	for _, width := range widths[1:] {
		rule += "|" + strings.Repeat("-", width+1) + ":"
	}
	lines = append(lines, rule+"|")
	for _, row := range rows {
		lines = append(lines, line(row))
	}
	w.paragraph(strings.Join(lines, "\n"))
}

// head begins a section.
func (s *section) head(w *writer, title string) {
	w.paragraph("## " + title + ", " + thousands(s.Documents) + " documents")
	w.paragraph("```console\n$ " + s.Command + "\n```")
	w.paragraph("- " + s.Machine + "\n- " + s.Versions)
}

// thousands writes a whole number with commas.
func thousands(n int) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// seconds writes a time with three figures that count.
func seconds(s float64) string {
	switch {
	case s == 0:
		return ""
	case s < 1:
		return fmt.Sprintf("%.3f s", s)
	case s < 10:
		return fmt.Sprintf("%.2f s", s)
	}
	return fmt.Sprintf("%.1f s", s)
}

func mebibytes(bytes int64) string {
	if bytes == 0 {
		return ""
	}
	return thousands(int(bytes>>20)) + " MiB"
}

// sampleRow is a row of the medians of a program.
func sampleRow(title string, samples []Sample) []string {
	m, walls := median(samples), of(samples, wallOf)
	spread := seconds(slices.Min(walls)) + " – " + seconds(slices.Max(walls))
	return []string{title, seconds(m.Wall), spread, seconds(m.CPU), mebibytes(m.Peak), thousands(m.Written)}
}

var sampleHead = []string{"", "Wall", "least – most", "Processors", "Peak memory", "Files written"}

// samplesTable writes the samples that there are, by their keys, and what is
// missing.
func (s *section) samplesTable(w *writer, titles [][2]string) {
	var rows [][]string
	for _, title := range titles {
		if samples := s.Samples[title[0]]; len(samples) > 0 {
			rows = append(rows, sampleRow(title[1], samples))
		} else if why := s.Missing[title[0]]; why != "" {
			rows = append(rows, []string{title[1], why, "", "", "", ""})
		}
	}
	w.table(sampleHead, rows)
}

func (s *section) cold(w *writer) {
	s.head(w, "Cold builds")
	s.samplesTable(w, [][2]string{
		{"pages alone", "Essaim, pages alone"}, {"with search", "Essaim, pages with search"}, {"Hugo", "Hugo"}, {"Pagefind", "Pagefind"},
		{"copy pages", "Floor: `cp -r` of the pages"}, {"copy all", "Floor: `cp -r` of pages and search"},
	})
	var rows [][]string
	for _, r := range s.ratios() {
		rows = append(rows, []string{r.title, ratio(r.wall), ratio(r.peak), bar(r.most), r.verdict()})
	}
	if len(rows) > 0 {
		w.table([]string{"Ratios of this run", "Wall", "Peak memory", "Bar", ""}, rows)
	}
}

// comparison is a ratio of Essaim to others. most is the bar for both, 0 when
// there is none.
type comparison struct {
	title      string
	wall, peak float64
	most       float64
}

func (c comparison) verdict() string {
	switch {
	case c.most == 0:
		return ""
	case c.wall <= c.most && c.peak <= c.most:
		return "met"
	case c.wall <= c.most:
		return "memory over"
	case c.peak <= c.most:
		return "time over"
	}
	return "over"
}

// ratios compares the medians of a cold section.
func (s *section) ratios() []comparison {
	pages, all, hugo, pagefind := median(s.Samples["pages alone"]), median(s.Samples["with search"]), median(s.Samples["Hugo"]), median(s.Samples["Pagefind"])
	var list []comparison
	add := func(title string, a Sample, wall, peak, most float64) {
		if a.Wall > 0 && wall > 0 && peak > 0 {
			list = append(list, comparison{title, a.Wall / wall, float64(a.Peak) / peak, most})
		}
	}
	add("Pages alone / Hugo", pages, hugo.Wall, peakOf(hugo), 0.25)
	if pagefind.Wall > 0 {
		add("Pages with search / (Hugo + Pagefind)", all, hugo.Wall+pagefind.Wall, peakOf(hugo)+peakOf(pagefind), 0.125)
		add("… memory of the larger of the two alone", all, hugo.Wall+pagefind.Wall, max(peakOf(hugo), peakOf(pagefind)), 0)
	}
	add("Pages alone / copying them", pages, median(s.Samples["copy pages"]).Wall, peakOf(pages), 0)
	return list
}

func ratio(v float64) string {
	if v == 1 {
		return ""
	}
	return fmt.Sprintf("%.3f", v)
}

func bar(v float64) string {
	if v == 0 {
		return ""
	}
	return fmt.Sprintf("%.3g", v)
}

func (s *section) warm(w *writer, r *results) {
	s.head(w, "New process, warm cache")
	s.samplesTable(w, [][2]string{
		{"nothing", "Essaim, nothing changed"}, {"body", "… one body"}, {"title", "… one title"}, {"template", "… a template"}, {"settings", "… the title of the site"},
		{"Hugo", "Hugo, nothing changed"},
	})
	w.paragraph("Hugo builds everything at each start, whatever changed, and Pagefind indexes everything: an edit costs them their cold builds. " + s.Same + ".")
	for _, c := range r.Cold {
		hugo, pagefind, body := median(c.Samples["Hugo"]), median(c.Samples["Pagefind"]), median(s.Samples["body"])
		if c.Documents == s.Documents && hugo.Wall > 0 && pagefind.Wall > 0 && body.Wall > 0 {
			w.paragraph(fmt.Sprintf("One edited body, search included: %.4f of the time of Hugo and Pagefind.", body.Wall/(hugo.Wall+pagefind.Wall)))
		}
	}
}

// titlesOf are the kinds of edits as rows.
var titlesOf = map[string]string{
	"body": "A body", "listed": "… seen in the results", "cold": "… by a search just loaded",
	"title": "A title", "template": "A template", "settings": "The title of the site",
	"all": "All bodies at once",
}

func (s *section) serve(w *writer) {
	s.head(w, "Preview in a browser")
	w.paragraph("Milliseconds from just before the file is saved, median and 95th percentile. *Shown*: to the first frame of the open page that has the change. *Found*: until a search on that page, by a visitor who has searched there before, also finds the new word and names the page; it asks each time the preview tells the page of another index, and 100 ms after the page has shown the change if it has told of none. *Listed*: to the first frame in which the search page, open with the new word as its query, lists the page. *By a search just loaded*: each question comes from a client that has fetched nothing, its own script included, so that the time holds all that a first query fetches. *Opened* is what opening the search page then takes until it lists the result. *All bodies at once*: every document is written anew in a row, and the time begins when the last one has been. Hugo's preview has no search.")
	var rows [][]string
	for _, name := range []string{"Essaim", "Hugo"} {
		p := s.Previews[name]
		if p == nil {
			if why := s.Missing[name]; why != "" {
				rows = append(rows, []string{name, why, "", "", "", ""})
			}
			continue
		}
		for _, kind := range shownKinds {
			edits := p.Edits[kind]
			if len(edits) == 0 {
				continue
			}
			pair := func(figure func(Edit) float64) string {
				values := figures(edits, figure)
				if len(values) == 0 {
					return ""
				}
				return fmt.Sprintf("%.0f / %.0f ms", quantile(values, 0.5), quantile(values, 0.95))
			}
			rows = append(rows, []string{
				name + ": " + titlesOf[kind], fmt.Sprint(len(edits)), pair(func(e Edit) float64 { return e.Shown }),
				pair(func(e Edit) float64 { return e.Found }), pair(func(e Edit) float64 { return e.Listed }), pair(func(e Edit) float64 { return e.Opened }),
			})
		}
	}
	w.table([]string{"", "Edits", "Shown", "Found", "Listed", "Opened"}, rows)
	rows = nil
	for _, name := range []string{"Essaim", "Hugo"} {
		if p := s.Previews[name]; p != nil {
			rows = append(rows, []string{name, seconds(p.Ready / 1000), mebibytes(p.Resident), mebibytes(p.Peak)})
		}
	}
	w.table([]string{"", "Until the first page", "Resident after the bodies", "Peak until then"}, rows)
}

// scale writes the table of sizes.
func (r *results) scale(w *writer) {
	if len(r.Scale) == 0 {
		return
	}
	first := r.Scale[0]
	w.paragraph("## Time per document")
	w.paragraph("```console\n$ " + first.Command + "\n```")
	w.paragraph("- " + first.Machine + "\n- " + first.Versions)
	w.paragraph("Medians of the runs in the last column, cold: a small size is built several times for each run of the largest, among the others, since whatever the machine does for a second would else be the whole figure.")
	for _, key := range [][2]string{{"pages alone", "Pages alone"}, {"with search", "Pages with search"}} {
		var rows [][]string
		for _, s := range r.Scale {
			m := median(s.Samples[key[0]])
			if m.Wall == 0 {
				continue
			}
			rows = append(rows, []string{
				thousands(s.Documents), seconds(m.Wall), seconds(m.CPU), fmt.Sprintf("%.3f ms", m.Wall*1000/float64(s.Documents)),
				fmt.Sprintf("%.3f ms", m.CPU*1000/float64(s.Documents)), mebibytes(m.Peak), thousands(s.Outputs[key[0]].Files), fmt.Sprint(len(s.Samples[key[0]])),
			})
		}
		w.table([]string{key[1], "Wall", "Processors", "a document", "processors", "Peak memory", "Files", "Runs"}, rows)
	}
}

// outputs writes what each program made.
func (r *results) outputs(w *writer) {
	if len(r.Cold) == 0 {
		return
	}
	var rows [][]string
	for _, s := range r.Cold {
		for _, key := range []string{"pages alone", "with search", "Hugo", "Pagefind"} {
			o, ok := s.Outputs[key]
			if !ok {
				continue
			}
			title := key
			if strings.HasPrefix(key, "p") || strings.HasPrefix(key, "w") {
				title = "Essaim, " + key
			}
			var others []string
			for _, kind := range slices.Sorted(maps.Keys(o.Kinds)) {
				if kind == "" {
					others = append(others, fmt.Sprintf("without extension %d", o.Kinds[kind]))
				} else if kind != ".html" {
					others = append(others, fmt.Sprintf("%s %d", strings.TrimPrefix(kind, "."), o.Kinds[kind]))
				}
			}
			rows = append(rows, []string{thousands(s.Documents) + ": " + title, thousands(o.Pages), thousands(o.Files), fmt.Sprintf("%.1f MB", float64(o.Bytes)/1e6), strings.Join(others, ", ")})
		}
	}
	w.table([]string{"Documents: output", "HTML files", "Files", "Size", "Others"}, rows)
}
