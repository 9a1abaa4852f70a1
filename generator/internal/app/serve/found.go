package serve

import (
	"context"
	"sync"

	"essaim/generator/internal/app/build"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/stage/index"
)

// searches makes the files of the search of one result after the other, and has
// those of the latest ones. The zero searches is ready. It is safe for concurrent
// use.
type searches struct {
	// room is what the first files spread in, for they are made of nothing; may be nil.
	room *room
	// making is held while files are made, of whatever result: they are made of
	// what was kept of those before. begun and finished report that some, and all,
	// have been.
	making          sync.Mutex
	begun, finished bool

	mutex  sync.Mutex
	latest *found
	recent []*output.Tree
}

// mostRecent is how many results an open page may be behind what is shown.
const mostRecent = 4

// of returns the files of a result. Those of the result before are not made any
// further, unless somebody asks for them: what they need may be much, as after a
// change of the settings, and the new ones wait for it.
func (s *searches) of(result *build.Result) *found {
	return s.begin(&found{result: result, searches: s, search: result.SearchSoon})
}

func (s *searches) begin(f *found) *found {
	s.mutex.Lock()
	former := s.latest
	s.latest = f
	s.mutex.Unlock()
	if former != nil {
		former.stop()
	}
	return f
}

// stop stops what is being made.
func (s *searches) stop() {
	s.mutex.Lock()
	latest := s.latest
	s.mutex.Unlock()
	if latest != nil {
		latest.stop()
	}
}

// spread gives room until the returned function is called, unless the like has been
// made before. Making is held.
func (s *searches) spread(before bool) (contain func()) {
	if before || s.room == nil {
		return func() {}
	}
	s.room.spread()
	return s.room.contain
}

func (s *searches) add(files *output.Tree) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.recent = append(s.recent, files); len(s.recent) > mostRecent {
		s.recent = append(s.recent[:0:0], s.recent[1:]...)
	}
}

// file returns a file of the latest results, or nil.
func (s *searches) file(name string) *output.File {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for i := len(s.recent) - 1; i >= 0; i-- {
		if file := s.recent[i].File(name); file != nil {
			return file
		}
	}
	return nil
}

// found is the files of the search of one result. They are made when the first is
// asked for, those that a query of single words needs before all others. It is
// safe for concurrent use.
type found struct {
	result   *build.Result
	searches *searches
	// search is build.Result.SearchSoon.
	search func(context.Context) (*index.Found, build.Rest, error)

	mutex sync.Mutex
	// making is done when what is being made is to be stopped; nil before anything
	// is made since the last stop.
	making     context.Context
	stopMaking context.CancelFunc
	first      *index.Found
	rest       build.Rest
	whole      *index.Found
}

// stop stops what is being made; whoever waits for it gets nothing.
func (f *found) stop() {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.making != nil {
		f.stopMaking()
		f.making, f.stopMaking = nil, nil
	}
}

// make calls do while nothing else is made, until it is stopped.
func (f *found) make(do func(context.Context)) {
	f.mutex.Lock()
	if f.making == nil {
		f.making, f.stopMaking = context.WithCancel(context.Background())
	}
	ctx := f.making
	f.mutex.Unlock()
	f.searches.making.Lock()
	defer f.searches.making.Unlock()
	do(ctx)
}

func (f *found) made() (first, whole *index.Found) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.first, f.whole
}

// soon makes the first files, and returns nil when it has been stopped. When the
// machine fails at it the page of the search says that it cannot search, so that
// nothing else is lost.
func (f *found) soon() (first *index.Found) {
	if first, _ := f.made(); first != nil {
		return first
	}
	f.make(func(ctx context.Context) {
		if first, _ = f.made(); first == nil {
			first = f.begin(ctx)
		}
	})
	return first
}

func (f *found) begin(ctx context.Context) *index.Found {
	if ctx.Err() != nil {
		return nil
	}
	defer f.searches.spread(f.searches.begun)()
	first, rest, err := f.search(ctx)
	if ctx.Err() != nil {
		return nil
	}
	if err != nil {
		first = nothing()
	}
	f.searches.begun = true
	f.searches.add(first.Files)
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.first, f.rest = first, rest
	return first
}

func nothing() *index.Found { return &index.Found{Files: &output.Tree{}} }

// all makes all files, and returns nil when it has been stopped.
func (f *found) all() (whole *index.Found) {
	if f.soon() == nil {
		return nil
	}
	f.make(func(ctx context.Context) {
		if _, whole = f.made(); whole == nil {
			whole = f.finish(ctx)
		}
	})
	return whole
}

func (f *found) finish(ctx context.Context) *index.Found {
	defer f.searches.spread(f.searches.finished)()
	whole := f.complete(ctx)
	if whole == nil && ctx.Err() == nil { // another result has been searched since
		f.begin(ctx)
		whole = f.complete(ctx)
	}
	if ctx.Err() != nil {
		return nil
	}
	if whole == nil {
		whole = nothing()
	}
	f.searches.finished = true
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.whole, f.rest = whole, nil
	return whole
}

// complete makes what begin has left, if it still can.
func (f *found) complete(ctx context.Context) *index.Found {
	f.mutex.Lock()
	rest := f.rest
	f.mutex.Unlock()
	if rest == nil {
		return nil
	}
	whole, err := rest(ctx)
	if err != nil {
		return nil
	}
	return whole
}

// file returns the file at a path in the output, or nil. One that is named after
// its content, as all are but the pointers, may also be of an earlier result: an
// open page reads on in those until it is told of this one, and must not wait for
// what is being made. What the first files lack may be among all.
func (f *found) file(name string) *output.File {
	if !index.IsPointer(name) {
		if file := f.searches.file(name); file != nil {
			return file
		}
	}
	if _, whole := f.made(); whole != nil {
		return whole.Files.File(name)
	}
	first := f.soon()
	for first == nil {
		first = f.soon() // it was stopped for the next result, and is asked for all the same
	}
	if file := first.Files.File(name); file != nil || !index.IsLate(name) {
		return file
	}
	if whole := f.all(); whole != nil {
		return whole.Files.File(name)
	}
	return nil // a reader asks which root is the newest
}
