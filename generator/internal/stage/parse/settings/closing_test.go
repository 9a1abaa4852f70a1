package settings

import (
	"testing"

	"essaim/generator/internal/model/schema"
)

// A type closes at a field, or at a field and with values; lists of a type that
// closes follow its deadlines unless they say otherwise.
func TestClosing(t *testing.T) {
	for _, test := range []struct {
		name, with string
		want       schema.Closing
		sorted     bool
	}{
		{"field", "closes: day", schema.Closing{Field: "day"}, false},
		{"field and order", "closes: day\nsort: [title]", schema.Closing{Field: "day"}, true},
		{"field and values", "closes: {at: day, when: {mood: [good, bad], state: done}}", schema.Closing{Field: "day", When: []schema.FieldValues{
			{Field: "state", Keys: []string{"done"}}, {Field: "mood", Keys: []string{"good", "bad"}},
		}}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			all := files(whole)
			change(t, all, noteFile, "sort: [-date, title]", test.with)
			s, found := Read(tree(all))
			if s == nil || len(found) > 0 {
				t.Fatalf("refused: %v", messages(found))
			}
			note := s.Type("note")
			if note.Closing == nil || note.Closing.Field != test.want.Field || len(note.Closing.When) != len(test.want.When) {
				t.Fatalf("closes %+v, want %+v", note.Closing, test.want)
			}
			for i, with := range note.Closing.When {
				if with.Field != test.want.When[i].Field || len(with.Keys) != len(test.want.When[i].Keys) {
					t.Errorf("closes with %+v, want %+v", with, test.want.When[i])
				}
			}
			if (len(note.Sort) > 0) != test.sorted {
				t.Errorf("sorted by %+v", note.Sort)
			}
		})
	}
}
