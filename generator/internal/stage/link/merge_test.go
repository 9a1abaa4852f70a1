package link

import (
	"testing"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
)

// TestInherit completes an object of a translation: texts and numbers come from
// the source page, Markdown never does, wherever it stands.
func TestInherit(t *testing.T) {
	definitions := []*schema.Field{{Name: "fact", Kind: schema.KindList, Fields: []*schema.Field{
		{Name: "value", Kind: schema.KindNumber}, {Name: "unit", Kind: schema.KindText}, {Name: "story", Kind: schema.KindMarkdown},
	}}}
	item := func(fields map[string]content.Value) content.Fields {
		return fieldsOf(map[string]content.Value{"fact": {IsList: true, Items: []content.Value{{Fields: fieldsOf(fields)}}}})
	}
	base := item(map[string]content.Value{"value": {Number: 3}, "unit": {Text: "tonnes"}, "story": {Text: "Une histoire."}})
	own := item(map[string]content.Value{"unit": {Text: "tons"}})
	got := inherit(definitions, base, own).Value("fact").Items[0].Fields
	if got.Has("story") || got.Value("value").Number != 3 || got.Value("unit").Text != "tons" {
		t.Errorf("got %v", got)
	}
	if before := own.Value("fact").Items[0].Fields; len(before) != 1 {
		t.Errorf("the entry itself was changed: %v", before)
	}
}
