package build_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"strings"
	"time"
)

// clockDoings change when it is, and nothing else.
var clockDoings = []doing{
	{"clock", func(e *editor) bool { // to the second at which something is published or expires
		if e.next.IsZero() {
			return false
		}
		e.clock = e.next.Add(time.Duration(-e.r.IntN(2)) * time.Second)
		return true
	}},
	{"clock", func(e *editor) bool {
		e.clock = e.clock.Add(time.Duration(1+e.r.IntN(100)) * time.Hour)
		return true
	}},
	{"clock", func(e *editor) bool { // and back
		e.clock = clock.Add(time.Duration(e.r.IntN(400)) * time.Hour)
		return true
	}},
}

// contentDoings change what editors write: entries, their files and media.
var contentDoings = []doing{
	{"body", func(e *editor) bool { return e.swap(e.any(), "\n---\n", "\n---\n"+e.words(3)+".\n\n") }},
	{"body", func(e *editor) bool {
		path := e.some("")
		front, _, found := strings.Cut(e.files[path], "\n---\n")
		if found {
			e.files[path] = front + "\n---\n" + e.body()
		}
		return found
	}},
	{"heading", func(e *editor) bool {
		path := e.any()
		e.files[path] += fmt.Sprintf("\n## %s {#a%d}\n\n%s.\n", e.words(2), e.r.IntN(1e6), e.words(4))
		return true
	}},
	{"reference", func(e *editor) bool {
		e.files[e.any()] += "\n[" + e.words(2) + "](" + id(e.pick(e.public())) + ")\n"
		return true
	}},
	{"space", func(e *editor) bool { e.files[e.any()] += "\n"; return true }},
	{"title", func(e *editor) bool { return e.set(e.any(), "title", fmt.Sprintf("%q", e.words(3))) }},
	{"summary", func(e *editor) bool {
		return e.set(e.pick(append(e.entries("news", "fr"), e.entries("news", "en")...)), "summary", fmt.Sprintf("%q", e.words(8)))
	}},
	{"date", func(e *editor) bool { return e.set(e.some(""), "date", e.date()) }},
	{"themes", func(e *editor) bool { return e.set(e.some(""), "themes", e.terms()) }},
	{"quantity", func(e *editor) bool { // on its own page, on cards and as a chart on the home page
		path := "content/counts/entrees.fr.md"
		if e.r.IntN(3) == 0 {
			return e.swap(path, "values:\n", fmt.Sprintf("values:\n  - {value: %d, unit: entrées, as_of: %d, source: \"https://exemple.fr/n\"}\n", e.r.IntN(1e6), 2000+e.r.IntN(30)))
		}
		return e.swap(path, "value: ", fmt.Sprintf("value: %d", 1+e.r.IntN(9)))
	}},
	{"filter value", func(e *editor) bool { // one that others have, one that nobody has yet, or none
		path := e.some("news")
		switch e.r.IntN(5) {
		case 0:
			return e.set(path, "status", e.pick([]string{"association", "cooperative"}))
		case 1:
			return e.set(path, "country", e.pick([]string{"FR", "IT", "CA", "DE"}))
		case 2:
			return e.set(path, "public", e.pick([]string{"true", "false"}))
		case 3:
			return e.set(path, e.pick([]string{"status", "country", "public", "partners"}), "")
		}
		return e.set(path, "partners", "["+e.word()+", "+e.pick([]string{"Emmaüs", "Halte", "Croix"})+"]")
	}},
	{"field", func(e *editor) bool {
		path := e.some("news")
		switch e.r.IntN(8) {
		case 6:
			return e.set(path, "deadline", e.day())
		case 0:
			return e.set(path, "seats", fmt.Sprint(1+e.r.IntN(99)))
		case 1:
			return e.set(path, "structure", id(e.pick(e.entries("structures", "fr"))))
		case 2:
			to := e.pick(e.public())
			return to != path && e.set(path, "related", "["+id(to)+"]")
		case 3:
			return e.set(path, "image", "{src: /media/plan.png, alt: \""+e.words(2)+"\"}")
		case 4:
			return e.set(path, "contact", "{name: "+e.word()+"}")
		case 5:
			return e.set(path, "opening", e.date()+"T10:00:00+02:00")
		}
		return e.set(path, "quote", fmt.Sprintf("%q", e.words(4)))
	}},
	{"show", func(e *editor) bool {
		return e.set("content/pages/home.fr.md", "show", e.pick([]string{
			"[{type: news}]", "[{type: structure, limit: 4}, {type: news}]", "[{type: news, field: themes, value: textile}]", "",
		}))
	}},
	{"doors", func(e *editor) bool {
		return e.set("content/pages/home.fr.md", "doors", e.pick([]string{
			"[{title: " + e.word() + ", to: " + id(e.pick(e.public())) + "}]", "[{to: /theme/}, {icon: list, to: /news/}]", "",
		}))
	}},
	{"answers", func(e *editor) bool {
		return e.set("content/questions/autre.fr.md", "answers", "[{text: "+e.word()+", next: /questions/halte}]")
	}},
	{"ends", func(e *editor) bool {
		return e.set("content/questions/halte.fr.md", "offers", "[/structures/halte, "+id(e.pick(e.public()))+"]")
	}},
	{"field gone", func(e *editor) bool {
		return e.set(e.some("news"), e.pick([]string{"seats", "structure", "related", "image", "contact", "opening", "deadline", "quote"}), "")
	}},
	{"slug", func(e *editor) bool { e.made++; return e.set(e.some(""), "slug", fmt.Sprintf("autre-%d", e.made)) }},
	{"alias", func(e *editor) bool {
		e.made++
		return e.set(e.some(""), "aliases", fmt.Sprintf("[/ancien-%d/]", e.made))
	}},
	{"alias gone", func(e *editor) bool { return e.set(e.some(""), "aliases", "") }},
	{"draft", func(e *editor) bool { return e.set(e.some(""), "draft", e.pick([]string{"true", "false", ""})) }},
	{"publish", func(e *editor) bool { return e.set(e.some(""), "publish", e.instant()) }},
	{"expire", func(e *editor) bool { return e.set(e.some(""), "expire", e.instant()) }},
	{"drafts shown", func(e *editor) bool { e.drafts = !e.drafts; return true }},
	{"added", func(e *editor) bool { return e.add(e.pick([]string{"news", "structures"})) }},
	{"copied", func(e *editor) bool {
		path := e.some("")
		e.made++
		e.files[strings.Replace(path, "/n-", fmt.Sprintf("/n-%d-", e.made), 1)] = e.files[path]
		return path != ""
	}},
	{"removed", func(e *editor) bool {
		path, other := e.some(""), e.pick(e.entries("structures", "fr"))
		if path == "" || path == other || len(e.entries("", "fr")) < 16 {
			return false
		}
		e.forget(path)
		e.relink(id(path), id(other))
		return true
	}},
	{"renamed", func(e *editor) bool { return e.move(e.some(""), "") }},
	{"renamed, at its address", func(e *editor) bool {
		path := e.some("")
		for _, version := range []string{path, english(path)} {
			if text, is := e.files[version]; is && !strings.Contains(text, "\nslug: ") {
				e.set(version, "slug", id(path)[strings.LastIndex(id(path), "/")+1:])
			}
		}
		return e.move(path, "")
	}},
	{"moved", func(e *editor) bool { return e.move(e.some("structures"), "news") }},
	{"moved", func(e *editor) bool { return e.move(e.some("news"), "structures") }},
	{"folder", func(e *editor) bool { // a file becomes a folder, or the other way round
		path := e.some("")
		to := strings.TrimSuffix(path, ".fr.md") + "/index.fr.md"
		if strings.HasSuffix(path, "/index.fr.md") {
			to = strings.TrimSuffix(path, "/index.fr.md") + ".fr.md"
		}
		return e.transfer(path, to)
	}},
	{"translated", func(e *editor) bool { return e.translate(e.some("")) }},
	{"translation gone", func(e *editor) bool {
		path := e.pick(e.entries("news/n-", "en"))
		delete(e.files, path)
		return path != ""
	}},
	{"image", func(e *editor) bool {
		var b bytes.Buffer
		if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 1+e.r.IntN(9), 1+e.r.IntN(9)))); err != nil {
			e.t.Fatal(err)
		}
		e.files["content/media/plan.png"] = b.String()
		return true
	}},
	{"media", func(e *editor) bool {
		e.made++
		name := fmt.Sprintf("/media/photo-%d.png", e.made)
		e.files["content"+name] = e.files["content/media/plan.png"]
		e.files[e.any()] += "\n![" + e.words(2) + "](" + name + ")\n"
		return true
	}},
	{"file", func(e *editor) bool { e.files["content/media/notice.pdf"] += "%"; return true }},
}

