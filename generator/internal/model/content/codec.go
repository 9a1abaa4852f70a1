package content

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
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
type encoder struct{ out []byte }

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
// body. The words are first: whoever decodes keeps the rest as the memory of the
// texts.
func (e *Entry) Append(to []byte) []byte {
	w := &encoder{out: to}
	w.int(len(e.Words))
	for _, word := range e.Words {
		w.out = binary.LittleEndian.AppendUint32(w.out, uint32(word))
	}
	w.text(e.File)
	w.text(e.ID)
	w.text(e.Locale)
	name := ""
	if e.Type != nil {
		name = e.Type.Name
	}
	w.text(name)
	w.text(e.Hash)
	w.fields(e.Fields, e.File)
	w.span(e.FrontSpan, e.File)
	w.span(e.BodySpan, e.File)
	w.body(e.Body, e.File, false)
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
	w.fields(e.Fields, e.File)
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

// fields writes how many fields there are, 0 for none at all (nil), and each.
func (e *encoder) fields(fields Fields, file string) {
	if fields == nil {
		e.int(0)
		return
	}
	e.int(len(fields) + 1)
	for i := range fields {
		f := &fields[i]
		e.text(f.Name)
		e.int(int(f.Start))
		e.int(int(f.End - f.Start))
		e.flag(f.Empty)
		e.flag(f.Given)
		if f.Given {
			e.value(&f.Value, file)
		}
	}
}

func (e *encoder) value(v *Value, file string) {
	e.text(string(v.Kind))
	e.span(v.Span, file)
	e.text(v.Text)
	e.float(v.Number)
	e.flag(v.Bool)
	e.flag(v.HasAlt)
	e.flag(v.Partial)
	e.flag(v.IsList)
	e.int(v.Date.Year)
	e.int(v.Date.Month)
	e.int(v.Date.Day)
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

func (e *encoder) more(m *More, file string) {
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
	e.flag(b.HasWords)
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
	words, data, err := decodeWords(data)
	if err != nil {
		return nil, err
	}
	d := &decoder{in: string(data), file: file}
	e := &Entry{File: file, Words: words}
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
	e.Fields = d.fields()
	e.FrontSpan, e.BodySpan = d.span(), d.span()
	e.Body = d.body()
	for range d.count() {
		e.Diagnostics.Add(d.diagnostic())
	}
	if d.failed || d.in != "" {
		return nil, errDamaged
	}
	return e, nil
}

// decodeWords reads the words, and returns what follows them.
func decodeWords(data []byte) ([]Word, []byte, error) {
	n, size := binary.Varint(data)
	if size <= 0 || n < 0 || n > int64(len(data)-size)/4 {
		return nil, nil, errDamaged
	}
	data = data[size:]
	if n == 0 {
		return nil, data, nil
	}
	words := make([]Word, n)
	for i := range words {
		words[i] = Word(binary.LittleEndian.Uint32(data[4*i:]))
	}
	return words, data[4*n:], nil
}

func (d *decoder) fields() Fields {
	n := d.count() - 1
	if n < 0 {
		return nil
	}
	fields := make(Fields, n)
	for i := range fields {
		f := &fields[i]
		f.Name = d.text()
		f.Start = int32(d.int())
		f.End = f.Start + int32(d.int())
		f.Empty, f.Given = d.flag(), d.flag()
		if d.failed {
			return nil
		}
		if f.Given {
			d.value(&f.Value)
		}
	}
	return fields
}

func (d *decoder) value(v *Value) {
	v.Kind, v.Span, v.Text, v.Number = schema.Kind(d.text()), d.span(), d.text(), d.float()
	v.Bool, v.HasAlt, v.Partial, v.IsList = d.flag(), d.flag(), d.flag(), d.flag()
	v.Date = Date{Year: d.int(), Month: d.int(), Day: d.int()}
	if n := d.count(); n > 0 {
		v.Items = make([]Value, n)
		for i := range v.Items {
			if d.failed {
				return
			}
			d.value(&v.Items[i])
		}
	}
	v.Fields = d.fields()
	if d.flag() {
		v.More = d.more()
	}
}

func (d *decoder) more() *More {
	m := &More{Figures: d.figures(), Numbers: d.numbers()}
	if !d.flag() {
		m.Time = time.Unix(int64(d.int()), int64(d.int())).UTC()
	}
	m.Latitude, m.Longitude, m.Alt, m.Caption = d.float(), d.float(), d.text(), d.text()
	m.Body = d.body()
	return m
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
	b.HasWords = d.flag()
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
