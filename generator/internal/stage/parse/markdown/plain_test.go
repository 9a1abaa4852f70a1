package markdown

import (
	"reflect"
	"sync"
	"testing"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/source"
)

// byteByByte is the engine without plainText.
var byteByByte = sync.OnceValue(func() parser.Parser { return newEngine() })

// Text that is taken at once is what goldmark finds byte by byte.
func FuzzPlainText(f *testing.F) {
	for _, src := range []string{
		"a. b: c! d\n", "a  \nb\\\nc \\ d\r\ne  \r\nf\t\n", "www.example.org, http://a.b: xhttps://c.d.", "a@b.c d.e@f.g",
		"\\*a* \\\\ b \\", "**a**  \nb", "![a](b) !c ![", "a *b* c_d_ ~~e~~ `f`. g", "| a. b | c |\n|---|---|\n| d: e | f. |", "> a.\n\tb\n- c  ",
		"a [b. c](/d \"e. f\"){lang=en}. g[^1]\n\n[^1]: h. i", "1. a\n   b.\n\n   c\n", "a<b>c</b>. d &amp; e\\", "Terme\n: a. b",
		"-a\n*b\n1.c\n\u2022 d\n", "a\n---\n\n    b", "** a** b ~c~ ***d**", "a <b>b</b><br>\nc <!-- d -->", "[a] (/b) [c](/d ![e](f g.png =2x3)",
	} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		at := source.In("a.md", 0, len(src))
		opt := Options{Typography: "fr", Lang: "fr", MinLevel: 2}
		if _, deep := tooDeep([]byte(src)); deep {
			return
		}
		if _, wide := tooWide([]byte(src)); wide {
			return
		}
		parse := func(engine parser.Parser) (*content.Body, diag.List) {
			var p Parser
			s := p.state.begin([]byte(src), at)
			root := engine.Parse(text.NewReader([]byte(src)), parser.WithContext(s))
			join(root, []byte(src))
			r := p.renderer.begin(s, opt)
			r.document(root)
			return r.finish(), s.found
		}
		got, found := parse(engine())
		if want, wrong := parse(byteByByte()); !reflect.DeepEqual(got, want) || !reflect.DeepEqual(found, wrong) {
			t.Errorf("%q\n got %+v\n     %v\nwant %+v\n     %v", src, got, found, want, wrong)
		}
		if apart, _ := Parse([]byte(src), at, opt); !reflect.DeepEqual(apart, got) {
			t.Errorf("%q\n got %+v\nwant %+v", src, apart, got)
		}
	})
}

// join makes one text of those that follow each other: goldmark parts them where
// a mark could have been.
func join(n ast.Node, src []byte) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		join(c, src)
		t, ok := c.(*ast.Text)
		if !ok {
			continue
		}
		for next, ok := t.NextSibling().(*ast.Text); ok && !t.SoftLineBreak() && !t.HardLineBreak() && t.Segment.Len() > 0 && t.Merge(next, src); next, ok = t.NextSibling().(*ast.Text) {
			n.RemoveChild(n, next)
		}
	}
}
