package index

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
	"essaim/search"
)

// A judging asks several indexes side by side.
type judging struct {
	group sync.WaitGroup
	// verdicts are in the order of the locales, each good when group is done.
	verdicts []*verdict
}

type verdict struct {
	lost diag.List
	err  error
}

// begin asks the finished index in dir.
func (j *judging) begin(ctx context.Context, dir string, s *site.Site, locale *schema.Locale) {
	v := &verdict{}
	j.verdicts = append(j.verdicts, v)
	j.group.Go(func() {
		if v.lost, v.err = judge(ctx, dir, s, locale); v.err != nil {
			v.err = fmt.Errorf("locale %s: %w", locale.Tag, v.err)
		}
	})
}

// wait returns what was lost in all of them.
func (j *judging) wait() (lost diag.List, err error) {
	j.group.Wait()
	for _, v := range j.verdicts {
		lost.Add(v.lost...)
		err = errors.Join(err, v.err)
	}
	return lost, err
}

// judge asks the finished index in dir the judged queries of its locale and
// reports each that lost its answer.
func judge(ctx context.Context, dir string, s *site.Site, locale *schema.Locale) (found diag.List, err error) {
	if len(locale.Queries) == 0 {
		return nil, nil
	}
	ix, err := search.Open(dir)
	if err != nil {
		return nil, err
	}
	defer func() {
		if closed := ix.Close(); err == nil {
			err = closed
		}
	}()
	j := &judged{index: ix, locale: locale, pages: map[string]*site.Page{}}
	for _, p := range s.Pages {
		if p.Locale == locale && p.Entry != nil {
			j.pages[p.Entry.ID] = p
		}
	}
	for _, q := range locale.Queries {
		lost, err := j.lost(ctx, q)
		if err != nil {
			return nil, fmt.Errorf("query %q: %w", q.Text, err)
		}
		found.Add(lost...)
	}
	return found, nil
}

// judged is an index under judgement.
type judged struct {
	index  *search.Index
	locale *schema.Locale
	// pages are the documents of the index by identity of their entry.
	pages map[string]*site.Page
}

// lost returns at most one diagnostic: that no answer of q is where the list
// wants one.
func (j *judged) lost(ctx context.Context, q schema.Query) (diag.List, error) {
	var answers []string
	for _, a := range q.Answers {
		if j.pages[a.ID] != nil { // link has reported the others
			answers = append(answers, a.ID)
		}
	}
	if len(answers) == 0 {
		return nil, nil
	}
	hits, err := j.hits(ctx, q.Text, q.Within)
	if err != nil || place(hits, answers) > 0 {
		return nil, err
	}
	// Only what is lost pays for a long list.
	if hits, err = j.hits(ctx, q.Text, schema.MaxWithin); err != nil {
		return nil, err
	}
	return diag.List{j.report(q, answers, hits)}, nil
}

// hits returns the identities of the first hits.
func (j *judged) hits(ctx context.Context, text string, limit int) ([]string, error) {
	result, err := j.index.Search(ctx, search.Query{Text: text, Limit: limit})
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(result.Hits))
	for i, hit := range result.Hits {
		ids[i] = hit.ID
	}
	return ids, nil
}

// place returns the place of the best of the answers among hits, from 1; 0 when
// none is there.
func place(hits, answers []string) int {
	return 1 + slices.IndexFunc(hits, func(id string) bool { return slices.Contains(answers, id) })
}

// report says where the answer is now, what stands first instead, and what can
// be done.
func (j *judged) report(q schema.Query, answers, hits []string) diag.Diagnostic {
	wanted := answers[0] // the one to speak of
	all := strings.Join(answers, ", ")
	var d diag.Diagnostic
	switch now := place(hits, answers); {
	case now > 0:
		wanted = hits[now-1]
		d = diag.New("query-lost", q.Span, q.Text, wanted, strconv.Itoa(now), strconv.Itoa(q.Within))
	case len(hits) >= schema.MaxWithin:
		d = diag.New("query-lost/far", q.Span, q.Text, all, strconv.Itoa(len(hits)))
	default:
		d = diag.New("query-lost/gone", q.Span, q.Text, all)
	}
	if len(hits) == 0 {
		d = d.WithNote("note/query-none", source.Span{})
	} else {
		top := j.pages[hits[0]]
		d = d.WithNote("note/query-top", source.Span{}, top.Title, top.Source)
	}
	synonyms := path.Join(path.Dir(q.Span.File), "synonyms.yaml")
	return d.WithNote("note/query-fix", source.Span{}, j.pages[wanted].Source, synonyms)
}
