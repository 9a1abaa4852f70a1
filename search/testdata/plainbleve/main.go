// Command plainbleve knows Bleve and nothing else. It opens an index for reading
// and writing, as any program would, and prints the document identities that
// a match query finds for each argument, one line per query.
package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/blevesearch/bleve/v2"
)

func main() {
	index, err := bleve.Open(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer index.Close()
	count, err := index.DocCount()
	fmt.Println(count, err)
	for _, text := range os.Args[2:] {
		query := bleve.NewMatchQuery(text)
		if field, rest, ok := strings.Cut(text, ":"); ok {
			query = bleve.NewMatchQuery(rest)
			query.SetField(field)
		}
		request := bleve.NewSearchRequest(query)
		request.Fields = []string{"title"}
		result, err := index.Search(request)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		var ids []string
		for _, hit := range result.Hits {
			ids = append(ids, hit.ID)
		}
		fmt.Println(strings.Join(ids, " "))
	}
}
