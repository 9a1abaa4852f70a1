package headless

import (
	"strconv"
	"strings"
	"time"

	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
)

// cell returns a single value, or a part of it, as one text.
func (a *API) cell(v site.Value, part schema.Part) string {
	switch v.Kind {
	case schema.KindInteger, schema.KindNumber:
		return decimal(v.Number)
	case schema.KindBoolean:
		return strconv.FormatBool(v.Bool)
	case schema.KindDate:
		return v.Date.String()
	case schema.KindDatetime:
		return v.Time().UTC().Format(time.RFC3339)
	case schema.KindEnum, schema.KindCountry, schema.KindTerm:
		if part == schema.Label {
			return v.Text
		}
		return v.Key
	case schema.KindURL:
		return v.Link.URL
	case schema.KindFile:
		return a.views.Addresses().Canonical(site.URL(v.Link.URL))
	case schema.KindRef:
		return v.Link.ID
	case schema.KindPoint:
		latitude, longitude := v.Point()
		switch part {
		case schema.Latitude:
			return decimal(latitude)
		case schema.Longitude:
			return decimal(longitude)
		}
		return decimal(latitude) + " " + decimal(longitude)
	case schema.KindImage:
		return a.views.Addresses().Canonical(v.Image().URL)
	case schema.KindPhone:
		return strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' || r == '+' {
				return r
			}
			return -1
		}, v.Text)
	case schema.KindMarkdown:
		body := v.Body()
		if body == nil || body.Source.Empty() {
			return ""
		}
		return string(body.Plain(body.Source.Prose))
	}
	return v.Text
}

func decimal(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }
