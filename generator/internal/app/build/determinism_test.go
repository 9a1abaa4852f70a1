package build_test

import (
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"essaim/generator/internal/corpus"
)

// TestSameBytesEverywhere builds one site in several processes that differ in
// all that must not matter: folder, order in which files were made, their
// times, time zone, language, number of processors.
func TestSameBytesEverywhere(t *testing.T) {
	sites := map[string]string{"reference": copySite(t, repository), "corpus": t.TempDir()}
	if err := corpus.Write(sites["corpus"], corpus.Options{Documents: 90, Words: 200, Seed: 3, Locales: []string{"fr", "en"}, Theme: filepath.Join(repository, "themes", "solidaire")}); err != nil {
		t.Fatal(err)
	}
	variants := [][]string{
		{"TZ=UTC", "GOMAXPROCS=1", "LANG=C"},
		{"TZ=Asia/Tokyo", "GOMAXPROCS=2", "LANG=fr_FR.UTF-8"},
		{"TZ=America/St_Johns", "GOMAXPROCS=8", "LANG=tr_TR.UTF-8"},
		{"TZ=Pacific/Kiritimati", "GOMAXPROCS=3", "GOGC=5"},
	}
	for name, from := range sites {
		t.Run(name, func(t *testing.T) {
			var first map[string]string
			for i, variant := range variants {
				out := filepath.Join(t.TempDir(), "output", itoa(i))
				a := child(t, order{Root: shuffledCopy(t, from, uint64(i)), Out: out}, variant...)
				files := readFolder(t, out)
				if i == 0 {
					first = files
					t.Logf("%d files, %d pages", len(files), a.Pages)
					if a.Pages < 50 || a.IndexBytes == 0 {
						t.Errorf("%d pages, an index of %d bytes: the test looks in the wrong place", a.Pages, a.IndexBytes)
					}
					continue
				}
				compareFolders(t, variant[0]+" "+variant[1], files, first)
			}
		})
	}
}

// shuffledCopy copies a site file by file in another order and with other
// times, into a folder of another length.
func shuffledCopy(t *testing.T, from string, seed uint64) string {
	r := rand.New(rand.NewPCG(seed, 1))
	files := map[string]string{}
	for _, folder := range []string{"content", "themes"} {
		for name, data := range readFolder(t, filepath.Join(from, folder)) {
			files[folder+"/"+name] = data
		}
	}
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	r.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	to := filepath.Join(t.TempDir(), []string{"a", "site", "un dossier", "été"}[seed%4])
	for _, name := range names {
		writeFile(t, to, name, files[name])
		setTime(t, filepath.Join(to, filepath.FromSlash(name)), clock.Add(-time.Duration(r.IntN(1e6))*time.Minute))
	}
	return to
}
