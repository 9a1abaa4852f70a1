package render

import (
	"maps"
	"strings"
	"testing"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/source"
)

func TestScripts(t *testing.T) {
	files := map[string]string{
		"js/find.ts": `
			import { open, type Answer } from "essaim:search";
			import { say } from "./_words";
			import * as old from "../lib/old.js";
			const searcher = open("/search/fr.json");
			export async function find(words: string): Promise<Answer> {
				say(old.upper(words) ?? "rien ici – déjà");
				return await searcher.search(words, { limit: 3 });
			}`,
		"js/_words.ts": `export const say = (text: string): void => console.info(text); export const unused = "never said";`,
		"lib/old.js":   "export function upper(text) { return text.toUpperCase() }\nexport const deaf = 'never heard'",
		"js/alone.ts":  `const greeting: string = "hello"; document.title = greeting`,
	}
	a, found := assetsOf(files)
	if len(found) > 0 {
		t.Fatalf("found %q", found)
	}
	if !a.has("js/find.ts") || a.has("js/_words.ts") || a.has("js/find.js") {
		t.Errorf("templates may ask for %v", a.names())
	}
	made := a.done["js/find.ts"]
	if !strings.HasPrefix(made.Path, "assets/find.") || !strings.HasSuffix(made.Path, "."+made.Hash.String()[:hashLength]+".js") || string(a.url("js/find.ts")) != "/"+made.Path {
		t.Errorf("the script is at %s, with the hash %s", made.Path, made.Hash)
	}
	// One module with what it uses in it, from the theme and from the search.
	expect(t, string(made.Data), []string{"toUpperCase", "rien ici – déjà", "/search/fr.json", "??", "async ", "as find}"},
		[]string{"import", "interface", ": string", "never said", "never heard", "sourceMapping", "\n\n", "  "})
	if alone := string(a.done["js/alone.ts"].Data); len(alone) > 40 {
		t.Errorf("the script that imports nothing is %s", alone)
	}
	for range 3 {
		if again, _ := assetsOf(files); again.url("js/find.ts") != a.url("js/find.ts") {
			t.Errorf("the same script is at %s and at %s", a.url("js/find.ts"), again.url("js/find.ts"))
		}
	}
	files["js/_words.ts"] += `export const say2 = 1`
	if other, _ := assetsOf(files); other.url("js/find.ts") != a.url("js/find.ts") {
		t.Error("a change of what no script uses changes the address")
	}
	files["js/_words.ts"] = strings.Replace(files["js/_words.ts"], "console.info", "console.warn", 1)
	if other, _ := assetsOf(files); other.url("js/find.ts") == a.url("js/find.ts") {
		t.Error("a change of an imported script keeps the address")
	}
}

func TestScriptDiagnostics(t *testing.T) {
	const folder = "themes/t/assets/"
	for _, test := range []struct {
		name     string
		contents map[string]string
		want     string
	}{
		{"syntax", map[string]string{"js/a.ts": "let é = 1\nconst = 2\n"}, folder + "js/a.ts:17-18 asset-syntax "},
		{"syntax of an imported script, named once", map[string]string{"js/_c.ts": "let é;\nconst = 2\n", "js/a.ts": `import "./_c"`, "js/b.ts": `import "./_c.ts"`}, folder + "js/_c.ts:14-15 asset-syntax "},
		{"a name that is not exported", map[string]string{"js/a.ts": "import { opn } from 'essaim:search'; opn()"}, folder + "js/a.ts:9-12 asset-syntax No matching export"},
		{"a doubtful script", map[string]string{"js/a.ts": "export const a = (b: number) => b === -0"}, folder + "js/a.ts:38-40 asset-syntax/doubtful "},
		{"a script that is missing", map[string]string{"js/a.ts": `import "./_mrak"`, "js/_mark.ts": ""}, folder + "js/a.ts:8-15 script-import ./_mrak"},
		{"a package", map[string]string{"js/a.ts": `import x from "lodash"; x()`}, folder + "js/a.ts:15-21 script-import lodash"},
		{"outside the theme", map[string]string{"js/a.ts": `import "../../../../../etc/x"`}, folder + "js/a.ts:8-28 script-import ../../../../../etc/x"},
		{"inside the search", map[string]string{"js/a.ts": `import "essaim:search/search.ts"`}, folder + "js/a.ts:8-31 script-import essaim:search/search.ts"},
		{"what is no script", map[string]string{"js/a.ts": `import "../css/a.css"`, "css/a.css": ""}, folder + "js/a.ts:8-20 script-import ../css/a.css"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, found := assetsOf(test.contents)
			if len(found) != 1 || !strings.HasPrefix(found[0], test.want) {
				t.Errorf("found %q, want %q", found, test.want)
			}
		})
	}
}

func TestScriptNearest(t *testing.T) {
	for written, want := range map[string]string{"./_mrak": "./_mark", "essaim:serach": "essaim:search", "react": ""} {
		script := file("js/a.ts", []byte(`import "`+written+`"`))
		_, found := readAssets([]*source.File{script, file("js/_mark.ts", nil)}, "", nil)
		if len(found) != 1 || found[0].Msg != diag.Msg("script-import") {
			t.Fatalf("%s: found %+v", written, found)
		}
		fix := ""
		if found[0].Fix != nil {
			fix = found[0].Fix.Text
		}
		if fix != want {
			t.Errorf("%s: the fix is %q, want %q", written, fix, want)
		}
	}
}

// keeping is a Kept in memory that counts what it is asked for in vain.
type keeping struct {
	values map[string][]byte
	missed int
}

func (k *keeping) Get(key string) ([]byte, bool) {
	data, ok := k.values[key]
	if !ok {
		k.missed++
	}
	return data, ok
}

func (k *keeping) Put(key string, data []byte) { k.values[key] = data }

// TestScriptsKept: what is kept is what would be made, and of what there is
// something to say it is said again.
func TestScriptsKept(t *testing.T) {
	kept := &keeping{values: map[string][]byte{}}
	texts := func(change string) (map[string]string, int) {
		a, found := readAssets([]*source.File{file("js/main.ts", []byte(`import { f } from "./_part"; f();`)), file("js/_part.ts", []byte(change))}, "", kept)
		made := map[string]string{"": string(a.client.Data)}
		for name, f := range a.done {
			made[name] = string(f.Data)
		}
		return made, len(found)
	}
	one := `export function f(): void { console.log("one") }`
	first, _ := texts(one)
	kept.missed = 0
	if again, _ := texts(one); !maps.Equal(again, first) || kept.missed > 0 {
		t.Errorf("made again: %v, not %v; %d were not kept", again, first, kept.missed)
	}
	if other, _ := texts(strings.Replace(one, "one", "two", 1)); !strings.Contains(other["js/main.ts"], "two") {
		t.Errorf("another part: %v", other)
	}
	for range 2 {
		if _, found := texts("export function f() {"); found == 0 {
			t.Error("a mistake is not told")
		}
	}
}
