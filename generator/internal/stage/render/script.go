package render

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/spell"
	"essaim/search/client"
)

// searchModule is what a script of a theme imports to search.
const searchModule = "essaim:search"

// The namespaces of what a script is made from: files of the theme, and the
// browser half of the search. The disk is not among them: a script depends on
// the tree that was loaded and on the program.
const (
	themeSpace  = "theme"
	searchSpace = "search"
)

// extensions are what an import may leave out.
var extensions = [...]string{"", ".ts", ".js"}

// clientPath is where the browser half of the search stands by itself, for pages
// that are not of the theme: import { search } from "/search/client.js".
const clientPath = "search/client.js"

// searchClient returns the browser half of the search as a module.
func (a *assets) searchClient() *output.File {
	return output.New(clientPath, output.Asset, a.bundle(searchModule), source.Span{})
}

// bundle returns the module that an entry point makes, with all it imports in
// it: a file of the theme, or what searchModule stands for.
func (a *assets) bundle(name string) []byte {
	if a.bundles == nil {
		a.bundles = a.bundled()
	}
	if data, ok := a.bundles[name]; ok {
		return data
	}
	result := a.build(name)
	a.scriptMessages(name, result.Errors, "asset-syntax")
	a.scriptMessages(name, result.Warnings, "asset-syntax/doubtful")
	if len(result.OutputFiles) != 1 {
		return nil
	}
	return result.OutputFiles[0].Contents
}

// bundled returns the modules of all entry points by name, those that are kept or
// else all made together: what several import is read once. Where there is something
// to say of any, it returns none, for what is said names the script that it is about.
func (a *assets) bundled() map[string][]byte {
	names := []string{searchModule}
	for _, name := range a.names() {
		if path.Ext(name) == ".ts" {
			names = append(names, name)
		}
	}
	made, key := map[string][]byte{}, a.bundleKey()
	if a.kept != nil {
		for _, name := range names {
			if data, ok := a.kept.Get(key + name); ok {
				made[name] = data
			}
		}
		if len(made) == len(names) {
			return made
		}
		clear(made)
	}
	result := a.build(names...)
	if len(result.Errors)+len(result.Warnings) > 0 || len(result.OutputFiles) != len(names) {
		return made
	}
	for i, name := range names {
		made[name] = result.OutputFiles[i].Contents
		if a.kept != nil {
			a.kept.Put(key+name, made[name])
		}
	}
	return made
}

// bundleKey identifies all that modules may be made from, the program aside.
func (a *assets) bundleKey() string {
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(a.files)) {
		if a.isModule(themeSpace, name) {
			fmt.Fprintf(sum, "%q %s\n", name, a.files[name].Hash)
		}
	}
	return string(sum.Sum(nil))
}

// build has esbuild make modules, in the order of their names.
func (a *assets) build(names ...string) api.BuildResult {
	var entries []api.EntryPoint
	for i, name := range names {
		entry := api.EntryPoint{InputPath: themeSpace + ":" + name, OutputPath: fmt.Sprintf("%04d", i)}
		if name == searchModule {
			entry.InputPath = name
		}
		entries = append(entries, entry)
	}
	result := api.Build(api.BuildOptions{
		EntryPointsAdvanced: entries,
		Outdir:              "/",
		Plugins:             []api.Plugin{{Name: "essaim", Setup: a.modules}},
		Bundle:              true,
		Format:              api.FormatESModule,
		Target:              api.ES2020,
		Platform:            api.PlatformBrowser,
		Charset:             api.CharsetUTF8,
		// Given, because one would be looked for on the disk otherwise; a field
		// of a class is assigned, not defined, which takes fewer bytes.
		TsconfigRaw: `{"compilerOptions":{"useDefineForClassFields":false}}`,

		MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true,
		LegalComments: api.LegalCommentsNone,
	})
	slices.SortFunc(result.OutputFiles, func(a, b api.OutputFile) int { return strings.Compare(a.Path, b.Path) })
	return result
}

// script returns a script that is written in JavaScript, without needless
// bytes. It is no module, so what it names at its top level keeps its name.
func (a *assets) script(name string) []byte {
	result := api.Transform(string(a.files[name].Data), api.TransformOptions{
		Sourcefile: themeSpace + ":" + name, Loader: api.LoaderJS, Target: api.ES2020, Platform: api.PlatformBrowser,
		Charset: api.CharsetUTF8, TsconfigRaw: "{}",
		MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true, LegalComments: api.LegalCommentsNone,
	})
	a.scriptMessages(name, result.Errors, "asset-syntax")
	a.scriptMessages(name, result.Warnings, "asset-syntax/doubtful")
	return result.Code
}

