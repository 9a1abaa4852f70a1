package load

import (
	"errors"
	"io/fs"
	"path"
	"strings"

	"essaim/generator/internal/model/source"
)

// patched returns the former tree with what is now at the changed paths, or nil when
// the folders must be walked: because no former tree is known, or something there is
// not a plain file, has a second name (at which nobody has told of the change), or a
// name that needs a closer look.
func (w *walker) patched(changed []string) *source.Tree {
	if w.former == nil || changed == nil {
		return nil
	}
	files := map[string]*source.File{}
	for _, name := range changed {
		folder, _, below := strings.Cut(name, "/")
		if !below || folder != folders[0] && folder != folders[1] || !fit(name) || Ignored(path.Base(name)) {
			return nil
		}
		info, err := w.disk.Lstat(name)
		var s sight
		if err == nil {
			s = sightOf(info)
		}
		switch old := w.former.File(name); {
		case len(w.former.Below(name)) > 0:
			return nil // it was a folder
		case errors.Is(err, fs.ErrNotExist):
			files[name] = nil
		case err != nil || !s.regular || s.names != 1:
			return nil
		case old != nil && old.Problem != source.OK && old.Problem != source.TooLarge:
			return nil
		default:
			files[name] = w.file(name, s)
		}
	}
	return w.former.With(files)
}
