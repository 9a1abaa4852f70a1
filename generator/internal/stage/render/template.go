package render

import (
	"errors"
	"html/template"
	"maps"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"text/template/parse"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/spell"
	"essaim/generator/internal/stage/render/check"
	"essaim/generator/internal/stage/render/program"
	"essaim/generator/internal/stage/render/view"
)

// How the templates of a theme fit together:
//
//   - base.html is the frame of every page. It calls {{template "main" .}},
//     which is the file of the page's kind: home.html, entry.html, …
//   - entry-<type>.html replaces entry.html for the entries of a type.
//   - partials/ are called by their path: {{template "partials/card.html" .}}.
//   - redirect.html is a whole page with a dot of its own. feed.html is the
//     content of an entry in a feed. card.html is an entry in a list that a
//     script narrows.
//   - What a page's file defines replaces what base.html defines.
const (
	frameFile    = "base.html"
	mainTemplate = "main"
	redirectKind = "redirect"
	feedKind     = "feed"
	cardKind     = "card"
)

// kind is one kind of page that a theme must have a template for.
type kind struct {
	name string
	// framed pages stand in base.html.
	framed bool
	// dot is what the template gets.
	dot any
}

// kinds are the templates that every theme has.
func kinds() []kind {
	framed := []site.Kind{site.KindHome, site.KindEntry, site.KindList, site.KindFilters, site.KindFilter, site.KindTaxonomy, site.KindTerm, site.KindSearch, site.KindLetter, site.KindForm, site.KindFeeds, site.KindHandbook, site.KindNotFound}
	list := []kind{{redirectKind, false, &view.Redirect{}}, {feedKind, false, &view.View{}}, {cardKind, false, &view.Card{}}}
	for _, k := range framed {
		list = append(list, kind{string(k), true, &view.View{}})
	}
	return list
}

// templates are the files of a theme's templates/ while they are read.
type templates struct {
	theme *Theme
	// folder is "themes/<name>/templates/".
	folder string
	texts  map[string]string
	// files are the trees of each file by parse name: its own and those that
	// it defines.
	files map[string]map[string]*parse.Tree
	// shared are the trees of base.html and of the partials.
	shared  map[string]*parse.Tree
	escaper *program.Escaper
	found   diag.List
}

// readTemplates parses, checks and compiles the templates. good reports that they
// are known to be right with all that they are checked against: then each is read
// when the first page is made of it.
func (t *Theme) readTemplates(files []*source.File, s *schema.Schema, good bool) diag.List {
	x := &templates{
		theme: t, folder: t.folder + "templates/", texts: map[string]string{},
		files: map[string]map[string]*parse.Tree{}, shared: map[string]*parse.Tree{},
		escaper: &program.Escaper{Functions: t.functions(s.Source())},
	}
	t.texts = x.texts
	for _, f := range files {
		x.texts[strings.TrimPrefix(f.Path, x.folder)] = string(f.Data)
	}
	if good {
		x.later(s)
		return nil
	}
	x.parseAll()
	if x.texts[frameFile] == "" {
		x.found.Add(diag.New("theme-template", source.In(x.folder+frameFile, 0, 0), frameFile))
	}
	list := x.kinds(s)
	x.checkNames(list, s)
	x.check(list, s)
	for _, k := range list {
		if !x.found.HasErrors() {
			x.compile(k, s)
		}
	}
	return x.found
}

// kinds returns the templates of the theme's files: those that every theme
// has, and those of single types.
func (x *templates) kinds(s *schema.Schema) []kind {
	list := kinds()
	for _, t := range s.Types {
		if _, has := x.texts[entryOf(t.Name)+".html"]; has {
			list = append(list, kind{entryOf(t.Name), true, &view.View{}})
		}
	}
	return list
}

