package serve

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"essaim/generator/internal/app/build"
	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/stage/index"
)

// filesOf returns the files of a search, one of words and one of positions among them.
func filesOf(names ...string) *index.Found {
	files := &output.Tree{}
	for _, name := range names {
		files.Add(output.New(name, output.Asset, []byte(name), source.Span{}))
	}
	return &index.Found{Files: files, Roots: map[string]string{"fr": names[0]}}
}

// stub returns the files of a result whose first files come after the channel is
// closed, or never when they are stopped.
func stub(s *searches, first *index.Found, after <-chan struct{}, rest build.Rest) *found {
	return s.begin(&found{searches: s, search: func(ctx context.Context) (*index.Found, build.Rest, error) {
		select {
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		case <-after:
			return first, rest, nil
		}
	}})
}

// TestNextResultDoesNotWait wants the search of a result made although that of
// those before would take without end, as with a change of the settings after the
// other; and the former one's made again for who still asks for it.
func TestNextResultDoesNotWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s searches
		never, at := make(chan struct{}), make(chan struct{})
		close(at)
		var stopped atomic.Int32
		var former []*found
		for range 3 {
			f := stub(&s, filesOf("search/fr/r-000001.bin"), never, nil)
			former = append(former, f)
			go func() {
				if f.soon() == nil {
					stopped.Add(1)
				}
			}()
			synctest.Wait()
		}
		f := stub(&s, filesOf("search/fr/r-000002.bin", "search/fr.json"), at, nil)
		if first := f.soon(); first == nil || first.Roots["fr"] != "search/fr/r-000002.bin" {
			t.Errorf("the search of the next result is %v", first)
		}
		synctest.Wait()
		if stopped.Load() != 3 {
			t.Errorf("%d of 3 searches are stopped", stopped.Load())
		}
		close(never)
		if first := former[0].soon(); first == nil {
			t.Error("a search that was stopped is not made for who asks for it")
		}
	})
}

// TestNextResultStopsTheRest wants the rest of a search stopped, too.
func TestNextResultStopsTheRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s searches
		at := make(chan struct{})
		close(at)
		f := stub(&s, filesOf("search/fr/r-000001.bin"), at, func(ctx context.Context) (*index.Found, error) {
			<-ctx.Done()
			return nil, nil
		})
		ended := make(chan *index.Found)
		go func() { ended <- f.all() }()
		synctest.Wait()
		if first := stub(&s, filesOf("search/fr/r-000002.bin"), at, nil).soon(); first == nil {
			t.Error("there is no search of the next result")
		}
		if whole := <-ended; whole != nil {
			t.Errorf("the rest that was stopped is %v", whole)
		}
	})
}

// TestFilesOfEarlierResults wants a page served that reads on in the files of what
// was shown before, without waiting for what is being made, and the pointer only as
// it is now.
func TestFilesOfEarlierResults(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s searches
		at, later := make(chan struct{}), make(chan struct{})
		close(at)
		stub(&s, filesOf("search/fr/w-000001.bin", "search/fr.json"), at, nil).soon()
		f := stub(&s, filesOf("search/fr/w-000002.bin"), later, func(context.Context) (*index.Found, error) {
			return filesOf("search/fr/w-000002.bin", "search/fr/p-000003.bin"), nil
		})
		if f.file("search/fr/w-000001.bin") == nil {
			t.Error("a file of the result before is gone")
		}
		close(later)
		if f.file("search/fr.json") != nil {
			t.Error("the pointer is that of the result before")
		}
		if f.file("search/fr/w-000004.bin") != nil {
			t.Error("there is a file that no result has")
		}
		if _, whole := f.made(); whole != nil {
			t.Error("all files are made for one that none of them can be")
		}
		if f.file("search/fr/p-000003.bin") == nil {
			t.Error("a file of positions is not made")
		}
		for range mostRecent {
			stub(&s, filesOf("search/fr/w-000005.bin"), at, nil).soon()
		}
		if f.searches.file("search/fr/w-000001.bin") != nil {
			t.Error("files are kept without end")
		}
	})
}
