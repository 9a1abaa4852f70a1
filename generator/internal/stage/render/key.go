package render

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
)

// The key of a page identifies everything that it depends on: equal keys mean
// equal bytes. It is the hash of the page's part of the site and of what all
// pages share. What every page has is written by hand (key_page.go), the rest by
// reflection; that no field is forgotten is for a test to show, which changes
// each.
//
// Where the walk stops: the settings are hashed as a whole, so what points into
// them is written by name; a parsed entry is a function of its file and the
// settings, so it is written by the hash of the file.

// keys makes the keys of one call of Site. It is safe for concurrent use.
type keys struct {
	// shared is of all that every page depends on.
	shared output.Key
	// settings are what every file for programs depends on: no theme, no menus.
	settings output.Key
	// memo holds what many pages point to, by pointer: terms, filters and the lists
	// of addresses of a pager.
	memo sync.Map
	// walks are used again: a site has thousands of keys.
	walks sync.Pool
}

// newKeys returns the maker of the keys of s with a theme; settings identify
// the settings.
func newKeys(s *site.Site, t *Theme, settings string) *keys {
	k := &keys{}
	w := newWalk(k)
	w.text(settings)
	k.settings = w.sum()
	w.out = append(w.out, t.key[:]...)
	w.value(reflect.ValueOf(s.Menus))
	for _, f := range s.Feeds {
		if f.Type == nil {
			continue // no page but those of the term names it
		}
		w.text(string(f.Atom))
		w.text(string(f.JSON))
		w.text(f.Title)
	}
	k.shared = w.sum()
	return k
}

// themeKey identifies the files of a site's theme.
func themeKey(tree *source.Tree, s *schema.Schema) output.Key {
	sum := sha256.New()
	for _, f := range tree.Below("themes/" + s.Config.Theme) {
		fmt.Fprintf(sum, "%s\n%s\n%d\n", f.Path, f.Hash, f.Problem)
	}
	return output.Key(sum.Sum(nil)[:16])
}

// sums identify the part of the site that is a page; zeros where nobody has asked
// for them.
type sums struct {
	// whole is all of it.
	whole output.Key
	// listed is of an entry what others show of it: not what its body says, nor
	// where it leads.
	listed output.Key
}

// page returns the key of a page and its sums. It is not ok for a page that
// depends on the whole site, as the search page does.
func (k *keys) page(p *site.Page) (key output.Key, of sums, ok bool) {
	if p.Kind == site.KindSearch {
		return output.Key{}, of, false
	}
	of.whole = k.of(output.Key{}, func(w *walk) { of.listed = w.page(p) })
	return k.of(k.shared, func(w *walk) { w.out = append(w.out, of.whole[:]...) }), of, true
}

// of returns the key of what do writes and of what others share.
func (k *keys) of(shared output.Key, do func(*walk)) output.Key {
	w, _ := k.walks.Get().(*walk)
	if w == nil {
		w = newWalk(k)
	}
	w.out = append(w.out[:0], shared[:]...)
	do(w)
	key := w.sum()
	k.walks.Put(w)
	return key
}

// A walk writes values so that different ones give different bytes.
type walk struct {
	keys *keys
	out  []byte
	// seen holds the hashes of cards, of which most pages show some: in a map that
	// is shared it takes longer to find one than to make it.
	seen map[*site.Card]output.Key
}

func newWalk(k *keys) *walk { return &walk{keys: k, seen: map[*site.Card]output.Key{}} }

func (w *walk) sum() output.Key { return keyOf(w.out) }

func keyOf(data []byte) output.Key {
	sum := sha256.Sum256(data)
	return output.Key(sum[:16])
}

// apart returns the hash of what do writes, and takes that back.
func (w *walk) apart(do func()) output.Key {
	start := len(w.out)
	do()
	key := keyOf(w.out[start:])
	w.out = w.out[:start]
	return key
}

func (w *walk) number(n uint64) { w.out = binary.AppendUvarint(w.out, n) }

func (w *walk) text(s string) {
	w.number(uint64(len(s)))
	w.out = append(w.out, s...)
}

// flag reports is, for whoever goes on only then.
func (w *walk) flag(is bool) bool {
	n := uint64(0)
	if is {
		n = 1
	}
	w.number(n)
	return is
}

func (w *walk) instant(t time.Time) {
	if w.flag(!t.IsZero()) {
		w.number(uint64(t.Unix()))
		w.number(uint64(t.Nanosecond()))
	}
}

