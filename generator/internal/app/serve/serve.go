// Package serve is the preview beside the editor's text editor: it builds the
// site in memory, serves it to this machine, and shows each saved change by
// itself. While the content has mistakes, they lie over the last good page.
//
//	builder.go   builds after each change, and decides what is made when
//	screen.go    what the browser gets to see, and who is told that it has changed
//	handler.go   answers requests for pages and files from the screen
//	events.go    tells open pages; live.js is their half
//	found.go     the files of the search, made once somebody searches
//	memory.go    room for what a build needs at once, and memory given back
//	mistake.go, words.go
//	             what lies over the page while the content has mistakes
//
// Nothing is written to disk, and nothing that is served here differs from a
// built page but for one script element.
package serve

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"syscall"
	"time"

	"essaim/generator/internal/app/build"
	"essaim/generator/internal/app/watch"
)

// DefaultAddr is where the preview listens when nothing else is said.
const DefaultAddr = "127.0.0.1:1313"

// Options say what to preview and where.
type Options struct {
	// Root is the folder that holds content/ and themes/.
	Root string
	// Addr is "host:port"; empty is DefaultAddr. Port 0 is any free one.
	Addr string
	// Lang is the language of the overlay and of errors, "fr" or "en".
	Lang string
	// Clock tells the present, which decides what is published; nil is
	// time.Now.
	Clock func() time.Time
	// Drafts shows drafts too.
	Drafts bool
	// Ready is told the address of the home page once it can be visited; may
	// be nil.
	Ready func(url string)
	// Built is told the outcome of every build, for the terminal; may be nil.
	// The error is the machine's, as in build.Run. Calls do not overlap.
	Built func(*build.Result, error)
}

// buildFunc is build.Run.
type buildFunc func(context.Context, build.Options) (*build.Result, error)

// Run previews the site until ctx is done, and then returns nil. Mistakes in
// the content are shown in the browser; an error is the machine's: the address
// is taken, the folders cannot be read at the start, changes can no longer be
// followed.
func Run(ctx context.Context, o Options) error { return run(ctx, o, build.Run) }

func run(ctx context.Context, o Options, produce buildFunc) error {
	if o.Addr == "" {
		o.Addr = DefaultAddr
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	host, _, err := net.SplitHostPort(o.Addr)
	if err != nil {
		return fmt.Errorf("--addr: %w", err)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	disk, err := os.OpenRoot(o.Root)
	if err != nil {
		return err
	}
	defer disk.Close()
	listener, err := listen(o)
	if err != nil {
		return err
	}
	defer listener.Close()
	watcher, err := watch.Open(ctx, o.Root)
	if err != nil {
		return err
	}
	b := &builder{options: o, build: produce, screen: newScreen()}
	b.searches.room = &b.room
	defer b.cache.Close()
	if err := b.first(ctx); err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	server := &http.Server{
		Handler:           &handler{screen: b.screen, disk: disk, host: host, words: wordsIn(o.Lang)},
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		// The streams of events end with the context of their requests.
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	if o.Ready != nil {
		shown, _ := b.screen.now()
		o.Ready(address(host, listener.Addr(), shown.base))
	}
	defer b.room.keep()()
	err = b.follow(ctx, watcher, ended)
	stop()
	return errors.Join(err, shutDown(server))
}

// shutDown lets the answers under way end.
func shutDown(server *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		return server.Close() // a visitor who does not read does not keep us
	}
	return nil
}

// listen opens the address, or says what to do when it is taken.
func listen(o Options) (net.Listener, error) {
	listener, err := net.Listen("tcp", o.Addr)
	if !errors.Is(err, syscall.EADDRINUSE) {
		return listener, err
	}
	host, port, _ := net.SplitHostPort(o.Addr)
	next := "0"
	if number, err := strconv.Atoi(port); err == nil && number < 65535 {
		next = strconv.Itoa(number + 1)
	}
	return nil, fmt.Errorf(wordsIn(o.Lang).taken+": %w", o.Addr, net.JoinHostPort(host, next), err)
}

// address returns the URL of the home page for someone on this machine.
func address(host string, at net.Addr, base string) string {
	tcp := at.(*net.TCPAddr)
	if host == "" || tcp.IP.IsUnspecified() {
		host = "localhost"
	}
	u := url.URL{Scheme: "http", Host: net.JoinHostPort(host, strconv.Itoa(tcp.Port)), Path: base}
	return u.String()
}
