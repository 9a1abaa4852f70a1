package write

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"path"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"essaim/generator/internal/arena"
	"essaim/generator/internal/model/output"
)

// The files that Essaim keeps in an output folder.
const (
	ownFolder   = ".essaim"
	lockPath    = ".essaim/lock"
	statePath   = ".essaim/state"
	journalPath = ".essaim/journal.json"
	tmpFolder   = ".essaim/tmp"
)

// journalVersion is that of journal.json.
const journalVersion = 1

// records are what former runs left in .essaim/.
type records struct {
	// listed are the files of the manifest, by path: what stands there is ours,
	// whoever changed it since.
	listed map[string]*ownFile
	// journal is what killed runs were about to write, and journaled the hashes
	// in it by path. killed tells an empty one from none.
	journal   []listedFile
	journaled map[string][]output.Hash
	killed    bool
	// state is what the folder looked like when the last run ended, by path:
	// what spares reading a file to know what is in it. written is when, in
	// nanoseconds since 1970.
	state   map[string]*ownFile
	written int64
	// doubted files are read whatever the state says.
	doubted bool
	// files are those of state, in order.
	files []ownFile
	// manifest is the hash of the manifest as it stands, the zero one when there is
	// none, and stateData the state.
	manifest  output.Hash
	stateData []byte
	// folders are those that our files stand in.
	folders func() map[string]bool
}

// ownFile is a file that a former run has written.
type ownFile struct {
	listedFile
	// looked is what records.isAsWritten has found.
	looked atomic.Int32
	// wanted reports that the latest plan has a file at its path.
	wanted bool
}

// What is known of a file without a look inside.
const (
	notLooked = iota
	asWritten
	notAsWritten
)

// isAsWritten reports whether a file of the state stands where it was written and, as
// its size and time tell, as it was. The disk is asked once.
func (r *records) isAsWritten(f *ownFile, d disk) bool {
	if looked := f.looked.Load(); looked != notLooked {
		return looked == asWritten
	}
	looked := int32(notAsWritten)
	if seen, err := d.Look(f.path); err == nil && seen.regular && r.fits(f, seen) {
		looked = asWritten
	}
	f.looked.Store(looked)
	return looked == asWritten
}

// has reports whether a file of the output stands in its place, as the state tells
// without a look inside.
func (r *records) has(f *output.File, d disk) bool {
	s, known := r.state[f.Path]
	return known && s.hash == f.Hash && r.isAsWritten(s, d)
}

// ours reports whether a file with this path and hash may be replaced.
func (r *records) ours(name string, hash output.Hash) bool {
	_, listed := r.listed[name]
	return listed || slices.Contains(r.journaled[name], hash)
}

// wrote reports whether a former run wrote, or was about to write, just this
// content.
func (r *records) wrote(name string, hash output.Hash) bool {
	f, listed := r.listed[name]
	return listed && f.hash == hash || slices.Contains(r.journaled[name], hash)
}

// readRecords reads what former runs left. A file that cannot be understood
// counts as missing: what it named is then looked at anew.
func readRecords(d disk) (*records, error) {
	r := &records{journaled: map[string][]output.Hash{}}
	r.folders = sync.OnceValue(r.allFolders)
	var stateErr error
	var reading sync.WaitGroup // the two large records, side by side
	var known state
	reading.Go(func() {
		if r.stateData, stateErr = readFile(d, statePath); stateErr == nil {
			known = parseState(r.stateData)
		}
	})
	sum, err := hashOf(d, output.ManifestPath)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	reading.Wait()
	if err := errors.Join(err, stateErr); err != nil {
		return nil, err
	}
	r.manifest = sum
	if info, err := d.Lstat(statePath); err == nil {
		r.written, r.state, r.files = info.ModTime().UnixNano(), known.byPath, known.files
	}
	if r.listed = known.byPath; known.manifest != sum { // somebody else has written one of them
		r.listed = map[string]*ownFile{}
		manifest, err := readFile(d, output.ManifestPath)
		if err != nil {
			return nil, err
		}
		if version, files, ok := parseRecord(manifest); ok && version == output.ManifestVersion {
			for _, f := range files {
				r.listed[f.path] = &ownFile{listedFile: f}
			}
		}
	}
	journal, err := readFile(d, journalPath)
	if err != nil {
		return nil, err
	}
	r.killed = journal != nil
	if version, files, ok := parseRecord(journal); ok && version == journalVersion {
		r.journal = files
		for _, f := range files {
			r.journaled[f.path] = append(r.journaled[f.path], f.hash)
		}
	}
	return r, nil
}

