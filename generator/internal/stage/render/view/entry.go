package view

import (
	"html/template"
	"slices"
	"strconv"
	"strings"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
)

// headingsForContents is how many headings make a table of contents useful.
const headingsForContents = 3

// shownElsewhere are the fields that have a place of their own in Entry.
var shownElsewhere = []string{"title", "summary", "date", "image", "related"}

// entryBuilder makes the Entry of one page.
type entryBuilder struct {
	*Builder
	page *site.Page
	// ids are the anchors of the page, so that none is there twice.
	ids map[string]bool
}

func (b *Builder) entry(p *site.Page) *Entry {
	e, x := p.Entry, &entryBuilder{Builder: b, page: p, ids: map[string]bool{}}
	body := b.bodyOf(e)
	v := &Entry{
		ID: e.ID, Title: e.Title, Summary: e.Summary, Date: date(e.Date, p.Locale), State: string(e.State), Closes: b.closes(e.Closing, p.Locale), Badges: b.badges(e.Badges, p.Locale), Image: b.image(e.Image),
		Terms: b.terms(e.Terms), Contents: contents(body), Related: b.cardsOf(notShelved(e), p.Locale),
	}
	v.Series, v.Charts = x.series(e.Series), charts(e.Series, p.Locale)
	b.said(e, body, func(prose content.Prose) { v.Body = x.html(body, prose, "") })
	if p.Type != nil && p.Type.List {
		v.TypeLabel = p.Type.Label.In(p.Locale.Tag, b.site.Schema.Config.SourceLocale)
	}
	if e.Previous != nil {
		v.Previous = b.card(e.Previous, p.Locale)
	}
	if e.Next != nil {
		v.Next = b.card(e.Next, p.Locale)
	}
	v.Step = e.Step
	for _, step := range e.Trail {
		v.Trail = append(v.Trail, TrailStep{b.link(step.Link, p.URL), step.Answer})
	}
	if n := len(v.Trail); n > 0 {
		v.First, v.Back = &v.Trail[0].Question, &v.Trail[n-1].Question
	}
	x.sortFields(v, e.Fields)
	return v
}

// notShelved returns the related entries that the page does not show already.
func notShelved(e *site.Entry) []*site.Card {
	return slices.DeleteFunc(slices.Clone(e.Related), func(c *site.Card) bool {
		return slices.ContainsFunc(e.Shelves, func(s site.Shelf) bool { return slices.Contains(s.Cards, c) })
	})
}

// shelves returns the blocks of cards of a field.
func (x *entryBuilder) shelves(f site.Field) []Block {
	var blocks []Block
	for _, shelf := range x.page.Entry.Shelves {
		if shelf.Field != f.Name {
			continue
		}
		block := Block{Kind: "cards", Name: f.Name, Label: shelf.Title, Cards: x.cardsOf(shelf.Cards, x.page.Locale)}
		if shelf.Doors {
			block.Kind = "doors"
		}
		if shelf.List != nil {
			link := x.link(*shelf.List, x.page.URL)
			block.List = &link
		}
		blocks = append(blocks, block)
	}
	return blocks
}

// onShelves reports whether a field is shown as cards, if there are any.
func (x *entryBuilder) onShelves(f site.Field) bool {
	t := x.page.Type
	return t != nil && (slices.Contains(t.Cards, f.Name) || t.Show != "" && t.Show == f.Name)
}

// sortFields puts each field where it reads best, by its kind alone, so that a
// new field appears without any change of the theme.
func (x *entryBuilder) sortFields(v *Entry, fields []site.Field) {
	for _, f := range fields {
		if slices.Contains(shownElsewhere, f.Name) || x.isBadge(f.Name) {
			continue
		}
		if f.Value.Kind == schema.KindTerm {
			v.Topics = append(v.Topics, x.fact(f))
			continue
		}
		if x.onShelves(f) {
			for _, block := range x.shelves(f) {
				if block.Kind == "doors" {
					v.Before = append(v.Before, block)
				} else {
					v.After = append(v.After, block)
				}
			}
			continue
		}
		if list := x.indicators(f.Value.Each()); len(list) > 0 {
			v.Before = append(v.Before, Block{Kind: "charts", Name: f.Name, Label: f.Label, Indicators: list})
			continue
		}
		if !isBlock(f.Value.Kind) {
			v.Facts = append(v.Facts, x.fact(f))
			continue
		}
		block := x.block(f)
		if block.Kind == "figures" {
			v.Before = append(v.Before, block)
		} else {
			v.After = append(v.After, block)
		}
	}
}

// isBadge reports whether a field is shown as a badge, and so needs no line.
func (x *entryBuilder) isBadge(name string) bool {
	if x.page.Type == nil {
		return false
	}
	f := x.page.Type.Field(name)
	return f != nil && f.Badge
}

