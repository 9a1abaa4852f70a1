package field

import (
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/spell"
)

var (
	// phonePattern is E.164 with the separators that people write.
	phonePattern = regexp.MustCompile(`^\+[1-9][0-9]{0,2}([ .-]?(\([1-9][0-9]*\)|[0-9]+))+$`)
	// frenchPhone is a number as it is written inside France.
	frenchPhone = regexp.MustCompile(`^0[1-9]([ .-]?[0-9]{2}){4}$`)
	// hostPattern is a domain name of at least two labels, letters of every
	// script allowed.
	hostPattern = regexp.MustCompile(`^([\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}]{2,}$|^([\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+xn--[a-z0-9-]+$`)
	// restPattern is what may follow the host: the characters of RFC 3986, and
	// letters of every script.
	restPattern = regexp.MustCompile(`^(%[0-9A-Fa-f]{2}|[\p{L}\p{N}/?#\-._~!$&'()*+,;=:@])*$`)
	// codePattern is a number, or one with letters behind it.
	codePattern = regexp.MustCompile(`^[0-9]+[A-Za-z]?$`)
)

func (d *Decoder) wrong(msg diag.Msg, f *schema.Field, v content.Value, fix string) (content.Value, bool) {
	x := diag.New(msg, v.Span, f.Name, short(v.Text))
	if fix != "" && fix != v.Text {
		x = x.WithNote("note/write", source.Span{}, fix).WithFix(v.Span, fix)
	}
	d.Found.Add(x)
	return v, false
}

func (d *Decoder) boolean(f *schema.Field, v content.Value) (content.Value, bool) {
	switch v.Text {
	case "true":
		v.Bool = true
	case "false":
	default:
		fix := ""
		switch strings.ToLower(v.Text) {
		case "oui", "yes", "vrai", "on", "true":
			fix = "true"
		case "non", "no", "faux", "off", "false":
			fix = "false"
		}
		return d.wrong("field-kind/boolean", f, v, fix)
	}
	return v, true
}

func (d *Decoder) url(f *schema.Field, v content.Value) (content.Value, bool) {
	if IsAddress(v.Text) {
		return v, true
	}
	fix := ""
	if !strings.Contains(v.Text, ":") && IsAddress("https://"+v.Text) {
		fix = "https://" + v.Text
	}
	return d.wrong("field-kind/url", f, v, fix)
}

// IsAddress reports whether a text is an http or https address with a host
// of the public internet.
func IsAddress(text string) bool {
	rest, secure := strings.CutPrefix(text, "https://")
	rest, plain := strings.CutPrefix(rest, "http://")
	if secure == plain {
		return false
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	host, port, hasPort := strings.Cut(rest[:end], ":")
	if _, err := strconv.ParseUint(port, 10, 16); hasPort && err != nil {
		return false
	}
	_, err := url.Parse(text)
	return err == nil && hostPattern.MatchString(host) && restPattern.MatchString(rest[end:]) && strings.Count(rest, "#") <= 1
}

func (d *Decoder) email(f *schema.Field, v content.Value) (content.Value, bool) {
	if IsEmail(v.Text) {
		return v, true
	}
	return d.wrong("field-kind/email", f, v, "")
}

// IsEmail reports whether a text is a bare address of electronic mail.
func IsEmail(text string) bool {
	address, err := mail.ParseAddress(text)
	if err != nil || address.Address != text {
		return false
	}
	_, domain, _ := strings.Cut(text, "@")
	return hostPattern.MatchString(domain)
}

func (d *Decoder) phone(f *schema.Field, v content.Value) (content.Value, bool) {
	digits := 0
	for _, c := range v.Text {
		if c >= '0' && c <= '9' {
			digits++
		}
	}
	if phonePattern.MatchString(v.Text) && digits >= 8 && digits <= 15 {
		return v, true
	}
	fix := ""
	// Many write the zero that is dialled only inside the country.
	if bare := strings.Replace(v.Text, "(0)", "", 1); phonePattern.MatchString(bare) {
		fix = bare
	}
	if d.Schema.Config.SourceLocale == "fr" && frenchPhone.MatchString(v.Text) {
		fix = "+33 " + v.Text[1:]
	}
	return d.wrong("field-kind/phone", f, v, fix)
}

func (d *Decoder) enum(f *schema.Field, v content.Value) (content.Value, bool) {
	if f.Value(v.Text) != nil {
		return v, true
	}
	var keys, labels []string
	for _, value := range f.Values {
		keys = append(keys, value.Key)
		labels = append(labels, value.Label.In(d.Locale.Tag, d.Schema.Config.SourceLocale))
	}
	x := diag.New("enum-unknown", v.Span, f.Name, short(v.Text))
	d.Found.Add(withKey(x, v.Text, keys, labels).WithNote("note/known", f.Span, strings.Join(keys, ", ")))
	return v, false
}

func (d *Decoder) term(f *schema.Field, v content.Value) (content.Value, bool) {
	sourceLocale := d.Schema.Source()
	if sourceLocale.Term(f.Vocabulary, v.Text) != nil {
		return v, true
	}
	var keys, labels []string
	for _, term := range sourceLocale.Vocabularies[f.Vocabulary] {
		keys = append(keys, term.Key)
		labels = append(labels, strings.TrimSuffix(term.Label, " ("+term.Key+")"))
	}
	x := diag.New("term-unknown", v.Span, f.Vocabulary, short(v.Text))
	x = withKey(x, v.Text, keys, labels)
	if x.Fix == nil && sourceLocale.TermsFile != "" {
		x = x.WithNote("note/terms-file", source.Span{}, sourceLocale.TermsFile)
	}
	d.Found.Add(x)
	return v, false
}

// withKey suggests the key that text is near to, or whose label it is. A code
// is near to itself only: 96 is no slip for 06.
func withKey(x diag.Diagnostic, text string, keys, labels []string) diag.Diagnostic {
	nearest := ""
	if codePattern.MatchString(text) {
		i := slices.IndexFunc(keys, func(key string) bool {
			return strings.EqualFold(strings.TrimLeft(key, "0"), strings.TrimLeft(text, "0"))
		})
		if i >= 0 {
			nearest = keys[i]
		}
	} else {
		nearest = spell.Nearest(text, keys)
	}
	if nearest == "" {
		label := spell.Nearest(text, labels)
		for i := range labels {
			if label != "" && labels[i] == label {
				nearest = keys[i]
				break
			}
		}
	}
	return x.WithNearest(nearest, nearest)
}

func (d *Decoder) country(v content.Value) (content.Value, bool) {
	if isCountry(v.Text) {
		return v, true
	}
	nearest := ""
	if region, err := language.ParseRegion(v.Text); err == nil && len(v.Text) == 2 {
		if code := region.Canonicalize().String(); code != v.Text && isCountry(code) {
			nearest = code
		}
	}
	d.Found.Add(diag.New("country-unknown", v.Span, short(v.Text)).WithNearest(nearest, nearest))
	return v, false
}

// withdrawn are codes of states that are no more, which the library still
// takes for countries.
var withdrawn = []string{"AN", "BU", "CS", "DD", "FX", "NT", "SU", "TP", "YD", "YU", "ZR"}

// isCountry reports whether a text is a code of ISO 3166-1 alpha-2 in use.
func isCountry(code string) bool {
	region, err := language.ParseRegion(code)
	return err == nil && len(code) == 2 && !slices.Contains(withdrawn, code) && region.IsCountry() && region.Canonicalize() == region && region.String() == code
}
