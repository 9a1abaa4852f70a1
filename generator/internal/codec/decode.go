package codec

import (
	"encoding/binary"
	"math"
	"slices"
	"time"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
)

// decoder reads what an encoder wrote. Texts share the memory of in, or of said
// where they stand apart. After the first failure everything reads as empty.
type decoder struct {
	in     string
	apart  bool
	said   string
	file   string
	memory *Memory
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
	if !d.apart {
		return d.inline()
	}
	n := d.int()
	if n < 0 || n > len(d.said) {
		d.failed = true
		return ""
	}
	text := d.said[:n]
	d.said = d.said[n:]
	return text
}

func (d *decoder) bytes() []byte {
	if text := d.text(); text != "" {
		return []byte(text)
	}
	return nil
}

func (d *decoder) inline() string {
	n := d.count()
	text := d.in[:n]
	d.in = d.in[n:]
	return text
}

// name reads a text of which there are few, and which all that have it share.
func (d *decoder) name() string { return d.memory.name(d.inline()) }

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

// Decode returns the entry of a file, of which the hash is given, that AppendEntry
// turned into bytes. The schema must be the one that the entry was parsed with.
// Its body is light: its prose is Apart. The entry shares no memory with data.
func (m *Memory) Decode(data []byte, file, hash string, s *schema.Schema) (*content.Entry, error) {
	words, data, err := wordsIn(data)
	if err != nil {
		return nil, err
	}
	own, data, hasRefs := part(data)
	rest, said, hasRest := part(data)
	if !hasRefs || !hasRest {
		return nil, errDamaged
	}
	refs := &decoder{in: m.refs.Keep(own), file: file, memory: m}
	d := &decoder{in: string(rest), apart: true, said: m.text.Keep(said), file: file, memory: m}
	e := &m.entries.Take(1)[0]
	e.File, e.Hash = file, hash
	if !m.Wordless && len(words) > 0 {
		e.Words = appendWords(m.words.Take(len(words) / wordSize)[:0], words)
	}
	if d.int() != int(nameHash(file)) {
		return nil, errDamaged
	}
	if d.flag() {
		e.ID, e.Locale, _ = content.Identity(file)
	} else {
		e.ID, e.Locale = d.text(), d.text()
	}
	if name := d.name(); name != "" {
		if e.Type = s.Type(name); e.Type == nil {
			return nil, errDamaged
		}
	}
	e.Fields = d.fields()
	e.FrontSpan, e.BodySpan = d.span(), d.span()
	if e.Body = d.body(); e.Body != nil {
		refs.refs(e.Body)
	}
	for range d.count() {
		e.Diagnostics.Add(d.diagnostic())
	}
	if d.failed || d.in != "" || d.said != "" || refs.failed || refs.in != "" {
		return nil, errDamaged
	}
	return e, nil
}

// part returns a part that stands behind its length, and what follows it.
func part(data []byte) (part, rest []byte, ok bool) {
	if len(data) < 4 {
		return nil, nil, false
	}
	n, data := uint64(binary.LittleEndian.Uint32(data)), data[4:]
	if n > uint64(len(data)) {
		return nil, nil, false
	}
	return data[:n], data[n:], true
}

// AppendWords appends the words alone of an entry that AppendEntry turned into bytes.
func AppendWords(to []content.Word, data []byte) ([]content.Word, error) {
	written, _, err := wordsIn(data)
	return appendWords(slices.Grow(to, len(written)/wordSize), written), err
}

func appendWords(to []content.Word, written []byte) []content.Word {
	for ; len(written) > 0; written = written[wordSize:] {
		to = append(to, content.Word(binary.LittleEndian.Uint32(written)))
	}
	return to
}

// wordSize is that of a word, in bytes.
const wordSize = 4

// wordsIn returns the bytes of the words, and what follows them.
func wordsIn(data []byte) (words, rest []byte, err error) {
	n, size := binary.Varint(data)
	if size <= 0 || n < 0 || n > int64(len(data)-size)/wordSize {
		return nil, nil, errDamaged
	}
	data = data[size:]
	return data[:wordSize*n], data[wordSize*n:], nil
}

