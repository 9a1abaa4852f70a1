package settings

import "testing"

// The titles of the pages that are made of the site are set as all titles are.
func TestOwnPagesAreSet(t *testing.T) {
	for _, name := range []string{"search", "handbook", "feeds"} {
		all := files(whole)
		change(t, all, "content/site.yaml", "search: {title: {fr: Recherche, en: Search}", name+": {title: {fr: Recherche, en: \"What's new\"}")
		s, found := Read(tree(all))
		if s == nil || len(found) > 0 {
			t.Fatalf("refused: %v", messages(found))
		}
		own := s.Config.Search
		switch name {
		case "handbook":
			own = s.Config.Handbook
		case "feeds":
			own = s.Config.Feeds
		}
		if got := own.Title["en"]; got != "What’s new" {
			t.Errorf("the title of %s is %q", name, got)
		}
	}
}
