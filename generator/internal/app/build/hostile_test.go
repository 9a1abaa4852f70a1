package build_test

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"essaim/generator/internal/app/build"
	"essaim/generator/internal/model/diag"
)

const (
	// hostileTime is how much of the processors one hostile file may take. It is
	// many times what is needed, so that only a wrong shape (quadratic, endless)
	// exceeds it.
	hostileTime = 8 * time.Second
	// hostileMemory is how much the process may grow for one hostile file.
	hostileMemory = 1 << 30
)

// hostile is a file that no editor means to write.
type hostile struct {
	name string
	// path is the file; what is said must be about it.
	path string
	data func() string
	// make makes something other than a regular file.
	make func(path string) error
	// code must be among the diagnostics; "" accepts any, or none when silent.
	code   string
	silent bool
}

const hostileEntry = "content/news/hostile.fr.md"

// front is an entry with its body; entry is one with more front matter.
func front(body func() string) func() string {
	return func() string {
		return "---\ntitle: Hostile\nsummary: Un fichier hostile.\ndate: 2024-01-01\nthemes: [textile]\n---\n" + body()
	}
}

func field(lines func() string) func() string {
	return func() string {
		return "---\ntitle: Hostile\nsummary: Un fichier hostile.\ndate: 2024-01-01\nthemes: [textile]\n" + lines() + "\n---\nUn texte.\n"
	}
}

func repeat(text string, n int) func() string {
	return func() string { return strings.Repeat(text, n) }
}

// random returns bytes of an alphabet; the empty alphabet is every byte.
func random(seed uint64, size int, alphabet string) func() string {
	return func() string {
		r := rand.New(rand.NewPCG(seed, 0))
		data := make([]byte, size)
		for i := range data {
			data[i] = byte(r.UintN(256))
			if alphabet != "" {
				data[i] = alphabet[r.IntN(len(alphabet))]
			}
		}
		return string(data)
	}
}

// bomb is YAML whose aliases stand for ten to the ninth values.
func bomb() string {
	lines := []string{"a0: &a0 [x, x, x, x, x, x, x, x, x, x]"}
	for i := range 9 {
		before := "*a" + itoa(i)
		lines = append(lines, "a"+itoa(i+1)+": &a"+itoa(i+1)+" ["+strings.Repeat(before+", ", 9)+before+"]")
	}
	return strings.Join(lines, "\n")
}

func numbered(n int, line func(i string) string) func() string {
	return func() string {
		var b strings.Builder
		for i := range n {
			b.WriteString(line(itoa(i)))
		}
		return b.String()
	}
}

