package phrase

import (
	"strings"
	"testing"

	"essaim/generator/internal/model/schema"
)

func TestFind(t *testing.T) {
	f := NewFinder([]schema.Phrase{
		{Text: "25 % … réservés|réservé à l'ESS", Unless: []string{"pas"}},
		{Text: "10 % d'emplois"},
	})
	for text, want := range map[string]string{
		"Les 25 % réservés à l'ESS.":                         "25 % réservés à l'ESS",
		"Les 25\u202f% **réservés** à l’ESS":                 "25\u202f% **réservés** à l’ESS",
		"25% des marchés ont été RÉSERVÉS à\nl'ess, dit-on.": "25% des marchés ont été RÉSERVÉS à\nl'ess",
		"25 % de un deux trois quatre cinq réservés à l'ESS": "",
		"Les 25 % n'étaient pas réservés à l'ESS.":           "",
		"125 % réservés à l'ESS":                             "",
		"On lit « 25 % réservés à l'ESS » : c'est faux.":     "",
		`On lit "25 % réservés à l'ESS" : c'est faux.`:       "",
		"« Bon », et 25 % réservés à l'ESS":                  "25 % réservés à l'ESS",
		"Un \" seul.\n\n25 % réservé à l'ESS":                "25 % réservé à l'ESS",
		"10 % d'emplois et 10 % d'emplois":                   "10 % d'emplois|10 % d'emplois",
		"25 % réservés à":                                    "",
		"":                                                   "",
		"\xff25 % r\u00e9serv\u00e9s \u00e0 l'ESS\xc3":       "25 % réservés à l'ESS",
		"[25 %](/x) réservés à l'ESS":                        "25 %](/x) réservés à l'ESS",
	} {
		var got []string
		f.Find([]byte(text), func(m Match) {
			got = append(got, text[m.Start:m.End])
			if want := strings.Join(strings.Fields(text[m.Start:m.End]), " "); m.Written != want {
				t.Errorf("%q: written %q, want %q", text, m.Written, want)
			}
		})
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("%q: found %q, want %q", text, s, want)
		}
	}
	if NewFinder(nil) != nil {
		t.Error("without phrases there is a finder")
	}
}
