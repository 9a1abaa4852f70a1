package parse_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"essaim/generator/internal/corpus"
	"essaim/generator/internal/stage/load"
	"essaim/generator/internal/stage/parse"
	"essaim/generator/internal/stage/parse/settings"
)

// BenchmarkFile parses documents of 750 words, one after the other.
func BenchmarkFile(b *testing.B) {
	dir := b.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "themes"), 0o777); err != nil {
		b.Fatal(err)
	}
	if err := corpus.Write(dir, corpus.Options{Documents: 200}); err != nil {
		b.Fatal(err)
	}
	tree, err := load.Dir(context.Background(), dir, load.Options{})
	if err != nil {
		b.Fatal(err)
	}
	rules, ds := settings.Read(tree)
	if rules == nil {
		b.Fatal(ds)
	}
	files := parse.Files(tree)
	var size int64
	for _, f := range files {
		size += f.Size
	}
	b.SetBytes(size / int64(len(files)))
	p := parse.New(rules)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		p.File(files[i%len(files)])
	}
}
