package render

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/stage/render/headless"
)

// byName are the types of which a key has a name alone: what they say is in the
// key of the settings, in the file that is named, or in the body that they are of.
var byName = map[reflect.Type][]string{
	reflect.TypeFor[schema.Locale]():   {"Tag"},
	reflect.TypeFor[schema.Type]():     {"Name"},
	reflect.TypeFor[schema.Taxonomy](): {"Name"},
	reflect.TypeFor[schema.Form]():     {"Name"},
	reflect.TypeFor[content.Entry]():   {"File", "Hash"},
	reflect.TypeFor[content.Heading](): {"ID"},
}

// filled puts something else than nothing into all of v that a key tells, and
// returns what changes each part of it in turn and undoes that. depth is how
// often a type may stand inside itself.
func filled(v reflect.Value, path string, inside map[reflect.Type]int, number *int) (changes []change) {
	const depth = 2
	*number++
	n := *number
	set := func(to, other any) {
		first, second := reflect.ValueOf(to).Convert(v.Type()), reflect.ValueOf(other).Convert(v.Type())
		v.Set(first)
		changes = append(changes, change{path, func() func() { v.Set(second); return func() { v.Set(first) } }})
	}
	less := func() {
		former := reflect.New(v.Type()).Elem()
		former.Set(v)
		changes = append(changes, change{path + " gone", func() func() { v.SetZero(); return func() { v.Set(former) } }})
	}
	switch v.Kind() {
	case reflect.String:
		set(fmt.Sprint("text ", n), fmt.Sprint("other ", n))
	case reflect.Bool:
		set(true, false)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Uint8, reflect.Uint32, reflect.Float64:
		set(n%100+1, n%100+2)
	case reflect.Pointer:
		if inside[v.Type()] == depth {
			return nil
		}
		inside[v.Type()]++
		v.Set(reflect.New(v.Type().Elem()))
		changes = filled(v.Elem(), path, inside, number)
		less()
		inside[v.Type()]--
	case reflect.Slice:
		if inside[v.Type()] == depth {
			return nil
		}
		inside[v.Type()]++
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		changes = filled(v.Index(0), path+"[0]", inside, number)
		less()
		inside[v.Type()]--
	case reflect.Map:
		item := reflect.New(v.Type().Elem()).Elem()
		filled(item, path, inside, number)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("key").Convert(v.Type().Key()), item)
		less()
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			set(time.Unix(int64(n), 7), time.Unix(int64(n), 8))
			return changes
		}
		names := byName[v.Type()]
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if names == nil || slices.Contains(names, f.Name) {
				changes = append(changes, filled(v.Field(i), path+"."+f.Name, inside, number)...)
			}
		}
	default:
		panic(path + " is a " + v.Kind().String())
	}
	return changes
}

type change struct {
	path string
	do   func() (undo func())
}

// TestKeysTellOfEveryField changes each field of a page, of its entry and of all
// that both lead to.
func TestKeysTellOfEveryField(t *testing.T) {
	p, number := &site.Page{}, 0
	changes := filled(reflect.ValueOf(p).Elem(), "Page", map[reflect.Type]int{}, &number)
	if len(changes) < 1000 {
		t.Fatalf("%d changes", len(changes))
	}
	keyOf := func() output.Key {
		key, _, ok := newKeys(&site.Site{}, &Theme{}, "").page(p)
		if !ok {
			t.Fatal("no key")
		}
		return key
	}
	former, tried := keyOf(), map[string]bool{}
	for _, c := range changes {
		undo := c.do()
		if keyOf() == former {
			t.Errorf("%s: the same key", c.path)
		}
		undo()
		tried[c.path] = true
	}
	if keyOf() != former {
		t.Error("a change was not undone")
	}
	for _, path := range []string{"Page.Entry.Fields[0].Value.Items[0].Link.ID", "Page.Cards[0].Closing.ClosesOn.Day", "Page.Entry.Body.Figures[0].Link.Lang", "Page.Narrowing.Filters[0].Values[0].Count"} {
		if !tried[path] {
			t.Errorf("%s was not changed", path)
		}
	}
}

// TestKeysOfLists: what is told of many entries is the same without all that the
// sum of a listed entry leaves out.
func TestKeysOfLists(t *testing.T) {
	s, theme, _ := siteIn(t, 60)
	bare := *s
	bare.Pages = nil
	for _, p := range s.Pages {
		q := *p
		if p.Entry != nil {
			e := *p.Entry
			q.Entry = &e
			e.Source, e.Body, e.Related, e.Previous, e.Next = &content.Entry{}, site.Body{}, nil, nil, nil
			e.Shelves, e.Trail, e.Step = nil, nil, 0
			q.Alternates, q.Breadcrumbs, q.ShareCard, q.Calendar, q.Feed = nil, nil, nil, "", nil
			_, whole, _ := newKeys(s, theme, "").page(p)
			_, part, _ := newKeys(s, theme, "").page(&q)
			if whole.listed != part.listed || whole.whole == part.whole {
				t.Fatalf("%s: sums %v and %v", p.URL, whole, part)
			}
		}
		bare.Pages = append(bare.Pages, &q)
	}
	made := func(s *site.Site) map[string]string {
		a := headless.New(s, newRenderer(s, theme, Options{}).whole)
		hashes := make([]output.Hash, len(a.Entries()))
		files := map[string]string{}
		for _, f := range slices.Concat(a.Shared(), a.Changes(hashes)) {
			files[f.Path] = string(f.Make(nil))
		}
		return files
	}
	want, got := made(s), made(&bare)
	if len(want) < 20 || len(want) != len(got) {
		t.Fatalf("%d and %d files", len(want), len(got))
	}
	for path, text := range want {
		if got[path] != text {
			t.Errorf("%s depends on more than its key has", path)
		}
	}
}
