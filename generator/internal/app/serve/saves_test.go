package serve

import (
	"fmt"
	"maps"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"essaim/generator/internal/app/build"
)

// editor saves files of a site in the ways of programs that people write with.
type editor struct {
	t    testing.TB
	root string
	// saves makes every text another.
	saves int
}

func (e *editor) do(err error) {
	e.t.Helper()
	if err != nil {
		e.t.Fatal(err)
	}
}

func (e *editor) at(name string) string { return filepath.Join(e.root, filepath.FromSlash(name)) }
func (e *editor) write(name, text string) {
	e.t.Helper()
	e.do(os.WriteFile(e.at(name), []byte(text), 0o666))
}
func (e *editor) rename(from, to string)     { e.t.Helper(); e.do(os.Rename(e.at(from), e.at(to))) }
func (e *editor) remove(name string)         { e.t.Helper(); e.do(os.RemoveAll(e.at(name))) }
func (e *editor) folder(name string)         { e.t.Helper(); e.do(os.MkdirAll(e.at(name), 0o777)) }
func (e *editor) link(target, name string)   { e.t.Helper(); e.do(os.Symlink(target, e.at(name))) }
func (e *editor) hardLink(from, name string) { e.t.Helper(); e.do(os.Link(e.at(from), e.at(name))) }

// text is that of a page, another each time.
func (e *editor) text() string {
	e.saves++
	return fmt.Sprintf("---\ntitle: Titre %d\n---\nUn texte, le %d.\n\n## Partie\n\nVoir [l’accueil](/pages/home).\n", e.saves%3, e.saves)
}

func (e *editor) read(name string) string {
	data, err := os.ReadFile(e.at(name))
	e.do(err)
	return string(data)
}

// inParts writes a text in two parts; between them something happens.
func (e *editor) inParts(name, text string, between func()) {
	f, err := os.Create(e.at(name))
	e.do(err)
	_, err = f.WriteString(text[:10])
	e.do(err)
	between()
	_, err = f.WriteString(text[10:])
	e.do(err)
	e.do(f.Close())
}

// checkout writes every text of the content anew, as a checkout does, with
// files removed first.
func (e *editor) checkout(change func(name, text string) string) {
	e.do(filepath.WalkDir(e.at("content"), func(name string, entry os.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if err := os.Remove(name); err != nil {
			return err
		}
		return os.WriteFile(name, []byte(change(name, string(data))), 0o666)
	}))
}

const (
	note  = "content/pages/note.fr.md"
	other = "content/pages/autre.fr.md"
)

