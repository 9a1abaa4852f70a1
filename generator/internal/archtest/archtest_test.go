// Package archtest keeps the rules of ARCHITECTURE.md: who may import whom,
// where a dependency lives, how large a file may grow, which names are not
// used. It reads the source files, so it also sees those of other systems.
package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const (
	module   = "essaim"
	internal = module + "/generator/internal/"
	maxLines = 600
)

// goFile is a parsed source file.
type goFile struct {
	// path is below the module's root, slash-separated; pkg is its import path.
	path, pkg string
	lines     int
	syntax    *ast.File
}

func (f goFile) isTest() bool { return strings.HasSuffix(f.path, "_test.go") }

func (f goFile) imports() []string {
	var list []string
	for _, spec := range f.syntax.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err == nil {
			list = append(list, name)
		}
	}
	return list
}

// readTree parses every Go file below root.
func readTree(t *testing.T, root string) []goFile {
	t.Helper()
	var files []goFile
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "node_modules" || entry.Name() == "testdata" || entry.Name() == ".git"):
			return fs.SkipDir
		case path.Ext(name) != ".go":
			return nil
		}
		data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		syntax, err := parser.ParseFile(token.NewFileSet(), name, data, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		files = append(files, goFile{path: name, pkg: module + "/" + path.Dir(name), lines: strings.Count(string(data), "\n"), syntax: syntax})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// models are the nouns in the order of the pipeline: each may import those
// before it.
var models = []string{"source", "diag", "schema", "content", "site", "output"}

// leaves are what both the generator and the search use.
var leaves = []string{module + "/search/spread", module + "/search/distance"}

// homes are the only packages that may import a dependency, their tests aside. Every
// module that is not Go's own has one, and a row in decision 2.
var homes = map[string][]string{
	"github.com/blevesearch/":       {module + "/search"},
	"github.com/RoaringBitmap/":     {module + "/search/segment"},
	"github.com/golang/snappy":      {module + "/search/segment"},
	"go.etcd.io/bbolt":              {module + "/search/indexer"},
	"github.com/yuin/goldmark":      {internal + "stage/parse"},
	"html/template":                 {internal + "stage/render"},
	"github.com/fsnotify/":          {internal + "app/watch"},
	"github.com/adrg/frontmatter":   {internal + "stage/parse/frontmatter"},
	"go.yaml.in/yaml":               {internal + "stage/parse/frontmatter"},
	"github.com/nicksnyder/go-i18n": {internal + "stage/render"},
	"github.com/tdewolff/":          {internal + "stage/render"},
	"github.com/evanw/esbuild":      {internal + "stage/render"},
	"net/http":                      {internal + "app/serve"},
	"golang.org/x/tools/txtar":      {internal + "app/explain"},
	"golang.org/x/term":             {module + "/generator/cmd"},
	"golang.org/x/sys":              {internal + "lock", internal + "hugepages", internal + "beneath", internal + "stage/load", internal + "stage/write", module + "/generator/bench"},
	"golang.org/x/net":              {module + "/generator/bench"},
	"golang.org/x/image":            {internal + "stage/link", internal + "stage/render/sharecard"},
	"golang.org/x/text":             {internal + "stage", internal + "app/report", internal + "spell", module + "/generator/outlines", module + "/search/analysis"},
	"os/exec":                       {module + "/generator/bench"},
	"log":                           nil,
	"log/slog":                      nil,
}

// problems returns what is wrong with the imports, names and size of a file.
func problems(f goFile) []string {
	var found []string
	bad := func(what string) { found = append(found, f.path+": "+what) }
	if f.lines > maxLines {
		bad("has " + strconv.Itoa(f.lines) + " lines; split it: a file tells one story in at most 600")
	}
	if slices.Contains([]string{"util", "utils", "common", "helpers", "helper", "base", "types", "manager", "misc"}, path.Base(f.pkg)) {
		bad("the name of the package says nothing about what it does")
	}
	if f.isTest() {
		return found
	}
	for _, name := range f.imports() {
		if why := forbidden(f.pkg, name); why != "" {
			bad("imports " + name + ": " + why)
		}
	}
	for _, declaration := range f.syntax.Decls {
		if function, ok := declaration.(*ast.FuncDecl); ok && function.Recv == nil && function.Name.Name == "init" {
			bad("has an init function: nothing registers itself here")
		}
	}
	if name := printer(f.syntax); name != "" {
		bad("uses " + name + ": what is to be said is returned, and app/cli says it")
	}
	return found
}

// printer returns what a file uses to print to the standard streams, or "". A
// program may, to hand them on.
func printer(file *ast.File) (name string) {
	if file.Name.Name == "main" {
		return ""
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if of, ok := n.(*ast.SelectorExpr); ok {
			if pkg, ok := of.X.(*ast.Ident); ok {
				switch used := pkg.Name + "." + of.Sel.Name; used {
				case "os.Stdout", "os.Stderr", "fmt.Print", "fmt.Printf", "fmt.Println":
					name = used
				}
			}
		}
		return name == ""
	})
	return name
}