// instant returns an instant that the clock may still cross.
func (e *editor) instant() string {
	return clock.Add(time.Duration(e.r.IntN(400)) * time.Hour).Format(time.RFC3339)
}

// day returns a day at whose end the clock may be.
func (e *editor) day() string {
	return clock.Add(time.Duration(e.r.IntN(400)) * time.Hour).Format(time.DateOnly)
}

// move gives an entry another name, in another folder unless that is "".
func (e *editor) move(path, folder string) bool {
	if path == "" {
		return false
	}
	e.made++
	to := fmt.Sprintf("n-%d.fr.md", e.made)
	if folder == "" {
		folder = strings.Split(path, "/")[1]
	} else {
		for _, name := range []string{"seats", "structure", "related", "image", "contact", "opening", "deadline", "public", "quote", "summary", "extra"} {
			e.set(path, name, "")
			e.set(english(path), name, "")
		}
		if folder == "news" {
			e.set(path, "summary", fmt.Sprintf("%q", e.words(6)))
			e.set(english(path), "summary", fmt.Sprintf("%q", "English "+e.words(4)))
		}
	}
	return e.transfer(path, "content/"+folder+"/"+to)
}

// transfer gives the versions of an entry other paths.
func (e *editor) transfer(path, to string) bool {
	if path == "" || path == to {
		return false
	}
	versions := map[string]string{to: e.files[path]}
	if text, is := e.files[english(path)]; is {
		versions[english(to)] = text
	}
	e.forget(path)
	for name, text := range versions {
		e.files[name] = text
	}
	e.relink(id(path), id(to))
	return true
}
