package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// What GitHub reads in a workflow command is escaped: its data, and its
// properties, which end with "," or ":", more so.
var (
	commandData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	commandProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// writeGitHub writes one workflow command per diagnostic.
func writeGitHub(w io.Writer, all []Described) error {
	b := bufio.NewWriter(w)
	for _, d := range all {
		command := d.Severity
		if command == "note" {
			command = "notice"
		}
		fmt.Fprintf(b, "::%s ", command)
		if d.File != "" {
			fmt.Fprintf(b, "file=%s,line=%d,endLine=%d,", commandProperty.Replace(clean(d.File)), d.Line, d.EndLine)
			// GitHub takes columns only within one line.
			if d.Line == d.EndLine {
				fmt.Fprintf(b, "col=%d,endColumn=%d,", d.Column, d.EndColumn)
			}
		}
		fmt.Fprintf(b, "title=%s::%s\n", commandProperty.Replace(d.Code), commandData.Replace(d.paragraph()))
	}
	return b.Flush()
}

// paragraph is the sentence of d and those of its notes that have no place of
// their own, one per line.
func (d Described) paragraph() string {
	lines := []string{d.Message}
	for _, n := range d.Notes {
		if n.File == "" {
			lines = append(lines, n.Message)
		}
	}
	return strings.Join(lines, "\n")
}