// forbidden says why a package may not import another, or "".
func forbidden(pkg, name string) string {
	if inside(pkg, internal+"model") {
		return forbiddenInModel(pkg, name)
	}
	foreign := strings.Contains(strings.SplitN(name, "/", 2)[0], ".")
	for prefix, allowed := range homes {
		if !inside(name, strings.TrimSuffix(prefix, "/")) {
			continue
		}
		if !slices.ContainsFunc(allowed, func(home string) bool { return inside(pkg, home) }) {
			return "its only home is " + strings.Join(allowed, ", ")
		}
		foreign = false
	}
	if foreign {
		return "a new dependency gets a home here, and a row in generator/decisions/02-dependencies.md"
	}
	own, isStage := stageOf(pkg)
	other, toStage := stageOf(name)
	switch {
	case isStage && toStage && own != other:
		return "a stage never imports another stage; app/build puts them together"
	case toStage && !isStage && !inside(pkg, internal+"app"):
		return "only app/ imports stages"
	case inside(name, internal+"app") && !inside(pkg, internal+"app") && !inside(pkg, module+"/generator/cmd"):
		return "app/ is the top: nothing below imports it"
	case inside(pkg, module+"/search") && strings.HasPrefix(name, module+"/generator"):
		return "search does not know the generator"
	case slices.Contains(leaves, pkg) && strings.HasPrefix(name, module+"/"):
		return "what generator and search share knows neither"
	case pkg == module+"/search" && name == module+"/search/indexer":
		return "answers come from the index alone"
	}
	return ""
}

// forbiddenInModel keeps nouns plain: the standard library without the machine,
// and earlier nouns.
func forbiddenInModel(pkg, name string) string {
	noun := func(p string) int {
		first, _, _ := strings.Cut(strings.TrimPrefix(p, internal+"model/"), "/")
		return slices.Index(models, first)
	}
	switch {
	case strings.HasPrefix(name, internal+"model/"):
		if noun(name) >= noun(pkg) {
			return "a model imports only the models before it: " + strings.Join(models, ", ")
		}
	case strings.Contains(strings.SplitN(name, "/", 2)[0], ".") || strings.HasPrefix(name, module+"/"):
		return "a model imports only the standard library and earlier models"
	case name == "os" || name == "net" || strings.HasPrefix(name, "net/") || name == "sync" || name == "io/ioutil":
		return "a model does no I/O and has no goroutines"
	}
	return ""
}

// stageOf returns the stage that a package belongs to.
func stageOf(pkg string) (string, bool) {
	rest, ok := strings.CutPrefix(pkg, internal+"stage/")
	stage, _, _ := strings.Cut(rest, "/")
	return stage, ok
}

func inside(pkg, home string) bool { return pkg == home || strings.HasPrefix(pkg, home+"/") }

func TestArchitecture(t *testing.T) {
	files := readTree(t, "../../..")
	if len(files) < 100 {
		t.Fatalf("%d files: the test looks in the wrong place", len(files))
	}
	for _, f := range files {
		for _, problem := range problems(f) {
			t.Error(problem)
		}
	}
}