func isBlock(k schema.Kind) bool {
	return k == schema.KindMarkdown || k == schema.KindImage || k == schema.KindObject || k == schema.KindList
}

func (x *entryBuilder) block(f site.Field) Block {
	block := Block{Name: f.Name, Label: f.Label}
	items := f.Value.Each()
	switch {
	case f.Value.Kind == schema.KindMarkdown:
		block.Kind = "text"
		for _, item := range items {
			block.Text += x.markdown(item, f.Name)
		}
	case f.Value.Kind == schema.KindImage:
		block.Kind = "images"
		for _, item := range items {
			if item.Image() != nil {
				block.Images = append(block.Images, *x.image(item.Image()))
			}
		}
	case x.holdsFigures(f):
		block.Kind = "figures"
		for _, item := range items {
			block.Figures = append(block.Figures, x.figure(item.Fields()))
		}
		block.InSeries = x.anchors(f.Name, block.Figures)
	case f.Value.Kind == schema.KindList && holdsLinks(items):
		block.Kind = "links"
		for _, item := range items {
			block.Links = append(block.Links, x.reference(item.Fields()))
		}
	default:
		block.Kind, block.Table = "table", x.table(items)
	}
	return block
}

// holdsFigures reports whether the items of a list are numbers with what they
// count: the first field of an item is then a number.
func (x *entryBuilder) holdsFigures(f site.Field) bool {
	if f.Value.Kind != schema.KindList {
		return false
	}
	if x.page.Type != nil {
		if definition := x.page.Type.Field(f.Name); definition != nil && len(definition.Fields) > 0 {
			return isNumber(definition.Fields[0].Kind)
		}
	}
	return len(f.Value.Items) > 0 && len(f.Value.Items[0].Fields()) > 0 && isNumber(f.Value.Items[0].Fields()[0].Value.Kind)
}

func isNumber(k schema.Kind) bool { return k == schema.KindNumber || k == schema.KindInteger }

func isAddress(k schema.Kind) bool {
	return k == schema.KindURL || k == schema.KindRef || k == schema.KindFile
}

// holdsLinks reports whether every item of a list has an address.
func holdsLinks(items []site.Value) bool {
	for _, item := range items {
		if !slices.ContainsFunc(item.Fields(), func(f site.Field) bool { return isAddress(f.Value.Kind) && !f.Value.IsList }) {
			return false
		}
	}
	return len(items) > 0
}

// figure takes the first number, text, date and address of an item.
func (x *entryBuilder) figure(fields []site.Field) Figure {
	var figure Figure
	for _, f := range fields {
		v := f.Value
		switch {
		case v.IsList:
			figure.More = append(figure.More, x.field(f))
		case isNumber(v.Kind) && figure.Value == "":
			figure.Value, figure.Number = FormatNumber(v.Number, x.page.Locale), v.Number
		case v.Kind == schema.KindText && figure.Unit == "":
			figure.Unit = v.Text
		case v.Kind == schema.KindDate && figure.Date == nil:
			figure.Date = date(v.Date, x.page.Locale)
		case isAddress(v.Kind) && figure.Source == nil && v.Link != nil:
			link := x.link(*v.Link, x.page.URL)
			figure.Source = &link
		case v.Kind == schema.KindEnum && figure.Qualifier == "" && figure.Value != "":
			figure.Qualifier = v.Text
		default:
			figure.More = append(figure.More, x.field(f))
		}
	}
	return figure
}

// reference takes the first address and the first text of an item.
func (x *entryBuilder) reference(fields []site.Field) Reference {
	var reference Reference
	title := ""
	for _, f := range fields {
		v := f.Value
		switch {
		case v.IsList:
			reference.More = append(reference.More, x.field(f))
		case isAddress(v.Kind) && reference.Link.URL == "" && v.Link != nil:
			reference.Link = x.link(*v.Link, x.page.URL)
		case v.Kind == schema.KindText && title == "":
			title = v.Text
		default:
			reference.More = append(reference.More, x.field(f))
		}
	}
	if title != "" {
		// The title is the page's own words, whatever the target's language.
		reference.Link.Text, reference.Link.Lang = title, ""
	}
	return reference
}

