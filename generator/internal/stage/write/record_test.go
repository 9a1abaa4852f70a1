package write

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"essaim/generator/internal/model/output"
)

// manifest is what MANIFEST.md says that a record is.
type manifest struct {
	Version int            `json:"version"`
	Files   []manifestFile `json:"files"`
}

type manifestFile struct {
	Path string `json:"path"`
	Hash string `json:"sha256"`
	Size int64  `json:"size"`
}

// TestRecordsAreJSON wants the bytes of encoding/json, read back as they were.
func TestRecordsAreJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := manifest{Version: output.ManifestVersion, Files: []manifestFile{}}
		var list []listedFile
		var outputs []*output.File
		for _, f := range drawFiles(t) {
			f.time = 0
			list = append(list, f)
			outputs = append(outputs, &output.File{Path: f.path, Hash: f.hash, Size: f.size})
			m.Files = append(m.Files, manifestFile{Path: f.path, Hash: f.hash.String(), Size: f.size})
		}
		want, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		var journal, manifest bytes.Buffer
		if err := compact.write(&journal, m.Version, len(list), func(i int) listedFile { return list[i] }); err != nil {
			t.Fatal(err)
		}
		got := journal.Bytes()
		if string(got) != string(want) {
			t.Fatalf("journal:\n%s\n%s", got, want)
		}
		version, files, ok := parseRecord(got)
		if !ok || version != m.Version || !slices.Equal(files, readJSON(want)) {
			t.Fatalf("read: %v %d %v", ok, version, files)
		}
		if want, err = json.MarshalIndent(m, "", " "); err != nil {
			t.Fatal(err)
		}
		hash, err := writeManifest(&manifest, outputs)
		if got = manifest.Bytes(); err != nil || string(got) != string(want)+"\n" || hash != output.HashOf(got) {
			t.Fatalf("manifest:\n%s\n%s, %v", got, want, err)
		}
		if _, files, ok := parseRecord(got); !ok || !slices.Equal(files, readJSON(want)) {
			t.Fatalf("read: %v %v", ok, files)
		}
	})
}

// drawFiles draws some files of a record.
func drawFiles(t *rapid.T) []listedFile {
	name := rapid.OneOf(rapid.SampledFrom([]string{"a", "a/b.html", "é", `"`, `\`, "<&>", "\u2028", "\x7f", "\n", ""}), rapid.String())
	return rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) listedFile {
		return listedFile{name.Draw(t, "path"), output.HashOf(rapid.SliceOf(rapid.Byte()).Draw(t, "content")), rapid.Int64Min(0).Draw(t, "size"), rapid.Int64().Draw(t, "time")}
	}), 0, 4, func(f listedFile) string { return f.path }).Draw(t, "files")
}

// stateOf returns the bytes of a state.
func stateOf(manifest output.Hash, files []listedFile) []byte {
	times := map[*output.File]int64{}
	var outputs []*output.File
	for _, f := range files {
		outputs = append(outputs, &output.File{Path: f.path, Hash: f.hash, Size: f.size})
		times[outputs[len(outputs)-1]] = f.time
	}
	var data bytes.Buffer
	_ = writeState(&data, manifest, outputs, func(f *output.File) int64 { return times[f] }) // memory takes all
	return data.Bytes()
}

// TestState wants a state back as it was, and of one that is damaged nothing.
func TestState(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		files := map[string]listedFile{}
		list := drawFiles(r)
		for _, f := range list {
			files[f.path] = f
		}
		sum := output.HashOf([]byte(fmt.Sprint(len(list))))
		data := stateOf(sum, list)
		if s := parseState(data); s.manifest != sum || !maps.EqualFunc(s.byPath, files, func(a *ownFile, b listedFile) bool { return a.listedFile == b }) {
			r.Fatalf("read: %v, not %v", s, files)
		}
		at := rapid.IntRange(0, len(data)-1).Draw(r, "at")
		if s := parseState(data[:at]); s.manifest == sum || len(s.byPath) > 0 {
			r.Fatalf("cut at %d: %v", at, s)
		}
		data[at] ^= 1 << rapid.IntRange(0, 7).Draw(r, "bit")
		if s := parseState(data); s.manifest == sum || len(s.byPath) > 0 {
			r.Fatalf("damaged at %d: %v", at, s)
		}
	})
}

// FuzzState reads anything whose checksum is right.
func FuzzState(f *testing.F) {
	f.Add(stateOf(output.Hash{}, []listedFile{{"a/b", output.Hash{}, 3, 4}})[:stateHead+20])
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) < stateHead {
			return
		}
		copy(data, stateMagic)
		parseState(binary.LittleEndian.AppendUint32(data, crc32.Checksum(data, stateTable)))
	})
}

// readJSON reads a record with encoding/json.
func readJSON(data []byte) []listedFile {
	var s manifest
	if json.Unmarshal(data, &s) != nil {
		return nil
	}
	var files []listedFile
	for _, f := range s.Files {
		files = append(files, listedFile{path: f.Path, hash: output.ParseHash(f.Hash), size: f.Size})
	}
	return files
}

// FuzzRecord wants of any bytes what encoding/json makes of them.
func FuzzRecord(f *testing.F) {
	for _, seed := range []string{
		`{"version":1,"files":[{"path":"a","sha256":"b","size":3}]}`, "{\n \"version\": 1,\n \"files\": []\n}\n",
		`{"version":1,"files":[{"size":3,"path":"a","sha256":"b","more":[]}],"x":null}`, `{"version":1,"files":[]} x`, `{"version":01,"files":[]}`,
		`{"version":1,"files":[],}`, `{"version":1,"files":null}`, "", "null", `{"version":-0,"files":[{"path":"a","sha256":"b","size":1e3}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		version, files, ok := parseRecord(data)
		var s manifest
		if err := json.Unmarshal(data, &s); ok != (err == nil) {
			t.Fatalf("%q: %v, json: %v", data, ok, err)
		}
		if ok && (version != s.Version || !slices.Equal(files, readJSON(data))) {
			t.Errorf("%q: %d %v", data, version, files)
		}
	})
}
