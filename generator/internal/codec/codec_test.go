package codec

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
)

// filler gives every field of a value something that is not zero, by reflection,
// so that a field that the codec forgets is noticed.
type filler struct{ n int }

func (f *filler) fill(v reflect.Value, depth int) {
	f.n++
	switch p := v.Addr().Interface().(type) {
	case *time.Time:
		*p = time.Unix(int64(f.n), int64(f.n)).UTC()
		return
	case **schema.Type:
		return // by name; see rules
	case *source.Span:
		*p = source.In("content/a.fr.md", f.n, 2*f.n)
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(string(rune('a'+f.n%26)) + "é")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32:
		v.SetInt(int64(f.n))
	case reflect.Uint8, reflect.Uint32:
		v.SetUint(uint64(f.n))
	case reflect.Float64:
		v.SetFloat(float64(f.n) / 8)
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(v.Field(i), depth)
		}
		if b, is := v.Addr().Interface().(*content.Body); is {
			b.Apart, b.Unread = false, false // its prose is here
		}
	case reflect.Pointer:
		if depth > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			f.fill(v.Elem(), depth-1)
		}
	case reflect.Slice:
		if depth > 0 {
			v.Set(reflect.MakeSlice(v.Type(), 2, 2))
			f.fill(v.Index(0), depth-1)
			f.fill(v.Index(1), depth-1)
		}
	case reflect.Map:
		if depth > 0 {
			v.Set(reflect.MakeMap(v.Type()))
			for _, name := range []string{"x", "y"} {
				value := reflect.New(v.Type().Elem()).Elem()
				f.fill(value, depth-1)
				v.SetMapIndex(reflect.ValueOf(name), value)
			}
		}
	default:
		panic("a kind of field that the test does not know: " + v.Kind().String())
	}
}

// rules has the type of the filled entry.
func rules() *schema.Schema { return &schema.Schema{Types: []*schema.Type{{Name: "news"}}} }

// filled returns an entry of which every field says something, values inside
// values to some depth.
func filled(s *schema.Schema, depth int) *content.Entry {
	e := &content.Entry{}
	(&filler{}).fill(reflect.ValueOf(e).Elem(), depth)
	e.File, e.Type = "content/a.fr.md", s.Types[0]
	return e
}

// TestCodec: what is kept of an entry is all of it, but what its body says,
// which is kept apart.
func TestCodec(t *testing.T) {
	s := rules()
	for name, e := range map[string]*content.Entry{
		"every field": filled(s, 4),
		"empty":       {File: "content/a.fr.md"},
		"empty body":  {File: "content/a.fr.md", Body: &content.Body{}},
		"a diagnostic": {File: "content/a.fr.md", Diagnostics: diag.List{
			diag.New("ref-missing", source.In("content/b.fr.md", 1, 2), "x").WithNearest("y", "z"),
		}},
	} {
		got, err := new(Memory).Decode(AppendEntry(nil, e), e.File, e.Hash, s)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		want := *e
		if e.Body != nil {
			body := *e.Body
			body.Prose, body.Apart = content.Prose{}, !e.Body.Empty()
			want.Body = &body
		}
		if !reflect.DeepEqual(got, &want) {
			t.Errorf("%s:\n%.2000s\nwant\n%.2000s", name, fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", &want))
		}
		if e.Body == nil {
			continue
		}
		prose, err := (&ProseMemory{Bytes: AppendProse(nil, e.Body.Prose)}).Prose()
		if err != nil || !reflect.DeepEqual(prose, e.Body.Prose) {
			t.Errorf("%s: %+v, %v; want %+v", name, prose, err, e.Body.Prose)
		}
	}
}

// TestDecodeDamaged cuts an entry everywhere, and asks for another file's.
func TestDecodeDamaged(t *testing.T) {
	s := rules()
	e := filled(s, 3)
	data, prose := AppendEntry(nil, e), AppendProse(nil, e.Body.Prose)
	for i := range data {
		if _, err := new(Memory).Decode(data[:i], e.File, e.Hash, s); err == nil {
			t.Errorf("%d of %d bytes are an entry", i, len(data))
		}
	}
	for i := range prose {
		if _, err := (&ProseMemory{Bytes: prose[:i]}).Prose(); err == nil {
			t.Errorf("%d of %d bytes are prose", i, len(prose))
		}
	}
	if _, err := new(Memory).Decode(append(data, 0), e.File, e.Hash, s); err == nil {
		t.Error("more bytes are an entry")
	}
	if _, err := new(Memory).Decode(data, "content/b.fr.md", e.Hash, s); err == nil {
		t.Error("it is the entry of another file")
	}
	if _, err := new(Memory).Decode(data, e.File, e.Hash, &schema.Schema{}); err == nil {
		t.Error("its type is not there")
	}
}

// FuzzDecode reads any bytes as an entry: what is no entry is an error, and what
// is one can be kept again.
func FuzzDecode(f *testing.F) {
	s := rules()
	f.Add(AppendEntry(nil, filled(s, 2)))
	f.Add(AppendEntry(nil, &content.Entry{File: "content/a.fr.md"}))
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := new(Memory).Decode(data, "content/a.fr.md", "", s)
		if err != nil {
			return
		}
		AppendEntry(nil, e)
	})
}

// FuzzProse is FuzzDecode for what a body says.
func FuzzProse(f *testing.F) {
	f.Add(AppendProse(nil, filled(rules(), 2).Body.Prose))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := (&ProseMemory{Bytes: data}).Prose()
		if err != nil {
			return
		}
		if again, err := (&ProseMemory{Bytes: AppendProse(nil, p)}).Prose(); err != nil || !reflect.DeepEqual(again, p) {
			t.Errorf("%+v, %v; want %+v", again, err, p)
		}
	})
}
