package markdown

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/source"
)

// constructs finds what the mutation test damages: links, images, spans, calls
// and definitions of notes.
var constructs = regexp.MustCompile(`!?\[[^\[\]\n]*\](\([^()\n]*\)|\{[^{}\n]*\})|\[\^[^\]\n]+\]:?`)

// richText holds constructs that the reference site lacks.
const richText = `## Un titre

Voir [la page](/practices/preston "Le titre") puis [le [mot]{lang=en} ici](/theme/mesure), et la note[^n].

![Carte des lieux](/media/map.png "La carte")

Une image ![un logo](logo.png) dans la phrase, **[un lien](/practices/preston) fort**, [un mot]{lang=en .lead}.

| Lieu | Lien |
|---|---|
| Lyon | [la page](/practices/preston) |

> [!NOTE]
> Un [lien](/practices/preston#suite) cité[^n].

- un [lien](/theme/mesure) de liste

[^n]: La note, avec [un lien](/practices/preston).
`

// mutate calls each with every damage of one character at i: deleted, swapped
// with the next, replaced, and with another inserted before it.
func mutate(src []byte, i int, insert bool, each func(damaged []byte)) {
	splice := func(with string, skip int) []byte {
		return append(append(bytes.Clone(src[:i]), with...), src[i+skip:]...)
	}
	each(splice("", 1))
	if i+1 < len(src) && src[i] != src[i+1] && src[i] < 0x80 && src[i+1] < 0x80 {
		each(splice(string([]byte{src[i+1], src[i]}), 2))
	}
	for _, c := range []string{"x", " ", "(", ")", "[", "]", "{", "}", "/", `"`, "!", "^", "7", ".", "#"} {
		if c != string(src[i:i+1]) {
			each(splice(c, 1))
		}
		if insert {
			each(splice(c, 0))
		}
	}
}

// visibleText reports whether a damage at i of a construct changes only words
// that the reader sees: no program can know that they were others.
func visibleText(src []byte, start, end, i int) bool {
	if src[i] >= 0x80 {
		return true
	}
	text := src[start:end]
	closing := start + bytes.IndexByte(text, ']')
	opening := start + bytes.IndexByte(text, '[')
	if i > opening && i < closing {
		return src[opening+1] != '^'
	}
	quote := bytes.IndexByte(text, '"')
	return quote >= 0 && i > start+quote && i < start+bytes.LastIndexByte(text, '"')
}

// damageVariable is set in the environment to damage every construct of the
// reference site; else each of damageSample is.
const (
	damageVariable = "ESSAIM_MUTATE_ALL"
	damageSample   = 61
)

// TestDamageIsReported damages every construct of the reference site, one
// character at a time: the damage must show nothing, or be reported on its
// line. An address without a scheme that is not one of the text's own counts as
// reported, because link looks it up.
func TestDamageIsReported(t *testing.T) {
	entries := siteEntries(t)
	entries = append(entries, entry{name: "content/practices/rich.fr.md", data: []byte(richText), lang: "fr"})
	step := damageSample
	if os.Getenv(damageVariable) != "" {
		step = 1
	}
	constructed, total, bad := 0, 0, map[string]int{}
	for _, e := range entries {
		body := e.data[e.body:]
		whole, _ := Parse(body, e.span(), e.options())
		want := fill(whole)
		for _, place := range constructs.FindAllIndex(body, -1) {
			if inCode(body, place[0]) { // it is shown as it is written, whatever it is
				continue
			}
			if constructed++; constructed%step != 0 {
				continue
			}
			outside := bytes.Contains(body[place[0]:place[1]], []byte("://"))
			for i := place[0]; i < place[1]; i++ {
				if visibleText(body, place[0], place[1], i) || outside && i > place[0]+bytes.Index(body[place[0]:place[1]], []byte("(")) {
					continue
				}
				// Before a bracket that ends words, what is inserted is one more
				// letter of them.
				insert := body[i] != ']' || body[i-1] == '^' || bytes.HasPrefix(body[place[0]:], []byte("[^"))
				mutate(body, i, insert, func(damaged []byte) {
					total++
					if why := undetected(e, whole, want, body, damaged, i); why != "" {
						bad[why]++
					}
				})
			}
		}
	}
	missed := 0
	var shown []string
	for why, n := range bad {
		missed += n
		shown = append(shown, why)
	}
	slices.Sort(shown)
	if share := float64(missed) / float64(total); share > 0.02 || total < 1000 {
		t.Errorf("%d of %d damages (%.2f %%) are silent, for example:\n%s", missed, total, 100*share, strings.Join(shown[:min(len(shown), 60)], "\n"))
	}
	t.Logf("proved: %d of %d damages are silent (%.2f %%)\n%s", missed, total, 100*float64(missed)/float64(total), strings.Join(shown[:min(len(shown), 150)], "\n"))
}

// inCode reports whether a place is between backticks of its line.
func inCode(body []byte, place int) bool {
	line := body[bytes.LastIndexByte(body[:place], '\n')+1 : place]
	return bytes.Count(line, []byte("`"))%2 == 1
}

// undetected returns "" when a damage is harmless or reported, else what it
// looks like.
func undetected(e entry, whole *content.Body, want string, body, damaged []byte, i int) string {
	got, found := Parse(damaged, source.In(e.name, 0, len(damaged)), e.options())
	if slices.Equal(strings.Fields(fill(got)), strings.Fields(want)) {
		return ""
	}
	line := bytes.Count(body[:i], []byte("\n"))
	for _, d := range found {
		if at := bytes.Count(damaged[:d.Span.Start], []byte("\n")); at == line || at == line+1 && body[i] == '\n' {
			return ""
		}
	}
	var links, images []string
	for _, l := range whole.Links {
		links = append(links, l.Target)
	}
	for _, img := range whole.Images {
		images = append(images, img.Src)
	}
	for _, l := range got.Links {
		if !strings.Contains(l.Target, ":") && !slices.Contains(links, l.Target) {
			return "" // link finds no page there
		}
	}
	for _, img := range got.Images {
		if !slices.Contains(images, img.Src) {
			return "" // link finds no image there
		}
	}
	for _, f := range got.Figures {
		if !slices.ContainsFunc(whole.Figures, func(known content.FigureRef) bool { return known.Target == f.Target }) {
			return "" // link finds no value there
		}
	}
	lineOf := bytes.LastIndexByte(damaged[:i], '\n') + 1
	return string(damaged[max(lineOf, i-25):min(len(damaged), i+25)])
}
