package build_test

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"essaim/generator/internal/app/build"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
)

// mutationVariable tries every position instead of a sample.
const mutationVariable = "ESSAIM_MUTATE_ALL"

// mutationSample is about how many mutations the usual run tries.
const mutationSample = 500

// mutation is one single-character damage.
type mutation struct {
	file string
	// start and end are the bytes replaced by text.
	start, end int
	text       string
	operation  string
	token      token
}

func (m mutation) apply(text string) string { return text[:m.start] + m.text + text[m.end:] }

// within reports whether nothing outside a token is touched.
func (m mutation) within(t token) bool { return t.start <= m.start && m.end <= t.end }

// strays are the characters that slip in: those next to each other on a
// keyboard, and those that mean something in YAML or Markdown.
const strays = "ae1 0zx:-\"'[]{}(),#/.!&*é_<>"

// mutationsOf returns four damages for every character of the tokens: it is
// deleted, replaced, swapped with the next one, or something is inserted
// before it.
//
// Prose does not count: another letter in a title is another title. A
// character is prose when it stands in the value of a field of kind text or
// markdown or in the text of a link. What an insertion adds at the very edge
// of prose is prose too. Everything else counts: delimiters, keys, colons,
// indents, dashes, brackets, commas, quotes (also those around prose), line
// ends, the values of all other kinds, and the marks and targets of links,
// images, footnotes, boxes and language stretches.
func mutationsOf(file, text string, tokens []token) []mutation {
	h := fnv.New64a()
	h.Write([]byte(file))
	r := rand.New(rand.NewPCG(h.Sum64(), 5))
	characters := []rune(strays)
	stray := func(not string) string {
		for {
			if c := string(characters[r.IntN(len(characters))]); c != not {
				return c
			}
		}
	}
	var all []mutation
	for i, t := range tokens {
		if t.prose {
			continue
		}
		for pos := t.start; pos < t.end; {
			_, size := utf8.DecodeRuneInString(text[pos:])
			char, next := text[pos:pos+size], ""
			if pos+size < len(text) {
				_, after := utf8.DecodeRuneInString(text[pos+size:])
				next = text[pos+size : pos+size+after]
			}
			all = append(all,
				mutation{file, pos, pos + size, "", "delete", t},
				mutation{file, pos, pos + size, stray(char), "replace", t})
			if next != "" && next != char {
				all = append(all, mutation{file, pos, pos + size + len(next), next + char, "swap", t})
			}
			besideProse := pos == t.start && i > 0 && tokens[i-1].prose && tokens[i-1].end == pos
			if !besideProse {
				all = append(all, mutation{file, pos, pos, stray(""), "insert", t})
			}
			pos += size
		}
	}
	return all
}

// outcome says what became of a mutation.
type outcome string

const (
	// reported: a diagnostic, or a note of one, stands on the damaged line.
	reported outcome = "reported"
	// harmless: every output file is the same.
	harmless outcome = "harmless"
	// another: the damage made another valid value of the same kind, such as
	// the next day of a date, another number or another outside address.
	// Nobody could tell it from an intention without knowing the fact, so
	// these are counted apart and not in the ratio.
	another outcome = "another value"
	// elsewhere: something was said, but not on the damaged line.
	elsewhere outcome = "elsewhere"
	// silent: the output changed and nothing was said.
	silent outcome = "silent"
)

