package headless

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
)

// changesSize is how many entries a file of changes has.
const changesSize = 1000

// changesName returns the name of the n-th file of changes, counted from 1.
func changesName(n int) string {
	if n == 1 {
		return "changes.json"
	}
	return "changes-" + strconv.Itoa(n) + ".json"
}

// ChangesPaths returns the paths of the files of Changes, in their order.
func (a *API) ChangesPaths() []string {
	var paths []string
	for n := range a.changesTotal() {
		paths = append(paths, a.root+changesName(n+1))
	}
	return append(paths, a.indexPath())
}

// changesTotal returns how many files of changes there are.
func (a *API) changesTotal() int {
	return max(1, (len(a.held().entries)+changesSize-1)/changesSize)
}

func (a *API) indexPath() string { return a.root + "index.json" }

// stateOf returns what is the same as long as no entry changes: the hash of the
// hashes of all of them.
func stateOf(hashes []output.Hash) string {
	sum := sha256.New()
	digits := make([]byte, 0, hex.EncodedLen(sha256.Size))
	for _, h := range hashes {
		digits = hex.AppendEncode(digits[:0], h[:])
		sum.Write(digits)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// Changes returns the files that tell a program which entries have changed since
// it last looked, and the entry point. Hashes are those of the files of Entries,
// in their order: that of the addresses of the
// pages, so that an entry stays about where it is.
func (a *API) Changes(hashes []output.Hash) []File {
	total, state := a.changesTotal(), stateOf(hashes)
	files := make([]File, 0, total+1)
	for n := range total {
		begin, end := min(n*changesSize, len(hashes)), min((n+1)*changesSize, len(hashes))
		files = append(files, File{
			Path: a.root + changesName(n+1), Pages: a.held().entries[begin:end], More: state + "/" + strconv.Itoa(total),
			Make: func(buffer []byte) []byte { return a.changes(buffer, n+1, total, state, hashes, begin, end) },
		})
	}
	return append(files, File{Path: a.indexPath(), Pages: a.all(), More: state, Make: func(buffer []byte) []byte { return a.index(buffer, state) }})
}

// all returns the places of the entries of all lists.
func (a *API) all() []int {
	var pages []int
	for _, x := range a.held().lists {
		pages = append(append(pages, -1), x.pages...)
	}
	return pages
}

func (a *API) changes(buffer []byte, n, total int, state string, hashes []output.Hash, begin, end int) []byte {
	w := &writer{buffer}
	w.open('{')
	w.member("$schema", a.address(a.schemaPath("_changes")))
	w.member("self", a.address(a.root+changesName(n)))
	w.member("state", state)
	for _, count := range []struct {
		name string
		n    int
	}{{"total", len(hashes)}, {"page", n}, {"pages", total}} {
		w.name(count.name)
		w.integer(count.n)
	}
	if n > 1 {
		w.member("previous", a.address(a.root+changesName(n-1)))
	}
	if n < total {
		w.member("next", a.address(a.root+changesName(n+1)))
	}
	w.name("items")
	w.open('[')
	for i := begin; i < end; i++ {
		p := a.pageOf(a.held().entries[i])
		w.open('{')
		w.member("id", p.Entry.ID)
		w.member("type", p.Type.Name)
		w.member("locale", p.Locale.Tag)
		w.member("self", a.self(p))
		w.hash("sha256", hashes[i])
		w.name("dates")
		w.open('{')
		for _, f := range p.Entry.Fields {
			if !f.Value.IsList && (f.Value.Kind == schema.KindDate || f.Value.Kind == schema.KindDatetime) {
				w.member(f.Name, a.cell(f.Value, schema.Whole))
			}
		}
		w.close('}')
		w.close('}')
	}
	w.close(']')
	w.close('}')
	return append(w.out, '\n')
}

// index writes what a program begins with.
func (a *API) index(buffer []byte, state string) []byte {
	w, s := &writer{buffer}, a.site.Schema
	source := s.Source()
	w.open('{')
	w.member("$schema", a.address(a.schemaPath("_index")))
	w.member("self", a.address(a.indexPath()))
	w.name("version")
	w.integer(a.config.API.Version)
	w.member("state", state)
	w.member("title", a.text(a.config.Title, source))
	w.optional("description", a.text(a.config.Description, source))
	w.member("url", a.address(""))
	if l := a.config.API.License; l != nil {
		w.name("license")
		w.open('{')
		w.optional("id", l.ID)
		w.member("name", a.text(l.Name, source))
		w.member("url", l.URL)
		w.close('}')
	}
	w.member("openapi", a.address(a.openAPIPath()))
	w.member("changes", a.address(a.root+changesName(1)))
	w.name("locales")
	w.open('[')
	for _, l := range s.Locales {
		w.open('{')
		w.member("locale", l.Tag)
		w.member("name", l.Name)
		w.member("url", a.views.Addresses().Canonical(site.URL(s.Prefix(l))))
		w.member("datapackage", a.address(a.root+l.Tag+"/datapackage.json"))
		w.name("types")
		w.open('[')
		for _, x := range a.held().lists {
			if x.locale == l {
				a.indexType(w, x)
			}
		}
		w.close(']')
		w.close('}')
	}
	w.close(']')
	w.close('}')
	return append(w.out, '\n')
}

func (a *API) indexType(w *writer, x *list) {
	folder := a.folder(x.locale, x.kind)
	w.open('{')
	w.member("type", x.kind.Name)
	w.member("label", a.text(x.kind.Label, x.locale))
	w.member("plural", a.text(x.kind.Plural, x.locale))
	w.name("total")
	w.integer(len(x.pages))
	w.member("schema", a.address(a.schemaPath(x.kind.APIName())))
	w.member("list", a.address(folder+"/index.json"))
	w.member("facets", a.address(folder+"/facets.json"))
	w.member("csv", a.address(folder+".csv"))
	if x.kind.Point() != nil {
		w.member("geojson", a.address(folder+".geojson"))
	}
	w.close('}')
}