// checkNames reports templates that are missing, and files that nothing uses. A
// theme may know more types than a site has: the template of one that the site
// lacks is reported only where it seems to be misspelt.
func (x *templates) checkNames(list []kind, s *schema.Schema) {
	var types []string
	for _, t := range s.Types {
		types = append(types, t.Name)
	}
	used := []string{frameFile}
	for _, k := range list {
		used = append(used, k.name+".html")
		if _, has := x.texts[k.name+".html"]; !has {
			x.found.Add(diag.New("theme-template", source.In(x.folder+k.name+".html", 0, 0), k.name+".html"))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(x.texts)) {
		if path.Dir(name) != "." || slices.Contains(used, name) {
			continue
		}
		nearest := spell.Nearest(name, used)
		if of, isEntry := strings.CutPrefix(strings.TrimSuffix(name, ".html"), entryOf("")); isEntry {
			if nearest = spell.Nearest(of, types); nearest == "" {
				continue
			}
			nearest = entryOf(nearest) + ".html"
		}
		d := diag.New("theme-template/unused", source.In(x.folder+name, 0, 0), name)
		if nearest != "" {
			d = d.WithNote("note/nearest", source.Span{}, nearest)
		}
		x.found.Add(d)
	}
}

// parseAll reads all files.
func (x *templates) parseAll() {
	for _, name := range slices.Sorted(maps.Keys(x.texts)) {
		x.parse(name, x.texts[name])
	}
}

// parse reads one file.
func (x *templates) parse(name, text string) {
	tree := parse.New(name)
	tree.Mode = parse.SkipFuncCheck // check does it, and knows where
	trees := map[string]*parse.Tree{}
	if _, err := tree.Parse(text, "", "", trees); err != nil {
		x.found.Add(x.syntax(name, err.Error()))
		// An empty template in its place: that others call it is no mistake.
		clear(trees)
		tree = &parse.Tree{Name: name, ParseName: name}
	}
	if trees[name] == nil { // a file of definitions only
		trees[name] = tree
	}
	if !keepsSpace.MatchString(text) {
		for _, t := range trees {
			trim(t.Root)
		}
	}
	x.files[name] = trees
	if name != frameFile && path.Dir(name) == "." {
		return
	}
	for _, defined := range slices.Sorted(maps.Keys(trees)) {
		if x.shared[defined] != nil {
			x.found.Add(diag.New("template-syntax", source.In(x.folder+name, 0, 0), strconv.Quote(defined)+" is defined twice"))
		}
		x.shared[defined] = trees[defined]
	}
}

// check checks every template with the types of dot it is called with, then
// the names in those that no page calls.
func (x *templates) check(list []kind, s *schema.Schema) {
	theme := check.Theme{
		Folder: x.folder, Texts: x.texts, Functions: x.theme.functions(s.Source()), Constants: x.theme.constants(),
	}
	for _, k := range list {
		if x.files[k.name+".html"] == nil {
			continue
		}
		trees, entry := x.trees(k)
		x.found.Add(check.Templates(theme, trees, entry, reflect.TypeOf(k.dot))...)
	}
	for _, file := range slices.Sorted(maps.Keys(x.files)) {
		trees, _ := x.trees(kind{name: strings.TrimSuffix(file, ".html"), framed: true})
		x.found.Add(check.Unused(theme, trees, x.unseen(file, trees))...)
	}
}

// unseen returns the templates to check with a file, of those that stand beside it:
// its own, for those of other files are checked with these; but all where it
// replaces one that others call.
func (x *templates) unseen(file string, trees map[string]*parse.Tree) []string {
	own := slices.Sorted(maps.Keys(x.files[file]))
	if slices.ContainsFunc(own, func(name string) bool { return x.shared[name] != nil && x.shared[name] != trees[name] }) {
		return slices.Sorted(maps.Keys(trees))
	}
	return own
}

// trees returns the trees of one kind of page and the name of the first.
func (x *templates) trees(k kind) (map[string]*parse.Tree, string) {
	trees, file := maps.Clone(x.shared), k.name+".html"
	maps.Copy(trees, x.files[file])
	if !k.framed {
		return trees, file
	}
	trees[mainTemplate] = x.files[file][file]
	return trees, frameFile
}

// compile makes the templates of one kind of page ready in every locale.
func (x *templates) compile(k kind, s *schema.Schema) {
	trees, entry := x.trees(k)
	escaped, err := x.escaper.Escape(trees, entry)
	if refused, ok := errors.AsType[*template.Error](err); ok {
		x.found.Add(x.escape(refused))
		return
	}
	if err != nil {
		x.found.Add(x.syntax(trees[entry].ParseName, err.Error()))
		return
	}
	ready := func() parsedKind { return parsedKind{trees, escaped, entry} }
	for _, l := range s.Locales {
		x.theme.pages[page{k.name, l.Tag}] = newCompiled(ready, k.dot, x.theme.functions(l))
	}
}

// later makes every kind of page ready when it is asked for.
func (x *templates) later(s *schema.Schema) {
	var reading sync.Mutex // one kind after the other
	parsed := sync.OnceFunc(x.parseAll)
	for _, k := range x.kinds(s) {
		ready := sync.OnceValue(func() parsedKind {
			reading.Lock()
			defer reading.Unlock()
			parsed()
			trees, entry := x.trees(k)
			escaped, err := x.escaper.Escape(trees, entry)
			if err != nil {
				escaped = &program.Escaped{} // html/template will say it
			}
			return parsedKind{trees, escaped, entry}
		})
		for _, l := range s.Locales {
			x.theme.pages[page{k.name, l.Tag}] = newCompiled(ready, k.dot, x.theme.functions(l))
		}
	}
}

var (
	// located splits "template: entry.html:12:5: text", as Go writes it; the
	// column counts bytes from 0 and may be missing.
	located = regexp.MustCompile(`(?s)^(?:html/)?template: ?([^:\s]+):(\d+)(?::(\d+))?: (.*)$`)
	// quoted finds what a message is about.
	quoted = regexp.MustCompile(`"([^"]+)"|<([^>]+)>`)
)

// syntax turns an error of the template parser, which knows the line only, into
// a diagnostic at the word that the error quotes.
func (x *templates) syntax(name, message string) diag.Diagnostic {
	text := x.texts[name]
	match := located.FindStringSubmatch(message)
	if match == nil {
		return diag.New("template-syntax", source.In(x.folder+name, 0, 0), message)
	}
	line, _ := strconv.Atoi(match[2])
	start, end := lineOf(text, line)
	written := text[start:end]
	at, length := len(written)-len(strings.TrimLeft(written, " \t")), len(strings.TrimSpace(written))
	for _, q := range quoted.FindAllStringSubmatch(match[4], -1) {
		if word := q[1] + q[2]; strings.Contains(written, word) {
			at, length = strings.Index(written, word), len(word)
			break
		}
	}
	return diag.New("template-syntax", source.In(x.folder+name, start+at, start+at+length), match[4])
}

// escape turns an error of html/template into a diagnostic.
func (x *templates) escape(e *template.Error) diag.Diagnostic {
	name := e.Name
	if trees := x.files[name]; trees == nil {
		name = frameFile
	}
	if e.Node != nil {
		if match := located.FindStringSubmatch(e.Error()); match != nil && x.files[match[1]] != nil {
			name = match[1]
		}
		at := min(int(e.Node.Position()), len(x.texts[name]))
		return diag.New("template-syntax", source.In(x.folder+name, at, at), e.Description)
	}
	start, end := lineOf(x.texts[name], max(1, e.Line))
	return diag.New("template-syntax", source.In(x.folder+name, start, end), e.Description)
}

// lineOf returns where the n-th line of text begins and ends, counted from 1.
func lineOf(text string, n int) (start, end int) {
	for range n - 1 {
		next := strings.IndexByte(text[start:], '\n')
		if next < 0 {
			break
		}
		start += next + 1
	}
	end = strings.IndexByte(text[start:], '\n')
	if end < 0 {
		return start, len(text)
	}
	return start, start + end
}

// indents is white space with a line break in it.
var indents = regexp.MustCompile(`[ \t]*\n\s*`)

// keepsSpace finds the elements in which white space is seen.
var keepsSpace = regexp.MustCompile(`(?i)<(pre|textarea)\b`)

// trim takes the indentation out of a template: it shows nowhere and every page
// would carry it.
func trim(list *parse.ListNode) {
	if list == nil {
		return
	}
	for _, n := range list.Nodes {
		switch n := n.(type) {
		case *parse.TextNode:
			n.Text = indents.ReplaceAll(n.Text, []byte("\n"))
		case *parse.IfNode:
			trim(n.List)
			trim(n.ElseList)
		case *parse.RangeNode:
			trim(n.List)
			trim(n.ElseList)
		case *parse.WithNode:
			trim(n.List)
			trim(n.ElseList)
		}
	}
}
