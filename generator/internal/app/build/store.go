package build

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"sync"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/pack"
	"essaim/generator/internal/stage/render"
	"essaim/search/indexer"
)

// store is what a run keeps things in.
type store struct {
	*pack.Pack
	search *indexer.Builder
	// fresh says that no former run can have put anything.
	fresh bool
	// done ends the use of the store by the run.
	done func() error
}

// store opens the pack of a run, or goes on with that of the runs before. A
// pack that cannot be had is replaced by one that lasts for this run: a cache
// saves time and is never needed.
func (o Options) store() (*store, error) {
	c := o.Cache
	if c == nil {
		p, b, err := o.open()
		if err != nil {
			return nil, err
		}
		return &store{p, b, o.Keep == "", func() error {
			_ = p.Commit() // the next run makes again what this one could not keep
			return p.Close()
		}}, nil
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.pack == nil {
		var err error
		if c.pack, c.search, err = o.open(); err != nil {
			return nil, err
		}
	}
	return &store{c.pack, c.search, false, func() error { return nil }}, nil
}

func (o Options) open() (*pack.Pack, *indexer.Builder, error) {
	if o.Keep != "" {
		if version, err := programVersion(); err == nil {
			if p, err := pack.Open(o.Keep, version); err == nil {
				return p, indexer.NewBuilder(searchCache{p}), nil
			}
		}
	}
	p, err := pack.Temporary()
	if err != nil || o.Cache == nil {
		return p, indexer.NewBuilder(nil), err
	}
	return p, indexer.NewScratch(searchCache{p}), nil
}

// searchCache is a pack as the search keeps things in it.
type searchCache struct{ pack *pack.Pack }

func (c searchCache) Get(key string) ([]byte, bool) { return c.pack.Get(pack.KeyOf("search", key)) }

func (c searchCache) GetIn(buffer []byte, key string) ([]byte, bool) {
	return c.pack.GetIn(buffer, pack.KeyOf("search", key))
}

func (c searchCache) Place(key string) (io.ReaderAt, bool) {
	return c.pack.Place(pack.KeyOf("search", key))
}

func (c searchCache) Put(key string, data []byte) {
	_ = c.pack.Put(pack.KeyOf("search", key), data) // what cannot be kept is made again
}

// themeCache is a pack as the theme keeps things in it.
type themeCache struct{ pack *pack.Pack }

func (c themeCache) Get(key string) ([]byte, bool) { return c.pack.Get(pack.KeyOf("theme", key)) }

func (c themeCache) Put(key string, data []byte) {
	_ = c.pack.Put(pack.KeyOf("theme", key), data) // what cannot be kept is made again
}

// theme begins to read the theme, unless the former one is the same, and returns
// what waits for it: styles and scripts take a while, most of it on one processor.
func (o Options) theme(former *render.Theme, tree *source.Tree, rules *schema.Schema, kept *store) func() (*render.Theme, diag.List) {
	if former.Is(tree, rules) {
		return func() (*render.Theme, diag.List) { return former, nil }
	}
	var theme *render.Theme
	var found diag.List
	var reading sync.WaitGroup
	reading.Go(func() { theme, found = render.ParseTheme(tree, rules, themeCache{kept.Pack}) })
	return func() (*render.Theme, diag.List) {
		reading.Wait()
		return theme, found
	}
}

// programVersion tells one build of the program from another: what one has kept
// may mean something else to the next. It is the build ID that Go writes near
// the beginning of the file, which depends on all that went into the program;
// where there is none, the hash of the whole.
func programVersion() (string, error) {
	name, err := os.Executable()
	if err != nil {
		return "", err
	}
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	head := make([]byte, 64<<10)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return "", err
	}
	if id := buildID(head[:n]); id != "" {
		return id, nil
	}
	sum := sha256.New()
	sum.Write(head[:n])
	if _, err := io.Copy(sum, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// buildID returns the build ID in the head of a program, or "". On Linux and
// BSD it is the note "Go" of type 4; elsewhere it stands in the text itself.
func buildID(head []byte) string {
	if i := bytes.Index(head, []byte("\x04\x00\x00\x00Go\x00\x00")); i >= 8 {
		rest := head[i+8:]
		size := int(head[i-4]) | int(head[i-3])<<8
		if size > 20 && size <= len(rest) {
			return string(rest[:size])
		}
	}
	if i := bytes.Index(head, []byte("\xff Go build ID: \"")); i >= 0 {
		id, _, found := bytes.Cut(head[i+16:], []byte{'"'})
		if found && len(id) > 20 {
			return string(id)
		}
	}
	return ""
}
