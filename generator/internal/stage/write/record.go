package write

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"strconv"
	"strings"

	"essaim/generator/internal/model/output"
)

// The records list thousands of files in each run. Written by hand, in pieces, and
// read without reflection they cost a tenth; the bytes are those of encoding/json.
// The state, which nobody else reads, is not JSON; see state.go.

// listedFile is what a record says of one file. Time is 0 outside the state.
type listedFile struct {
	path       string
	hash       output.Hash
	size, time int64
}

// recordPiece is how many bytes of a record are in memory at once.
const recordPiece = 64 << 10

// layout is how the members of a record are set.
type layout struct{ line, indent, space string }

var (
	// spacious is the manifest, which people read and compare.
	spacious = layout{"\n", " ", " "}
	compact  layout
)

// write writes a record of n files.
func (l layout) write(to io.Writer, version, n int, at func(int) listedFile) error {
	out := bufio.NewWriterSize(to, recordPiece)
	put := func(data []byte) { _, _ = out.Write(data) } // Flush has the error
	begin := strconv.AppendInt([]byte("{"+l.line+l.indent+`"version":`+l.space), int64(version), 10)
	put(append(begin, ","+l.line+l.indent+`"files":`+l.space+"["...))
	outer, inner := l.line+l.indent+l.indent, l.line+l.indent+l.indent+l.indent
	for i := range n {
		f, data := at(i), out.AvailableBuffer()
		if i > 0 {
			data = append(data, ',')
		}
		data = append(data, outer+"{"+inner+`"path":`+l.space...)
		data = appendText(data, f.path)
		data = append(data, ","+inner+`"sha256":`+l.space...)
		data = append(hex.AppendEncode(append(data, '"'), f.hash[:]), '"')
		data = strconv.AppendInt(append(data, ","+inner+`"size":`+l.space...), f.size, 10)
		put(append(data, outer+"}"...))
	}
	end := "]" + l.line + "}" + l.line
	if n > 0 {
		end = l.line + l.indent + end
	}
	put([]byte(end))
	return out.Flush()
}

// appendText appends a text as JSON.
func appendText(data []byte, text string) []byte {
	for _, c := range []byte(text) {
		if !plain(c) {
			escaped, _ := json.Marshal(text) // every text has a JSON form
			return append(data, escaped...)
		}
	}
	return append(append(append(data, '"'), text...), '"')
}

// plain reports whether a byte is in JSON what it is outside.
func plain(c byte) bool {
	return c >= ' ' && c < 0x7f && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&'
}

// writeManifest writes the manifest of files, which are in order of their paths, and
// returns its hash.
func writeManifest(to io.Writer, files []*output.File) (output.Hash, error) {
	sum := sha256.New()
	err := spacious.write(io.MultiWriter(to, sum), output.ManifestVersion, len(files), func(i int) listedFile {
		f := files[i]
		return listedFile{path: f.Path, hash: f.Hash, size: f.Size}
	})
	return output.Hash(sum.Sum(nil)), err
}

// parseRecord returns the version and the files of a record, or false when it
// is none.
func parseRecord(data []byte) (version int, files []listedFile, ok bool) {
	r := &recordReader{rest: data}
	version, files = r.record()
	if !r.failed {
		return version, files, true
	}
	// Others may write it in other ways, and names may hold what is escaped.
	var other struct {
		Version int `json:"version"`
		Files   []struct {
			Path string `json:"path"`
			Hash string `json:"sha256"`
			Size int64  `json:"size"`
		} `json:"files"`
	}
	if json.Unmarshal(data, &other) != nil {
		return 0, nil, false
	}
	files = make([]listedFile, len(other.Files))
	for i, f := range other.Files {
		files[i] = listedFile{path: f.Path, hash: output.ParseHash(f.Hash), size: f.Size}
	}
	return other.Version, files, true
}

// recordReader reads a record as it is written here. It fails at anything else.
type recordReader struct {
	rest   []byte
	failed bool
}

// take goes past white space and one token.
func (r *recordReader) take(token string) bool {
	for len(r.rest) > 0 && (r.rest[0] == ' ' || r.rest[0] == '\n') {
		r.rest = r.rest[1:]
	}
	if len(r.rest) < len(token) || string(r.rest[:len(token)]) != token {
		return false
	}
	r.rest = r.rest[len(token):]
	return true
}

// need is take of what must be there.
func (r *recordReader) need(token string) { r.failed = !r.take(token) || r.failed }

func (r *recordReader) text() string {
	r.need(`"`)
	for i, c := range r.rest {
		if c == '"' {
			text := string(r.rest[:i])
			r.rest = r.rest[i+1:]
			return text
		}
		if !plain(c) {
			break
		}
	}
	r.failed = true
	return ""
}

func (r *recordReader) number() int64 {
	r.take("")
	n := 0
	for n < len(r.rest) && n < 20 && (r.rest[n] >= '0' && r.rest[n] <= '9' || n == 0 && r.rest[n] == '-') {
		n++
	}
	text := string(r.rest[:n])
	number, err := strconv.ParseInt(text, 10, 64)
	digits := strings.TrimPrefix(text, "-")
	r.failed = r.failed || err != nil || len(digits) > 1 && digits[0] == '0'
	r.rest = r.rest[n:]
	return number
}

func (r *recordReader) record() (version int, files []listedFile) {
	r.need("{")
	r.need(`"version":`)
	version = int(r.number())
	r.need(",")
	r.need(`"files":`)
	r.need("[")
	files = make([]listedFile, 0, len(r.rest)/150)
	for more := !r.take("]"); more && !r.failed; more = r.take(",") {
		r.need("{")
		var f listedFile
		r.need(`"path":`)
		f.path = r.text()
		r.need(",")
		r.need(`"sha256":`)
		f.hash = output.ParseHash(r.text())
		r.need(",")
		r.need(`"size":`)
		f.size = r.number()
		r.need("}")
		files = append(files, f)
	}
	if len(files) > 0 {
		r.need("]")
	}
	r.need("}")
	r.take("")
	r.failed = r.failed || len(r.rest) > 0
	return version, files
}
