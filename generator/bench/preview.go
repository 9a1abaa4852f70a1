package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

// change is an edit that a page of the preview shows: a file, its whole new text,
// and the mark that is new in it; see serve/main.ts.
type change struct {
	Kind string `json:"kind"`
	Page string `json:"page"`
	File string `json:"file"`
	Text string `json:"text"`
	Mark string `json:"mark"`
	// All is the folder of which every document is written anew, the file as the last
	// one, with the mark behind a text that is in each; empty for a single file.
	All   string `json:"all,omitempty"`
	After string `json:"after,omitempty"`
}

// order is what serve/main.ts is told.
type order struct {
	Program string   `json:"program"`
	Args    []string `json:"args"`
	Changes []change `json:"changes"`
	Search  string   `json:"search"`
	Memory  string   `json:"memory"`
}

// shownKinds are the kinds of edits in a preview: bodies are edited for a visitor
// who searches on the page that shows them, for one who looks at the list of
// results, and for one who has not searched before. The last is of all bodies at
// once.
var shownKinds = []string{"body", "listed", "cold", "title", "template", "settings", "all"}

// changesOf returns edits of bodies, each of another document, then some of the
// other kinds, each after those before it. Marks begin at first. Without a search
// nothing is looked for.
func changesOf(site string, names []string, bodies, first int, searched bool, of func(article string) []edit) ([]change, error) {
	some := max(1, bodies*2/5)
	counts := map[string]int{"body": bodies, "title": some, "template": max(1, bodies/5), "settings": max(1, bodies/5), "all": max(1, bodies/10)}
	if searched {
		counts["listed"], counts["cold"] = some, some
	}
	texts := map[string]string{}
	var list []change
	for _, kind := range shownKinds {
		k := max(0, slices.Index(kinds, kind)) // else another of bodies
		for i := range counts[kind] {
			article := names[i%len(names)]
			e := of(article)[k]
			c := change{Kind: kind, Page: "/articles/" + article + "/", File: filepath.Join(site, filepath.FromSlash(e.file)), Mark: token(first + len(list))}
			if kind == "all" {
				c.All, c.After = filepath.Join(site, "content"), e.after
				list = append(list, c)
				continue
			}
			text, ok := texts[c.File]
			if !ok {
				data, err := os.ReadFile(c.File)
				if err != nil {
					return nil, err
				}
				text = string(data)
			}
			var err error
			if c.Text, err = e.apply(text, c.Mark); err != nil {
				return nil, fmt.Errorf("%s: %w", e.file, err)
			}
			texts[c.File] = c.Text
			list = append(list, c)
		}
	}
	return list, nil
}

// serve measures the previews in a browser, one after the other.
func (b *bench) serve(ctx context.Context, s *section, folder string) error {
	s.lack("Hugo", b.lacksHugo(s.Documents))
	site := filepath.Join(folder, "site")
	names, err := documents(site, "articles", b.edits)
	if err != nil {
		return err
	}
	own, err := changesOf(site, names, b.edits, 1<<12, true, edits)
	if err != nil {
		return err
	}
	orders := map[string]order{"Essaim": {
		Program: b.essaim, Args: []string{"serve", "--site", site, "--addr", "127.0.0.1:%d", "--lang", "en"},
		Changes: own, Search: "/recherche/", Memory: "body",
	}}
	if s.Missing["Hugo"] == "" {
		source := filepath.Join(folder, "hugo")
		theirs, err := changesOf(source, names, b.edits, 1<<13, false, hugoEdits)
		if err != nil {
			return err
		}
		orders["Hugo"] = order{
			Program: b.hugo,
			Args:    []string{"server", "--source", source, "--port", "%d", "--bind", "127.0.0.1", "--baseURL", "http://127.0.0.1:%d/", "--cacheDir", filepath.Join(folder, "hugo-cache"), "--noBuildLock"},
			Changes: theirs, Memory: "body",
		}
	}
	for _, name := range []string{"Essaim", "Hugo"} {
		o, ok := orders[name]
		if !ok {
			continue
		}
		b.say("preview of %s, %d documents", name, s.Documents)
		p, err := b.preview(ctx, folder, o)
		if err != nil && name != "Essaim" && ctx.Err() == nil {
			s.lack(name, "its preview did not show every edit")
			b.say("  %v", err)
			continue
		}
		if err != nil {
			return fmt.Errorf("preview of %s: %w", name, err)
		}
		s.Previews[name] = p
		for _, kind := range shownKinds {
			shown := figures(p.Edits[kind], func(e Edit) float64 { return e.Shown })
			found := figures(p.Edits[kind], func(e Edit) float64 { return max(e.Found, e.Listed) })
			b.say("  %-10s shown %.0f ms, found %.0f ms at the median of %d", kind, quantile(shown, 0.5), quantile(found, 0.5), len(p.Edits[kind]))
		}
	}
	return nil
}

// preview runs serve/main.ts.
func (b *bench) preview(ctx context.Context, folder string, o order) (*Preview, error) {
	data, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	file := filepath.Join(folder, "order.json")
	if err := os.WriteFile(file, data, 0o666); err != nil {
		return nil, err
	}
	settle()
	command := exec.CommandContext(ctx, "node", "--import", "tsx", filepath.Join("..", "bench", "serve", "main.ts"), file)
	command.Dir = filepath.Join("generator", "e2e") // where tsx and the browser's driver are
	out, err := command.Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return nil, fmt.Errorf("%w\n%s", err, failed.Stderr[max(0, len(failed.Stderr)-3000):])
	}
	if err != nil {
		return nil, err
	}
	p := &Preview{}
	return p, json.Unmarshal(out, p)
}

// figures returns one figure of each edit, those that were not measured left
// out.
func figures(edits []Edit, figure func(Edit) float64) []float64 {
	var values []float64
	for _, e := range edits {
		if v := figure(e); v > 0 {
			values = append(values, v)
		}
	}
	return values
}
