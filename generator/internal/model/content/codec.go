package content

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"time"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
)

// An entry is kept between runs as bytes: numbers as varints, texts with their
// length before them, in the order of the fields of the structs below. The
// bytes are a private matter of one build of the program, which their key
// names, so there is no version in them and nothing to migrate.

// errDamaged is the error for bytes that no Append made.
var errDamaged = errors.New("content: these bytes are no entry")

// encoder appends values to bytes.
type encoder struct {
	out []byte
	// names are those of the fields that are being written, sorted, those of
	// inner objects behind those of outer ones.
	names []string
}

func (e *encoder) int(n int) { e.out = binary.AppendVarint(e.out, int64(n)) }
func (e *encoder) float(f float64) {
	e.out = binary.LittleEndian.AppendUint64(e.out, math.Float64bits(f))
}
func (e *encoder) text(text string) { e.int(len(text)); e.out = append(e.out, text...) }

func (e *encoder) flag(is bool) {
	b := byte(0)
	if is {
		b = 1
	}
	e.out = append(e.out, b)
}

// span writes a place in the entry's own file without its name.
func (e *encoder) span(s source.Span, file string) {
	e.flag(s.File == file)
	if s.File != file {
		e.text(s.File)
	}
	e.int(s.Start)
	e.int(s.End - s.Start)
}

// Append appends the entry as bytes, without the segments and the text of its
// body.
func (e *Entry) Append(to []byte) []byte {
	var names [32]string
	w := &encoder{out: to, names: names[:0]}
	w.text(e.File)
	w.text(e.ID)
	w.text(e.Locale)
	name := ""
	if e.Type != nil {
		name = e.Type.Name
	}
	w.text(name)
	w.text(e.Hash)
	w.object(e.Fields, e.FieldSpans, e.Empty, e.File)
	w.span(e.FrontSpan, e.File)
	w.span(e.BodySpan, e.File)
	w.body(e.Body, e.File, false)
	w.int(len(e.Words))
	for _, word := range e.Words {
		w.out = binary.LittleEndian.AppendUint32(w.out, uint32(word))
	}
	w.int(len(e.Diagnostics))
	for _, d := range e.Diagnostics {
		w.diagnostic(d, e.File)
	}
	return w.out
}

// SameOutline reports whether other entries see the same of e as of former:
// everything but what the body says, its own links and images included. Where
// things stand in the file before the body counts too, for messages show it.
func (e *Entry) SameOutline(former *Entry) bool { return bytes.Equal(e.outline(), former.outline()) }

func (e *Entry) outline() []byte {
	w := &encoder{}
	w.text(e.File)
	w.text(e.ID)
	w.text(e.Locale)
	w.flag(e.Type != nil)
	if e.Type != nil {
		w.text(e.Type.Name)
	}
	w.object(e.Fields, e.FieldSpans, e.Empty, e.File)
	w.span(e.FrontSpan, e.File)
	w.flag(e.Body != nil)
	if e.Body != nil {
		for _, h := range e.Body.Headings {
			w.int(h.Level)
			w.text(h.ID)
		}
	}
	return w.out
}

// object writes the parts of a set of fields. Nil and empty maps are told apart
// nowhere.
func (e *encoder) object(fields map[string]Value, spans map[string]source.Span, empty map[string]bool, file string) {
	eachSorted(e, fields, func(v Value) { e.value(v, file) })
	eachSorted(e, spans, func(s source.Span) { e.span(s, file) })
	eachSorted(e, empty, e.flag)
}

// eachSorted writes how many values a map has, and each behind its name.
func eachSorted[V any](e *encoder, values map[string]V, write func(V)) {
	e.int(len(values))
	start := len(e.names)
	for name := range values {
		e.names = append(e.names, name)
	}
	end := len(e.names)
	slices.Sort(e.names[start:end])
	for i := start; i < end; i++ {
		name := e.names[i]
		e.text(name)
		write(values[name])
	}
	e.names = e.names[:start]
}

func (e *encoder) value(v Value, file string) {
	e.text(string(v.Kind))
	e.span(v.Span, file)
	e.text(v.Text)
	e.figures(v.Figures, file)
	e.numbers(v.Numbers, file)
	e.float(v.Number)
	e.flag(v.Bool)
	e.int(v.Date.Year)
	e.int(v.Date.Month)
	e.int(v.Date.Day)
	e.flag(v.Time.IsZero())
	if !v.Time.IsZero() {
		e.int(int(v.Time.Unix()))
		e.int(v.Time.Nanosecond())
	}
	e.float(v.Latitude)
	e.float(v.Longitude)
	e.text(v.Alt)
	e.flag(v.HasAlt)
	e.text(v.Caption)
	e.body(v.Body, file, true)
	e.int(len(v.Items))
	for _, item := range v.Items {
		e.value(item, file)
	}
	e.object(v.Fields, v.FieldSpans, v.Empty, file)
	e.flag(v.Partial)
	e.flag(v.IsList)
}

