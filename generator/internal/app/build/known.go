package build

import (
	"encoding/binary"
	"encoding/hex"
	"path/filepath"
	"slices"

	"essaim/generator/internal/arena"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/pack"
	"essaim/generator/internal/stage/parse"
)

// former returns what the latest run of this process left; for the first one,
// at least the files of entries that the latest run of any process has read.
// That is not the whole tree. It returns too where something may have changed
// since, which is nil for anywhere.
func (o Options) former(kept *store) (latest, []string) {
	former, changed := o.Cache.since(o.Changed)
	if former.tree == nil {
		changed = nil
		if !kept.fresh {
			former.tree = o.knownFiles(kept)
		}
	}
	return former, changed
}

// filesKey is where the files of a site are kept as the disk showed them.
func (o Options) filesKey() (pack.Key, error) {
	root, err := filepath.Abs(o.Root)
	return pack.KeyOf("files", root), err
}

// fileSize is that of a file among those kept, its path aside: size, times, inode
// and hash.
const fileSize = 4*8 + sumSize

// rememberFiles keeps what the disk said of the files of entries when they were
// read, so that the next process need not read them. Their texts are kept as
// entries; files that are needed as they are, such as settings, are not among
// them. The later runs of a process leave it at what the first has kept.
func (o Options) rememberFiles(kept *store, tree, former *source.Tree) {
	key, err := o.filesKey()
	if err != nil || kept.fresh || o.Cache.known() != nil {
		return
	}
	files := slices.DeleteFunc(slices.Clone(tree.Files()), func(f *source.File) bool {
		return !f.Settled || f.Hash == "" || !parse.IsEntry(f.Path)
	})
	if former != nil && !slices.ContainsFunc(files, func(f *source.File) bool { return former.File(f.Path) != f }) {
		return // nothing that is not kept already
	}
	data := make([]byte, 0, len(files)*(fileSize+64))
	for _, f := range files {
		for _, n := range []uint64{uint64(f.Size), uint64(f.Modified), uint64(f.Changed), f.Inode} {
			data = binary.LittleEndian.AppendUint64(data, n)
		}
		if data, err = hex.AppendDecode(data, []byte(f.Hash)); err != nil {
			return
		}
		data = binary.AppendUvarint(data, uint64(len(f.Path)))
		data = append(data, f.Path...)
	}
	_ = kept.Put(key, data) // only time is lost
}

// knownFiles returns the files that rememberFiles kept, or nil.
func (o Options) knownFiles(kept *store) *source.Tree {
	key, err := o.filesKey()
	if err != nil {
		return nil
	}
	data, ok := kept.Get(key)
	if !ok {
		return nil
	}
	files := make([]*source.File, 0, len(data)/100)
	var memory arena.Slices[source.File]
	var texts arena.Texts
	var digits [2 * sumSize]byte
	number := func(i int) uint64 { return binary.LittleEndian.Uint64(data[8*i:]) }
	for len(data) > fileSize {
		f := &memory.Take(1)[0]
		hex.Encode(digits[:], data[fileSize-sumSize:fileSize])
		*f = source.File{
			Size: int64(number(0)), Modified: int64(number(1)), Changed: int64(number(2)), Inode: number(3),
			Settled: true, Hash: texts.Keep(digits[:]),
		}
		n, size := binary.Uvarint(data[fileSize:])
		data = data[fileSize+max(size, 0):]
		if n > uint64(len(data)) {
			return nil
		}
		f.Path, data = texts.Keep(data[:n]), data[n:]
		files = append(files, f)
	}
	return source.NewTree(files)
}
