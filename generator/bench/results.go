package main

import (
	"encoding/json"
	"math"
	"os"
	"slices"
)

// results are everything that is known of, by part. They are kept in
// results.json, so that a part or a size can be measured again by itself.
type results struct {
	Cold  []*section `json:"cold,omitempty"`
	Warm  []*section `json:"warm,omitempty"`
	Serve []*section `json:"serve,omitempty"`
	// Scale has one section of every size, measured in turn.
	Scale []*section `json:"scale,omitempty"`
}

// section is what one run of the bench measured of one part and size.
type section struct {
	Documents int    `json:"documents"`
	Command   string `json:"command"`
	// Machine and Versions are lines on where it ran and what.
	Machine  string `json:"machine"`
	Versions string `json:"versions"`
	// Samples are by what was run ("essaim", "hugo", "edited body"), one for
	// each run.
	Samples map[string][]Sample `json:"samples,omitempty"`
	Outputs map[string]Output   `json:"outputs,omitempty"`
	// Previews are by program.
	Previews map[string]*Preview `json:"previews,omitempty"`
	// Missing says why a program was not measured.
	Missing map[string]string `json:"missing,omitempty"`
	// Same tells whether the output after all edits equals that of a clean
	// build; "" when it was not compared.
	Same string `json:"same,omitempty"`
}

// Preview is what a preview in a browser took. Times are in milliseconds.
type Preview struct {
	// Ready is from the start of the program to its first page.
	Ready float64           `json:"ready"`
	Edits map[string][]Edit `json:"edits"`
	// Resident and Peak are in bytes, after the edits of bodies.
	Resident int64 `json:"resident"`
	Peak     int64 `json:"peak"`
}

// Edit is one saved change: milliseconds from just before the file is written, or
// from when the last of all is, to the first frame that shows it, to the moment when a search finds it, and to
// the first frame of the list of results that has it; Opened is what it takes to
// open the search page afterwards and see the result there. What was not looked at
// is 0.
type Edit struct {
	Shown  float64 `json:"shown,omitempty"`
	Found  float64 `json:"found,omitempty"`
	Listed float64 `json:"listed,omitempty"`
	Opened float64 `json:"opened,omitempty"`
}

// part returns the sections of a part.
func (r *results) part(name string) *[]*section {
	switch name {
	case "cold":
		return &r.Cold
	case "warm":
		return &r.Warm
	case "serve":
		return &r.Serve
	}
	return &r.Scale
}

// put replaces the section of a size, and of scale, where sizes are compared, those
// that another command has measured.
func (r *results) put(part string, s *section) {
	list := r.part(part)
	*list = slices.DeleteFunc(*list, func(old *section) bool {
		return old.Documents == s.Documents || part == "scale" && old.Command != s.Command
	})
	*list = append(*list, s)
	slices.SortFunc(*list, func(a, b *section) int { return a.Documents - b.Documents })
}

func (r *results) save(name string) error {
	data, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(name, append(data, '\n'), 0o666)
}

// quantile returns the value below which a share of the values lies; between two, their
// mean, so that the half of two runs is not the better one (definition 2 of Hyndman and
// Fan, Sample Quantiles in Statistical Packages, 1996). 0 of none.
func quantile(values []float64, share float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	if len(sorted) == 0 {
		return 0
	}
	below := share * float64(len(sorted))
	rank := math.Ceil(below - 1e-9) // a share like 0.95 is not exact
	at := func(rank float64) float64 { return sorted[min(max(int(rank), 1), len(sorted))-1] }
	if math.Abs(below-rank) < 1e-9 {
		return (at(rank) + at(rank+1)) / 2
	}
	return at(rank)
}

// of returns one figure of each sample.
func of(samples []Sample, figure func(Sample) float64) []float64 {
	var values []float64
	for _, s := range samples {
		values = append(values, figure(s))
	}
	return values
}

func wallOf(s Sample) float64 { return s.Wall }
func cpuOf(s Sample) float64  { return s.CPU }
func peakOf(s Sample) float64 { return float64(s.Peak) }

// median returns the sample whose figures are the medians of several.
func median(samples []Sample) Sample {
	if len(samples) == 0 {
		return Sample{}
	}
	middle := func(figure func(Sample) float64) float64 { return quantile(of(samples, figure), 0.5) }
	return Sample{
		Wall: middle(wallOf), CPU: middle(cpuOf), Peak: int64(middle(peakOf)),
		Written: int(middle(func(s Sample) float64 { return float64(s.Written) })),
		Removed: int(middle(func(s Sample) float64 { return float64(s.Removed) })),
	}
}
