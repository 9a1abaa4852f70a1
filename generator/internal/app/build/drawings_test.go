package build_test

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"essaim/generator/internal/app/build"
)

var svgs = regexp.MustCompile(`(?s)<svg [^>]*viewBox.*?</svg>`)

// drawings returns the SVG of a page, the site's mark left out.
func drawings(page string) []string {
	return slices.DeleteFunc(svgs.FindAllString(page, -1), func(s string) bool { return strings.Contains(s, `class="mark"`) })
}

// TestGoldenChart compares the charts of the test site with testdata/chart.svg,
// which ESSAIM_GOLDEN=write writes anew: look at it before you keep it.
func TestGoldenChart(t *testing.T) {
	out := t.TempDir()
	runClean(t, build.Options{Root: siteFolder(t, goodSite(t)), Out: out})
	page, err := os.ReadFile(filepath.Join(out, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	got := strings.ReplaceAll(strings.Join(drawings(string(page)), "\n"), "><", ">\n<") + "\n"
	golden := filepath.Join("testdata", "chart.svg")
	if os.Getenv("ESSAIM_GOLDEN") == "write" {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the charts of the home page are not those of %s:\n%s", golden, got)
	}
}

// TestDrawings reads every drawing of the reference site as XML: well-formed, each
// with a title or a name, without a style of its own and without a number that is
// none; and every place that entries name is on a map or in its table.
func TestDrawings(t *testing.T) {
	out := t.TempDir()
	runClean(t, build.Options{Root: repository, Out: out})
	charts, maps := 0, 0
	for path, page := range readFolder(t, out) {
		if !strings.HasSuffix(path, ".html") {
			continue
		}
		for _, svg := range drawings(page) {
			if err := wellFormed(svg); err != nil {
				t.Errorf("%s: %v: %.200s", path, err, svg)
			}
			if strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") || strings.Contains(svg, "style=") {
				t.Errorf("%s: %.200s", path, svg)
			}
			switch {
			case strings.Contains(svg, "<desc>"):
				charts++
			case strings.Contains(svg, `class="land"`):
				maps++
				if links, rows := strings.Count(svg, "<a "), strings.Count(page[strings.Index(page, "areas\">"):], `scope="row"`); links == 0 || rows < links {
					t.Errorf("%s: %d areas, %d rows", path, links, rows)
				}
			}
		}
	}
	if charts < 40 || maps != 8 {
		t.Errorf("%d charts, %d maps", charts, maps)
	}
	t.Logf("%d charts, %d maps", charts, maps)
}

func wellFormed(text string) error {
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}
