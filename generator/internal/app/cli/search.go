package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"strings"

	"essaim/generator/internal/stage/index"
	"essaim/search"
)

func searchFlags(f *flag.FlagSet, o *options) {
	f.StringVar(&o.out, "out", "", "")
	f.StringVar(&o.locale, "locale", "", "")
	f.IntVar(&o.limit, "limit", 10, "")
	f.BoolVar(&o.json, "json", false, "")
}

func runSearch(ctx context.Context, s *session) int {
	query := strings.TrimSpace(strings.Join(s.args, " "))
	if query == "" {
		return s.wrongUse(s.text.noQuery)
	}
	if s.limit < 1 {
		return s.wrongUse(s.text.badLimit, s.limit)
	}
	out, ok := s.outFolder()
	if !ok {
		return WrongUse
	}
	if s.locale == "" {
		s.locale = s.sourceLocale(ctx)
	}
	folder, err := index.Locate(out, s.locale)
	if errors.Is(err, fs.ErrNotExist) {
		return s.wrongUse(s.text.noIndex, s.locale, out)
	}
	if err != nil {
		return s.failed(err)
	}
	ix, err := search.Open(folder)
	if err != nil {
		return s.failed(err)
	}
	defer ix.Close()
	result, err := ix.Search(ctx, search.Query{Text: query, Limit: s.limit})
	if err != nil {
		return s.failed(err)
	}
	if s.json {
		return s.encode(searchResultOf(query, s.locale, result), Good)
	}
	s.printResult(result)
	return Good
}

// searchResult is what `essaim search --json` prints.
type searchResult struct {
	Query       string      `json:"query"`
	Locale      string      `json:"locale"`
	Total       int         `json:"total"`
	Relaxed     bool        `json:"relaxed"`
	Suggestions []string    `json:"suggestions"`
	Hits        []searchHit `json:"hits"`
}

// searchHit is one document. Marks are byte offsets, start and end.
type searchHit struct {
	ID           string   `json:"id"`
	URL          string   `json:"url"`
	Type         string   `json:"type"`
	Title        string   `json:"title"`
	TitleMarks   [][2]int `json:"title_marks"`
	Summary      string   `json:"summary"`
	SummaryMarks [][2]int `json:"summary_marks"`
	Date         string   `json:"date"`
	Score        float64  `json:"score"`
}

func searchResultOf(query, locale string, r search.Result) searchResult {
	out := searchResult{Query: query, Locale: locale, Total: r.Total, Relaxed: r.Relaxed, Suggestions: append([]string{}, r.Suggestions...), Hits: []searchHit{}}
	for _, h := range r.Hits {
		hit := searchHit{
			ID: h.ID, URL: h.URL, Type: h.Type, Title: h.Title, TitleMarks: append([][2]int{}, h.TitleMarks...),
			Summary: h.Summary, SummaryMarks: append([][2]int{}, h.SummaryMarks...),
			Date: h.Date, Score: h.Score,
		}
		out.Hits = append(out.Hits, hit)
	}
	return out
}

func (s *session) printResult(r search.Result) {
	if r.Total == 0 {
		fmt.Fprintln(s.Stdout, s.text.nothingFound)
		if len(r.Suggestions) > 0 {
			fmt.Fprintf(s.Stdout, s.text.didYouMean+"\n", strings.Join(r.Suggestions, ", "))
		}
		return
	}
	found := count(r.Total, s.text.results)
	if len(r.Hits) < r.Total {
		found = fmt.Sprintf(s.text.foundMore, found, len(r.Hits))
	}
	fmt.Fprintf(s.Stdout, s.text.found+"\n", found)
	for i, h := range r.Hits {
		fmt.Fprintf(s.Stdout, "\n%2d. %s\n    %s\n", i+1, s.marked(h.Title, h.TitleMarks), h.URL)
		if h.Summary != "" {
			fmt.Fprintf(s.Stdout, "    %s\n", s.marked(h.Summary, h.SummaryMarks))
		}
	}
}

// marked shows the words that match: bold on a terminal, between brackets
// elsewhere.
func (s *session) marked(text string, marks [][2]int) string {
	open, end := "[", "]"
	if s.color() {
		open, end = "\x1b[1m", "\x1b[0m"
	}
	var b strings.Builder
	at := 0
	for _, m := range marks {
		b.WriteString(text[at:m[0]] + open + text[m[0]:m[1]] + end)
		at = m[1]
	}
	return strings.ReplaceAll(b.String()+text[at:], "\n", " ")
}