func (r *records) allFolders() map[string]bool {
	folders := map[string]bool{}
	add := func(name string) {
		for folder := path.Dir(name); folder != "." && !folders[folder]; folder = path.Dir(folder) {
			folders[folder] = true
		}
	}
	for name := range r.listed {
		add(name)
	}
	for name := range r.journaled {
		add(name)
	}
	return folders
}

// readFile reads one of Essaim's own files; data is nil when there is none.
func readFile(d disk, name string) (data []byte, err error) {
	f, err := d.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var size int64
	if info, err := d.Lstat(name); err == nil {
		size = min(info.Size(), maxRecord)
	}
	buffer := bytes.NewBuffer(make([]byte, 0, size+bytes.MinRead))
	if _, err = buffer.ReadFrom(f); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return buffer.Bytes(), nil
}

// maxRecord is how much memory is asked for before a record has been read.
const maxRecord = 1 << 30

// trusted returns the hash of a file that has not been touched since the state
// was written, if it is one.
func (r *records) trusted(name string, seen sight) (hash output.Hash, is bool) {
	f, known := r.state[name]
	if !known || !r.fits(f, seen) {
		return hash, false
	}
	return f.hash, true
}

// fits reports whether what the disk says of a file is what the state says. A file
// that was modified about when the state was could have been modified again within
// one tick of the disk's clock, so it does not; where times are whole seconds, a tick
// may be two of them.
func (r *records) fits(f *ownFile, seen sight) bool {
	if r.doubted || f.size != seen.size || f.time != seen.modified {
		return false
	}
	tick := 20 * time.Millisecond
	if seen.modified%int64(time.Second) == 0 {
		tick = 2 * time.Second
	}
	return seen.modified+int64(tick) < r.written
}

// A listing is the files of a plan by path, and the manifest of them: its hash, and, if
// the run has something to do, under which name it is laid ready. Each is there when a
// function has returned: both are made beside what is done with the files.
type listing struct {
	files    []*output.File
	sorted   func()
	manifest func() (hash output.Hash, name string, err error)
}

func (w *writer) list(files []*output.File) *listing {
	l := &listing{}
	var sorting, making sync.WaitGroup
	var hash output.Hash
	var name string
	var err error
	sorting.Go(func() { l.files = output.ByPath(files) })
	making.Go(func() {
		sorting.Wait()
		if w.plan.idle() {
			hash, err = writeManifest(io.Discard, l.files)
			return
		}
		name, err = w.layRecord(func(to io.Writer) (err error) {
			hash, err = writeManifest(to, l.files)
			return err
		})
	})
	l.sorted = sorting.Wait
	l.manifest = func() (output.Hash, string, error) {
		making.Wait()
		return hash, name, err
	}
	return l
}

// records writes manifest and state, or in a run with nothing else to do those that
// differ from what is there.
func (w *writer) records(known *records, l *listing) error {
	l.sorted()
	hash, name, err := l.manifest()
	if err != nil {
		return err
	}
	writeState := func(to io.Writer) error { return writeState(to, hash, l.files, w.modified) }
	if !w.plan.idle() {
		if err := w.disk.Rename(name, output.ManifestPath); err != nil {
			return err
		}
		return w.record(statePath, writeState)
	}
	var state bytes.Buffer
	if err := writeState(&state); err != nil {
		return err
	}
	sameManifest, sameState := hash == known.manifest, bytes.Equal(state.Bytes(), known.stateData)
	if !sameManifest {
		err = w.record(output.ManifestPath, func(to io.Writer) error {
			_, err := writeManifest(to, l.files)
			return err
		})
	}
	if !sameState && err == nil {
		err = w.record(statePath, writeState)
	}
	if sameManifest && sameState || err != nil {
		return err
	}
	return w.disk.Remove(tmpFolder)
}

