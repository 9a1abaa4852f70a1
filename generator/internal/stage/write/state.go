package write

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"sync"
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

// records are what former runs left in .essaim/.
type records struct {
	// listed are the files of the manifest, by path, with their hashes: what
	// stands there is ours, whoever changed it since.
	listed map[string]string
	// journal is what killed runs were about to write, and journaled the hashes
	// in it by path. killed tells an empty one from none.
	journal   []listedFile
	journaled map[string][]string
	killed    bool
	// state is what the folder looked like when the last run ended, by path:
	// what spares reading a file to know what is in it. written is when.
	state   map[string]listedFile
	written time.Time
	// manifestData and stateData are the files as they stand.
	manifestData, stateData []byte
	// folders are those that our files stand in.
	folders func() map[string]bool
}

// ours reports whether a file with this path and hash may be replaced.
func (r *records) ours(name, hash string) bool {
	_, listed := r.listed[name]
	return listed || slices.Contains(r.journaled[name], hash)
}

// wrote reports whether a former run wrote, or was about to write, just this
// content.
func (r *records) wrote(name, hash string) bool {
	return hash != "" && r.listed[name] == hash || slices.Contains(r.journaled[name], hash)
}

// readRecords reads what former runs left. A file that cannot be understood
// counts as missing: what it named is then looked at anew.
func readRecords(d disk) (*records, error) {
	r := &records{journaled: map[string][]string{}}
	r.folders = sync.OnceValue(r.allFolders)
	var state struct {
		version int
		files   []listedFile
		err     error
	}
	var reading sync.WaitGroup // the two large records, side by side
	reading.Go(func() { state.version, state.files, r.stateData, state.err = readRecord(d, statePath) })
	version, files, data, err := readRecord(d, output.ManifestPath)
	reading.Wait()
	if err := errors.Join(err, state.err); err != nil {
		return nil, err
	}
	r.manifestData = data
	r.listed = make(map[string]string, len(files))
	if version == output.ManifestVersion {
		for _, f := range files {
			r.listed[f.path] = f.hash
		}
	}
	version, files, data, err = readRecord(d, journalPath)
	if err != nil {
		return nil, err
	}
	r.killed = data != nil
	if version == stateVersion {
		r.journal = files
		for _, f := range files {
			r.journaled[f.path] = append(r.journaled[f.path], f.hash)
		}
	}
	r.state = make(map[string]listedFile, len(state.files))
	if info, err := d.Lstat(statePath); err == nil && state.version == stateVersion {
		r.written = info.ModTime()
		for _, f := range state.files {
			r.state[f.path] = f
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

// readRecord reads a record; data is nil when there is none.
func readRecord(d disk, name string) (version int, files []listedFile, data []byte, err error) {
	f, err := d.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil, nil, nil
	}
	if err != nil {
		return 0, nil, nil, err
	}
	defer f.Close()
	data, err = io.ReadAll(f)
	if err != nil {
		return 0, nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	version, files, ok := parseRecord(data)
	if !ok {
		return 0, nil, []byte{}, nil
	}
	return version, files, data, nil
}

// trusted returns the hash of a file that has not been touched since the state
// was written, or "". A file that was modified about when the state was could
// have been modified again within one tick of the disk's clock, so it is not
// trusted; where times are whole seconds, a tick may be two of them.
func (r *records) trusted(name string, info os.FileInfo) string {
	s, known := r.state[name]
	if !known || s.size != info.Size() || s.time != info.ModTime().UnixNano() {
		return ""
	}
	tick := 20 * time.Millisecond
	if info.ModTime().Nanosecond() == 0 {
		tick = 2 * time.Second
	}
	if !info.ModTime().Add(tick).Before(r.written) {
		return ""
	}
	return s.hash
}

// records writes manifest and state, where they differ from what is there.
func (w *writer) records(out *output.Tree, known *records) error {
	m := out.Manifest()
	var manifest []byte
	var making sync.WaitGroup
	making.Go(func() { manifest = manifestOf(m) })
	data := compact.files(compact.open(stateVersion), len(m.Files), func(i int) listedFile {
		f := m.Files[i]
		modified := w.laid[f.Path].modified
		if info, has := w.plan.untouched[f.Path]; has {
			modified = info.ModTime().UnixNano()
		}
		return listedFile{f.Path, f.Hash, f.Size, modified}
	})
	making.Wait()
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

// journalOf names what a plan will write, and what killed runs may have written
// before: those files are in no manifest yet.
func journalOf(p *plan, known *records) []byte {
	files := slices.Clone(known.journal)
	for _, c := range p.changes {
		if f := c.file; !known.wrote(f.Path, f.Hash) {
			files = append(files, listedFile{path: f.Path, hash: f.Hash, size: f.Size})
		}
	}
	return compact.files(compact.open(stateVersion), len(files), func(i int) listedFile { return files[i] })
}