// TestSingleCharacterDamage wants at least 98 % of single-character damage of
// front matter and links either harmless or reported on the damaged line.
func TestSingleCharacterDamage(t *testing.T) {
	x := newDamager(t)
	mutations := x.sample(t)
	outcomes := x.try(t, mutations)

	type row map[outcome]int
	rows, total := map[string]row{}, row{}
	var misses []string
	for i, m := range mutations {
		if rows[m.token.category] == nil {
			rows[m.token.category] = row{}
		}
		rows[m.token.category][outcomes[i].outcome]++
		total[outcomes[i].outcome]++
		if o := outcomes[i].outcome; o == silent || o == elsewhere {
			misses = append(misses, x.describe(m, outcomes[i]))
		}
	}
	ratio := func(r row) float64 {
		good := r[reported] + r[harmless]
		return 100 * float64(good) / float64(max(1, good+r[silent]+r[elsewhere]))
	}
	line := func(name string, r row) {
		t.Logf("%-18s %8d %8d %9d %6d %13d %8.1f %%", name, r[reported], r[harmless], r[elsewhere], r[silent], r[another], ratio(r))
	}
	t.Logf("%-18s %8s %8s %9s %6s %13s %10s", "", "reported", "harmless", "elsewhere", "silent", "another value", "good")
	for _, name := range sortedKeys(rows) {
		line(name, rows[name])
	}
	line("all", total)
	counting := total[reported] + total[harmless] + total[another]
	t.Logf("counting other values as misses too: %.1f %% of %d", 100*float64(total[reported]+total[harmless])/float64(counting+total[silent]+total[elsewhere]), len(mutations))
	t.Logf("proved: of %d single-character damages to front matter and links, %.1f %% are harmless or reported on their line, other values left aside", len(mutations), ratio(total))
	for i, miss := range misses {
		if i < 40 || os.Getenv(mutationVariable) != "" {
			t.Log(miss)
		}
	}
	if ratio(total) < 98 {
		t.Errorf("%.1f %% of the damage is harmless or reported on its line, want 98 %%", ratio(total))
	}
}

