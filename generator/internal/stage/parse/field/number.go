package field

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/stage/parse/frontmatter"
)

var (
	numberPattern  = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`)
	integerPattern = regexp.MustCompile(`^-?(0|[1-9][0-9]*)$`)
	// groupedPattern is a number of which nobody can tell whether its separator
	// stands before thousands or before decimals.
	groupedPattern = regexp.MustCompile(`^(-?[1-9][0-9]{0,2})[.,]([0-9]{3})$`)
	// thousandsPattern is a number with a separator between thousands, which is in
	// the place of one of the four, and perhaps with decimals behind another.
	thousandsPattern = [...]*regexp.Regexp{
		regexp.MustCompile(`^-?[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?$`),
		regexp.MustCompile(`^-?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?$`),
		regexp.MustCompile(`^-?[1-9][0-9]{0,2}(?:[ \x{00A0}\x{202F}\x{2009}][0-9]{3})+(?:[.,][0-9]+)?$`),
		regexp.MustCompile(`^-?[1-9][0-9]{0,2}(?:['’_][0-9]{3})+(?:[.,][0-9]+)?$`),
	}
)

// isNumber reports whether a text is a number in decimal notation.
func isNumber(text string) bool { return numberPattern.MatchString(text) }

func (d *Decoder) number(f *schema.Field, v content.Value) (content.Value, bool) {
	pattern, msg := numberPattern, diag.Msg("field-kind/number")
	if f.Kind == schema.KindInteger {
		pattern, msg = integerPattern, "field-kind/integer"
	}
	if m := groupedPattern.FindStringSubmatch(v.Text); m != nil {
		return d.grouped(f, v, m[1], m[2])
	}
	number, err := strconv.ParseFloat(v.Text, 64)
	exact := f.Kind != schema.KindInteger || math.Abs(number) <= 1<<53
	if err != nil || !exact || !pattern.MatchString(v.Text) {
		fix := asNumber(v.Text)
		if !pattern.MatchString(fix) {
			fix = ""
		}
		return d.wrong(msg, f, v, fix)
	}
	v.Number = number
	return v, true
}

// grouped refuses a number that means thousands to some and decimals to others:
// published, it would be a thousand times what the editor counted, or a thousandth.
func (d *Decoder) grouped(f *schema.Field, v content.Value, whole, decimals string) (content.Value, bool) {
	if f.Kind == schema.KindInteger && decimals != "000" {
		// Likely thousands, as a whole number has no decimals; but not surely.
		d.Found.Add(diag.New("field-kind/integer", v.Span, f.Name, v.Text).WithNote("note/write", source.Span{}, whole+decimals))
		return v, false
	}
	d.Found.Add(diag.New("field-kind/number-grouped", v.Span, f.Name, v.Text, whole+decimals, frontmatter.OtherReading(whole, decimals)))
	return v, false
}

// asNumber rewrites a number with a decimal comma, or with separators between
// thousands, as people write it.
func asNumber(text string) string {
	for i, pattern := range thousandsPattern {
		if !pattern.MatchString(text) {
			continue
		}
		if i == 0 {
			text = strings.ReplaceAll(text, ".", "")
		} else if i == 1 {
			text = strings.ReplaceAll(text, ",", "")
		}
		break
	}
	return strings.NewReplacer(",", ".", " ", "", "\u00A0", "", "\u202F", "", "\u2009", "", "'", "", "’", "", "_", "").Replace(text)
}
