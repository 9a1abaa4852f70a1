package render

import (
	"encoding/json"
	"fmt"

	"essaim/generator/internal/model/output"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
)

// formFiles returns what stands beside the forms.
func (r *renderer) formFiles() []*output.File {
	var files []*output.File
	for _, p := range r.site.Pages {
		if p.Form != nil {
			files = append(files, r.formSchema(p), r.formNames(p))
		}
	}
	return files
}

// formSchema returns the JSON Schema that the answers to a form are checked
// with; see form/FORMS.md.
func (r *renderer) formSchema(p *site.Page) *output.File {
	return r.formFile(p.Form.Schema, func() ([]byte, error) { return r.views.FormSchema(p).JSON() })
}

// formNames returns the names that a new entry cannot have.
func (r *renderer) formNames(p *site.Page) *output.File {
	return r.formFile(p.Form.Names, func() ([]byte, error) { return json.Marshal(append([]string{}, p.Form.Taken...)) })
}

// formFile returns a file of JSON, which the preview makes when it is asked for.
func (r *renderer) formFile(url site.URL, do func() ([]byte, error)) *output.File {
	origin := source.Span{File: "content/site.yaml"}
	if r.options.Lazy {
		return &output.File{Path: url.File(), Order: output.Asset, Origin: origin, Make: do}
	}
	data, err := do()
	if err != nil {
		panic(fmt.Sprintf("render: %s: %v", url, err)) // strings and numbers only
	}
	return output.New(url.File(), output.Asset, data, origin)
}
