package link

import (
	"reflect"
	"testing"
	"time"

	"essaim/generator/internal/codec"
	"essaim/generator/internal/model/content"
)

// TestLastEqualsKept links entries whose fields are let go of on the way: the site
// is the same, and nothing is left of what was written.
func TestLastEqualsKept(t *testing.T) {
	p := parseCorpus(t, 100, "en")
	again := make([]*content.Entry, len(p.entries))
	for i, e := range p.entries {
		light, err := new(codec.Memory).Decode(codec.AppendEntry(nil, e), e.File, e.Hash, p.schema)
		if err != nil {
			t.Fatal(err)
		}
		light.Body.Prose, light.Body.Apart = e.Body.Prose, e.Body.Apart
		again[i] = light
	}
	options := Options{Clock: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)}
	want, wanted := Site(t.Context(), p.entries, p.schema, p.tree, options)
	options.Last = true
	got, found := Site(t.Context(), again, p.schema, p.tree, options)
	for i, e := range p.entries {
		if a := again[i]; a.Fields != nil || a.Words != nil || len(a.Body.Links) > 0 {
			t.Fatalf("%s: its fields, words or links are kept", e.File)
		}
		e.Fields, e.Words, e.Body.Links, e.Body.Images, e.Body.Figures, e.Body.Numbers = nil, nil, nil, nil, nil, nil
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the sites differ: %s", difference(got.Pages, want.Pages))
	}
	if a, b := sentences(found), sentences(wanted); !reflect.DeepEqual(a, b) {
		t.Errorf("diagnostics\n%q\nwant\n%q", a, b)
	}
}
