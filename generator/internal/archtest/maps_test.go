package archtest

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// mostUnnamed is how many files a package may have without saying what each is for.
const mostUnnamed = 8

var (
	goName = regexp.MustCompile(`[a-z][a-z_]*\.go\b`)
	// system ends the names of files that are for some systems alone.
	system = regexp.MustCompile(`_(linux|unix|windows|other)\.go$`)
)

// TestLargePackagesHaveAMap wants the comment of a package of many files to name each
// of them, and none that is not there: whoever is new looks there for the place to
// change.
func TestLargePackagesHaveAMap(t *testing.T) {
	const root = "../../.."
	packages := map[string]map[string]string{} // the comment of each file, by folder and name
	for _, f := range readTree(t, root) {
		if f.isTest() {
			continue
		}
		text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(f.path)))
		if err != nil {
			t.Fatal(err)
		}
		folder, name := path.Split(f.path)
		if packages[folder] == nil {
			packages[folder] = map[string]string{}
		}
		comment, _, _ := strings.Cut("\n"+string(text), "\npackage ")
		packages[folder][name] = comment
	}
	large := 0
	for folder, files := range packages {
		if len(files) <= mostUnnamed {
			continue
		}
		large++
		named := map[string]bool{}
		for name, comment := range files {
			for _, other := range goName.FindAllString(comment, -1) {
				if _, there := files[other]; !there {
					t.Errorf("%s%s names %s, which is not there", folder, name, other)
				}
				named[other] = true
			}
			named[name] = named[name] || comment != "" // it says itself what it is for
		}
		for name := range files {
			if !named[name] && !system.MatchString(name) {
				t.Errorf("the comment of package %s does not say what %s is for", folder, name)
			}
		}
	}
	if large < 10 {
		t.Errorf("%d packages of more than %d files: the test looks in the wrong place", large, mostUnnamed)
	}
}
