// Package client holds the browser half of the search: TypeScript that reads
// the shards of an index and ranks as the Go half does. The generator bundles
// it into the scripts of a theme that import "essaim:search".
package client

import (
	"embed"
	"io/fs"
)

// Entry is the file that "essaim:search" stands for.
const Entry = "search.ts"

//go:embed *.ts
var sources embed.FS

// Sources returns the TypeScript files by name, Entry among them.
func Sources() fs.FS { return sources }
