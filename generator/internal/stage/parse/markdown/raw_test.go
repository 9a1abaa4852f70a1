package markdown

import "testing"

// TestHTML wants a pair of HTML told once, with what to write instead.
func TestHTML(t *testing.T) {
	checkTold(t, []tell{
		{"Un <b>mot</b>, <strong>deux</strong>, <i>trois</i> et <del>quatre</del>.", "html-raw/write html-raw/write html-raw/write html-raw/write", "Un **mot**, **deux**, *trois* et ~~quatre~~."},
		{"Un <b> mot </b>ici.", "html-raw/write", "Un  **mot** ici."},
		{"Il<b>« dit »</b>ici.", "html-raw/write", ""},
		{"Le m<b>ot</b> ici.", "html-raw/write", "Le m**ot** ici."},
		{"Un <b>mot.", "html-raw/write", ""},
		{"Un mot</b>.", "html-raw", ""},
		{"Un <b><i>mot</i></b>.", "html-raw/write html-raw/write", "Un **<i>mot</i>**."},
		{"Un <b>a <b>b</b> c</b>.", "html-raw/write html-raw/write", "Un **a <b>b</b> c**."},
		{"Un <code>mot</code>.", "html-raw/write", "Un `mot`."},
		{"Un <a href=\"https://example.org\" target=\"_blank\">mot</a>.", "html-raw/write", "Un [mot](https://example.org)."},
		{"Un <u>mot</u> <span>ici</span>.", "html-raw html-raw", ""},
		{"Un mot<br>\nautre.", "html-raw/break", "Un mot\\\nautre."},
		{"Un mot<br />autre.", "html-raw/break", "Un mot\\\nautre."},
		{"Un mot<br>autre\r\nencore.", "html-raw/break", "Un mot\\\r\nautre\r\nencore."},
		{"Un\r\nmot<br>autre", "html-raw/break", "Un\r\nmot\\\r\nautre"},
		{"## Un mot<br>autre", "html-raw/line", ""},
		{"| a | b |\n|---|---|\n| c<br>d | e |\n", "html-raw/line", ""},
		{"Un <a id=\"x\"></a>mot et <a class=\"y\" name=\"z\">un autre</a>.", "html-raw/anchor html-raw/anchor", ""},
		{"<a name=\"x\">\n\nUn mot.", "html-raw/anchor", ""},
		{"Un <a id=\"x\" href=\"/a\">mot</a>.", "html-raw/write", "Un [mot](/a)."},
		{"XX<sup>e</sup>, x<sup>e</sup>, M<sup>me</sup>, 10<sup>-3</sup>, 10<sup>−3</sup> et a<sup>-</sup>.", "html-raw/raised html-raw/raised html-raw/raised html-raw/raised html-raw/raised html-raw/raised", "XXe, x<sup>e</sup>, Mme, 10⁻³, 10⁻³ et a<sup>-</sup>."},
		{"- un mot<br>autre", "html-raw/break", ""},
		{"Un mot.<br>", "html-raw/break", ""},
		{"Le 1<sup>er</sup>, 3 m<sup>2</sup> de CO<sub>2</sub>, x<sup>n</sup>.", "html-raw/raised html-raw/raised html-raw/raised html-raw/raised", "Le 1er, 3 m² de CO₂, x<sup>n</sup>."},
		{"Un <!-- pas --> mot.", "html-raw/comment", "Un mot."},
		{"<!-- pas ceci -->\n\nUn mot.", "html-raw/comment", "\n\nUn mot."},
		{"> <!-- pas\n> ceci -->\n", "html-raw/comment", ">\n"},
		{"<!-- pas --> Un mot.", "html-raw", ""},
		{"<img src=\"a.png\" alt=\"Un plan\">", "html-raw/write", "![Un plan](a.png)"},
		{"Ici <img src=\"https://example.org/a.png\">.", "html-raw/write", ""},
		{"<div>\n\nUn mot.\n\n</div>", "html-raw html-raw", ""},
		{"Un `<b>mot</b>`.", "", ""},
	})
}
