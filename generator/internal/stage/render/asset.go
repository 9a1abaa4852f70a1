package render

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/tdewolff/minify/v2"
	mincss "github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/css"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/spell"
)

// assetFolder is where assets stand in the output.
const assetFolder = "/assets/"

// hashLength is how many hexadecimal digits of a content's hash its name has.
const hashLength = 8

// assets are the files of a theme's assets/, by path below it.
type assets struct {
	// folder is "themes/<name>/assets/".
	folder string
	files  map[string]*source.File
	// done are the outputs by name; their names hold their hash.
	done map[string]*output.File
	// client is the browser half of the search, for pages of others.
	client *output.File
	found  diag.List
	kept   Kept
	// bundles are the modules of entry points; see bundle.
	bundles map[string][]byte
}

// Kept keeps what was made of a theme from one run of the program to the next: Get
// returns just what was put under a key, or nothing.
type Kept interface {
	Get(key string) (data []byte, ok bool)
	Put(key string, data []byte)
}

// readAssets prepares every asset of a theme: styles and scripts without
// needless bytes, those in TypeScript as modules with all they import, anything
// else as it is. A file whose name begins with "_" is part of others and has no
// output of its own.
func readAssets(files []*source.File, folder string, kept Kept) (*assets, diag.List) {
	a := &assets{folder: folder, kept: kept, files: map[string]*source.File{}, done: map[string]*output.File{}}
	for _, f := range files {
		if f.Problem == source.OK {
			a.files[strings.TrimPrefix(f.Path, folder)] = f
		}
	}
	for _, name := range a.names() {
		a.output(name)
	}
	a.client = a.searchClient()
	return a, a.found
}

// names returns what templates may ask for, sorted.
func (a *assets) names() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(a.files)), func(name string) bool {
		return strings.HasPrefix(path.Base(name), "_")
	})
}

// has reports whether templates may ask for name.
func (a *assets) has(name string) bool { return a.done[name] != nil }

// url returns the address of an asset below the site, or "".
func (a *assets) url(name string) site.URL {
	if f := a.done[name]; f != nil {
		return site.URL("/" + f.Path)
	}
	return ""
}

// outputs returns the output of every asset, in order of path. Two files of one
// content and name are one output.
func (a *assets) outputs() []*output.File {
	byPath := map[string]*output.File{}
	for _, f := range a.done {
		byPath[f.Path] = f
	}
	files := make([]*output.File, 0, len(byPath))
	for _, p := range slices.Sorted(maps.Keys(byPath)) {
		files = append(files, byPath[p])
	}
	return files
}

// output makes the output of an asset, or returns the one made before.
func (a *assets) output(name string) *output.File {
	if done := a.done[name]; done != nil {
		return done
	}
	f := a.files[name]
	switch {
	case path.Ext(name) == ".css":
		a.done[name] = a.text(name, name, a.small(name, a.style(name, nil)))
	case path.Ext(name) == ".js" && f.Data != nil:
		a.done[name] = a.text(name, name, a.script(name))
	case path.Ext(name) == ".ts":
		a.done[name] = a.text(name, strings.TrimSuffix(name, ".ts")+".js", a.bundle(name))
	default:
		a.done[name] = output.Copy(hashed(name, f.Hash), output.Asset, f)
	}
	return a.done[name]
}

// text returns the output that a style or script makes, called as.
func (a *assets) text(name, as string, data []byte) *output.File {
	sum := sha256.Sum256(data)
	return output.New(hashed(as, hex.EncodeToString(sum[:])), output.Asset, data, source.Span{File: a.folder + name})
}

// small returns a style sheet without needless bytes.
func (a *assets) small(name string, data []byte) []byte {
	m := minify.New()
	m.AddFunc("text/css", mincss.Minify)
	small, err := m.Bytes("text/css", data)
	if err != nil {
		a.found.Add(diag.New("asset-syntax", a.errorSpan(name, data, err), reason(err)))
		return data
	}
	return small
}

