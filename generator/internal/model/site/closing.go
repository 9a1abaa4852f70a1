package site

import (
	"time"

	"essaim/generator/internal/model/content"
)

// State says whether an entry is open.
type State string

// The states of the entries of a type with schema.Type.Closing; those of other
// types have none.
const (
	StateOpen   State = "open"
	StateClosed State = "closed"
)

// Closing is until when an entry is open.
type Closing struct {
	// State is what it is at the clock of the site; "" where nothing closes.
	State State
	// Closes is the first instant at which it is no longer open, were it only for
	// its date; zero when it has none.
	Closes time.Time
	// ClosesOn is its last day, month or year where a date is written, and zero
	// where an instant is.
	ClosesOn content.Date
}

// Closed reports whether the entry is no longer open.
func (c Closing) Closed() bool { return c.State == StateClosed }
