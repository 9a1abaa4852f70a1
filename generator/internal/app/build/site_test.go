package build_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"path"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"essaim/generator/internal/app/build"
	"essaim/generator/internal/model/site"
)

// TestReferenceSite builds the repository's own content as `make site` does:
// nothing to say, everything reachable, nothing to write the second time.
func TestReferenceSite(t *testing.T) {
	out := t.TempDir()
	result := runClean(t, build.Options{Root: repository, Out: out})
	files := readFolder(t, out)
	base := result.Site.Schema.Config.BaseURL
	web := checkReferences(files, base)
	for _, problem := range web.problems {
		t.Error(problem)
	}
	t.Logf("%d pages, %d files, %d internal references followed, %d of them to anchors", result.Pages, len(files), web.references, web.anchors)
	if web.references < 1000 || web.anchors < 50 {
		t.Errorf("%d references and %d anchors: the test looks in the wrong place", web.references, web.anchors)
	}

	t.Run("second run", func(t *testing.T) {
		again := runClean(t, build.Options{Root: repository, Out: out})
		if again.Written != 0 || again.Removed != 0 || again.Unchanged != len(files) {
			t.Errorf("written %d, removed %d, unchanged %d; want 0, 0, %d", again.Written, again.Removed, again.Unchanged, len(files))
		}
		compareFolders(t, "second run", readFolder(t, out), files)
	})
	t.Run("locales", func(t *testing.T) { checkLocales(t, result) })
	t.Run("alternates", func(t *testing.T) { checkAlternates(t, files, base) })
	t.Run("sitemap", func(t *testing.T) { checkSitemap(t, result, files, base) })
	t.Run("feeds", func(t *testing.T) { checkFeeds(t, result, files) })
}

// checkLocales wants every entry in every locale, and the number of entries
// that the reference site promises.
func checkLocales(t *testing.T, result *build.Result) {
	counts := map[string]int{}
	for _, p := range result.Site.Pages {
		if p.Kind != site.KindEntry {
			continue
		}
		counts[p.Type.Name+"."+p.Locale.Tag]++
		for _, a := range p.Alternates {
			if !a.Exists {
				t.Errorf("%s has no version in %s", p.Source, a.Locale.Tag)
			}
		}
	}
	t.Log(counts)
	for _, kind := range []string{"news", "initiative", "practice"} {
		for _, tag := range []string{"fr", "en"} {
			if counts[kind+"."+tag] < 12 {
				t.Errorf("%d entries of type %s in %s, want at least 12", counts[kind+"."+tag], kind, tag)
			}
		}
	}
}

// checkAlternates wants hreflang links that answer each other, and a canonical
// address on every page that says which one it is.
func checkAlternates(t *testing.T, files map[string]string, base string) {
	alternates := map[string]map[string]string{} // page -> hreflang -> address
	checker := &webSite{}
	for name, text := range files {
		if path.Ext(name) != ".html" || path.Base(name) == "404.html" || strings.Contains(text, `http-equiv="refresh"`) {
			continue
		}
		address := base + strings.TrimSuffix(name, "index.html")
		alternates[address] = map[string]string{}
		canonical := ""
		checker.tokens(name, text, func(_ string, tag html.Token) {
			rel, _ := attribute(tag, "rel")
			href, _ := attribute(tag, "href")
			lang, _ := attribute(tag, "hreflang")
			switch {
			case tag.Data != "link":
			case rel == "canonical":
				canonical = href
			case rel == "alternate" && lang != "":
				alternates[address][lang] = href
			}
		})
		if canonical != address {
			t.Errorf("%s: canonical %q, want %q", name, canonical, address)
		}
	}
	for page, links := range alternates {
		for lang, href := range links {
			back, known := alternates[href]
			if !known {
				t.Errorf("%s: hreflang %s leads to %s, which is no page", page, lang, href)
			} else if lang != "x-default" && !contains(back, page) {
				t.Errorf("%s names %s as its %s version, which does not answer", page, href, lang)
			}
		}
		if len(links) > 0 && links["x-default"] == "" {
			t.Errorf("%s has versions but no x-default", page)
		}
	}
}

func contains(links map[string]string, page string) bool {
	for _, href := range links {
		if href == page {
			return true
		}
	}
	return false
}

// checkSitemap wants every page but 404.html in the sitemap, once.
func checkSitemap(t *testing.T, result *build.Result, files map[string]string, base string) {
	listed := map[string]int{}
	for name, text := range files {
		if path.Ext(name) != ".xml" || !strings.Contains(text, "<urlset") {
			continue
		}
		var set struct {
			URLs []struct {
				Loc string `xml:"loc"`
			} `xml:"url"`
		}
		if err := xml.Unmarshal([]byte(text), &set); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, u := range set.URLs {
			listed[u.Loc]++
		}
	}
	for _, p := range result.Site.Pages {
		address := base + strings.TrimPrefix(string(p.URL), "/")
		if want := 1; p.Kind != site.KindNotFound && listed[address] != want {
			t.Errorf("%s is in the sitemap %d times", address, listed[address])
		}
	}
	t.Logf("%d addresses", len(listed))
}

// checkFeeds wants each feed of the site in both formats, with its entries.
func checkFeeds(t *testing.T, result *build.Result, files map[string]string) {
	for _, feed := range result.Site.Feeds {
		var atom struct {
			ID      string `xml:"id"`
			Updated string `xml:"updated"`
			Entries []struct {
				ID      string `xml:"id"`
				Updated string `xml:"updated"`
			} `xml:"entry"`
		}
		if err := xml.Unmarshal([]byte(files[feed.Atom.File()]), &atom); err != nil {
			t.Errorf("%s: %v", feed.Atom, err)
		}
		var parsed struct {
			Version string `json:"version"`
			Items   []struct {
				ID string `json:"id"`
			} `json:"items"`
		}
		if err := json.Unmarshal([]byte(files[feed.JSON.File()]), &parsed); err != nil {
			t.Errorf("%s: %v", feed.JSON, err)
		}
		got := fmt.Sprint(len(atom.Entries), len(parsed.Items), atom.ID != "", atom.Updated != "", parsed.Version)
		if want := fmt.Sprint(len(feed.Pages), len(feed.Pages), true, true, "https://jsonfeed.org/version/1.1"); got != want {
			t.Errorf("%s: entries, items, id, updated, version: %s, want %s", feed.Atom, got, want)
		}
	}
	if len(result.Site.Feeds) == 0 {
		t.Error("no feed")
	}
}
