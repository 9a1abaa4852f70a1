package markdown

import (
	"strings"
	"testing"

	"essaim/generator/internal/model/source"
)

// told parses a text and returns the sentences of what is told, in order, and the text
// with its fixes, the outer one of two; mended reports whether all that is told has one.
func told(text string) (said []string, fixed string, mended bool) {
	_, found := Parse([]byte(text), source.In("content/a.fr.md", 0, len(text)), Options{Typography: "fr", Lang: "fr", MinLevel: 2})
	mended = true
	done := 0
	for _, d := range found.Sorted() {
		said = append(said, string(d.Msg))
		if d.Fix == nil || d.Fix.Span.Start < done {
			mended = false
			continue
		}
		fixed += text[done:d.Fix.Span.Start] + d.Fix.Text
		done = d.Fix.Span.End
	}
	return said, fixed + text[done:], mended
}

// tell is a text, what is told of it, between spaces, and the text with all fixes: ""
// when nothing is fixed.
type tell struct{ text, want, fixed string }

func checkTold(t *testing.T, tests []tell) {
	t.Helper()
	for _, tt := range tests {
		said, fixed, mended := told(tt.text)
		if got := strings.Join(said, " "); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.want)
			continue
		}
		if tt.fixed == "" {
			tt.fixed = tt.text
		}
		if fixed != tt.fixed {
			t.Errorf("%q: fixed %q, want %q", tt.text, fixed, tt.fixed)
		}
		if again, _, _ := told(fixed); mended && len(again) > 0 {
			t.Errorf("%q: after the fix %q", fixed, again)
		}
	}
}

// TestItems wants each line told that was meant as an item of a list, and no other.
func TestItems(t *testing.T) {
	checkTold(t, []tell{
		{"-a\n-b\n-c", "list-space list-space list-space", "- a\n- b\n- c"},
		{"Il faut :\n-une carte\n-une photo", "list-space list-space", "Il faut :\n- une carte\n- une photo"},
		{"*carte\n*photo", "list-space list-space", "* carte\n* photo"},
		{"* carte\n*photo", "list-space", "* carte\n* photo"},
		{"- carte\n-photo\n- lettre", "list-space", "- carte\n- photo\n- lettre"},
		{"-**Carte** : oui\n-**Photo** : non", "list-space list-space", "- **Carte** : oui\n- **Photo** : non"},
		{"1.Carte\n2.Photo", "list-space list-space", "1. Carte\n2. Photo"},
		{"Il faut :\n1)une carte\n2)une photo", "list-space list-space", "Il faut :\n1) une carte\n2) une photo"},
		{"Il faut :\n2.une carte\n3.une photo", "list-space list-space", ""},
		{"-\u00A0carte\n-\u202Fphoto", "list-space/no-break list-space/no-break", "- carte\n- photo"},
		{"1.\u00A0Carte", "list-space/no-break", "1. Carte"},
		{"• carte\n• photo", "list-space/bullet list-space/bullet", "- carte\n- photo"},
		{"Il faut :\n•carte\n•photo", "list-space/bullet list-space/bullet", "Il faut :\n- carte\n- photo"},
		{"\uF0B7\tcarte\n\uF0B7\tphoto", "list-space/bullet list-space/bullet", "- carte\n- photo"},
		{"> ‣ carte\n> ‣ photo", "list-space/bullet list-space/bullet", "> - carte\n> - photo"},
		{"• carte • photo", "list-space/bullet", ""},
		{"- • carte\n- • photo", "list-space/twice list-space/twice", "- carte\n- photo"},
		{"– carte\n– photo", "list-space/dash", "- carte\n- photo"},
		{"Il faut :\n– carte\n  du jour\n– photo\n– lettre", "list-space/dash", "Il faut :\n- carte\n  du jour\n- photo\n- lettre"},
		{"1.Carte\n2. Photo", "list-space", "1. Carte\n2. Photo"},
		{"> – carte\r\n> – photo\r\n", "list-space/dash", "> - carte\r\n> - photo\r\n"},
		{"– carte\n— photo", "list-space/dash", ""},
		{"-isme est un suffixe.", "list-space/one", ""},
		{"2.Bundesliga est une ligue.", "list-space/one", ""},
		{"12.Juin", "list-space/one", ""},
		{"1.er mars\n2.e mot", "", ""},
		{"1.re fois", "", ""},
		{"\\-isme\n\n2\\.Bundesliga", "", ""},
		{"-carte\n- photo", "list-space", "- carte\n- photo"},
		{"-carte\n\n- photo", "list-space/one", ""},
		{"1. carte\n-photo", "list-space/one", ""},
		{"— Bonjour.\n— Bonsoir.", "list-space/dash", ""},

		{"— Bonjour.", "", ""},
		{"— Bonjour.\n\n— Bonsoir.", "", ""},
		{"— Bonjour.\\\n— Bonsoir.", "", ""},
		{"• carte  \n• photo", "", ""},
		{"Il a dit\n-non sans mal- qu'il\nviendrait.", "", ""},
		{"Il en coûte\n– dit-il – beaucoup.", "", ""},
		{"-5 °C hier.", "", ""},
		{"-20 % sur tout\n-30 % ici", "", ""},
		{"*Un mot* court\n*et un autre*", "", ""},
		{"\\-carte", "", ""},
		{"- -v : beaucoup de mots", "", ""},
		{"1.5 million\n2.5 millions", "", ""},
		{"2.x apporte un mot.", "", ""},
		{"La loi de\n2024.Elle dit", "", ""},
		{"Il vient le\n1.\u00A0mars.", "", ""},
		{"· Paris · Lyon ·", "", ""},
		{"« Un mot »\n« Un autre »", "", ""},
		{"“Un mot”\n“Un autre”", "", ""},
		{"€ et €\n€ ou €", "", ""},
		{"- carte\n- photo\n\n1. Carte\n2. Photo", "", ""},
		{"-carte\r\n-photo\r\n", "list-space list-space", "- carte\r\n- photo\r\n"},
	})
}