// body writes a body, its segments and text only if it is to be whole.
func (e *encoder) body(b *Body, file string, whole bool) {
	e.flag(b != nil)
	if b == nil {
		return
	}
	e.int(len(b.Headings))
	for _, h := range b.Headings {
		e.int(h.Level)
		e.text(h.ID)
		e.flag(h.Explicit)
		e.text(h.Text)
		e.span(h.Span, file)
	}
	e.int(len(b.Links))
	for _, l := range b.Links {
		e.text(l.Target)
		e.span(l.Span, file)
		e.text(l.Text)
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
	e.int(b.Words)
	e.flag(whole)
	if whole {
		e.prose(b.Prose)
	} else {
		e.flag(b.Empty())
	}
}

func (e *encoder) figures(list []FigureRef, file string) {
	e.int(len(list))
	for _, f := range list {
		e.text(string(f.Form))
		e.text(f.Target)
		e.span(f.Span, file)
	}
}

func (e *encoder) numbers(list []Number, file string) {
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

func (e *encoder) prose(p Prose) {
	e.int(len(p.Segments))
	for _, s := range p.Segments {
		e.int(int(s.Hole))
		e.int(s.Index)
		e.text(s.HTML)
	}
	e.text(p.Text)
}

func (e *encoder) diagnostic(d diag.Diagnostic, file string) {
	e.text(string(d.Msg))
	e.span(d.Span, file)
	e.texts(d.Args)
	e.int(len(d.Notes))
	for _, n := range d.Notes {
		e.text(string(n.Msg))
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

// decoder reads what an encoder wrote. Texts share the memory of in. After the
// first failure everything reads as empty.
type decoder struct {
	in     string
	file   string
	failed bool
}

func (d *decoder) int() int {
	var n uint64
	for shift := 0; shift < 64; shift += 7 {
		if len(d.in) == 0 {
			break
		}
		b := d.in[0]
		d.in = d.in[1:]
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return int(int64(n>>1) ^ -int64(n&1))
		}
	}
	d.failed = true
	return 0
}

// count reads the length of a list, of which each item takes a byte or more.
func (d *decoder) count() int {
	n := d.int()
	if n < 0 || n > len(d.in) {
		d.failed = true
		return 0
	}
	return n
}

func (d *decoder) text() string {
	n := d.count()
	text := d.in[:n]
	d.in = d.in[n:]
	return text
}

func (d *decoder) flag() bool {
	if len(d.in) == 0 {
		d.failed = true
		return false
	}
	is := d.in[0] != 0
	d.in = d.in[1:]
	return is
}

func (d *decoder) float() float64 {
	if len(d.in) < 8 {
		d.failed = true
		return 0
	}
	bits := binary.LittleEndian.Uint64([]byte(d.in[:8]))
	d.in = d.in[8:]
	return math.Float64frombits(bits)
}

func (d *decoder) span() source.Span {
	s := source.Span{File: d.file}
	if !d.flag() {
		s.File = d.text()
	}
	s.Start = d.int()
	s.End = s.Start + d.int()
	return s
}

// Decode returns the entry of a file that Append turned into bytes. The schema
// must be the one that the entry was parsed with. Its body is light: its prose
// is Apart. The entry shares no memory with data.
func Decode(data []byte, file string, s *schema.Schema) (*Entry, error) {
	d := &decoder{in: string(data), file: file}
	e := &Entry{File: file}
	if d.text() != file {
		return nil, errDamaged
	}
	e.ID, e.Locale = d.text(), d.text()
	if name := d.text(); name != "" {
		if e.Type = s.Type(name); e.Type == nil {
			return nil, errDamaged
		}
	}
	e.Hash = d.text()
	e.Fields, e.FieldSpans, e.Empty = d.object()
	e.FrontSpan, e.BodySpan = d.span(), d.span()
	e.Body = d.body()
	e.Words = d.words()
	for range d.count() {
		e.Diagnostics.Add(d.diagnostic())
	}
	if d.failed || d.in != "" {
		return nil, errDamaged
	}
	return e, nil
}

func (d *decoder) object() (fields map[string]Value, spans map[string]source.Span, empty map[string]bool) {
	if n := d.count(); n > 0 {
		fields = make(map[string]Value, n)
		for range n {
			name := d.text()
			fields[name] = d.value()
		}
	}
	if n := d.count(); n > 0 {
		spans = make(map[string]source.Span, n)
		for range n {
			name := d.text()
			spans[name] = d.span()
		}
	}
	if n := d.count(); n > 0 {
		empty = make(map[string]bool, n)
		for range n {
			name := d.text()
			empty[name] = d.flag()
		}
	}
	return fields, spans, empty
}

func (d *decoder) value() Value {
	v := Value{Kind: schema.Kind(d.text()), Span: d.span(), Text: d.text(), Figures: d.figures(), Numbers: d.numbers(), Number: d.float(), Bool: d.flag()}
	v.Date = Date{Year: d.int(), Month: d.int(), Day: d.int()}
	if !d.flag() {
		v.Time = time.Unix(int64(d.int()), int64(d.int())).UTC()
	}
	v.Latitude, v.Longitude = d.float(), d.float()
	v.Alt, v.HasAlt, v.Caption = d.text(), d.flag(), d.text()
	v.Body = d.body()
	if n := d.count(); n > 0 {
		v.Items = make([]Value, n)
		for i := range v.Items {
			if d.failed {
				return v
			}
			v.Items[i] = d.value()
		}
	}
	v.Fields, v.FieldSpans, v.Empty = d.object()
	v.Partial, v.IsList = d.flag(), d.flag()
	return v
}

func (d *decoder) body() *Body {
	if !d.flag() {
		return nil
	}
	b := &Body{}
	if n := d.count(); n > 0 {
		b.Headings = make([]Heading, n)
		for i := range b.Headings {
			b.Headings[i] = Heading{Level: d.int(), ID: d.text(), Explicit: d.flag(), Text: d.text(), Span: d.span()}
		}
	}
	if n := d.count(); n > 0 {
		b.Links = make([]Ref, n)
		for i := range b.Links {
			b.Links[i] = Ref{Target: d.text(), Span: d.span(), Text: d.text()}
		}
	}
	if n := d.count(); n > 0 {
		b.Images = make([]Image, n)
		for i := range b.Images {
			b.Images[i] = Image{Src: d.text(), Alt: d.text(), Decorative: d.flag(), Span: d.span()}
		}
	}
	b.Figures = d.figures()
	b.Numbers = d.numbers()
	b.Words = d.int()
	if d.flag() {
		b.Prose = d.prose()
	} else {
		b.Apart = !d.flag()
	}
	return b
}

func (d *decoder) figures() []FigureRef {
	n := d.count()
	if n == 0 {
		return nil
	}
	list := make([]FigureRef, n)
	for i := range list {
		list[i] = FigureRef{Form: FigureForm(d.text()), Target: d.text(), Span: d.span()}
	}
	return list
}

func (d *decoder) numbers() []Number {
	n := d.count()
	if n == 0 {
		return nil
	}
	list := make([]Number, n)
	for i := range list {
		list[i] = Number{
			Value: d.float(), Digits: d.int(), Scale: d.float(), Unit: uint32(d.int()), Replaceable: d.flag(), Span: d.span(), End: d.int(),
		}
	}
	return list
}

func (d *decoder) words() []Word {
	n := d.count()
	if n > len(d.in)/4 {
		d.failed = true
		return nil
	}
	if n == 0 {
		return nil
	}
	words := make([]Word, n)
	for i := range words {
		words[i] = Word(d.in[4*i]) | Word(d.in[4*i+1])<<8 | Word(d.in[4*i+2])<<16 | Word(d.in[4*i+3])<<24
	}
	d.in = d.in[4*n:]
	return words
}

func (d *decoder) prose() Prose {
	var p Prose
	if n := d.count(); n > 0 {
		p.Segments = make([]Segment, n)
		for i := range p.Segments {
			p.Segments[i] = Segment{Hole: Hole(d.int()), Index: d.int(), HTML: d.text()}
		}
	}
	p.Text = d.text()
	return p
}

func (d *decoder) diagnostic() diag.Diagnostic {
	x := diag.Diagnostic{Msg: diag.Msg(d.text()), Span: d.span(), Args: d.texts()}
	for range d.count() {
		x.Notes = append(x.Notes, diag.Remark{Msg: diag.Msg(d.text()), Span: d.span(), Args: d.texts()})
	}
	if d.flag() {
		x.Fix = &diag.Fix{Span: d.span(), Text: d.text()}
	}
	return x
}

func (d *decoder) texts() []string {
	var list []string
	for range d.count() {
		list = append(list, d.text())
	}
	return list
}

// Append appends the prose as bytes.
func (p Prose) Append(to []byte) []byte {
	w := &encoder{out: to}
	w.prose(p)
	return w.out
}

// DecodeText returns the text alone of the prose that Append turned into bytes.
func DecodeText(data []byte) (string, error) {
	number := func() int64 {
		n, size := binary.Varint(data)
		if size <= 0 || n < 0 || n > math.MaxInt32 {
			data = nil
			return 0
		}
		data = data[size:]
		return n
	}
	text := func() []byte {
		n := number()
		if n > int64(len(data)) {
			data = nil
			return nil
		}
		t := data[:n]
		data = data[n:]
		return t
	}
	for range number() {
		number()
		number()
		if text(); data == nil {
			return "", errDamaged
		}
	}
	t := text()
	if data == nil || len(data) > 0 {
		return "", errDamaged
	}
	return string(t), nil
}

// DecodeProse returns the prose that Append turned into bytes. It shares no
// memory with data.
func DecodeProse(data []byte) (Prose, error) {
	d := &decoder{in: string(data)}
	p := d.prose()
	if d.failed || d.in != "" {
		return Prose{}, errDamaged
	}
	return p, nil
}
