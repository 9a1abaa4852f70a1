package build_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

func itoa(n int) string        { return strconv.Itoa(n) }
func quote(text string) string { return strconv.Quote(text) }

// webSite is an output folder as a browser sees it.
type webSite struct {
	files map[string]string
	base  *url.URL
	// ids are by HTML file.
	ids      map[string]map[string]bool
	problems []string
	// references counts the internal references that were followed.
	references int
	anchors    int
}

// checkReferences follows every reference of every HTML, XML and JSON file of
// an output folder and returns what leads nowhere.
func checkReferences(files map[string]string, base string) *webSite {
	parsed, err := url.Parse(base)
	if err != nil {
		panic(err)
	}
	s := &webSite{files: files, base: parsed, ids: map[string]map[string]bool{}}
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if path.Ext(name) == ".html" {
			s.ids[name] = map[string]bool{}
			s.tokens(name, files[name], s.collectID)
		}
	}
	for _, name := range names {
		switch {
		case path.Ext(name) == ".html":
			s.tokens(name, files[name], s.followTag)
		case path.Ext(name) == ".xml":
			s.xml(name)
		case path.Base(name) == "feed.json":
			s.json(name)
		}
	}
	s.robots()
	return s
}

func (s *webSite) problem(name, format string, args ...any) {
	s.problems = append(s.problems, name+": "+fmt.Sprintf(format, args...))
}

// tokens calls do for every start tag.
func (s *webSite) tokens(name, text string, do func(name string, tag html.Token)) {
	for z := html.NewTokenizer(strings.NewReader(text)); ; {
		switch z.Next() {
		case html.ErrorToken:
			if z.Err() != io.EOF {
				s.problem(name, "%v", z.Err())
			}
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			do(name, z.Token())
		}
	}
}

func attribute(tag html.Token, key string) (string, bool) {
	for _, a := range tag.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

func (s *webSite) collectID(name string, tag html.Token) {
	id, has := attribute(tag, "id")
	switch {
	case !has:
	case id == "":
		s.problem(name, "an empty id on <%s>", tag.Data)
	case s.ids[name][id]:
		s.problem(name, "the id %q twice", id)
	default:
		s.ids[name][id] = true
	}
}

// followTag follows the addresses of one tag.
func (s *webSite) followTag(name string, tag html.Token) {
	for _, a := range tag.Attr {
		switch a.Key {
		case "href", "src", "action", "poster", "xlink:href", "cite":
			s.follow(name, a.Val)
		case "srcset", "imagesrcset":
			for candidate := range strings.SplitSeq(a.Val, ",") {
				address, _, _ := strings.Cut(strings.TrimSpace(candidate), " ")
				s.follow(name, address)
			}
		case "aria-labelledby", "aria-describedby", "aria-controls", "for", "headers":
			for id := range strings.FieldsSeq(a.Val) {
				if !s.ids[name][id] {
					s.problem(name, "%s=%q: no such id", a.Key, id)
				}
			}
		case "content":
			property, _ := attribute(tag, "property")
			refresh, _ := attribute(tag, "http-equiv")
			if strings.EqualFold(refresh, "refresh") {
				_, address, _ := strings.Cut(a.Val, "=")
				s.follow(name, strings.TrimSpace(address))
			} else if property == "og:url" || property == "og:image" {
				s.follow(name, a.Val)
			}
		}
	}
}

// follow resolves an address found in a file; an outside address is left
// alone.
func (s *webSite) follow(name, address string) {
	here := strings.TrimSuffix(name, "index.html")
	parsed, err := s.base.Parse("./" + here)
	if err != nil {
		s.problem(name, "%v", err)
		return
	}
	to, err := parsed.Parse(address)
	if err != nil {
		s.problem(name, "%v", err)
		return
	}
	if to.Host != s.base.Host || to.Scheme != s.base.Scheme {
		return
	}
	s.references++
	below, inside := strings.CutPrefix(to.Path, s.base.Path)
	if !inside {
		s.problem(name, "%q leaves the site's folder", address)
		return
	}
	file := below
	if file == "" || strings.HasSuffix(file, "/") {
		file += "index.html"
	}
	if _, has := s.files[file]; !has {
		s.problem(name, "%q leads nowhere (%s)", address, file)
		return
	}
	if to.Fragment != "" && to.Fragment != "top" && path.Ext(file) == ".html" {
		s.anchors++
		if !s.ids[file][to.Fragment] {
			s.problem(name, "%q: no such id in %s", address, file)
		}
	}
}

// xml follows every address of this site in the attributes and texts of an XML
// file, and the links of HTML inside.
func (s *webSite) xml(name string) {
	decoder := xml.NewDecoder(strings.NewReader(s.files[name]))
	element := ""
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			s.problem(name, "%v", err)
			return
		}
		switch token := token.(type) {
		case xml.StartElement:
			element = token.Name.Local
			for _, a := range token.Attr {
				if strings.HasPrefix(a.Value, s.base.String()) {
					s.follow(name, a.Value)
				}
			}
		case xml.CharData:
			s.text(name, element, string(token))
		}
	}
}

// text follows a text that is an address of this site, or the links in a text
// that is HTML.
func (s *webSite) text(name, element, text string) {
	text = strings.TrimSpace(text)
	switch {
	case strings.HasPrefix(text, s.base.String()) && !strings.ContainsAny(text, " <"):
		s.follow(name, text)
	case element == "content" || element == "content_html" || element == "summary":
		s.tokens(name, text, func(name string, tag html.Token) {
			for _, key := range []string{"href", "src"} {
				if address, has := attribute(tag, key); has {
					if parsed, err := url.Parse(address); err != nil || !parsed.IsAbs() {
						s.problem(name, "%q is not absolute: a feed is read elsewhere", address)
						continue
					}
					s.follow(name, address)
				}
			}
		})
	}
}

// json follows every string of a JSON feed.
func (s *webSite) json(name string) {
	decoder := json.NewDecoder(bytes.NewReader([]byte(s.files[name])))
	key := ""
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			s.problem(name, "%v", err)
			return
		}
		if text, isText := token.(string); isText {
			s.text(name, key, text)
			key = text
		}
	}
}

// robots follows the lines of robots.txt that name a sitemap.
func (s *webSite) robots() {
	for line := range strings.Lines(s.files["robots.txt"]) {
		if address, is := strings.CutPrefix(line, "Sitemap:"); is {
			s.follow("robots.txt", strings.TrimSpace(address))
		}
	}
}