// value writes any value.
func (w *walk) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		w.text(v.String())
	case reflect.Bool:
		w.flag(v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		w.number(uint64(v.Int()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		w.number(v.Uint())
	case reflect.Float32, reflect.Float64:
		w.number(math.Float64bits(v.Float()))
	case reflect.Pointer:
		w.pointer(v)
	case reflect.Slice:
		if v.Type() == urls {
			w.addresses(valueIn[[]site.URL](v))
			return
		}
		w.number(uint64(v.Len()))
		for i := range v.Len() {
			w.value(v.Index(i))
		}
	case reflect.Map:
		names := v.MapKeys()
		slices.SortFunc(names, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		w.number(uint64(len(names)))
		for _, name := range names {
			w.value(name)
			w.value(v.MapIndex(name))
		}
	case reflect.Struct:
		if v.Type() == instants {
			w.instant(valueIn[time.Time](v))
			return
		}
		for i := range v.NumField() {
			w.value(v.Field(i))
		}
	default:
		panic("render: a page holds a " + v.Type().String() + ", which no key can tell")
	}
}

var (
	urls     = reflect.TypeFor[[]site.URL]()
	instants = reflect.TypeFor[time.Time]()
)

// valueIn returns a value that can mostly be reached by a pointer, and then is not
// copied into memory of its own on the way.
func valueIn[T any](v reflect.Value) T {
	if v.CanAddr() {
		return *v.Addr().Interface().(*T)
	}
	return v.Interface().(T)
}

// pointer writes what a pointer leads to, or its name.
func (w *walk) pointer(v reflect.Value) {
	if v.IsNil() {
		w.number(0)
		return
	}
	w.number(1)
	switch p := v.Interface().(type) {
	case *schema.Locale:
		w.text(p.Tag)
	case *schema.Type:
		w.text(p.Name)
	case *schema.Taxonomy:
		w.text(p.Name)
	case *schema.Form:
		w.text(p.Name)
	case *content.Entry:
		w.text(p.File)
		w.text(p.Hash)
	case *site.Card:
		w.cards([]*site.Card{p})
	case *site.Term:
		w.remembered(p, func() { w.value(v.Elem()) })
	case *site.Narrowing:
		w.remembered(p, func() { w.value(v.Elem()) })
	case *site.Filter:
		w.remembered(p, func() { w.value(v.Elem()) })
	case *site.FilterValue:
		w.remembered(p, func() { w.value(v.Elem()) })
	case *site.Page, *site.Feed, *schema.Schema:
		panic("render: a page holds " + v.Type().String() + ", which is more than a page should depend on")
	default:
		w.value(v.Elem())
	}
}

// remembered writes the hash of a value that many pages hold, and which do writes.
func (w *walk) remembered(pointer any, do func()) {
	key, known := w.keys.memo.Load(pointer)
	if !known {
		key = w.apart(do)
		w.keys.memo.Store(pointer, key)
	}
	sum := key.(output.Key)
	w.out = append(w.out, sum[:]...)
}

// addresses writes a list of addresses, which the pages of a pager share.
func (w *walk) addresses(addresses []site.URL) {
	w.number(uint64(len(addresses)))
	if len(addresses) == 0 {
		return
	}
	type of struct {
		first *site.URL
		n     int
	}
	at := of{&addresses[0], len(addresses)}
	w.remembered(at, func() {
		for _, u := range addresses {
			w.text(string(u))
		}
	})
}

// known returns the file that an earlier run has made with the same key, to be
// made again only if it is not where it should be, or nil. again makes its
// content and the hash of it, and reports whether it could.
func (r *renderer) known(path string, key output.Key, order output.Order, origin source.Span, again func() ([]byte, output.Hash, bool)) *output.File {
	if k := r.former(path); k != nil && k.Key == key {
		return taken(k, order, origin, again)
	}
	return nil
}

// former returns what an earlier run has made at a path, or nil.
func (r *renderer) former(path string) *output.File {
	if r.options.Known == nil {
		return nil
	}
	return r.options.Known(path)
}

// same is known for a file that is known to be what the earlier run made of the same
// (Options.Same), whatever its key.
func (r *renderer) same(path string, order output.Order, origin source.Span, again func() ([]byte, output.Hash, bool)) *output.File {
	if k := r.former(path); k != nil {
		return taken(k, order, origin, again)
	}
	return nil
}

// taken makes a file of an earlier run, which nobody else has, one of this run.
func taken(f *output.File, order output.Order, origin source.Span, again func() ([]byte, output.Hash, bool)) *output.File {
	f.Order, f.Origin = order, origin
	f.Make = func() ([]byte, error) {
		data, hash, ok := again()
		if !ok || hash != f.Hash {
			return nil, errors.New("the file is not what an earlier run made of the same: run again with --no-cache")
		}
		return data, nil
	}
	return f
}
