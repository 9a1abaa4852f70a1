// Package watch tells when a site's folders change, and where, as far as that is
// sure. What has changed there the next build finds out by content.
package watch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"syscall"

	"github.com/fsnotify/fsnotify"

	"essaim/generator/internal/stage/load"
)

// folders are what a site consists of.
var folders = []string{"content", "themes"}

// maxDepth bounds how deep folders may be nested, as in load.
const maxDepth = 32

// Watcher watches the folders of one site.
type Watcher struct {
	disk  *fsnotify.Watcher
	root  *os.Root
	place string // the real path of root
	// watched are the folders of the site: whatever happens in them counts.
	watched map[string]bool
	// points are single names in further folders that count too: content/ and
	// themes/ themselves, and what symbolic links lead to.
	points map[string]bool
	// linked reports whether a symbolic link has been seen: one file may then
	// have several paths.
	linked  bool
	changed changed
	signal  chan struct{} // holds one signal at most
	changes chan struct{}
	flood   chan struct{} // holds one signal at most
	failure error         // written before changes is closed, read after
}

// Open watches content/ and themes/ below root until ctx is done. Changes that
// happen after it returns are noticed. Folders may come and go, these two
// included; symbolic links within root are followed as load does.
func Open(ctx context.Context, root string) (*Watcher, error) {
	place, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	// Events carry the path that was watched; only real paths are unique.
	if place, err = filepath.EvalSymlinks(place); err != nil {
		return nil, err
	}
	below, err := os.OpenRoot(place)
	if err != nil {
		return nil, err
	}
	disk, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, errors.Join(err, below.Close())
	}
	w := &Watcher{
		disk: disk, root: below, place: place,
		watched: map[string]bool{}, points: map[string]bool{},
		signal: make(chan struct{}, 1), changes: make(chan struct{}), flood: make(chan struct{}, 1),
	}
	if err := w.scan(); err != nil {
		return nil, errors.Join(err, w.close())
	}
	following, end := context.WithCancel(context.WithoutCancel(ctx))
	go settle(following, w.signal, w.changes, w.complete, w.flooding)
	go func() {
		defer end()
		w.failure = errors.Join(w.follow(ctx), w.close())
	}()
	return w, nil
}

// Changes delivers a value a few milliseconds after a change, one for all the
// changes that come together. Those that happen while nobody receives wait as
// one. The channel is closed when watching ends; Err then says why.
func (w *Watcher) Changes() <-chan struct{} { return w.changes }

// Flood delivers a value now and then while many files change, for those who want to
// read them before Changes tells that all is over.
func (w *Watcher) Flood() <-chan struct{} { return w.flood }

// Err returns what ended the watching, or nil when its context did. It may be
// called once Changes is closed.
func (w *Watcher) Err() error { return w.failure }

func (w *Watcher) close() error { return errors.Join(w.disk.Close(), w.root.Close()) }

// follow turns events into signals until ctx is done.
func (w *Watcher) follow(ctx context.Context) error {
	for {
		var err error
		select {
		case <-ctx.Done():
			return nil
		case event := <-w.disk.Events:
			err = w.notice(event)
		case err = <-w.disk.Errors:
			if errors.Is(err, fsnotify.ErrEventOverflow) {
				// Events are lost: folders may be new, anything may have changed.
				err = w.scan()
				w.changed.anything()
				w.tell()
			}
		}
		if err != nil {
			return err
		}
	}
}

// tell leaves a signal, unless one is waiting.
func (w *Watcher) tell() { leave(w.signal) }

func leave(signal chan<- struct{}) {
	select {
	case signal <- struct{}{}:
	default:
	}
}

