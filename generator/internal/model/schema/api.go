package schema

// API is what a site offers to programs: its entries as JSON, tables and
// descriptions of both, below Path. See stage/render/headless/API.md.
type API struct {
	// Version is the number in the addresses. It goes up when a program that
	// read the version before would no longer understand.
	Version int
	// License is that of the data, or nil.
	License *License
}

// License is a licence of data.
type License struct {
	// ID is its identifier at spdx.org/licenses ("etalab-2.0"), or "".
	ID   string
	Name Text
	// URL is the address of its text.
	URL string
}

// MaxVersion is the largest API.Version.
const MaxVersion = 999
