// Package codec turns entries into bytes and back, for what is kept of them between
// runs: numbers are varints, texts have their length before them, and all stands in
// the order of the fields of the structs. The bytes are a private matter of one build
// of the program, which their key names, so there is no version in them and nothing
// to migrate. What does not come from here is an error, never an entry.
//
//	encode.go   entries and what their bodies say into bytes
//	decode.go   entries out of bytes, into a Memory (memory.go)
//	prose.go    what bodies say out of bytes, without a copy
//	outline.go  whether two entries differ in what others see of them
package codec

import (
	"encoding/binary"
	"errors"
	"math"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/source"
)

// errDamaged is the error for bytes that nothing here has made.
var errDamaged = errors.New("codec: these bytes are no entry")

// encoder appends values to bytes.
type encoder struct {
	out []byte
	// apart has the bytes of texts in said instead: they are kept by whoever
	// decodes, and all else is not.
	apart bool
	said  []byte
	// placeless leaves out where things stand in files.
	placeless bool
}

func (e *encoder) int(n int) { e.out = binary.AppendVarint(e.out, int64(n)) }
func (e *encoder) float(f float64) {
	e.out = binary.LittleEndian.AppendUint64(e.out, math.Float64bits(f))
}

func (e *encoder) text(text string) {
	e.int(len(text))
	if e.apart {
		e.said = append(e.said, text...)
	} else {
		e.out = append(e.out, text...)
	}
}

func (e *encoder) bytes(text []byte) {
	e.int(len(text))
	if e.apart {
		e.said = append(e.said, text...)
	} else {
		e.out = append(e.out, text...)
	}
}

// name writes a text of which there are few: a name in the settings or in this
// program.
func (e *encoder) name(text string) { e.int(len(text)); e.out = append(e.out, text...) }

func (e *encoder) flag(is bool) {
	b := byte(0)
	if is {
		b = 1
	}
	e.out = append(e.out, b)
}

// span writes a place in the entry's own file without its name.
func (e *encoder) span(s source.Span, file string) {
	if e.placeless {
		return
	}
	e.flag(s.File == file)
	if s.File != file {
		e.text(s.File)
	}
	e.int(s.Start)
	e.int(s.End - s.Start)
}

// AppendEntry appends an entry as bytes, without the hash of its file, and without
// the segments and the text of its body. What is let go of before the rest is
// first, each apart: the words, then what the body refers to, whose bytes whoever
// decodes keeps as the memory of its texts. Of the rest the texts come last, and
// they alone are kept.
func AppendEntry(to []byte, e *content.Entry) []byte {
	w := &encoder{out: to}
	w.int(len(e.Words))
	for _, word := range e.Words {
		w.out = binary.LittleEndian.AppendUint32(w.out, uint32(word))
	}
	at := w.begin()
	if e.Body != nil {
		w.refs(e.Body, e.File)
	}
	w.end(at)
	at = w.begin()
	w.apart = true
	w.int(int(nameHash(e.File)))
	id, locale, _ := content.Identity(e.File)
	w.flag(id == e.ID && locale == e.Locale)
	if id != e.ID || locale != e.Locale {
		w.text(e.ID)
		w.text(e.Locale)
	}
	name := ""
	if e.Type != nil {
		name = e.Type.Name
	}
	w.name(name)
	w.fields(e.Fields, e.File)
	w.span(e.FrontSpan, e.File)
	w.span(e.BodySpan, e.File)
	w.body(e.Body, e.File, false)
	w.int(len(e.Diagnostics))
	for _, d := range e.Diagnostics {
		w.diagnostic(d, e.File)
	}
	w.end(at)
	return append(w.out, w.said...)
}

// begin begins a part that stands behind its length in bytes, and end ends it.
func (e *encoder) begin() (at int) {
	e.out = append(e.out, 0, 0, 0, 0)
	return len(e.out)
}

func (e *encoder) end(at int) {
	binary.LittleEndian.PutUint32(e.out[at-4:], uint32(len(e.out)-at))
}

// nameHash tells the entry of one file from that of another.
func nameHash(file string) uint32 {
	const offset, prime = 2166136261, 16777619 // FNV-1a
	hash := uint32(offset)
	for i := range len(file) {
		hash = (hash ^ uint32(file[i])) * prime
	}
	return hash
}

