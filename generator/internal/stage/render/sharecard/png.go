package sharecard

import (
	"bytes"
	"encoding/binary"
	"hash/adler32"
	"hash/crc32"
	"image/color"
)

// rowSize is that of a row of the picture: the number of its filter, none, and
// two pixels a byte.
const rowSize = 1 + Width/2

// encode returns the picture as PNG (ISO/IEC 15948) with four bits a pixel. The
// standard library asks for each pixel by itself and tries what no card needs,
// which takes longer than all else.
func (p *pen) encode() []byte {
	packed := append(p.packed[:0], 0x78, 0x01) // RFC 1950: DEFLATE, made fast
	rows, sum := p.fileRows()
	p.packed = binary.BigEndian.AppendUint32(p.packer.deflate(packed, rows, rowSize), sum)

	var out bytes.Buffer
	out.Grow(len(p.packed) + 200)
	out.WriteString("\x89PNG\r\n\x1a\n")
	header := binary.BigEndian.AppendUint32(nil, Width)
	header = binary.BigEndian.AppendUint32(header, Height)
	chunk(&out, "IHDR", append(header, 4, 3, 0, 0, 0)) // four bits, palette, no interlacing
	var colours []byte
	for _, c := range p.picture.Palette {
		rgba := c.(color.RGBA)
		colours = append(colours, rgba.R, rgba.G, rgba.B)
	}
	chunk(&out, "PLTE", colours)
	chunk(&out, "IDAT", p.packed)
	chunk(&out, "IEND", nil)
	return out.Bytes()
}

// fileRows returns the rows of the file and their Adler-32. Three of four are
// those above them.
func (p *pen) fileRows() ([]byte, uint32) {
	if p.rows == nil {
		p.rows = make([]byte, Height*rowSize)
	}
	var own uint32 // the sum of the row alone
	a, b := uint32(1), uint32(0)
	for y := range Height {
		row := p.rows[y*rowSize:][:rowSize]
		pixels := p.picture.Pix[y*Width:][:Width]
		if y > 0 && bytes.Equal(pixels, p.picture.Pix[(y-1)*Width:][:Width]) {
			copy(row, p.rows[(y-1)*rowSize:])
		} else {
			pack(row[1:], pixels)
			own = adler32.Checksum(row)
		}
		b = (b + a*rowSize + own>>16 + adlerBase - rowSize) % adlerBase
		a = (a + own&0xFFFF + adlerBase - 1) % adlerBase
	}
	return p.rows, b<<16 | a
}

// adlerBase is the modulus of Adler-32 (RFC 1950).
const adlerBase = 65521

// pack makes one byte of every two pixels, eight at once.
func pack(row, pixels []byte) {
	for i := 0; i < len(pixels); i += 8 {
		x := binary.LittleEndian.Uint64(pixels[i:])
		x = (x<<4 | x>>8) & 0x00FF00FF00FF00FF
		x = (x | x>>8) & 0x0000FFFF0000FFFF
		binary.LittleEndian.PutUint32(row[i/2:], uint32(x|x>>16))
	}
}

func chunk(out *bytes.Buffer, name string, data []byte) {
	length := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	out.Write(length)
	out.WriteString(name)
	out.Write(data)
	sum := crc32.NewIEEE()
	sum.Write([]byte(name))
	sum.Write(data)
	out.Write(sum.Sum(nil))
}
