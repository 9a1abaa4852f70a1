package serve

import (
	"context"
	"sync"

	"essaim/generator/internal/app/build"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/stage/index"
)

// found is the files of the search of one result. They are made when the first is
// asked for, those that a query of single words needs before all others. It is
// safe for concurrent use.
type found struct {
	result *build.Result
	// making is held while files are made, of whatever result.
	making *sync.Mutex
	// soon makes the first files, once.
	soon func() *index.Found

	mutex sync.Mutex
	rest  func() (*index.Found, error)
	whole *index.Found
}

func newFound(result *build.Result, making *sync.Mutex) *found {
	f := &found{result: result, making: making}
	f.soon = sync.OnceValue(func() *index.Found {
		making.Lock()
		defer making.Unlock()
		return f.begin()
	})
	return f
}

// begin makes the first files. When the machine fails at it the page of the search
// says that it cannot search, so that nothing else is lost.
func (f *found) begin() *index.Found {
	first, rest, err := f.result.SearchSoon(context.Background())
	if err != nil {
		return nothing()
	}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.rest = rest
	return first
}

func nothing() *index.Found { return &index.Found{Files: &output.Tree{}} }

// all makes all files.
func (f *found) all() *index.Found {
	f.soon()
	f.making.Lock()
	defer f.making.Unlock()
	if whole := f.made(); whole != nil {
		return whole
	}
	whole := f.finish()
	if whole == nil { // another result has been searched since
		f.begin()
		whole = f.finish()
	}
	if whole == nil {
		whole = nothing()
	}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.whole, f.rest = whole, nil
	return whole
}

// finish makes what begin has left, if it still can.
func (f *found) finish() *index.Found {
	f.mutex.Lock()
	rest := f.rest
	f.mutex.Unlock()
	if rest == nil {
		return nil
	}
	whole, err := rest()
	if err != nil {
		return nil
	}
	return whole
}

// made returns all files, if they have been made.
func (f *found) made() *index.Found {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.whole
}

// file returns the file at a path in the output, or nil. What the first files lack
// may be among all; they have the newest pointer too.
func (f *found) file(name string) *output.File {
	if whole := f.made(); whole != nil {
		if file := whole.Files.File(name); file != nil {
			return file
		}
	}
	if file := f.soon().Files.File(name); file != nil {
		return file
	}
	return f.all().Files.File(name)
}
