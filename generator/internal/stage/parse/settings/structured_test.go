package settings

import "testing"

// The list that a property tells one by one may be inside an object.
func TestEachInsideAnObject(t *testing.T) {
	all := files(whole)
	change(t, all, noteFile, "city: {kind: text}", "cities: {kind: text, many: true}")
	change(t, all, noteFile, "page_size: 5", "page_size: 5\nstructured: {type: Thing, properties: {about: {each: place.cities, type: City, properties: {name: $value}}}}")
	s, found := Read(tree(all))
	if s == nil || len(found) > 0 {
		t.Fatalf("refused: %v", messages(found))
	}
	if got := s.Type("note").Structured.Properties[0].Each; got != "place.cities" {
		t.Errorf("tells each of %q", got)
	}
}
