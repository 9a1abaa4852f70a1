package index

import (
	"testing"

	"essaim/generator/internal/model/schema"
)

func TestWeights(t *testing.T) {
	got := weights(&schema.Schema{Types: []*schema.Type{
		{Search: schema.Search{Weights: map[string]float64{"title": 4, "body": 2}}},
		{Search: schema.Search{Weights: map[string]float64{"title": 3, "summary": 2}}},
		{},
	}})
	if len(got) != 2 || got["title"] != 3 || got["summary"] != 2 {
		t.Errorf("%v", got)
	}
}