func sortedKeys[V any](m map[string]V) []string {
	var keys []string
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// damager damages a copy of the reference site.
type damager struct {
	dir    string
	cache  *build.Cache
	site   *site.Site
	texts  map[string]string
	tokens map[string][]token
	// good are the hashes of the undamaged site.
	good map[string]output.Hash
	// paths are what an internal link may name.
	paths map[string]bool
}

// hashes returns those of files, by path.
func hashes(out *output.Tree) map[string]output.Hash {
	made := make(map[string]output.Hash, out.Len())
	for _, f := range out.Files() {
		made[f.Path] = f.Hash
	}
	return made
}

func newDamager(t *testing.T) *damager {
	x := &damager{dir: copySite(t, repository), cache: &build.Cache{}, texts: map[string]string{}, tokens: map[string][]token{}}
	// A search that loses its answer says nothing of the damaged line, and
	// asking takes longer than all the rest.
	for _, tag := range []string{"fr", "en"} {
		if err := os.Remove(filepath.Join(x.dir, "content", "_locales", tag, "queries.yaml")); err != nil {
			t.Fatal(err)
		}
	}
	result := runClean(t, build.Options{Root: x.dir, Check: true, Cache: x.cache})
	x.site, x.good = result.Site, hashes(result.Output)
	x.paths = internalPaths(result.Site)
	for _, f := range result.Tree.Below("content") {
		id, isEntry := strings.CutSuffix(strings.TrimPrefix(f.Path, "content/"), ".md")
		if !isEntry {
			continue
		}
		data, err := os.ReadFile(filepath.Join(x.dir, filepath.FromSlash(f.Path)))
		if err != nil {
			t.Fatal(err)
		}
		x.texts[f.Path] = string(data)
		x.tokens[f.Path] = tokensOf(string(data), result.Site.Schema.TypeOf(id))
	}
	return x
}

// sample returns mutations in order of file: a fixed share of all, every one
// with the variable set.
func (x *damager) sample(t *testing.T) []mutation {
	var all []mutation
	for _, file := range sortedKeys(x.texts) {
		all = append(all, mutationsOf(file, x.texts[file], x.tokens[file])...)
	}
	every := 1
	if os.Getenv(mutationVariable) == "" {
		every = max(1, len(all)/mutationSample)
	}
	// A step through the list would always hit the same operation.
	r := rand.New(rand.NewPCG(17, 0))
	var chosen []mutation
	for _, m := range all {
		if r.IntN(every) == 0 {
			chosen = append(chosen, m)
		}
	}
	t.Logf("%d of %d mutations in %d files", len(chosen), len(all), len(x.texts))
	return chosen
}

// finding is an outcome with the diagnostics that go with it.
type finding struct {
	outcome
	said []string
}

// try makes every mutation. Files are independent, so one run tries a mutation
// in each file of a locale at once; what is not reported there is tried again
// alone, and only that is compared with the good output.
func (x *damager) try(t *testing.T, mutations []mutation) []finding {
	findings := make([]finding, len(mutations))
	queues := map[string][]int{}
	for i, m := range mutations {
		queues[m.file] = append(queues[m.file], i)
	}
	for _, suffix := range []string{".fr.md", ".en.md"} {
		for round := 0; ; round++ {
			var batch []int
			for _, file := range sortedKeys(queues) {
				if strings.HasSuffix(file, suffix) && round < len(queues[file]) {
					batch = append(batch, queues[file][round])
				}
			}
			if len(batch) == 0 {
				break
			}
			x.tryBatch(t, mutations, batch, findings)
		}
	}
	for i, m := range mutations {
		if findings[i].outcome == "" {
			findings[i] = x.tryAlone(t, m)
		}
	}
	return findings
}

func (x *damager) tryBatch(t *testing.T, mutations []mutation, batch []int, findings []finding) {
	for _, i := range batch {
		writeFile(t, x.dir, mutations[i].file, mutations[i].apply(x.texts[mutations[i].file]))
	}
	result := run(t, build.Options{Root: x.dir, Check: true, Cache: x.cache})
	for _, i := range batch {
		if x.onLine(mutations[i], result) {
			findings[i].outcome = reported
		}
		writeFile(t, x.dir, mutations[i].file, x.texts[mutations[i].file])
	}
}

func (x *damager) tryAlone(t *testing.T, m mutation) finding {
	writeFile(t, x.dir, m.file, m.apply(x.texts[m.file]))
	defer writeFile(t, x.dir, m.file, x.texts[m.file])
	result := run(t, build.Options{Root: x.dir, Check: true, Cache: x.cache})
	f := finding{outcome: silent}
	for _, d := range result.Diagnostics {
		f.said = append(f.said, shown(result.Tree, d))
	}
	switch {
	case x.onLine(m, result):
		f.outcome = reported
	case len(f.said) == 0 && maps.Equal(hashes(result.Output), x.good):
		f.outcome = harmless
	case x.anotherValue(m):
		f.outcome = another
	case len(f.said) > 0:
		f.outcome = elsewhere
	}
	return f
}

// onLine reports whether a diagnostic or one of its notes begins on a line
// that the damage touches.
func (x *damager) onLine(m mutation, result *build.Result) bool {
	damaged := m.apply(x.texts[m.file])
	lines := source.NewLineIndex([]byte(damaged))
	first, last := lines.Position(m.start).Line, lines.Position(m.start+len(m.text)).Line
	on := func(span source.Span) bool {
		if span.File != m.file {
			return false
		}
		line := lines.Position(span.Start).Line
		return first <= line && line <= last
	}
	return slices.ContainsFunc(result.Diagnostics, func(d diag.Diagnostic) bool {
		return on(d.Span) || slices.ContainsFunc(d.Notes, func(r diag.Remark) bool { return on(r.Span) })
	})
}

// describe shows a miss: the place, the line as damaged, and what was said.
func (x *damager) describe(m mutation, f finding) string {
	damaged := m.apply(x.texts[m.file])
	lines := source.NewLineIndex([]byte(damaged))
	p := lines.Position(m.start)
	line, start := lines.Line(m.start)
	column := m.start - start
	around := string(line[max(0, column-25):min(len(line), column+25)])
	original := x.texts[m.file][m.start:m.end]
	said := f.said[:min(2, len(f.said))]
	return fmt.Sprintf("%s: %s:%d:%d %s in %s: %q -> %q in …%s…  %s", f.outcome, m.file, p.Line, p.Column, m.operation, m.token.category, original, m.text,
		strings.ToValidUTF8(around, ""), cmp.Or(strings.Join(said, " | "), "(nothing said)"))
}