// notice answers one event.
func (w *Watcher) notice(event fsnotify.Event) error {
	name := event.Name
	// Attributes do not matter to a site, and programs that guard or back up
	// files touch them whenever a build has read one.
	if event.Op == fsnotify.Chmod {
		return nil
	}
	point := w.points[name]
	inside := w.watched[filepath.Dir(name)] && !load.Ignored(filepath.Base(name))
	if !point && !inside && !w.watched[name] {
		return nil
	}
	// A build that begins must find new folders watched: what it has read by
	// then and changes later is told again.
	defer w.tell()
	if relative, err := filepath.Rel(w.place, name); err != nil || !inside || point || w.watched[name] || w.linked {
		w.changed.anything()
	} else if w.changed.add(filepath.ToSlash(relative)) {
		leave(w.flood)
	}
	switch {
	case event.Has(fsnotify.Remove) || event.Has(fsnotify.Rename):
		// A folder that moved would go on being watched under its old name.
		if w.watched[name] {
			w.forget(name)
			return w.scan()
		}
	case event.Has(fsnotify.Create):
		if info, err := os.Lstat(name); err == nil && (info.IsDir() || info.Mode()&fs.ModeSymlink != 0 || point) {
			w.changed.anything()
			return w.scan()
		}
	}
	return nil
}

// forget ends watching a folder and all below it.
func (w *Watcher) forget(folder string) {
	below := folder + string(filepath.Separator)
	for name := range w.watched {
		if name == folder || len(name) > len(below) && name[:len(below)] == below {
			// The system has forgotten a removed folder already.
			_ = w.disk.Remove(name)
			delete(w.watched, name)
		}
	}
}

// scan watches every folder of the site. Those already watched stay so.
func (w *Watcher) scan() error {
	if err := w.add(w.place); err != nil {
		return err
	}
	for _, folder := range folders {
		w.points[filepath.Join(w.place, folder)] = true
		if err := w.visit(folder, nil); err != nil {
			return err
		}
	}
	return nil
}

// visit watches what name stands for: a folder and all below it, or what a
// symbolic link leads to. above are the folders that lead to it.
func (w *Watcher) visit(name string, above []os.FileInfo) error {
	link, err := w.root.Lstat(name)
	if err != nil {
		return nil // removed since it was listed; its folder is watched
	}
	w.linked = w.linked || link.Mode()&fs.ModeSymlink != 0
	info, err := w.root.Stat(name)
	if err != nil {
		return nil // a link that load reports: broken, a loop or to the outside
	}
	real, err := filepath.EvalSymlinks(filepath.Join(w.place, filepath.FromSlash(name)))
	if err != nil {
		return nil // removed just now
	}
	if link.Mode()&fs.ModeSymlink != 0 {
		w.points[real] = true
		if err := w.add(filepath.Dir(real)); err != nil {
			return err
		}
	}
	if !info.IsDir() || len(above) >= maxDepth {
		return nil
	}
	for _, parent := range above {
		if os.SameFile(parent, info) {
			return nil
		}
	}
	// Watched first and listed then, so that nothing appears unseen in between.
	if err := w.add(real); err != nil {
		return err
	}
	w.watched[real] = true
	entries, err := fs.ReadDir(w.root.FS(), name)
	if err != nil {
		return nil // removed or unreadable: the build says so
	}
	above = append(above, info)
	for _, entry := range entries {
		mode := entry.Type()
		if load.Ignored(entry.Name()) || !mode.IsDir() && mode&fs.ModeSymlink == 0 {
			continue
		}
		if err := w.visit(path.Join(name, entry.Name()), above); err != nil {
			return err
		}
	}
	return nil
}

// add asks the system to tell about a folder. Only a lack of means is an error.
func (w *Watcher) add(folder string) error {
	err := w.disk.Add(folder)
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return fmt.Errorf("watch %s: the system allows no more watched folders (on Linux: fs.inotify.max_user_watches): %w", folder, err)
	case errors.Is(err, syscall.EMFILE):
		return fmt.Errorf("watch %s: the system allows no more open files (ulimit -n): %w", folder, err)
	}
	return nil // removed or unreadable: the build says so
}
