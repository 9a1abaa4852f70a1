package markdown

import (
	"encoding/json"
	"html"
	"os"
	"strings"
	"testing"

	"github.com/yuin/goldmark/util"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/source"
)

// fill writes a body the way CommonMark's examples write HTML: every hole with
// the address as it stands, and headings without ids.
func fill(b *content.Body) string {
	var out strings.Builder
	address := func(s string) string { return html.EscapeString(string(util.URLEscape([]byte(s), false))) }
	afterID := false
	for _, s := range b.Segments {
		switch s.Hole {
		case content.NoHole:
			text := string(s.HTML)
			if afterID {
				text = strings.TrimPrefix(text, `"`)
			}
			afterID = false
			out.WriteString(strings.TrimSuffix(text, ` id="`))
		case content.LinkHole:
			out.WriteString(` href="` + address(b.Links[s.Index].Target) + `"`)
		case content.ImageHole:
			img := b.Images[s.Index]
			out.WriteString(`<img src="` + address(img.Src) + `" alt="` + html.EscapeString(img.Alt) + `">`)
		case content.HeadingHole:
			afterID = true
		}
	}
	return out.String()
}

// differs lists the examples whose HTML is another here, on purpose. An example
// that is listed must differ, and no other may.
var differs = []struct {
	reason   string
	examples []int
}{
	{"raw HTML is reported and never output", []int{
		21, 31, 148, 149, 150, 151, 152, 153, 154, 155, 156, 157, 158, 159, 160, 161, 162, 163, 164, 165, 166, 167, 168, 169, 170, 171, 172, 173, 174, 175, 176, 177, 178, 179, 180, 181, 182, 183, 184, 185, 186, 187, 188, 189, 190, 191, 201, 308, 309, 344, 475, 476, 477, 491, 494, 524, 536, 613, 614, 615, 616, 617, 623, 625, 626, 627, 628, 629, 630, 631, 642, 643,
	}},
	{"an address that is empty, holds a backslash, has no whole host or a scheme outside the list is reported and not linked", []int{
		200, 202, 346, 485, 486, 487, 502, 567, 596, 598, 599, 600, 601,
	}},
	{"an image with a title, alone in its paragraph, is a figure with a caption", []int{
		572, 573, 576, 577, 584, 585, 586, 588, 589, 591,
	}},
	{"an image inside a sentence has no title (reported)", []int{579, 587}},
	{"addresses written bare are links (GFM)", []int{602, 608, 611, 612}},
}

func TestCommonMark(t *testing.T) {
	data, err := os.ReadFile("testdata/commonmark/spec.json")
	if err != nil {
		t.Fatal(err)
	}
	var examples []struct {
		Markdown, HTML, Section string
		Example                 int
	}
	if err := json.Unmarshal(data, &examples); err != nil {
		t.Fatal(err)
	}
	reasons := map[int]string{}
	for _, group := range differs {
		for _, n := range group.examples {
			reasons[n] = group.reason
		}
	}
	if len(examples) != 652 {
		t.Fatalf("%d examples, want 652", len(examples))
	}
	for _, e := range examples {
		body, _ := Parse([]byte(e.Markdown), source.Span{File: "a.md"}, Options{Typography: "none"})
		got, want := fill(body), strings.ReplaceAll(e.HTML, " />", ">")
		if reason := reasons[e.Example]; reason != "" {
			if got == want {
				t.Errorf("%d no longer differs, though %s", e.Example, reason)
			}
		} else if got != want {
			t.Errorf("%d %s\n%q\n got %q\nwant %q", e.Example, e.Section, e.Markdown, got, want)
		}
	}
}