func (d *decoder) fields() content.Fields {
	n := d.count() - 1
	switch {
	case n < 0:
		return nil
	case n == 0:
		return content.Fields{}
	}
	fields := content.Fields(d.memory.fields.Take(n))
	for i := range fields {
		f := &fields[i]
		f.Name = d.name()
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

func (d *decoder) value(v *content.Value) {
	v.Kind, v.Span, v.Text, v.Number = schema.Kind(d.name()), d.span(), d.text(), d.float()
	v.Bool, v.HasAlt, v.Partial, v.IsList = d.flag(), d.flag(), d.flag(), d.flag()
	v.Date = content.Date{Year: int16(d.int()), Month: int8(d.int()), Day: int8(d.int())}
	if n := d.count(); n > 0 {
		v.Items = d.memory.values.Take(n)
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

func (d *decoder) more() *content.More {
	m := &content.More{Figures: d.figures(), Numbers: d.numbers()}
	if !d.flag() {
		m.Time = time.Unix(int64(d.int()), int64(d.int())).UTC()
	}
	m.Latitude, m.Longitude, m.Alt, m.Caption = d.float(), d.float(), d.text(), d.text()
	m.Body = d.body()
	return m
}

func (d *decoder) body() *content.Body {
	if !d.flag() {
		return nil
	}
	b := &d.memory.bodies.Take(1)[0]
	if n := d.count(); n > 0 {
		b.Headings = d.memory.headings.Take(n)
		for i := range b.Headings {
			b.Headings[i] = content.Heading{Level: d.int(), ID: d.text(), Text: d.text()}
		}
	}
	b.HasWords, b.Sum = d.flag(), uint32(d.int())
	if d.flag() {
		d.refs(b)
		b.Prose = d.prose()
	} else {
		b.Apart = !d.flag()
	}
	return b
}

// refs reads what a body refers to.
func (d *decoder) refs(b *content.Body) {
	if n := d.count(); n > 0 {
		b.Links = d.memory.links.Take(n)
		for i := range b.Links {
			b.Links[i] = content.Ref{Target: d.text(), Span: d.span(), Bare: d.flag()}
		}
	}
	if n := d.count(); n > 0 {
		b.Images = make([]content.Image, n)
		for i := range b.Images {
			b.Images[i] = content.Image{Src: d.text(), Alt: d.text(), Decorative: d.flag(), Span: d.span()}
		}
	}
	b.Figures = d.figures()
	b.Numbers = d.numbers()
}

func (d *decoder) figures() []content.FigureRef {
	n := d.count()
	if n == 0 {
		return nil
	}
	list := make([]content.FigureRef, n)
	for i := range list {
		list[i] = content.FigureRef{Form: content.FigureForm(d.name()), Target: d.text(), Span: d.span()}
	}
	return list
}

func (d *decoder) numbers() []content.Number {
	n := d.count()
	if n == 0 {
		return nil
	}
	list := make([]content.Number, n)
	for i := range list {
		list[i] = content.Number{
			Value: d.float(), Digits: d.int(), Scale: d.float(), Unit: uint32(d.int()), Replaceable: d.flag(), Span: d.span(), End: d.int(),
		}
	}
	return list
}

func (d *decoder) prose() content.Prose {
	var p content.Prose
	if n := d.count(); n > 0 {
		p.Segments = make([]content.Segment, n)
		for i := range p.Segments {
			p.Segments[i] = content.Segment{Hole: content.Hole(d.int()), Index: d.int(), HTML: d.bytes()}
		}
	}
	p.Text = d.bytes()
	return p
}

func (d *decoder) diagnostic() diag.Diagnostic {
	x := diag.Diagnostic{Msg: diag.Msg(d.name()), Span: d.span(), Args: d.texts()}
	for range d.count() {
		x.Notes = append(x.Notes, diag.Remark{Msg: diag.Msg(d.name()), Span: d.span(), Args: d.texts()})
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