// reason returns what a minifier says, without the place and the excerpt that
// it adds.
func reason(err error) string {
	text, _, _ := strings.Cut(err.Error(), "\n")
	text, _, _ = strings.Cut(text, " on line ")
	return text
}

// hashed returns the path of an asset in the output: "css/main.css" becomes
// "assets/main.0123abcd.css".
func hashed(name, hash string) string {
	base, extension := path.Base(name), path.Ext(name)
	return assetFolder[1:] + strings.TrimSuffix(base, extension) + "." + hash[:hashLength] + extension
}

// errorSpan returns where a minifier stopped.
func (a *assets) errorSpan(name string, data []byte, err error) source.Span {
	file := a.folder + name
	failure, ok := errors.AsType[*parse.Error](err)
	if !ok || !bytes.Equal(data, a.files[name].Data) {
		return source.In(file, 0, 0)
	}
	at := 0
	for range failure.Line - 1 {
		at += bytes.IndexByte(data[at:], '\n') + 1
	}
	at = min(at+max(0, failure.Column-1), len(data))
	return source.In(file, at, at)
}

// style returns a style sheet with the sheets that it imports in their places
// and the files that it names under their final names. importing are the names
// of the sheets that lead to it.
func (a *assets) style(name string, importing []string) []byte {
	importing = append(slices.Clone(importing), name)
	data := a.files[name].Data
	lexer := css.NewLexer(parse.NewInputBytes(slices.Clone(data)))
	var out bytes.Buffer
	at, inImport := 0, false
	for {
		kind, token := lexer.Next()
		if kind == css.ErrorToken {
			return out.Bytes()
		}
		span := source.In(a.folder+name, at, at+len(token))
		at += len(token)
		switch {
		case kind == css.AtKeywordToken && strings.EqualFold(string(token), "@import"):
			inImport = true
		case inImport && (kind == css.StringToken || kind == css.URLToken):
			out.Write(a.imported(name, unquote(string(token)), span, importing))
		case inImport && kind == css.SemicolonToken:
			inImport = false
		case inImport:
			if kind != css.WhitespaceToken && kind != css.CommentToken {
				a.found.Add(diag.New("asset-syntax", span, "@import … "+string(token)))
			}
		case kind == css.URLToken:
			out.WriteString(a.reference(name, string(token), span))
		default:
			out.Write(token)
		}
	}
}

// imported returns the sheet that an @import names.
func (a *assets) imported(from, written string, span source.Span, importing []string) []byte {
	name := path.Join(path.Dir(from), written)
	if a.files[name] == nil || slices.Contains(importing, name) {
		a.found.Add(a.missing(name, span))
		return nil
	}
	return a.style(name, importing)
}

// reference returns a url(…) of a style sheet with the final name of what it
// names. Style sheets and what they name are in one folder of the output.
func (a *assets) reference(from, token string, span source.Span) string {
	written := unquote(token)
	if written == "" || written[0] == '#' || written[0] == '/' || strings.Contains(written, ":") {
		return token
	}
	name := path.Join(path.Dir(from), written)
	if a.files[name] == nil || path.Ext(name) == ".css" {
		a.found.Add(a.missing(name, span))
		return token
	}
	return `url("` + path.Base(a.output(name).Path) + `")`
}

func (a *assets) missing(name string, span source.Span) diag.Diagnostic {
	d := diag.New("asset-missing", span, name)
	if nearest := spell.Nearest(name, slices.Sorted(maps.Keys(a.files))); nearest != "" {
		d = d.WithNote("note/nearest", source.Span{}, nearest)
	}
	return d
}

// unquote returns the address in a string or url(…) of a style sheet.
func unquote(token string) string {
	if len(token) > 5 && strings.EqualFold(token[:4], "url(") {
		token = strings.TrimSpace(token[4 : len(token)-1])
	}
	return strings.Trim(token, `"'`)
}
