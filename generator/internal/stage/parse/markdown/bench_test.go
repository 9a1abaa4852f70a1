package markdown

import (
	"bytes"
	"math"
	"strings"
	"testing"
	"time"

	"essaim/generator/internal/model/source"
)

// bombs are texts on which parsers of Markdown are known to take quadratic time
// or worse; see test/pathological_tests.py of commonmark/cmark.
var bombs = []struct {
	name  string
	piece string
	tail  string
}{
	{"nested quotations in one line", "> ", "a"},
	{"nested lists in one line", "- ", "a"},
	{"nested numbers in one line", "1. ", "a"},
	{"open brackets", "[", "a"},
	{"open images", "![", "a"},
	{"nested brackets", "[a](", ""},
	{"links in brackets", "[a](b", ""},
	{"brackets closed", "[a]", ""},
	{"closing brackets", "]", ""},
	{"nested links", "[ (](", ""},
	{"spans", "[a]{lang=", ""},
	{"spans done", "[a]{lang=en}", ""},
	{"open notes", "[^", ""},
	{"notes", "[^a]", "\n\n[^a]: b"},
	{"stars", "*a **a ", ""},
	{"stars closed", "a** ", ""},
	{"stars mixed", "*a_ ", ""},
	{"stars and lines", "a **b" + strings.Repeat("c* ", 10), ""},
	{"underscores", "a_", ""},
	{"underscores 2", "_a ", ""},
	{"tildes", "~a ", ""},
	{"back ticks", "e`a", ""},
	{"back ticks of many lengths", "", ""},
	{"open tags", "<a ", ""},
	{"comments", "a <!-- ", ""},
	{"comments closed", "a <!-- a -->", ""},
	{"instructions", "a <? ", ""},
	{"declarations", "a <!A ", ""},
	{"cdata", "a <![CDATA[ ", ""},
	{"tags with attributes", "<a b=", ""},
	{"autolinks", "<a:", ""},
	{"addresses", "https://a.", ""},
	{"addresses of mail", "a@", ""},
	{"addresses of mail 2", "a.b_", "@c.fr"},
	{"www", "www.", ""},
	{"braces", "{", ""},
	{"attributes", "{a=b ", ""},
	{"entities", "&a", ""},
	{"escapes", `\\`, ""},
	{"quotes", `"a `, ""},
	{"apostrophes", "'a ", ""},
	{"digits", "1 234 ", ""},
	{"definitions", "[a]: b\n", ""},
	{"definition of one label", "[" + strings.Repeat("a", 50), "]: b"},
	{"definitions and uses", "[a]: b\n\n[a] ", ""},
	{"tables", "|a", "\n|-|\n"},
	{"wide tables", "|-", ""},
	{"table rows", "|a|\n|-|\n", ""},
	{"terms", "a\n: b\n", ""},
	{"lazy lines", "> a\nb\n", ""},
	{"lists", "- a\n", ""},
	{"loose lists", "- a\n\n", ""},
	{"fences", "```\n", ""},
	{"titles", `[a](b "`, ""},
	{"titles in parentheses", "[a](b (", ""},
	{"addresses in angles", "[a](<b", ""},
	{"headings", "# a\n", ""},
	{"headings with an id", "# a {#b}\n", ""},
	{"rules", "a\n===\n", ""},
	{"items without a space", "-a\n", ""},
	{"items of stars", "*a\n", ""},
	{"bullets", "• a • ", ""},
	{"emphasis with spaces", "** a** ", ""},
	{"tildes of words", "~a~ ", ""},
	{"elements", "<b>", ""},
	{"pairs of elements", "<b>a</b>", ""},
	{"links with a gap", "[a] (/b", ""},
	{"links without an end", "[a](/b ", ""},
	{"addresses with spaces", "[a](/b c)", ""},
	{"tabs", "\t", "a"},
	{"spaces", " ", "a"},
	{"NUL", "\x00", ""},
}

func bomb(piece, tail string, size int) []byte {
	if piece == "" { // runs of back ticks, each longer than the last
		var b bytes.Buffer
		for n := 1; b.Len() < size; n++ {
			b.WriteString("e" + strings.Repeat("`", n))
		}
		return b.Bytes()
	}
	return append(bytes.Repeat([]byte(piece), size/len(piece)), tail...)
}

// deepLists nests lists line by line, which no limit on one line catches.
func deepLists(size int) []byte {
	var b bytes.Buffer
	for n := 0; b.Len() < size; n++ {
		b.WriteString(strings.Repeat("  ", n) + "- a\n")
	}
	return b.Bytes()
}

// TestBoundedTime wants a text read in the time of eight texts of an eighth of it, give
// or take: a quadratic step would take eight times that. Times are of the processors,
// which other programs take no part of; they slow them down all the same, so that the
// least of several is compared.
func TestBoundedTime(t *testing.T) {
	const (
		size  = 100_000
		parts = 8
		tries = 6
		quick = 20 * time.Millisecond // whatever its shape
	)
	opt := Options{Typography: "fr", Lang: "fr", MinLevel: 2}
	timed := func(src []byte, times int) time.Duration {
		start := processorTime()
		for range times {
			Parse(src, source.Span{File: "content/a.fr.md"}, opt)
		}
		return processorTime() - start
	}
	check := func(name string, text func(size int) []byte) {
		part, whole := text(size/parts), text(size)
		apart, once := time.Duration(math.MaxInt64), time.Duration(math.MaxInt64)
		for range tries {
			if once = min(once, timed(whole, 1)); once < quick {
				return
			}
			if apart = min(apart, timed(part, parts)); once < 3*apart {
				return
			}
		}
		t.Errorf("%s: %d bytes take %v, and %d times %d bytes %v", name, len(whole), once, parts, len(part), apart)
	}
	for _, b := range bombs {
		check(b.name, func(size int) []byte { return bomb(b.piece, b.tail, size) })
	}
	check("deep lists", deepLists)
}

func BenchmarkParse(b *testing.B) {
	entries := siteEntries(b)
	var size int64
	for _, e := range entries {
		size += int64(len(e.data) - e.body)
	}
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for _, e := range entries {
			Parse(e.data[e.body:], e.span(), e.options())
		}
	}
}
