package link

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
)

// shareCard returns the image to draw of v, or nil: one that has an image which
// other sites can show needs no other.
func (r *resolver) shareCard(v *version, e *site.Entry) *site.ShareCard {
	t, config := v.group.kind, &r.schema.Config
	if !t.ShareCard || !v.live || e.Image != nil && !strings.HasSuffix(string(e.Image.URL), ".svg") {
		return nil
	}
	c := &site.ShareCard{
		Site: v.homeLink.Title, Label: t.Label.In(v.locale.Tag, config.SourceLocale), Title: v.title, Place: r.cardPlace(v, e), Host: r.host,
	}
	for _, badge := range e.Badges {
		if c.Badge = badge.In(v.locale.Tag, config.SourceLocale); c.Badge != "" {
			break
		}
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", []string{c.Site, c.Label, c.Badge, c.Title, c.Place, c.Host}))
	c.URL = join(string(v.url), "card-"+hex.EncodeToString(sum[:4])+".png")
	return c
}

// cardPlace returns the names of the places that the type's field gives, at most
// three of them.
func (r *resolver) cardPlace(v *version, e *site.Entry) string {
	name := v.group.kind.CardPlace
	if name == "" {
		return ""
	}
	var places []string
	for _, f := range e.Fields {
		if f.Name != name {
			continue
		}
		for _, item := range f.Value.Each() {
			text := item.Text
			if item.Kind == schema.KindTerm && item.Term != nil {
				text = item.Term.Label
			}
			if text != "" {
				places = append(places, text)
			}
		}
	}
	if len(places) > 3 {
		return strings.Join(places[:3], ", ") + "…"
	}
	return strings.Join(places, ", ")
}
