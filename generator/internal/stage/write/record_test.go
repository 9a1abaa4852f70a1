package write

import (
	"encoding/json"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"essaim/generator/internal/model/output"
)

// stateJSON is state.json as encoding/json has it.
type stateJSON struct {
	Version int             `json:"version"`
	Files   []stateFileJSON `json:"files"`
}

type stateFileJSON struct {
	Path string `json:"path"`
	Hash string `json:"sha256"`
	Size int64  `json:"size"`
	Time int64  `json:"modified"`
}

// TestRecordsAreJSON wants the bytes of encoding/json, read back as they were.
func TestRecordsAreJSON(t *testing.T) {
	name := rapid.OneOf(rapid.SampledFrom([]string{"a", "a/b.html", "é", `"`, `\`, "<&>", "\u2028", "\x7f", "\n", ""}), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		s := stateJSON{Version: rapid.Int().Draw(t, "version"), Files: []stateFileJSON{}}
		m := output.Manifest{Version: s.Version, Files: []output.ManifestEntry{}}
		var list []listedFile
		for range rapid.IntRange(0, 4).Draw(t, "files") {
			f := listedFile{name.Draw(t, "path"), rapid.StringMatching("[0-9a-f]{0,8}").Draw(t, "hash"), rapid.Int64().Draw(t, "size"), rapid.Int64Min(1).Draw(t, "time")}
			list = append(list, f)
			s.Files = append(s.Files, stateFileJSON{f.path, f.hash, f.size, f.time})
			m.Files = append(m.Files, output.ManifestEntry{Path: f.path, Hash: f.hash, Size: f.size})
		}
		want, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		got := compact.files(compact.open(s.Version), len(list), func(i int) listedFile { return list[i] })
		if string(got) != string(want) {
			t.Fatalf("state:\n%s\n%s", got, want)
		}
		version, files, ok := parseRecord(got)
		if !ok || version != s.Version || !slices.Equal(files, readJSON(want)) {
			t.Fatalf("read: %v %d %v", ok, version, files)
		}
		if want, err = json.MarshalIndent(m, "", " "); err != nil {
			t.Fatal(err)
		}
		if got = manifestOf(m); string(got) != string(want)+"\n" {
			t.Fatalf("manifest:\n%s\n%s", got, want)
		}
		if _, files, ok := parseRecord(got); !ok || !slices.Equal(files, readJSON(want)) {
			t.Fatalf("read: %v %v", ok, files)
		}
	})
}

// readJSON reads a record with encoding/json.
func readJSON(data []byte) []listedFile {
	var s stateJSON
	if json.Unmarshal(data, &s) != nil {
		return nil
	}
	var files []listedFile
	for _, f := range s.Files {
		files = append(files, listedFile{f.Path, f.Hash, f.Size, f.Time})
	}
	return files
}

// FuzzRecord wants of any bytes what encoding/json makes of them.
func FuzzRecord(f *testing.F) {
	for _, seed := range []string{
		`{"version":1,"files":[{"path":"a","sha256":"b","size":3,"modified":4}]}`, "{\n \"version\": 1,\n \"files\": []\n}\n",
		`{"version":1,"files":[{"size":3,"path":"a","sha256":"b","more":[]}],"x":null}`, `{"version":1,"files":[]} x`, `{"version":01,"files":[]}`,
		`{"version":1,"files":[],}`, `{"version":1,"files":null}`, "", "null", `{"version":-0,"files":[{"path":"a","sha256":"b","size":1e3}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		version, files, ok := parseRecord(data)
		var s stateJSON
		if err := json.Unmarshal(data, &s); ok != (err == nil) {
			t.Fatalf("%q: %v, json: %v", data, ok, err)
		}
		if ok && (version != s.Version || !slices.Equal(files, readJSON(data))) {
			t.Errorf("%q: %d %v", data, version, files)
		}
	})
}