// TestTopLevel keeps the first list that anyone sees as short as it is.
func TestTopLevel(t *testing.T) {
	tracked, err := exec.Command("git", "-C", "../../..", "ls-files").Output()
	if err != nil {
		t.Skip("not a clone: ", err)
	}
	known := []string{"LICENSE", "Makefile", "README.md", "content", "generator", "go.mod", "go.sum", "search", "themes"}
	for name := range strings.Lines(string(tracked)) {
		first, _, _ := strings.Cut(strings.TrimSpace(name), "/")
		if !strings.HasPrefix(first, ".") && !slices.Contains(known, first) {
			t.Errorf("%s: the top level is %s", strings.TrimSpace(name), strings.Join(known, ", "))
		}
	}
}

// TestRules breaks each rule once: a rule that cannot fail keeps nothing.
func TestRules(t *testing.T) {
	tests := []struct{ path, source, want string }{
		{"generator/internal/stage/link/a.go", `package link; import _ "essaim/generator/internal/stage/parse"`, "never imports another stage"},
		{"generator/internal/stage/parse/x/a.go", `package x; import _ "essaim/generator/internal/stage/link"`, "never imports another stage"},
		{"generator/internal/spell/a.go", `package spell; import _ "essaim/generator/internal/stage/link"`, "only app/"},
		{"generator/internal/stage/link/a.go", `package link; import _ "essaim/generator/internal/app/build"`, "the top"},
		{"generator/internal/model/source/a.go", `package source; import _ "essaim/generator/internal/model/diag"`, "before it"},
		{"generator/internal/model/content/a.go", `package content; import _ "os"`, "no I/O"},
		{"generator/internal/model/content/a.go", `package content; import _ "golang.org/x/text/language"`, "standard library"},
		{"generator/internal/stage/index/a.go", `package index; import _ "github.com/blevesearch/bleve/v2"`, "only home"},
		{"generator/internal/stage/link/a.go", `package link; import _ "html/template"`, "only home"},
		{"generator/internal/stage/link/a.go", `package link; import _ "log"`, "only home"},
		{"generator/internal/stage/link/a.go", `package link; import _ "example.org/helpful"`, "a new dependency"},
		{"search/a.go", `package search; import _ "essaim/generator/internal/model/site"`, "does not know"},
		{"search/spread/a.go", `package spread; import _ "essaim/search/shard"`, "knows neither"},
		{"search/distance/a.go", `package distance; import _ "essaim/generator/internal/spell"`, "search does not know"},
		{"search/a.go", `package search; import _ "essaim/search/spread"`, ""},
		{"search/b.go", `package search; import _ "essaim/search/indexer"`, "from the index alone"},
		{"generator/internal/util/a.go", `package util`, "says nothing"},
		{"generator/internal/stage/link/a.go", `package link; func init() {}`, "init"},
		{"generator/internal/stage/link/a.go", `package link; import "fmt"; func f() { fmt.Println() }`, "app/cli says it"},
		{"generator/cmd/essaim/main.go", `package main; import "os"; var out = os.Stdout`, ""},
		{"generator/internal/stage/link/a.go", "package link" + strings.Repeat("\n", 700), "700 lines"},
		{"generator/internal/stage/link/a.go", `package link; import _ "essaim/generator/internal/model/site"`, ""},
		{"generator/internal/stage/parse/a.go", `package parse; import _ "essaim/generator/internal/stage/parse/field"`, ""},
		{"generator/internal/app/build/a.go", `package build; import _ "essaim/generator/internal/stage/parse"`, ""},
	}
	for _, tt := range tests {
		syntax, err := parser.ParseFile(token.NewFileSet(), tt.path, tt.source, 0)
		if err != nil {
			t.Fatal(err)
		}
		got := strings.Join(problems(goFile{path: tt.path, pkg: module + "/" + path.Dir(tt.path), lines: strings.Count(tt.source, "\n"), syntax: syntax}), "\n")
		if tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
			t.Errorf("%s: %s\ngot %q, want %q", tt.path, tt.source, got, tt.want)
		}
	}
}