// ways are ways to save, one after the other on the same site. told waits until
// the preview has shown something else.
var ways = []struct {
	name string
	save func(e *editor, told func())
}{
	{"in place, as nano and VS Code", func(e *editor, _ func()) { e.write(note, e.text()) }},
	{"appended", func(e *editor, _ func()) {
		f, err := os.OpenFile(e.at(note), os.O_APPEND|os.O_WRONLY, 0)
		e.do(err)
		_, err = f.WriteString("\nUn ajout.\n")
		e.do(err)
		e.do(f.Close())
	}},
	{"truncated, then written in parts", func(e *editor, told func()) { e.inParts(note, e.text(), told) }},
	{"a new name over the old one", func(e *editor, _ func()) {
		e.write("content/pages/.note.fr.md.new", e.text())
		e.rename("content/pages/.note.fr.md.new", note)
	}},
	{"sed -i", func(e *editor, _ func()) {
		e.write("content/pages/sedK4mZqa", e.text())
		e.rename("content/pages/sedK4mZqa", note)
	}},
	{"from another disk's folder", func(e *editor, _ func()) {
		e.folder("elsewhere")
		e.write("elsewhere/new", e.text())
		e.rename("elsewhere/new", note)
	}},
	{"vim: a probe, a swap file, a backup, a new file", func(e *editor, _ func()) {
		e.write("content/pages/.note.fr.md.swp", "swap")
		e.write("content/pages/4913", "")
		e.remove("content/pages/4913")
		e.rename(note, note+"~")
		e.write(note, e.text())
		e.remove(note + "~")
		e.remove("content/pages/.note.fr.md.swp")
	}},
	{"emacs: a lock, an automatic save, a backup, in place", func(e *editor, _ func()) {
		e.link("someone@somewhere.1:2", "content/pages/.#note.fr.md")
		e.write("content/pages/#note.fr.md#", "half a te")
		e.write(note+"~", e.read(note))
		e.write(note, e.text())
		e.remove("content/pages/#note.fr.md#")
		e.remove("content/pages/.#note.fr.md")
	}},
	{"JetBrains: a new file, the old one aside", func(e *editor, _ func()) {
		e.write(note+"___jb_tmp___", e.text())
		e.rename(note, note+"___jb_old___")
		e.rename(note+"___jb_tmp___", note)
		e.remove(note + "___jb_old___")
	}},
	{"removed, then made", func(e *editor, _ func()) { e.remove(note); e.write(note, e.text()) }},
	{"removed, seen, then made", func(e *editor, told func()) { e.remove(note); told(); e.write(note, e.text()) }},
	{"twice quickly", func(e *editor, _ func()) { e.write(note, e.text()); e.write(note, e.text()) }},
	{"twenty times", func(e *editor, _ func()) {
		for range 20 {
			e.write(note, e.text())
		}
	}},
	{"touched only", func(e *editor, _ func()) { now := time.Now(); e.do(os.Chtimes(e.at(note), now, now)) }},
	{"another, and back", func(e *editor, told func()) {
		text := e.read(note)
		e.write(note, e.text())
		told()
		e.write(note, text)
	}},
	{"a new page", func(e *editor, _ func()) { e.write(other, e.text()) }},
	{"made empty, filled later", func(e *editor, told func()) {
		e.write("content/pages/vide.fr.md", "")
		told()
		e.write("content/pages/vide.fr.md", e.text())
	}},
	{"two swapped", func(e *editor, _ func()) {
		e.rename(note, note+".x")
		e.rename(other, note)
		e.rename(note+".x", other)
	}},
	{"another case, which is a mistake, and back", func(e *editor, told func()) {
		e.rename(other, "content/pages/Autre.fr.md")
		told()
		e.rename("content/pages/Autre.fr.md", other)
	}},
	{"a new folder with pages", func(e *editor, _ func()) {
		e.folder("content/pages/dossier/sous")
		e.write("content/pages/dossier/une.fr.md", e.text())
		e.write("content/pages/dossier/sous/deux.fr.md", e.text())
	}},
	{"a folder renamed", func(e *editor, _ func()) { e.rename("content/pages/dossier", "content/pages/classeur") }},
	{"a page in the renamed folder", func(e *editor, _ func()) { e.write("content/pages/classeur/sous/deux.fr.md", e.text()) }},
	{"between folders", func(e *editor, _ func()) {
		e.rename("content/pages/classeur/sous/deux.fr.md", "content/pages/classeur/deux.fr.md")
	}},
	{"a folder removed and made again", func(e *editor, _ func()) {
		e.remove("content/pages/classeur")
		e.folder("content/pages/classeur")
		e.write("content/pages/classeur/une.fr.md", e.text())
	}},
	{"a folder made elsewhere and moved in", func(e *editor, _ func()) {
		e.folder("elsewhere/lot")
		e.write("elsewhere/lot/trois.fr.md", e.text())
		e.rename("elsewhere/lot", "content/pages/lot")
	}},
	{"a folder swapped", func(e *editor, _ func()) {
		e.folder("elsewhere/lot")
		e.write("elsewhere/lot/quatre.fr.md", e.text())
		e.rename("content/pages/lot", "elsewhere/old")
		e.rename("elsewhere/lot", "content/pages/lot")
	}},
	{"a whole checkout", func(e *editor, _ func()) {
		e.checkout(func(name, text string) string {
			if strings.HasSuffix(name, ".md") {
				text += "\nUne autre branche.\n"
			}
			return text
		})
	}},
	{"a checkout of the same", func(e *editor, _ func()) { e.checkout(func(_, text string) string { return text }) }},
	{"stashed and taken out again", func(e *editor, _ func()) {
		text := e.read(note)
		e.write(note, e.text())
		e.write(other, e.text())
		e.remove(note)
		e.write(note, text)
	}},
	{"hundreds at once", func(e *editor, _ func()) {
		for i := range 300 {
			e.write(fmt.Sprintf("content/pages/lot/page-%d.fr.md", i), e.text())
		}
	}},
	{"hundreds written anew, as a script does", func(e *editor, _ func()) {
		for i := range 300 {
			e.remove(fmt.Sprintf("content/pages/lot/page-%d.fr.md", i))
			e.write(fmt.Sprintf("content/pages/lot/page-%d.fr.md", i), e.text())
		}
	}},
	{"hundreds removed", func(e *editor, _ func()) { e.remove("content/pages/lot") }},
	{"a template", func(e *editor, _ func()) {
		name := "themes/solidaire/templates/entry.html"
		e.write(name, strings.Replace(e.read(name), "<article ", "<article id=\"essai\" ", 1))
	}},
	{"settings", func(e *editor, _ func()) {
		e.write("content/site.yaml", strings.Replace(e.read("content/site.yaml"), "fr: Essai", "fr: Autre essai", 1))
	}},
	{"another media file", func(e *editor, _ func()) { e.write("content/media/notice.pdf", "%PDF-1.5\n") }},
	// From here on there are files with several names.
	{"a hard link over it", func(e *editor, _ func()) {
		e.write("elsewhere/texte", e.text())
		e.hardLink("elsewhere/texte", "content/pages/.note.link")
		e.rename("content/pages/.note.link", note)
	}},
	{"two names of one file, written by the other", func(e *editor, told func()) {
		e.remove(other)
		e.hardLink(note, other)
		told()
		e.write(other, e.text())
	}},
	{"a symbolic link instead of it", func(e *editor, _ func()) {
		e.write("elsewhere/un.md", e.text())
		e.write("elsewhere/deux.md", e.text())
		e.link("../../elsewhere/un.md", "content/pages/.note.link")
		e.rename("content/pages/.note.link", note)
	}},
	{"another link", func(e *editor, _ func()) {
		e.link("../../elsewhere/deux.md", "content/pages/.note.link")
		e.rename("content/pages/.note.link", note)
	}},
	{"what the link leads to", func(e *editor, _ func()) { e.write("elsewhere/deux.md", e.text()) }},
	{"a file again", func(e *editor, _ func()) { e.remove(note); e.write(note, e.text()) }},
	{"below a linked folder", func(e *editor, told func()) {
		e.folder("elsewhere/linked")
		e.write("elsewhere/linked/cinq.fr.md", e.text())
		e.link("../../elsewhere/linked", "content/pages/lien")
		told()
		e.write("elsewhere/linked/cinq.fr.md", e.text())
	}},
}

