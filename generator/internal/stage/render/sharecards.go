package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image/color"
	"reflect"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/stage/render/sharecard"
)

// cardFile holds the colours of share cards, below the theme's folder. A theme
// may be without.
const cardFile = "card.json"

// cardColours are written as #faf7f1.
type cardColours struct {
	Ground string `json:"ground"`
	Ink    string `json:"ink"`
	Quiet  string `json:"quiet"`
	Accent string `json:"accent"`
	Warm   string `json:"warm"`
}

// readCard reads the colours of share cards; those that it does not name are
// plain.
func (t *Theme) readCard(f *source.File) diag.List {
	c := cardColours{"#ffffff", "#1a1a1a", "#555555", "#0b5358", "#8a3d0c"}
	if f != nil && f.Problem == source.OK {
		decoder := json.NewDecoder(bytes.NewReader(f.Data))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&c); err != nil {
			return diag.List{diag.New("settings-json/theme", jsonSpan(f, err), err.Error())}
		}
	}
	for _, one := range []struct {
		text string
		to   *color.RGBA
	}{
		{c.Ground, &t.cardColours.Ground}, {c.Ink, &t.cardColours.Ink}, {c.Quiet, &t.cardColours.Quiet},
		{c.Accent, &t.cardColours.Accent}, {c.Warm, &t.cardColours.Warm},
	} {
		one.to.A = 0xFF
		if _, err := fmt.Sscanf(one.text+".", "#%02x%02x%02x.", &one.to.R, &one.to.G, &one.to.B); err != nil {
			at := max(0, bytes.Index(f.Data, []byte(one.text)))
			return diag.List{diag.New("settings-json/theme", source.In(f.Path, at, at+len(one.text)), fmt.Sprintf("%q is no colour as #faf7f1 is", one.text))}
		}
	}
	t.cards = sharecard.NewPainter(t.cardColours)
	return nil
}

// shareCards returns the images that are drawn of entries. An image depends on
// its texts and colours alone: a change elsewhere in the theme draws none again.
func (r *renderer) shareCards() []byproduct {
	var list []byproduct
	for _, p := range r.site.Pages {
		c := p.ShareCard
		if c == nil {
			continue
		}
		list = append(list, byproduct{
			url: c.URL, order: output.Asset, origin: r.origin(p), apart: true,
			key: func(w *walk) {
				w.text(sharecard.Version)
				w.value(reflect.ValueOf(r.theme.cardColours))
				w.value(reflect.ValueOf(*c))
			},
			make: func() ([]byte, diag.List) {
				return r.theme.cards.Draw(sharecard.Card{Site: c.Site, Label: c.Label, Badge: c.Badge, Title: c.Title, Place: c.Place, Host: c.Host}), nil
			},
		})
	}
	return list
}
