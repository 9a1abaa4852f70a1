package report

import (
	"io"
	"net/url"
)

// The part of SARIF 2.1.0 that is written; names and meanings are those of the
// standard.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		Language   string        `json:"language"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name  string      `json:"name"`
		Rules []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID   string       `json:"id"`
		Help sarifMessage `json:"help"`
	}
	sarifMessage struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID    string          `json:"ruleId"`
		RuleIndex int             `json:"ruleIndex"`
		Level     string          `json:"level"`
		Message   sarifMessage    `json:"message"`
		Locations []sarifLocation `json:"locations,omitempty"`
		Related   []sarifLocation `json:"relatedLocations,omitempty"`
		Fixes     []sarifFix      `json:"fixes,omitempty"`
	}
	sarifLocation struct {
		ID       *int          `json:"id,omitempty"`
		Physical sarifPhysical `json:"physicalLocation"`
		Message  *sarifMessage `json:"message,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine"`
		EndColumn   int `json:"endColumn"`
	}
	sarifFix struct {
		Changes []sarifChange `json:"artifactChanges"`
	}
	sarifChange struct {
		Artifact     sarifArtifact      `json:"artifactLocation"`
		Replacements []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		Deleted  sarifRegion  `json:"deletedRegion"`
		Inserted sarifMessage `json:"insertedContent"`
	}
)

// writeSARIF writes a log of one run.
func writeSARIF(w io.Writer, all []Described, lang string) error {
	if lang != "fr" {
		lang = "en" // as the catalogue does
	}
	run := sarifRun{
		Tool:       sarifTool{sarifDriver{Name: "Essaim", Rules: []sarifRule{}}},
		Language:   lang,
		ColumnKind: "unicodeCodePoints",
		Results:    []sarifResult{},
	}
	rules := map[string]int{}
	for _, d := range all {
		rule, known := rules[d.Code]
		if !known {
			rule = len(rules)
			rules[d.Code] = rule
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{d.Code, sarifMessage{"essaim explain " + d.Code}})
		}
		run.Results = append(run.Results, sarifOf(d, rule))
	}
	return writeIndented(w, sarifLog{
		Schema:  "https://json.schemastore.org/sarif-2.1.0.json",
		Version: "2.1.0",
		Runs:    []sarifRun{run},
	})
}

func sarifOf(d Described, rule int) sarifResult {
	result := sarifResult{RuleID: d.Code, RuleIndex: rule, Level: d.Severity, Message: sarifMessage{d.paragraph()}}
	if d.File != "" {
		result.Locations = []sarifLocation{{Physical: sarifPlace(d.Place)}}
	}
	for _, n := range d.Notes {
		if n.File != "" {
			id := len(result.Related)
			result.Related = append(result.Related, sarifLocation{&id, sarifPlace(n.place), &sarifMessage{n.Message}})
		}
	}
	if d.Fix != nil {
		at := sarifPlace(d.Fix.place)
		result.Fixes = []sarifFix{{[]sarifChange{{at.Artifact, []sarifReplacement{{at.Region, sarifMessage{d.Fix.Text}}}}}}}
	}
	return result
}

func sarifPlace(p Place) sarifPhysical {
	uri := url.URL{Path: p.File}
	return sarifPhysical{sarifArtifact{uri.String()}, sarifRegion{p.Line, p.Column, p.EndLine, p.EndColumn}}
}
