package render

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/source"
)

// assetsOf reads the files of a theme's assets/ by path below it.
func assetsOf(contents map[string]string) (*assets, []string) {
	const folder = "themes/t/assets/"
	var files []*source.File
	for name, text := range contents {
		files = append(files, file(folder+name, []byte(text)))
	}
	a, found := readAssets(source.NewTree(files).Files(), folder, nil)
	return a, summaries(found)
}

func TestAssets(t *testing.T) {
	a, found := assetsOf(map[string]string{
		"css/main.css":        "/* one */\n@import \"_a.css\";\n@import url('parts/_b.css') ;\nbody { color : red; background: url(../img/dot.svg) }\n",
		"css/_a.css":          "a { color: #ff0000; }",
		"css/parts/_b.css":    "@import '../_a.css'; b { background: url( \"pixel.png\" ), url(data:image/png;base64,AA==), url(#c), url(/d.png) }",
		"css/parts/pixel.png": "pixel",
		"img/dot.svg":         "<svg></svg>",
		"js/app.js":           "function hello ( name ) {\n  return name + 1\n}\n",
		"other/dot.svg":       "<svg></svg>",
	})
	if len(found) > 0 {
		t.Fatalf("found %q", found)
	}
	names := regexp.MustCompile(`^assets/(app|dot|main|pixel)\.[0-9a-f]{8}\.(css|js|png|svg)$`)
	var paths []string
	for _, f := range a.outputs() {
		paths = append(paths, f.Path)
		if !names.MatchString(f.Path) || f.Order != output.Asset || !strings.Contains(f.Path, "."+f.Hash.String()[:hashLength]+".") {
			t.Errorf("the output %s has the hash %s and the order %d", f.Path, f.Hash, f.Order)
		}
	}
	// The two dots are of one name and content, and the parts of main.css have no output.
	if len(paths) != 4 || !slices.IsSorted(paths) {
		t.Fatalf("the outputs are %v", paths)
	}
	css := string(a.done["css/main.css"].Data)
	dot, pixel := a.done["img/dot.svg"].Path[len("assets/"):], a.done["css/parts/pixel.png"].Path[len("assets/"):]
	expect(t, css, []string{"a{color:red}", "b{", "body{color:red;", dot, pixel, "url(data:image/png,%00)", "url(#c)", "url(/d.png)"}, []string{"@import", "/*", "\n", "../"})
	if strings.Index(css, "a{") > strings.Index(css, "body{") || strings.Count(css, "a{color:red}") != 2 {
		t.Errorf("the imports are out of place in %s", css)
	}
	if js := string(a.done["js/app.js"].Data); js != "function hello(n){return n+1}\n" {
		t.Errorf("the script is %s", js)
	}
	if image := a.done["img/dot.svg"]; image.From != "themes/t/assets/img/dot.svg" || !image.Local {
		t.Errorf("the image is %+v, not a copy", image)
	}
	for name, want := range map[string]string{"css/main.css": "/" + a.done["css/main.css"].Path, "css/_a.css": "", "none": ""} {
		if got := string(a.url(name)); got != want || a.has(name) != (want != "") {
			t.Errorf("the address of %s is %q, want %q", name, got, want)
		}
	}
}

// A change anywhere in a style sheet or in what it names changes its address.
func TestAssetHashes(t *testing.T) {
	address := func(imported, image string) string {
		a, _ := assetsOf(map[string]string{"main.css": `@import "_a.css"; b { background: url(i.svg) }`, "_a.css": imported, "i.svg": image})
		return string(a.url("main.css"))
	}
	first := address("a{top:0}", "1")
	if again := address("a{top:0}", "1"); again != first {
		t.Errorf("the same sheet is at %s and at %s", first, again)
	}
	if address("a{top:1px}", "1") == first {
		t.Error("a change of an imported sheet keeps the address")
	}
	if address("a{top:0}", "2") == first {
		t.Error("a change of an image keeps the address of the sheet that shows it")
	}
}

func TestAssetDiagnostics(t *testing.T) {
	for _, test := range []struct {
		name     string
		contents map[string]string
		want     string
	}{
		{"import of nothing", map[string]string{"css/a.css": `@import "_lits.css";`, "css/_list.css": ""}, "themes/t/assets/css/a.css:8-19 asset-missing css/_lits.css"},
		{"image that is missing", map[string]string{"css/a.css": `b{background:url(dot.svg)}`, "img/dot.svg": ""}, "themes/t/assets/css/a.css:13-25 asset-missing css/dot.svg"},
		{"style sheet as an image", map[string]string{"a.css": `b{background:url(b.css)}`, "b.css": ""}, "themes/t/assets/a.css:13-23 asset-missing b.css"},
		{"import of itself", map[string]string{"_a.css": `@import "_b.css";`, "_b.css": `@import "_a.css";`, "m.css": `@import "_a.css";`}, "themes/t/assets/_b.css:8-16 asset-missing _a.css"},
		{"condition", map[string]string{"a.css": `@import "_b.css" screen;`, "_b.css": ""}, "themes/t/assets/a.css:17-23 asset-syntax @import … screen"},
		{"script", map[string]string{"a.js": "var a = 1\nvar = 2\n"}, "themes/t/assets/a.js:14-15 asset-syntax "},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, found := assetsOf(test.contents)
			if len(found) != 1 || !strings.HasPrefix(found[0], test.want) {
				t.Errorf("found %q, want %q", found, test.want)
			}
		})
	}
}

func TestAssetNearest(t *testing.T) {
	f := file("a.css", []byte(`@import "_lits.css";`))
	_, found := readAssets([]*source.File{f, file("_list.css", nil)}, "", nil)
	if len(found) != 1 || len(found[0].Notes) != 1 || found[0].Notes[0].Args[0] != "_list.css" {
		t.Errorf("found %+v, want a note on _list.css", found)
	}
}
