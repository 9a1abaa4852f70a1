package figure

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/schema"
)

var (
	french  = &schema.Locale{Tag: "fr", Decimal: ",", Group: "\u202f", Scales: []schema.Scale{{From: 1e6, One: "million", Other: "millions"}}}
	english = &schema.Locale{Tag: "en", Decimal: ".", Group: ",", Scales: []schema.Scale{{From: 1e6, One: "million", Other: "million"}}}
)

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		locale     *schema.Locale
		text, want string
	}{
		{french, "Il y a 2 488 513 heures.", "2488513:2 488 513"},
		{french, "Il y a 2\u202f488\u202f513.", "2488513:2\u202f488\u202f513"},
		{french, "Il y a **600** structures", "600:600"},
		{french, "2,96 millions d'heures", "2.96×1000000:2,96 millions"},
		{french, "24,2 % des montants", "24.2:24,2"},
		{french, "le 26 juillet 2024 300 personnes", "26:26 300:300"},
		{french, "en 2022-2024, le 2024-07-26, à 19:30, rue 12bis, v1.2.3 et #2024 ici", ""},
		{french, "un 7 et un 2,5 !", ""},
		{french, "12500.", "12500:12500"},
		{french, "007 personnes et 1 2345 personnes", "7:007 2345:2345"},
		{english, "2,488,513 hours, 36% of amounts", "2488513:2,488,513 36:36"},
		{english, "2.96 million hours", "2.96×1000000:2.96 million"},
		{english, "1,2 people", "2:2"},
	} {
		var got []string
		NewReader(c.locale).Numbers([]byte(c.text), 0, len(c.text), func(n content.Number, start, digitsEnd, end int) {
			scale := ""
			if n.Scale != 1 {
				scale = fmt.Sprintf("×%.0f", n.Scale)
			}
			got = append(got, fmt.Sprintf("%s%s:%s", strconv.FormatFloat(n.Value, 'f', -1, 64), scale, c.text[start:end]))
		})
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%q: got %q, want %q", c.text, s, c.want)
		}
	}
}

func TestUnit(t *testing.T) {
	for _, c := range []struct {
		text, unit string
		same       bool
	}{
		{" structures de l'ESS", "structures", true},
		{"** structures", "structures", true},
		{"\u00a0Structures", "structures", true},
		{" % des montants", "% des montants", true},
		{"% of amounts", "% of amounts", true},
		{" des montants", "% des montants", false},
		{" SSE organisations", "SSE organisations", true},
		{", structures", "structures", false},
		{" serviettes", "structures", false},
		{" d’euros", "d'euros", true},
	} {
		if got := content.UnitHash(c.text) == content.UnitHash(c.unit) && content.UnitHash(c.text) != 0; got != c.same {
			t.Errorf("%q and %q: same unit %v", c.text, c.unit, got)
		}
	}
}

func TestNext(t *testing.T) {
	text := "Il y a [=value](/a#2024) et [=] (x), [=b c](/d) puis [=](/e)."
	var got []string
	for at := 0; ; {
		p, found, ok := Next(text, at)
		if !found {
			break
		}
		got = append(got, fmt.Sprintf("%v %q %q", ok, p.Name, p.Target))
		at = p.End
	}
	want := `[true "value" "/a#2024" false "" "" false "" "" true "" "/e"]`
	if fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

// FuzzNumbers wants every place inside the text, whatever it holds.
func FuzzNumbers(f *testing.F) {
	for _, seed := range []string{"2 488 513 heures", "2,96 millions", "\xff1\u202f000", "1 000 000,5 %", "12\u00a0345"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, l := range []*schema.Locale{french, english} {
			last := 0
			NewReader(l).Numbers([]byte(text), 0, len(text), func(n content.Number, start, digitsEnd, end int) {
				if start < last || digitsEnd <= start || end < digitsEnd || end > len(text) {
					t.Fatalf("%q: %d, %d, %d behind %d", text, start, digitsEnd, end, last)
				}
				last = digitsEnd
			})
		}
	})
}