// modules makes imports find the files of the theme and those of the search,
// and nothing else.
func (a *assets) modules(build api.PluginBuild) {
	build.OnResolve(api.OnResolveOptions{Filter: ".*"}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
		switch {
		case args.Path == searchModule:
			return api.OnResolveResult{Path: client.Entry, Namespace: searchSpace}, nil
		case args.Kind == api.ResolveEntryPoint:
			return api.OnResolveResult{Path: strings.TrimPrefix(args.Path, themeSpace+":"), Namespace: themeSpace}, nil
		case !strings.HasPrefix(args.Path, "."):
			return unresolved(args, nil), nil
		}
		named := path.Join(path.Dir(args.Importer), args.Path)
		for _, extension := range extensions {
			if a.isModule(args.Namespace, named+extension) {
				return api.OnResolveResult{Path: named + extension, Namespace: args.Namespace}, nil
			}
		}
		return unresolved(args, a.modulesBeside(args)), nil
	})
	for _, space := range []string{themeSpace, searchSpace} {
		build.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: space}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
			text, err := a.module(space, args.Path)
			loader := api.LoaderTS
			if path.Ext(args.Path) == ".js" {
				loader = api.LoaderJS
			}
			return api.OnLoadResult{Contents: &text, Loader: loader}, err
		})
	}
}

// module returns the text of a file that a script may import.
func (a *assets) module(space, name string) (string, error) {
	if space == searchSpace {
		data, err := fs.ReadFile(client.Sources(), name)
		return string(data), err
	}
	return string(a.files[name].Data), nil
}

func (a *assets) isModule(space, name string) bool {
	if extension := path.Ext(name); extension != ".ts" && extension != ".js" {
		return false
	}
	if space == searchSpace {
		_, err := fs.Stat(client.Sources(), name)
		return err == nil
	}
	return a.files[name] != nil
}

// modulesBeside returns what the file of an import may name instead, as it
// would be written there.
func (a *assets) modulesBeside(args api.OnResolveArgs) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(a.files)) {
		if path.Ext(name) == ".ts" && path.Dir(name) == path.Dir(args.Importer) && name != args.Importer {
			written := "./" + path.Base(name)
			if path.Ext(args.Path) == "" {
				written = strings.TrimSuffix(written, ".ts")
			}
			names = append(names, written)
		}
	}
	return names
}

// missingImport is the detail of an error of esbuild that tells of an import
// that finds nothing.
type missingImport struct {
	written string
	instead []string
}

// unresolved fails an import.
func unresolved(args api.OnResolveArgs, instead []string) api.OnResolveResult {
	return api.OnResolveResult{Errors: []api.Message{{Text: args.Path, Detail: missingImport{args.Path, append(instead, searchModule)}}}}
}

// scriptMessages turns what esbuild says about the script name into
// diagnostics. A file that two scripts import is reported once.
func (a *assets) scriptMessages(name string, messages []api.Message, msg diag.Msg) {
	for _, m := range messages {
		d := diag.New(msg, a.scriptSpan(name, m.Location), m.Text)
		if missing, ok := m.Detail.(missingImport); ok {
			nearest := spell.Nearest(missing.written, missing.instead)
			d = diag.New("script-import", a.scriptSpan(name, m.Location), missing.written).WithNearest(nearest, nearest)
		}
		if !slices.ContainsFunc(a.found, func(other diag.Diagnostic) bool { return other.Msg == d.Msg && other.Span == d.Span }) {
			a.found.Add(d)
		}
	}
}

// scriptSpan returns the place of a message: in the file of the theme that it
// names, else at the head of the script that is being made. Quotes are no part
// of it.
func (a *assets) scriptSpan(name string, at *api.Location) source.Span {
	if at == nil {
		return source.In(a.folder+name, 0, 0)
	}
	named := strings.TrimPrefix(at.File, themeSpace+":")
	if a.files[named] == nil {
		return source.In(a.folder+name, 0, 0)
	}
	text := string(a.files[named].Data)
	start, end := lineOf(text, at.Line)
	start = min(start+at.Column, end)
	end = min(start+at.Length, len(text))
	if end-start > 1 && strings.IndexByte("\"'`", text[start]) >= 0 && text[end-1] == text[start] {
		start, end = start+1, end-1
	}
	return source.In(a.folder+named, start, end)
}
