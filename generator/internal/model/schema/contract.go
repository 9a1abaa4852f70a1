package schema

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
)

// Contract is what programs may rely on in one version of the API: its names,
// and the form of what they hold. It is kept beside the types, so that a change
// that would break a program is seen before it is published.
type Contract struct {
	Version int                     `json:"version"`
	Locales []string                `json:"locales"`
	Types   map[string]ContractType `json:"types"`
}

// ContractType is what programs may rely on in the entries of a type.
type ContractType struct {
	Fields map[string]ContractField `json:"fields"`
	Facets []string                 `json:"facets,omitempty"`
	// Body reports that every entry has a text.
	Body bool `json:"body,omitempty"`
	// Places reports that there is a map.
	Places bool `json:"places,omitempty"`
	// Series reports that there are tables of dated values.
	Series bool `json:"series,omitempty"`
}

// ContractField is what programs may rely on in a field.
type ContractField struct {
	Kind Kind `json:"kind"`
	// List reports a list of values in place of one.
	List bool `json:"list,omitempty"`
	// Always reports that the field is never missing.
	Always bool `json:"always,omitempty"`
	// Precision is the coarsest date, when it is not a day.
	Precision string `json:"precision,omitempty"`
	// Values are the keys of an enum, sorted.
	Values []string `json:"values,omitempty"`
	// Columns are those of the field in tables.
	Columns []string                 `json:"columns,omitempty"`
	Fields  map[string]ContractField `json:"fields,omitempty"`
}

// ContractPath returns the path of the record of a version.
func ContractPath(version int) string { return "content/_api/v" + strconv.Itoa(version) + ".json" }

// AlwaysThere reports whether every entry has a value of the field. A field that
// names entries is left out while none of them is published.
func (f *Field) AlwaysThere() bool { return f.Required && f.Kind != KindRef }

// Contract returns what the types promise now. The site must have an API.
func (s *Schema) Contract() Contract {
	c := Contract{Version: s.Config.API.Version, Types: map[string]ContractType{}}
	for _, l := range s.Locales {
		c.Locales = append(c.Locales, l.Tag)
	}
	slices.Sort(c.Locales)
	for _, t := range s.Types {
		columns := map[*Field][]string{}
		for _, column := range t.Columns() {
			columns[column.Field()] = append(columns[column.Field()], column.Name)
		}
		facets := t.FacetNames()
		slices.Sort(facets)
		c.Types[t.APIName()] = ContractType{
			Fields: contractFields(t.Fields, columns), Facets: slices.Compact(facets), Body: t.BodyRequired, Places: t.Point() != nil, Series: t.Series != nil,
		}
	}
	return c
}

func contractFields(fields []*Field, columns map[*Field][]string) map[string]ContractField {
	all := map[string]ContractField{}
	for _, f := range fields {
		x := ContractField{Kind: f.Kind, List: f.IsList(), Always: f.AlwaysThere(), Columns: columns[f]}
		if f.Precision != "day" {
			x.Precision = f.Precision
		}
		for _, v := range f.Values {
			x.Values = append(x.Values, v.Key)
		}
		slices.Sort(x.Values)
		if len(f.Fields) > 0 {
			x.Fields = contractFields(f.Fields, columns)
		}
		all[f.Name] = x
	}
	return all
}

// ErrNoContract is the error for JSON that is no record.
var ErrNoContract = errors.New("the record has no version or no types")

// ReadContract reads a record. The error is ErrNoContract, or one of JSON.
func ReadContract(data []byte) (Contract, error) {
	var c Contract
	if err := json.Unmarshal(data, &c); err != nil {
		return c, err
	}
	if c.Version < 1 || c.Types == nil {
		return c, ErrNoContract
	}
	return c, nil
}

// Text returns the record, which ReadContract reads: JSON, sorted, so that a
// change is a few lines.
func (c Contract) Text() []byte {
	data, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		panic("schema: a contract of texts does not marshal: " + err.Error())
	}
	return append(data, '\n')
}
