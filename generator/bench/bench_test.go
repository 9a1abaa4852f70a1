package main

import (
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"essaim/generator/internal/corpus"
)

func TestQuantile(t *testing.T) {
	for _, tt := range []struct {
		values []float64
		share  float64
		want   float64
	}{
		{[]float64{5, 1, 3}, 0.5, 3}, {[]float64{4, 2}, 0.5, 3}, {[]float64{1, 2, 3, 4}, 0.95, 4}, {nil, 0.5, 0},
		{[]float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20}, 0.95, 19.5},
	} {
		if got := quantile(tt.values, tt.share); got != tt.want {
			t.Errorf("quantile(%v, %v) = %v, want %v", tt.values, tt.share, got, tt.want)
		}
	}
}

// TestRunsAreEvenlyInRounds spreads few runs over many rounds.
func TestRunsAreEvenlyInRounds(t *testing.T) {
	for _, c := range []struct {
		rounds, runs int
		want         string
	}{{1, 1, "x"}, {5, 5, "xxxxx"}, {5, 3, "x.x.x"}, {5, 1, "..x.."}, {10, 2, "..x....x.."}} {
		got := ""
		for r := range c.rounds {
			if inRound(r, c.rounds, c.runs) {
				got += "x"
			} else {
				got += "."
			}
		}
		if got != c.want {
			t.Errorf("%d runs in %d rounds: %s, want %s", c.runs, c.rounds, got, c.want)
		}
	}
}

// TestWrittenAgainCounts writes a file of the same bytes again: that is work,
// and is counted.
func TestWrittenAgainCounts(t *testing.T) {
	dir := t.TempDir()
	write := func(name string) {
		if err := save("same", dir, name); err != nil {
			t.Fatal(err)
		}
	}
	look := func() map[string]stamp {
		files, err := scan(dir)
		if err != nil {
			t.Fatal(err)
		}
		return files
	}
	for _, name := range []string{"kept", "again", "gone", ".essaim/manifest"} {
		write(name)
	}
	before := look()
	if err := os.Remove(filepath.Join(dir, "gone")); err != nil {
		t.Fatal(err)
	}
	// Away and back: a new file with the old text.
	if err := os.Remove(filepath.Join(dir, "again")); err != nil {
		t.Fatal(err)
	}
	write("again")
	write("new/page")
	write(".essaim/lock")
	if written, removed := changes(before, look()); written != 2 || removed != 1 {
		t.Errorf("%d written and %d removed, want 2 and 1", written, removed)
	}
}

func TestRunTellsWhatAProgramSaid(t *testing.T) {
	out := t.TempDir()
	if s, err := run(t.Context(), out, "go", "version"); err != nil || s.Wall <= 0 || s.Written != 0 {
		t.Errorf("%+v, %v", s, err)
	}
	if _, err := run(t.Context(), out, "go", "nonsense"); err == nil || !strings.Contains(err.Error(), "nonsense: unknown command") {
		t.Errorf("error %v", err)
	}
}

// TestTokens makes words that a browser recognises and that differ.
func TestTokens(t *testing.T) {
	shape := regexp.MustCompile(`^qz[a-w]{4}x$`) // as serve/watch.ts looks for them
	known := map[string]bool{}
	for n := range 12_167 {
		mark := token(n)
		if !shape.MatchString(mark) || len(mark) != tokenLength || known[mark] {
			t.Fatalf("token(%d) = %q", n, mark)
		}
		known[mark] = true
	}
}

// TestEdits edits a corpus and Hugo's site as a run does: every edit finds its
// place, and the next takes the mark before it away.
func TestEdits(t *testing.T) {
	dir := t.TempDir()
	site, hugo := filepath.Join(dir, "site"), filepath.Join(dir, "hugo")
	theme := filepath.Join("..", "..", "themes", "solidaire")
	if err := corpus.Write(site, corpus.Options{Documents: 60, Seed: 1, Theme: theme}); err != nil {
		t.Fatal(err)
	}
	if err := convert(site, "hugo", theme, hugo); err != nil {
		t.Fatal(err)
	}
	names, err := documents(site, "articles", 5)
	if err != nil || len(names) != 5 {
		t.Fatalf("%v, %v", names, err)
	}
	for root, of := range map[string]func(string) []edit{site: edits, hugo: hugoEdits} {
		for i, e := range of(names[0]) {
			if e.kind != kinds[i] {
				t.Errorf("edit %d is a %s, want %s", i, e.kind, kinds[i])
			}
			old, mark := token(2*i), token(2*i+1)
			for _, word := range []string{old, mark} {
				if err := e.make(root, word); err != nil {
					t.Fatal(err)
				}
			}
			data, err := os.ReadFile(filepath.Join(root, e.file))
			if err != nil {
				t.Fatal(err)
			}
			if text := string(data); strings.Contains(text, old) || strings.Count(text, mark) != 1 {
				t.Errorf("%s of %s: the mark of the edit before is still there, or the new one is not", e.kind, root)
			}
		}
		list, err := changesOf(root, names, 5, 100, false, of)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) != 5+2+1+1+1 || strings.Contains(list[6].Text, list[5].Mark) {
			t.Errorf("%d changes of %s", len(list), root)
		}
	}
}

