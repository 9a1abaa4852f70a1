package write

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"time"

	"essaim/generator/internal/model/output"
)

// The files that Essaim keeps in an output folder.
const (
	ownFolder   = ".essaim"
	lockPath    = ".essaim/lock"
	statePath   = ".essaim/state.json"
	journalPath = ".essaim/journal.json"
	tmpFolder   = ".essaim/tmp"
)

// stateVersion is that of state.json and journal.json.
const stateVersion = 1

// state is what the folder looked like when the last run ended: what spares
// reading a file to know what is in it.
type state struct {
	Version int         `json:"version"`
	Files   []stateFile `json:"files"`
}

// stateFile is one file as the disk showed it after writing.
type stateFile struct {
	Path string `json:"path"`
	Hash string `json:"sha256"`
	Size int64  `json:"size"`
	// Time is when it was modified, in nanoseconds since 1970.
	Time int64 `json:"modified"`
}

// journal is what a run is about to write. While it is there, a run was
// killed, and what it names is ours too.
type journal struct {
	Version int                    `json:"version"`
	Files   []output.ManifestEntry `json:"files"`
}

// records are what former runs left in .essaim/.
type records struct {
	// hashes are those that a file may have to be ours, by path; folders are
	// those that such files stand in.
	hashes  map[string][]string
	folders map[string]bool
	// listed are the paths of the manifest: what stands there is ours, whoever
	// changed it since.
	listed map[string]bool
	// state is by path; written is when the state was.
	state   map[string]stateFile
	written time.Time
	// manifestData and stateData are the files as they stand.
	manifestData, stateData []byte
	// journal is what a killed run was about to write; killed tells an empty
	// one from none.
	journal []output.ManifestEntry
	killed  bool
}

// ours reports whether a file with this path and hash may be replaced.
func (r *records) ours(name, hash string) bool {
	return r.listed[name] || slices.Contains(r.hashes[name], hash)
}

// readRecords reads what former runs left. A file that cannot be understood
// counts as missing: what it named is then looked at anew.
func readRecords(d disk) (*records, error) {
	r := &records{hashes: map[string][]string{}, folders: map[string]bool{}, listed: map[string]bool{}, state: map[string]stateFile{}}
	var err error
	var m output.Manifest
	if r.manifestData, err = readRecord(d, output.ManifestPath, &m); err != nil {
		return nil, err
	}
	if m.Version == output.ManifestVersion {
		r.own(m.Files)
		for _, f := range m.Files {
			r.listed[f.Path] = true
		}
	}
	var j journal
	data, err := readRecord(d, journalPath, &j)
	if err != nil {
		return nil, err
	}
	r.killed = data != nil
	if j.Version == stateVersion {
		r.journal = j.Files
		r.own(j.Files)
	}
	var s state
	if r.stateData, err = readRecord(d, statePath, &s); err != nil {
		return nil, err
	}
	if info, err := d.Lstat(statePath); err == nil && s.Version == stateVersion {
		r.written = info.ModTime()
		for _, f := range s.Files {
			r.state[f.Path] = f
		}
	}
	return r, nil
}

func (r *records) own(files []output.ManifestEntry) {
	for _, f := range files {
		r.hashes[f.Path] = append(r.hashes[f.Path], f.Hash)
		for folder := path.Dir(f.Path); folder != "."; folder = path.Dir(folder) {
			r.folders[folder] = true
		}
	}
}

// readRecord reads a JSON file; nil when there is none.
func readRecord(d disk, name string, into any) ([]byte, error) {
	f, err := d.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if json.Unmarshal(data, into) != nil {
		return []byte{}, nil
	}
	return data, nil
}

// trusted returns the hash of a file that has not been touched since the state
// was written, or "". A file that was modified about when the state was could
// have been modified again within one tick of the disk's clock, so it is not
// trusted; where times are whole seconds, a tick may be two of them.
func (r *records) trusted(name string, info os.FileInfo) string {
	s, known := r.state[name]
	if !known || s.Size != info.Size() || s.Time != info.ModTime().UnixNano() {
		return ""
	}
	tick := 20 * time.Millisecond
	if info.ModTime().Nanosecond() == 0 {
		tick = 2 * time.Second
	}
	if !info.ModTime().Add(tick).Before(r.written) {
		return ""
	}
	return s.Hash
}

// records writes manifest and state, where they differ from what is there.
func (w *writer) records(out *output.Tree, known *records) error {
	m := out.Manifest()
	manifest, err := marshal(m)
	if err != nil {
		return err
	}
	s := state{Version: stateVersion, Files: make([]stateFile, 0, len(m.Files))}
	for _, f := range m.Files {
		modified := w.laid[f.Path].modified
		if info, has := w.plan.untouched[f.Path]; has {
			modified = info.ModTime().UnixNano()
		}
		s.Files = append(s.Files, stateFile{Path: f.Path, Hash: f.Hash, Size: f.Size, Time: modified})
	}
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	sameManifest, sameState := bytes.Equal(manifest, known.manifestData), bytes.Equal(data, known.stateData)
	if sameManifest && sameState {
		return nil
	}
	if err := w.disk.MkdirAll(tmpFolder); err != nil {
		return err
	}
	if !sameManifest {
		if err := w.record(output.ManifestPath, manifest); err != nil {
			return err
		}
	}
	if !sameState {
		if err := w.record(statePath, data); err != nil {
			return err
		}
	}
	if w.plan.idle() {
		return w.disk.Remove(tmpFolder)
	}
	return nil
}

func marshal(v any) ([]byte, error) {
	data, err := json.MarshalIndent(v, "", " ")
	return append(data, '\n'), err
}

// journalOf names what a plan will write, and what killed runs may have written
// before: those files are in no manifest yet.
func journalOf(p *plan, known *records) []byte {
	j := journal{Version: stateVersion, Files: slices.Clone(known.journal)}
	for _, c := range p.changes {
		entry := output.ManifestEntry{Path: c.file.Path, Hash: c.file.Hash, Size: c.file.Size}
		if !slices.Contains(known.hashes[entry.Path], entry.Hash) {
			j.Files = append(j.Files, entry)
		}
	}
	data, err := json.Marshal(j)
	if err != nil {
		panic(err) // strings and numbers always have a JSON form
	}
	return data
}