// TestIndentsAndUnderlines wants it told what only an indent or a line below makes of a
// paragraph.
func TestIndentsAndUnderlines(t *testing.T) {
	checkTold(t, []tell{
		{"Un mot.\n\n    Une phrase.\n\n    Une autre.", "code-indent", ""},
		{"- un\n\n      Une phrase.", "code-indent", ""},
		{"\tUne phrase.", "code-indent", ""},
		{"Une phrase.\n---\nUne autre.", "heading-line", "Une phrase.\n\n---\nUne autre."},
		{"Une phrase.\r\n---\r\nUne autre.\r\n", "heading-line", "Une phrase.\r\n\r\n---\r\nUne autre.\r\n"},
		{"Une phrase,\nune autre\n---\n", "heading-line", "Une phrase,\nune autre\n\n---\n"},
		{"Un accès.\n-----\n\nUn mot.", "heading-line", "Un accès.\n\n-----\n\nUn mot."},
		{"> Une phrase.\n> ---\n", "heading-line", ""},
		{"Accès\n---\n\nUn mot.", "heading-line", ""},
		{"Accès\n===\n", "heading-line/level", ""},

		{"Accès\n-----\n\nUn mot.", "", ""},
		{"Une phrase.\n    dans la suite", "", ""},
		{"Une phrase.\n\n---\n\nUne autre.", "", ""},
		{"## Accès\n---\n", "", ""},
		{"## Accès ##\n\n    \n", "", ""},
		{"```\n    code\n```\n", "", ""},
		{"- un\n\n    deux\n", "", ""},
		{"| a | b |\n|---|---|\n| c | d |\n", "", ""},
	})
}

// TestMarksThatMissEachOther wants one sentence for one mistake.
func TestMarksThatMissEachOther(t *testing.T) {
	checkTold(t, []tell{
		{"Un ** mot important**.", "markdown-unclosed/spaces", "Un **mot important**."},
		{"Un **mot ** ici.", "markdown-unclosed/spaces", "Un **mot** ici."},
		{"Un **mot **de plus et **un autre**.", "markdown-unclosed/spaces", "Un **mot** de plus et **un autre**."},
		{"**Attention : **le mot.", "markdown-unclosed/spaces", "**Attention :** le mot."},
		{"**mot **, __mot __ et *mot *.", "markdown-unclosed/spaces markdown-unclosed/spaces markdown-unclosed/spaces", "**mot**, __mot__ et *mot*."},
		{"Un **mot\u00A0** ici.", "markdown-unclosed/spaces", "Un **mot** ici."},
		{"Soit **50 €**par an.", "markdown-unclosed/word", "Soit **50 €** par an."},
		{"**Attention :**le mot.", "markdown-unclosed/word", "**Attention :** le mot."},
		{"Le mot**« un »** ici.", "markdown-unclosed/word", "Le mot **« un »** ici."},
		{"Un ***mot** ici.", "markdown-unclosed/count", ""},
		{"Un **mot*** ici.", "markdown-unclosed/count", ""},
		{"Un **mot* ici.", "markdown-unclosed/count", ""},
		{"Un **mot ici.", "markdown-unclosed", ""},
		{"Un mot** ici.", "markdown-unclosed/never-opened", ""},
		{"Un ~mot~ ici.", "markdown-unclosed/strike", "Un ~~mot~~ ici."},
		{"H~2~O", "markdown-unknown/index", "H₂O"},

		{"**[un](https://example.org)** et *l'**autre***.", "", ""},
		{"x ** y ** z, abc ** def ** ghi", "", ""},
		{"Un ***mot*** ici, \\***mot** là.", "", ""},
		{"Un **mot**\\* ici.", "", ""},
		{"2 * 3 * 4, et 2 ** 3 ** 4, a ** b ** c", "", ""},
		{"10~20~30, ~20 et ~30", "", ""},
		{"Un ~~mot~~ ici.", "", ""},
		{"nom_de_fichier et a_b_c", "", ""},
	})
}
