// Package indexer turns a list of documents into the search index of a locale, and
// into the files from which a browser answers.
//
//	documents ─chunk.go→ chunks ─files.go→ inverted files ─lexicon→ words of all ─set.go, shard→ files for browsers
//	                                            └─columns.go, segments.go→ segments ─snapshot.go, folder.go→ Bleve index
//
// build.go is this picture as code, for a Builder (builder.go) that does again only
// what has changed. document.go is what it is given, order.go numbers the documents,
// fields.go names the fields of the index.
//
// An inverted file that is neither in memory nor in the cache is edited where the texts
// of documents have changed (latest.go, edit.go), put together from former files
// (leftovers.go), or made of the texts (invert.go).
//
// Equal documents and equal locale give equal bytes, whatever the order of the
// documents, what is taken over, the number of processors, the folder, the time.
package indexer
