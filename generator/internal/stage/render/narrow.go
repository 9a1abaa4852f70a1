package render

import (
	"bytes"
	"encoding/json"
	"reflect"
	"time"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/stage/render/view"
)

// narrowVersion is that of the format of FILTERS.md.
const narrowVersion = 1

// What FILTERS.md specifies.
type (
	narrowFile struct {
		Version int            `json:"version"`
		Filters []narrowFilter `json:"filters"`
		Titles  []string       `json:"titles"`
		Cards   []string       `json:"cards"`
		Closes  []string       `json:"closes,omitempty"`
	}
	narrowFilter struct {
		Name   string      `json:"name"`
		Label  string      `json:"label"`
		Values [][2]string `json:"values"`
		Has    []any       `json:"has"`
	}
)

// narrowedFile is what a script narrows a list with.
func (r *renderer) narrowedFile(n *site.Narrowed) byproduct {
	return byproduct{
		url: n.Data, order: output.Asset, origin: source.Span{File: n.Type.Span.File}, fallible: true,
		key:  func(w *walk) { w.value(reflect.ValueOf(n).Elem()) },
		make: func() ([]byte, diag.List) { return r.narrowed(n) },
	}
}

// narrowed makes the content of the file.
func (r *renderer) narrowed(n *site.Narrowed) ([]byte, diag.List) {
	whole := narrowFile{Version: narrowVersion, Titles: make([]string, len(n.Cards)), Cards: make([]string, len(n.Cards))}
	template := r.theme.pages[page{cardKind, n.Locale.Tag}]
	for i, c := range n.Cards {
		card := r.views.Card(c, n.Locale)
		html, err := template.execute(r.buffer(), card)
		if err != nil {
			return nil, diag.List{r.theme.failure(n.Data, err)}
		}
		whole.Titles[i], whole.Cards[i] = card.Title, string(bytes.TrimSpace(html))
		r.free(html)
		if n.Type.Closing != nil {
			whole.Closes = append(whole.Closes, closes(card))
		}
	}
	for j, f := range n.Filters {
		filter := narrowFilter{Name: f.Name, Label: f.Label, Has: make([]any, len(n.Cards))}
		for _, value := range f.Values {
			filter.Values = append(filter.Values, [2]string{value.Key, value.Label})
		}
		for i := range n.Cards {
			filter.Has[i] = indexes(n.Has[i][j])
		}
		whole.Filters = append(whole.Filters, filter)
	}
	var data bytes.Buffer
	encoder := json.NewEncoder(&data)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(whole) // texts and numbers cannot fail
	return data.Bytes(), nil
}

// closes returns the day on which an entry closes, where it is known to the day;
// else its month or year, or "".
func closes(c *view.Card) string {
	if c.Closes == nil {
		return ""
	}
	return c.Closes.ISO[:min(len(c.Closes.ISO), len(time.DateOnly))]
}

// indexes writes one value as a number, and none or several as a list.
func indexes(list []int) any {
	switch len(list) {
	case 0:
		return [0]int{}
	case 1:
		return list[0]
	}
	return list
}
