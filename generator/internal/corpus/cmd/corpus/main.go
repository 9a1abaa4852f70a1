// Command corpus makes a synthetic site for measurements.
//
//	go run ./generator/internal/corpus/cmd/corpus -documents 10000 -theme themes/solidaire FOLDER
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"

	"essaim/generator/internal/corpus"
)

func main() {
	var o corpus.Options
	flag.IntVar(&o.Documents, "documents", 1000, "number of documents")
	flag.IntVar(&o.Words, "words", 750, "words per document")
	flag.IntVar(&o.Nouns, "nouns", 6000, "nouns in the vocabulary")
	flag.Uint64Var(&o.Seed, "seed", 1, "seed")
	flag.StringVar(&o.Theme, "theme", "", "folder of a theme to copy")
	flag.BoolVar(&o.NoSearch, "no-search", false, "turn the search off: no page to search on, no index")
	locales := flag.String("locales", "fr", "tags, the source locale first, between commas")
	flag.Parse()
	o.Locales = strings.Split(*locales, ",")
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	if err := corpus.Write(flag.Arg(0), o); err != nil {
		fmt.Fprintln(os.Stderr, "corpus:", err)
		os.Exit(3)
	}
}
