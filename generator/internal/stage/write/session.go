package write

import (
	"context"
	"crypto/sha256"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"essaim/generator/internal/lock"
	"essaim/generator/internal/model/output"
)

// A Session is a run that writes to an output folder, from Begin to Close. It
// holds the folder's lock.
type Session struct {
	writer
	// madeOut is the output folder, when Begin made it.
	madeOut      string
	folder, site *os.Root
	// own is the folder as the disk of the writer.
	own  *rootDisk
	held *os.File
	// looking ends when closing is set.
	looking sync.WaitGroup
	closing atomic.Bool
}

// Resume is Begin for a folder that former runs have written to. It returns nil where
// none has, or another run has the lock: Begin says so when it matters. It begins to see
// which files are as they were written.
func Resume(o Options) (*Session, error) {
	if _, err := os.Stat(filepath.Join(o.Out, filepath.FromSlash(output.ManifestPath))); err != nil {
		return nil, nil
	}
	s, err := Begin(o)
	if errors.Is(err, ErrLocked) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	s.looking.Go(s.lookAhead)
	return s, nil
}

// Begin takes the lock of the output folder and reads what former runs left
// there. Nothing of the site changes before Commit.
func Begin(o Options) (_ *Session, err error) {
	s := &Session{}
	if _, err := os.Lstat(o.Out); errors.Is(err, os.ErrNotExist) {
		s.madeOut = o.Out
	}
	if err := os.MkdirAll(o.Out, 0o777); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			s.release()
		}
	}()
	if s.folder, err = os.OpenRoot(o.Out); err != nil {
		return nil, err
	}
	if err := s.folder.MkdirAll(ownFolder, 0o777); err != nil {
		return nil, err
	}
	if s.held, err = s.folder.OpenFile(lockPath, os.O_CREATE|os.O_RDWR, 0o666); err != nil {
		return nil, err
	}
	if err := acquire(s.held); err != nil {
		return nil, err
	}
	if s.site, err = os.OpenRoot(o.Root); err != nil {
		return nil, err
	}
	if s.own, err = newDisk(s.folder); err != nil {
		return nil, err
	}
	if s.writer, err = newWriter(s.own, s.site); err == nil {
		s.known.doubted = o.Doubt
	}
	return s, err
}

// lookAhead sees which files of the site are as former runs have written them, until the
// session is closed.
func (s *Session) lookAhead() {
	for i := range s.known.files {
		if s.closing.Load() {
			return
		}
		s.known.isAsWritten(&s.known.files[i], s.disk)
	}
}

// Same reports whether the output folder holds just the files of out.
func (s *Session) Same(ctx context.Context, out *output.Tree) (bool, error) {
	plan, err := makePlan(ctx, out, s.disk, s.known)
	if errors.Is(err, ErrForeign) {
		err = nil
	}
	return err == nil && plan != nil && plan.idle(), err
}

// Folder makes a folder beside the site and returns its path on the machine. An
// output whose file has been finished there is moved to its place and not copied;
// what is left goes with Close.
func (s *Session) Folder() (string, error) {
	if err := s.disk.MkdirAll(finishedFolder); err != nil {
		return "", err
	}
	s.finished = filepath.Join(s.folder.Name(), filepath.FromSlash(finishedFolder))
	return s.finished, nil
}

// Link puts a file of the site with a SHA-256 into the folder of Folder, at a path
// there, without a copy: as a second name of the file, of which the first goes
// when the run is done. It reports whether it could: a small file is as soon written.
func (s *Session) Link(hash [sha256.Size]byte, to string) bool { return s.link(hash, to) }

// Close gives the lock back, and removes what was laid ready and not committed.
func (s *Session) Close() error {
	if s.committed {
		return s.release()
	}
	err := s.cleanUp()
	if s.known.manifest != (output.Hash{}) {
		return errors.Join(err, s.release())
	}
	// There was no site before, so nothing of ours stays: neither the lock nor,
	// where nobody else uses it, the folder.
	_ = s.folder.Remove(lockPath)
	_ = s.folder.Remove(ownFolder)
	err = errors.Join(err, s.release())
	if s.madeOut != "" {
		_ = os.Remove(s.madeOut)
	}
	return err
}

func (s *Session) release() error {
	s.closing.Store(true)
	s.looking.Wait() // it looks below the folder
	var errs []error
	if s.own != nil {
		errs = append(errs, s.own.close())
	}
	for _, root := range []*os.Root{s.folder, s.site} {
		if root != nil {
			errs = append(errs, root.Close())
		}
	}
	if s.held != nil {
		errs = append(errs, s.held.Close()) // and with it the lock, as does the death of the process
	}
	return errors.Join(errs...)
}

// acquire takes the lock of the output folder, or returns ErrLocked.
func acquire(f *os.File) error {
	err := lock.File(f)
	if errors.Is(err, lock.ErrHeld) {
		return ErrLocked
	}
	return err
}