func hostiles() []hostile {
	const yaml = "[]{}:,-|>&*!%@#'\" \n\ta1"
	const markdown = "[]()*_`~<>!#-+|\\^:{}=&;\"' \n\t1a"
	list := []hostile{
		{name: "empty", path: hostileEntry, data: repeat("", 0), code: "file-empty"},
		{name: "ten megabytes", path: hostileEntry, data: front(repeat("Un mot de plus. ", 10<<20/16)), code: "file-too-large"},
		{name: "NUL", path: hostileEntry, data: front(func() string { return "Un\x00mot." }), code: "file-control"},
		{name: "one line", path: hostileEntry, data: front(repeat("mot ", 450_000)), silent: true},
		{name: "front matter of a megabyte", path: hostileEntry, data: field(repeat("# un commentaire\n", 60_000)), code: "front-too-large"},
		{name: "bomb", path: hostileEntry, data: field(bomb), code: "front-yaml-feature"},
		{name: "unknown fields", path: hostileEntry, data: field(numbered(3000, func(i string) string { return "champ" + i + ": x\n" })), code: "field-unknown"},
		{name: "missing pages", path: hostileEntry, data: front(numbered(20_000, func(i string) string { return "[x](/news/page" + i + ") " })), code: "ref-missing"},
		{name: "missing anchors", path: hostileEntry, data: front(numbered(3000, func(i string) string { return "## Titre " + i + "\n\n[x](#titr-" + i + "x)\n\n" })), code: "anchor-missing"},
		{name: "equal headings", path: hostileEntry, data: front(repeat("## Titre\n\n", 30_000)), silent: true},
		{name: "footnotes", path: hostileEntry, data: front(numbered(10_000, func(i string) string { return "a[^" + i + "]\n\n[^" + i + "]: b\n\n" })), silent: true},
		{name: "table", path: hostileEntry, data: front(func() string {
			return strings.Repeat("|a", 20_000) + "|\n" + strings.Repeat("|-", 20_000) + "|\n" + strings.Repeat("|b|\n", 2000)
		}), silent: true},
		{name: "references", path: hostileEntry, data: front(numbered(20_000, func(i string) string { return "[r" + i + "]: /structures/halte\n" })), silent: true},
		{name: "folder loop", path: "content/news/boucle", make: func(path string) error { return os.Symlink("..", path) }, code: "file-link"},
		{name: "link to itself", path: "content/news/soi.fr.md", make: func(path string) error { return os.Symlink("soi.fr.md", path) }, code: "file-link"},
		{name: "link outside", path: "content/news/dehors.fr.md", make: func(path string) error { return os.Symlink("/etc/hostname", path) }, code: "file-link"},
		{name: "folder link outside", path: "content/news/dehors", make: func(path string) error { return os.Symlink("/etc", path) }, code: "file-link"},
		{name: "broken link", path: "content/news/rien.fr.md", make: func(path string) error { return os.Symlink("personne.fr.md", path) }, code: "file-link"},
		{name: "pipe", path: "content/news/tuyau.fr.md", make: makePipe, code: "file-irregular"},
		{name: "folder named as an entry", path: "content/news/dossier.fr.md", make: func(path string) error { return os.Mkdir(path, 0o777) }, silent: true},
		{name: "image of noise", path: "content/media/bruit.png", data: random(1, 100_000, ""), silent: true},
	}
	for _, mark := range []string{"[", "![", "(", "*", "_", "**a ", "`", "> ", "<", "{", "~~", "[^", "- ", "\\", "&", "[a](", "<a ", "\"", "«", "|", "1. ", "a\n: ", "==", "^"} {
		list = append(list, hostile{name: "body " + mark, path: hostileEntry, data: front(repeat(mark, 200_000)), silent: true})
	}
	for _, mark := range []string{"[", "{", "\"", "'", "- ", "? ", "a: ", "&a ", "| ", "!", "[{", "#", "\\"} {
		list = append(list, hostile{name: "field " + mark, path: hostileEntry, data: field(repeat("x: "+strings.Repeat(mark, 30_000), 1)), silent: mark == "#" || mark == "\\"})
	}
	for seed := range uint64(6) {
		n := itoa(int(seed))
		list = append(list,
			hostile{name: "noise " + n, path: hostileEntry, data: random(seed, 64<<10, "")},
			hostile{name: "noise below front matter " + n, path: hostileEntry, data: front(random(seed, 64<<10, "")), code: "file-encoding"},
			hostile{name: "YAML marks " + n, path: hostileEntry, data: field(random(seed, 4<<10, yaml))},
			hostile{name: "Markdown marks " + n, path: hostileEntry, data: front(random(seed, 64<<10, markdown)), silent: true},
		)
	}
	for _, path := range []string{"content/site.yaml", "content/_types/news.yaml", "content/_locales/fr/locale.yaml", "content/_locales/fr/terms.yaml", "content/_locales/fr/synonyms.yaml", "content/_locales/fr/ui.json"} {
		list = append(list,
			hostile{name: "noise", path: path, data: random(7, 20<<10, "")},
			hostile{name: "marks", path: path, data: random(8, 20<<10, yaml)},
			hostile{name: "bomb", path: path, data: bomb},
			hostile{name: "deep", path: path, data: repeat("[", 100_000)},
			hostile{name: "ten megabytes", path: path, data: repeat("# \n", 10<<20/3), code: "file-too-large"},
		)
	}
	return list
}

// TestHostileFiles wants a clear diagnostic about each hostile file, no panic,
// and bounded time and memory.
func TestHostileFiles(t *testing.T) {
	good := goodSite(t)
	for _, h := range hostiles() {
		t.Run(h.name+" in "+filepath.Base(h.path), func(t *testing.T) {
			dir := siteFolder(t, good)
			if h.make != nil {
				if err := h.make(filepath.Join(dir, filepath.FromSlash(h.path))); err != nil {
					t.Skip(err)
				}
			} else {
				writeFile(t, dir, h.path, h.data())
			}
			out := filepath.Join(dir, "public")
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			began := processorTime()
			result, err := build.Run(context.Background(), build.Options{Root: dir, Out: out, Clock: clock, Check: true})
			took := processorTime() - began
			runtime.ReadMemStats(&after)
			if took > hostileTime || after.Sys > before.Sys+hostileMemory {
				t.Errorf("took %v and %d MB", took, (after.Sys-before.Sys)>>20)
			}
			if err != nil {
				t.Fatalf("an error of the machine: %v", err)
			}
			about := slices.ContainsFunc(result.Diagnostics, func(d diag.Diagnostic) bool {
				return strings.HasPrefix(d.Span.File, h.path) && (h.code == "" || d.Code() == h.code)
			})
			if !about && !h.silent {
				t.Errorf("nothing said about it (want %s)", h.code)
				for _, d := range result.Diagnostics[:min(5, len(result.Diagnostics))] {
					t.Error(shown(result.Tree, d))
				}
			}
			for _, d := range result.Diagnostics {
				if d.Code() == "internal" {
					t.Error(shown(result.Tree, d))
				}
			}
		})
	}
}

// TestMissingSettings wants the name of each file that must be there.
func TestMissingSettings(t *testing.T) {
	for _, path := range []string{"content/site.yaml", "content/_locales/fr/locale.yaml"} {
		files := goodSite(t)
		delete(files, path)
		result := run(t, build.Options{Root: siteFolder(t, files), Check: true})
		if !slices.ContainsFunc(result.Diagnostics, func(d diag.Diagnostic) bool { return d.Code() == "settings-missing" }) {
			t.Errorf("%s is missing and nobody says so: %v", path, result.Diagnostics)
		}
	}
}