// table makes columns of the fields of items, in the order in which they first
// appear.
func (x *entryBuilder) table(items []site.Value) *Table {
	t := &Table{}
	at := map[string]int{}
	for _, item := range items {
		for _, f := range item.Fields() {
			if _, known := at[f.Name]; !known {
				at[f.Name] = len(t.Columns)
				t.Columns = append(t.Columns, Column{Name: f.Name, Label: f.Label})
			}
		}
	}
	for _, item := range items {
		row := make([]Cell, len(t.Columns))
		for _, f := range item.Fields() {
			row[at[f.Name]] = x.cell(f)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (x *entryBuilder) cell(f site.Field) Cell {
	if f.Value.Kind != schema.KindMarkdown {
		return Cell{Values: x.values(f.Value)}
	}
	var cell Cell
	for _, item := range f.Value.Each() {
		cell.Text += x.markdown(item, f.Name)
	}
	return cell
}

func (x *entryBuilder) markdown(v site.Value, prefix string) template.HTML {
	body := v.Body()
	if body == nil || body.Source.Empty() {
		return ""
	}
	return x.html(*body, body.Source.Prose, prefix)
}

// html returns a body of the page with its holes filled; a heading whose id is
// taken gets prefix before it.
func (x *entryBuilder) html(b site.Body, prose content.Prose, prefix string) (whole template.HTML) {
	x.filled(b, prose, x.page.URL, prefix, x.ids, func(html []byte) { whole = template.HTML(html) })
	return whole
}

func (x *entryBuilder) field(f site.Field) Field {
	return Field{Name: f.Name, Label: f.Label, Values: x.values(f.Value)}
}

// values returns the short values of v; those of inner fields follow one
// another.
func (x *entryBuilder) values(v site.Value) []Value {
	var list []Value
	for _, item := range v.Each() {
		if isBlock(item.Kind) && item.Kind != schema.KindImage {
			for _, f := range item.Fields() {
				list = append(list, x.values(f.Value)...)
			}
			if body := item.Body(); body != nil && body.Source != nil {
				list = append(list, Value{Kind: string(schema.KindText), Text: string(body.Plain(body.Source.Prose))})
			}
			continue
		}
		list = append(list, x.value(item))
	}
	return list
}

func (x *entryBuilder) value(v site.Value) Value {
	out := Value{Kind: string(v.Kind), Text: v.Text, Key: v.Key, Number: v.Number}
	if v.Link != nil {
		link := x.link(*v.Link, x.page.URL)
		out.Link, out.Text = &link, link.Text
	}
	switch v.Kind {
	case schema.KindURL:
		if v.Link != nil {
			out.Text = shortAddress(v.Link.URL)
		}
	case schema.KindInteger, schema.KindNumber:
		out.Text = FormatNumber(v.Number, x.page.Locale)
	case schema.KindBoolean:
		out.Text = strconv.FormatBool(v.Bool)
	case schema.KindDate:
		if out.Date = date(v.Date, x.page.Locale); out.Date != nil {
			out.Text = out.Date.Text
		}
	case schema.KindDatetime:
		out.Date = instant(v.Time(), x.zone, x.page.Locale)
		out.Text = out.Date.Text
	case schema.KindEmail:
		out.Link = &Link{URL: template.URL("mailto:" + v.Text), Text: v.Text, Outside: true}
	case schema.KindPhone:
		out.Text = strings.ReplaceAll(v.Text, " ", "\u00a0")
		out.Link = &Link{URL: phoneLink(v.Text), Text: out.Text, Outside: true}
	case schema.KindTerm:
		if v.Term != nil && v.Term.URL != "" {
			out.Link = &Link{URL: template.URL(x.addresses.Of(v.Term.URL)), Text: v.Term.Label}
		}
	case schema.KindPoint:
		latitude, longitude := v.Point()
		out.Point = &Point{latitude, longitude}
		out.Text = degrees(latitude) + ", " + degrees(longitude)
		out.Link = &Link{URL: mapLink(out.Point), Text: out.Text, Outside: true}
	case schema.KindImage:
		if out.Image = x.image(v.Image()); out.Image != nil {
			out.Text = out.Image.Alt
		}
	}
	return out
}

// shortAddress returns an address as people say it: "example.org/page".
func shortAddress(url string) string {
	_, rest, _ := strings.Cut(url, "://")
	return strings.TrimSuffix(rest, "/")
}

// mapLink returns where a place is shown on a map that anyone may use; it is
// followed only by whoever wants to.
func mapLink(p *Point) template.URL {
	at := degrees(p.Latitude) + "/" + degrees(p.Longitude)
	return template.URL("https://www.openstreetmap.org/?mlat=" + degrees(p.Latitude) + "&mlon=" + degrees(p.Longitude) + "#map=13/" + at)
}

func degrees(d float64) string { return strconv.FormatFloat(d, 'f', -1, 64) }

// contents returns the headings of levels 2 and 3 as a tree of two levels.
func contents(b site.Body) []Heading {
	if b.Source == nil {
		return nil
	}
	var list []Heading
	count := 0
	for i, h := range b.Source.Headings {
		if h.Level > 3 || i >= len(b.Headings) {
			continue
		}
		count++
		heading := Heading{ID: b.Headings[i].ID, Text: h.Text}
		if h.Level == 3 && len(list) > 0 {
			last := &list[len(list)-1]
			last.Children = append(last.Children, heading)
		} else {
			list = append(list, heading)
		}
	}
	if count < headingsForContents {
		return nil
	}
	return list
}