// TestWaysToSave saves in all ways: each must end in the site that a first build
// makes of what is on disk then.
func TestWaysToSave(t *testing.T) {
	t.Parallel()
	root := newSite(t)
	e := &editor{t: t, root: root}
	e.write(note, e.text())
	p := start(t, root, func(o *Options) { o.Clock = func() time.Time { return time.Unix(1.8e9, 0) } })
	events := p.listen("/")
	build := events.until("at once", atOnce).Build
	seen := map[string]bool{}
	for _, way := range ways {
		way.save(e, func() {
			e.t.Helper()
			build = events.until(way.name+": something in between", func(e event) bool { return e.Build > build }).Build
		})
		want := cleanSite(t, root)
		if want[""] != "" {
			t.Fatalf("%s: the site has mistakes: %s", way.name, want[""])
		}
		for name := range want {
			seen[name] = true
		}
		differs := p.differs(seen, want)
		if differs != "" {
			build = events.until(way.name, func(e event) bool {
				differs = p.differs(seen, want)
				return len(e.Mistakes) == 0 && differs == ""
			}).Build
		}
	}
}

// cleanSite returns the files that a first build makes, by path; what is wrong is
// under "".
func cleanSite(t testing.TB, root string) map[string]string {
	t.Helper()
	result, err := build.Run(t.Context(), build.Options{Root: root, Clock: time.Unix(1.8e9, 0), Lazy: true})
	if err != nil {
		t.Fatal(err)
	}
	if result.Output == nil {
		return map[string]string{"": fmt.Sprint(result.Diagnostics)}
	}
	return contentsOf(t, result)
}

// contentsOf makes the texts of a result, by path.
func contentsOf(t testing.TB, result *build.Result) map[string]string {
	t.Helper()
	made := map[string]string{}
	for _, f := range result.Output.Files() {
		data := f.Data
		if f.Make != nil {
			var err error
			if data, err = f.Make(); err != nil {
				t.Fatal(err)
			}
		}
		if f.From == "" {
			made[f.Path] = string(data)
		} else {
			made[f.Path] = f.Hash.String()
		}
	}
	return made
}

// liveScript is what the preview adds to pages.
var liveScript = regexp.MustCompile(`<script src="/.essaim/live.js"[^>]*></script>`)

// differs names a file that the preview serves otherwise than wanted, of all that
// have been seen, or "".
func (p *preview) differs(seen map[string]bool, want map[string]string) string {
	p.t.Helper()
	for _, name := range slices.Sorted(maps.Keys(seen)) {
		if ext := path.Ext(name); ext != ".html" && ext != ".xml" && ext != ".txt" {
			continue
		}
		response, body := p.get("/" + name)
		text, is := want[name]
		if is != (response.StatusCode == http.StatusOK) || is && liveScript.ReplaceAllString(body, "") != text {
			return name
		}
	}
	return ""
}
