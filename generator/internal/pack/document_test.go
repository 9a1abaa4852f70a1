package pack

import (
	"encoding/hex"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDocument reads the example of PACK.md, and writes it.
func TestDocument(t *testing.T) {
	page, err := os.ReadFile("PACK.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "\n```\n")
	example, _, _ := strings.Cut(rest, "```")
	index, err := hex.DecodeString(strings.Join(strings.Fields(example), ""))
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for name, data := range map[string][]byte{indexName: index, "data-1": []byte("unDEUX")} {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	p := open(t, folder)
	defer closed(t, p)
	for name, want := range map[string]string{"a": "un", "b": "DEUX"} {
		if data, ok := p.Get(KeyOf("entry", name)); !ok || string(data) != want {
			t.Errorf("%s: %q, %v, want %q", name, data, ok, want)
		}
	}
	if err := p.writeIndex(); err != nil {
		t.Fatal(err)
	}
	written, err := os.ReadFile(filepath.Join(folder, indexName))
	if err != nil {
		t.Fatal(err)
	}
	if hex.EncodeToString(written) != hex.EncodeToString(index) {
		t.Errorf("the example is not what is written:\n% x\nwritten\n% x", index, written)
	}
	if sum := crc32.Checksum([]byte("123456789"), table); sum != 0xE3069283 {
		t.Errorf("CRC-32C: %X", sum)
	}
}