// fields writes how many fields there are, 0 for none at all (nil), and each.
func (e *encoder) fields(fields content.Fields, file string) {
	if fields == nil {
		e.int(0)
		return
	}
	e.int(len(fields) + 1)
	for i := range fields {
		f := &fields[i]
		e.name(f.Name)
		if !e.placeless {
			e.int(int(f.Start))
			e.int(int(f.End - f.Start))
		}
		e.flag(f.Empty)
		e.flag(f.Given)
		if f.Given {
			e.value(&f.Value, file)
		}
	}
}

func (e *encoder) value(v *content.Value, file string) {
	e.name(string(v.Kind))
	e.span(v.Span, file)
	e.text(v.Text)
	e.float(v.Number)
	e.flag(v.Bool)
	e.flag(v.HasAlt)
	e.flag(v.Partial)
	e.flag(v.IsList)
	e.int(int(v.Date.Year))
	e.int(int(v.Date.Month))
	e.int(int(v.Date.Day))
	e.int(len(v.Items))
	for i := range v.Items {
		e.value(&v.Items[i], file)
	}
	e.fields(v.Fields, file)
	e.flag(v.More != nil)
	if v.More != nil {
		e.more(v.More, file)
	}
}

func (e *encoder) more(m *content.More, file string) {
	e.figures(m.Figures, file)
	e.numbers(m.Numbers, file)
	e.flag(m.Time.IsZero())
	if !m.Time.IsZero() {
		e.int(int(m.Time.Unix()))
		e.int(m.Time.Nanosecond())
	}
	e.float(m.Latitude)
	e.float(m.Longitude)
	e.text(m.Alt)
	e.text(m.Caption)
	e.body(m.Body, file, true)
}

// body writes a body, what it refers to, its segments and text only if it is to
// be whole.
func (e *encoder) body(b *content.Body, file string, whole bool) {
	e.flag(b != nil)
	if b == nil {
		return
	}
	e.int(len(b.Headings))
	for _, h := range b.Headings {
		e.int(h.Level)
		e.text(h.ID)
		e.text(h.Text)
	}
	e.flag(b.HasWords)
	e.int(int(b.Sum))
	e.flag(whole)
	if whole {
		e.refs(b, file)
		e.prose(b.Prose)
	} else {
		e.flag(b.Empty())
	}
}

// refs writes what a body refers to.
func (e *encoder) refs(b *content.Body, file string) {
	e.int(len(b.Links))
	for _, l := range b.Links {
		e.text(l.Target)
		e.span(l.Span, file)
		e.flag(l.Bare)
	}
	e.int(len(b.Images))
	for _, i := range b.Images {
		e.text(i.Src)
		e.text(i.Alt)
		e.flag(i.Decorative)
		e.span(i.Span, file)
	}
	e.figures(b.Figures, file)
	e.numbers(b.Numbers, file)
}

func (e *encoder) figures(list []content.FigureRef, file string) {
	e.int(len(list))
	for _, f := range list {
		e.name(string(f.Form))
		e.text(f.Target)
		e.span(f.Span, file)
	}
}

func (e *encoder) numbers(list []content.Number, file string) {
	e.int(len(list))
	for _, n := range list {
		e.float(n.Value)
		e.int(n.Digits)
		e.float(n.Scale)
		e.int(int(n.Unit))
		e.flag(n.Replaceable)
		e.span(n.Span, file)
		e.int(n.End)
	}
}

func (e *encoder) prose(p content.Prose) {
	e.int(len(p.Segments))
	for _, s := range p.Segments {
		e.int(int(s.Hole))
		e.int(s.Index)
		e.bytes(s.HTML)
	}
	e.bytes(p.Text)
}

func (e *encoder) diagnostic(d diag.Diagnostic, file string) {
	e.name(string(d.Msg))
	e.span(d.Span, file)
	e.texts(d.Args)
	e.int(len(d.Notes))
	for _, n := range d.Notes {
		e.name(string(n.Msg))
		e.span(n.Span, file)
		e.texts(n.Args)
	}
	e.flag(d.Fix != nil)
	if d.Fix != nil {
		e.span(d.Fix.Span, file)
		e.text(d.Fix.Text)
	}
}

func (e *encoder) texts(list []string) {
	e.int(len(list))
	for _, text := range list {
		e.text(text)
	}
}

// AppendProse appends what a body says as bytes.
func AppendProse(to []byte, p content.Prose) []byte {
	w := &encoder{out: to}
	w.prose(p)
	return w.out
}