// modified returns the time of a file as the site has it at the end of a run.
func (w *writer) modified(f *output.File) int64 {
	if modified, found := w.plan.untouched[f]; found {
		return modified
	}
	if laid, made := w.laid[f.Path]; made {
		return laid.modified
	}
	return w.known.state[f.Path].time
}

// The state is binary: it is large, read by every run, and by nobody else.
// MANIFEST.md specifies it.
const (
	stateMagic = "essaim state 2\n"
	// stateHead is what stands before the files: the magic, the SHA-256 of the
	// manifest, the number of files.
	stateHead = len(stateMagic) + sha256.Size + 4
	// stateFile is the least that a file takes: the SHA-256, the time, size and
	// length of the path.
	stateFile = sha256.Size + 8 + 1 + 1
)

// state is a state that has been read.
type state struct {
	manifest output.Hash
	files    []ownFile
	byPath   map[string]*ownFile
}

var stateTable = crc32.MakeTable(crc32.Castagnoli)

// writeState writes the state of files, with the times that modified returns, and of
// the manifest that has a hash.
func writeState(to io.Writer, manifest output.Hash, files []*output.File, modified func(*output.File) int64) error {
	sum := crc32.New(stateTable)
	out := bufio.NewWriterSize(io.MultiWriter(to, sum), recordPiece)
	put := func(data []byte) { _, _ = out.Write(data) } // Flush has the error
	put(binary.LittleEndian.AppendUint32(append([]byte(stateMagic), manifest[:]...), uint32(len(files))))
	for _, f := range files {
		data := append(out.AvailableBuffer(), f.Hash[:]...)
		data = binary.LittleEndian.AppendUint64(data, uint64(modified(f)))
		data = binary.AppendUvarint(data, uint64(f.Size))
		data = binary.AppendUvarint(data, uint64(len(f.Path)))
		put(append(data, f.Path...))
	}
	if err := out.Flush(); err != nil {
		return err
	}
	_, err := to.Write(binary.LittleEndian.AppendUint32(nil, sum.Sum32()))
	return err
}

// parseState reads a state. What is none has no files, and no manifest has its
// sum.
func parseState(data []byte) state {
	none := state{byPath: map[string]*ownFile{}}
	end := len(data) - 4
	if end < stateHead || string(data[:len(stateMagic)]) != stateMagic || crc32.Checksum(data[:end], stateTable) != binary.LittleEndian.Uint32(data[end:]) {
		return none
	}
	n := int(binary.LittleEndian.Uint32(data[stateHead-4:]))
	if n > end/stateFile {
		return none
	}
	s := state{manifest: output.Hash(data[len(stateMagic):]), files: make([]ownFile, n), byPath: make(map[string]*ownFile, n)}
	var paths arena.Texts
	at := stateHead
	number := func() int64 {
		v, size := binary.Uvarint(data[at:end])
		at += max(size, 0)
		return int64(v)
	}
	for i := range s.files {
		if end-at < stateFile {
			return none
		}
		f := &s.files[i]
		f.hash = output.Hash(data[at:])
		f.time = int64(binary.LittleEndian.Uint64(data[at+sha256.Size:]))
		at += sha256.Size + 8
		f.size = number()
		length := number()
		if length < 0 || length > int64(end-at) {
			return none
		}
		f.path = paths.Keep(data[at : at+int(length)])
		at += int(length)
	}
	if at != end {
		return none
	}
	for i := range s.files {
		s.byPath[s.files[i].path] = &s.files[i]
	}
	return s
}

// writeJournal names what a plan will write, and what killed runs may have written
// before: those files are in no manifest yet.
func (p *plan) writeJournal(to io.Writer, known *records) error {
	files := make([]listedFile, 0, len(known.journal)+len(p.changes))
	files = append(files, known.journal...)
	for _, c := range p.changes {
		if f := c.file; !known.wrote(f.Path, f.Hash) {
			files = append(files, listedFile{path: f.Path, hash: f.Hash, size: f.Size})
		}
	}
	return compact.write(to, journalVersion, len(files), func(i int) listedFile { return files[i] })
}
