package markdown

import (
	"strings"
	"testing"
)

// TestBrokenLinks wants it told what is wrong with a link or image, and the fix where it
// is sure.
func TestBrokenLinks(t *testing.T) {
	long := strings.Repeat("a", 260)
	checkTold(t, []tell{
		{"Voir [un mot] (/a).", "link-syntax/gap", "Voir [un mot](/a)."},
		{"Voir [un mot]\n(/a).", "link-syntax/gap", "Voir [un mot](/a)."},
		{"Voir [un mot] (/a \"Un titre\").", "link-syntax/gap", "Voir [un mot](/a \"Un titre\")."},
		{"Voir [un mot] (https://example.org/a_(b)).", "link-syntax/gap", "Voir [un mot](https://example.org/a_(b))."},
		{"Voir ![un mot] (plan.png).", "link-syntax/gap", "Voir ![un mot](plan.png)."},
		{"Voir [un mot] (/a et d'autres).", "link-syntax", ""},
		{"Voir [un mot](/a", "link-syntax/close", "Voir [un mot](/a)"},
		{"Voir [un mot](/a. Et puis", "link-syntax/close", "Voir [un mot](/a). Et puis"},
		{"Voir [un mot](/a et [un autre](/b).", "link-syntax/close", "Voir [un mot](/a) et [un autre](/b)."},
		{"Voir [un mot](/" + long + " ici.", "link-syntax", ""},
		{"Voir [un mot](/" + long + " « Un titre »).", "link-syntax/spaces", ""},
		{"Voir [un mot](<" + long + "/b.pdf).", "link-syntax", ""},
		{"Voir ![un mot](/" + long + ".png =20x10).", "link-syntax/size", "Voir ![un mot](/" + long + ".png)."},
		{"Voir ![un mot](plan.png ici.", "link-syntax/close", "Voir ![un mot](plan.png) ici."},
		{"Voir [un mot](/a \"Un titre.", "link-syntax", ""},
		{"Voir [un mot](/a] ici.", "link-syntax/close", "Voir [un mot](/a) ici."},
		{"Voir [un mot]/a).", "link-syntax/open", "Voir [un mot](/a)."},
		{"Voir ![un mot]plan.png).", "link-syntax/open", "Voir ![un mot](plan.png)."},
		{"Voir un mot](/a).", "link-syntax/start", ""},
		{"Voir [un mot](/a)).", "link-syntax/extra", ""},
		{"(Voir [un mot](/a)).", "", ""},

		{"![un mot](ma photo.jpg)", "link-syntax/angles", "![un mot](<ma photo.jpg>)"},
		{"![un mot](ma photo.jpg \"La légende\")", "link-syntax/angles", "![un mot](<ma photo.jpg> \"La légende\")"},
		{"Voir [le bilan](/media/le bilan.pdf).", "link-syntax/angles", "Voir [le bilan](</media/le bilan.pdf>)."},
		{"Voir [un mot](/a b c).", "link-syntax/spaces", ""},
		{"Voir [un mot](https://example.org/a b.pdf).", "link-syntax/spaces", ""},
		{"[Écrire](mailto: a@example.org)", "link-syntax/spaces", "[Écrire](mailto:a@example.org)"},
		{"[Appeler](tel:01 23 45 67 89)", "link-syntax/spaces", "[Appeler](tel:0123456789)"},
		{"[Appeler](tel: +33 1 23 45 67 89)", "link-syntax/spaces", "[Appeler](tel:+33123456789)"},
		{"[Appeler](tel:+33\u00A01\u00A023)", "url-syntax", "[Appeler](tel:+33123)"},

		{"![un mot](plan.png “La légende”)", "link-syntax/quotes", "![un mot](plan.png \"La légende\")"},
		{"![un mot](plan.png «\u00A0La légende\u00A0»)", "link-syntax/quotes", "![un mot](plan.png \"La légende\")"},
		{"![un mot](plan.png \"La légende)", "link-syntax/quotes", "![un mot](plan.png \"La légende\")"},
		{"![un mot](plan.png La légende)", "link-syntax/quotes", "![un mot](plan.png \"La légende\")"},
		{"[un mot](/a ‘L’un’)", "link-syntax/quotes", "[un mot](/a \"L’un\")"},
		{"![un mot](plan.png =200x100)", "link-syntax/size", "![un mot](plan.png)"},
		{"![un mot](plan.png =50%)", "link-syntax/size", "![un mot](plan.png)"},

		{"Un [un mot](/a =200x100).", "link-syntax/spaces", ""},
		{"Un mot [1](cf. p.12).", "link-syntax", ""},
		{"Voir [le bilan](le bilan.PDF).", "link-syntax/angles", "Voir [le bilan](<le bilan.PDF>)."},

		{"Citation […]\n\n(https://example.org/)", "", ""},
		{"Citation [courte]\n\n(https://example.org/)", "", ""},
		{"## Un [mot]\n(https://example.org/)", "", ""},
		{"> Un [mot]\n> (/a)", "link-syntax/gap", "> Un [mot](/a)"},
		{"Un [mot] > (/a)", "", ""},
		{"Titre [en ligne] (https://example.org/)", "", ""},
		{"Titre [En ligne] /a, [PDF] (/a.pdf), [2] (/a), […] (/b) et [...]\n(/b)", "", ""},
		{"(accord [masculin]/féminin)", "", ""},
		{"(accord [masculin]/a/b)", "link-syntax", ""},
		{"(ici) [un mot]/a)", "link-syntax/open", "(ici) [un mot](/a)"},
		{"Un mot [sic] (voir plus bas).", "", ""},
		{"Un mot [1] (2019/2020).", "", ""},
		{"Bravo ![ici] (dit-il).", "", ""},
	})
}