func TestHugoReadsTheSameLinks(t *testing.T) {
	got := adapt("Lire [a](/guides/a-b-00001), [b](https://x.example/c) et[^1].\n\n> [!NOTE]\n> [c](/articles/c)\n")
	want := "Lire [a](/guides/a-b-00001/), [b](https://x.example/c) et[^1].\n\n> [!NOTE]\n> [c](/articles/c/)\n"
	if got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func measured() *results {
	r := &results{}
	cold := &section{Documents: 10_000, Samples: map[string][]Sample{
		"pages alone": {{Wall: 1, Peak: 100 << 20}, {Wall: 3, Peak: 300 << 20}, {Wall: 2, Peak: 200 << 20}},
		"with search": {{Wall: 6, Peak: 600 << 20}}, "Hugo": {{Wall: 10, Peak: 1000 << 20}}, "Pagefind": {{Wall: 40, Peak: 3000 << 20}},
	}}
	r.put("cold", cold)
	r.put("serve", &section{Documents: 10_000, Previews: map[string]*Preview{
		"Essaim": {Resident: 500 << 20, Edits: map[string][]Edit{"body": {{Shown: 40, Found: 90}}, "title": {{Shown: 300}}, "template": {{Shown: 100}}}},
	}})
	return r
}

func TestBars(t *testing.T) {
	text := measured().markdown()
	for _, want := range []string{
		`Cold, Pages alone / Hugo, time +\| +0\.25 \| +0\.200 \| +met`,
		`with search / \(Hugo \+ Pagefind\), memory +\| +0\.125 \| +0\.150 \| +over`,
		`a body shown and found, median +\| +100 ms \| +90 ms \| +met`,
		`a title shown, median +\| +250 ms \| +300 ms \| +over`,
		`resident memory +\| +400 MiB \| +500 MiB \| +over`,
	} {
		if !regexp.MustCompile(want).MatchString(text) {
			t.Errorf("%s is not in\n%s", want, text)
		}
	}
}

func TestResultsOfOneSizeAreReplaced(t *testing.T) {
	name := filepath.Join(t.TempDir(), "results.json")
	r := measured()
	r.put("cold", &section{Documents: 1000})
	if err := r.save(name); err != nil {
		t.Fatal(err)
	}
	r, err := load(name)
	if err != nil {
		t.Fatal(err)
	}
	r.put("cold", &section{Documents: 10_000, Command: "again"})
	if len(r.Cold) != 2 || r.Cold[0].Documents != 1000 || r.Cold[1].Command != "again" || len(r.Serve) != 1 {
		t.Errorf("%+v", r)
	}
}

func TestSizesOfOneCommandAreCompared(t *testing.T) {
	r := &results{}
	for _, s := range []section{{Documents: 1000, Command: "one"}, {Documents: 3000, Command: "one"}, {Documents: 1000, Command: "other"}, {Documents: 10_000, Command: "other"}} {
		r.put("scale", &s)
	}
	if len(r.Scale) != 2 || r.Scale[0].Command != "other" || r.Scale[1].Documents != 10_000 {
		t.Errorf("%+v", r.Scale)
	}
}

func TestFlags(t *testing.T) {
	o, err := read([]string{"-documents", "10000,1000 1000", "-parts", "warm,serve"}, os.Stderr)
	if err != nil || len(o.documents) != 2 || o.documents[0] != 1000 || len(o.parts) != 2 {
		t.Errorf("%+v, %v", o, err)
	}
	for _, wrong := range [][]string{{"-parts", "cold,hot"}, {"-documents", "many"}, {"-runs", "0"}} {
		if _, err := read(wrong, os.Stderr); err == nil {
			t.Errorf("%v is accepted", wrong)
		}
	}
}

func TestRoomIsAskedForBeforehand(t *testing.T) {
	b := &bench{}
	b.work = t.TempDir()
	if free(b.work) < 0 {
		t.Skip("this system does not say how much room there is")
	}
	if err := b.roomFor(1); err != nil {
		t.Error(err)
	}
	if err := b.roomFor(math.MaxInt / diskBytes); err == nil {
		t.Error("every disk has room for everything")
	}
}
