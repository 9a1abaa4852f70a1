// Package indexer turns a list of documents into the search index of a locale, and
// into the files from which a browser answers.
//
//	documents ─chunk.go→ chunks ─invert.go, take.go→ inverted files ─table.go→ words of all ─shard→ files for browsers
//	                                                       └─write_segment.go, snapshot.go→ Bleve index
//
// builder.go and build.go put that together; keep_words.go, patch.go, edit.go and
// again.go take over from former builds.
//
// Equal documents and equal locale give equal bytes, whatever the order of the
// documents, what is taken over, the number of processors, the folder, the time.
package indexer
