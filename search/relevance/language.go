package relevance

import "strings"

// A language is what the generator knows of one. Its lists are its own, not
// those of the search: a mistake in those must show.
type language struct {
	// stop are the words that say nothing, added those that people put in.
	stop, added []string
	// articles are what stands before an apostrophe, elisions what is put before
	// a vowel.
	articles, elisions []string
	// keyboard is the rows of letters, from left to right.
	keyboard []string
	// inflect returns another form of a word, or "".
	inflect func(string) string
}

// languageOf returns the language of a BCP 47 tag. An unknown one has no stop
// words and no inflection.
func languageOf(tag string) language {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	lang := language{keyboard: keyboard("qwertyuiop asdfghjkl zxcvbnm"), inflect: func(string) string { return "" }}
	switch base {
	case "fr":
		lang.stop = strings.Fields(stopFrench)
		lang.added = strings.Fields("le la les des du de pour dans sur avec")
		lang.articles = strings.Fields("l d c j m n s t qu jusqu lorsqu puisqu quoiqu")
		lang.elisions = strings.Fields("l' d' l’ d’")
		lang.keyboard = keyboard("azertyuiop qsdfghjklm wxcvbn")
		lang.inflect = inflectFrench
	case "en":
		lang.stop = strings.Fields(stopEnglish)
		lang.added = strings.Fields("the of for in with and to a")
		lang.inflect = inflectEnglish
	case "de":
		lang.stop = strings.Fields(stopGerman)
		lang.added = strings.Fields("der die das und von für mit im")
		lang.keyboard = keyboard("qwertzuiop asdfghjkl yxcvbnm")
		lang.inflect = inflectGerman
	case "es":
		lang.stop = strings.Fields(stopSpanish)
		lang.added = strings.Fields("el la los de para con en una")
		lang.inflect = inflectIberian
	case "pt":
		lang.stop = strings.Fields(stopPortuguese)
		lang.added = strings.Fields("o a os de para com em uma")
		lang.inflect = inflectIberian
	case "it":
		lang.stop = strings.Fields(stopItalian)
		lang.added = strings.Fields("il la gli di per con una")
		lang.articles = strings.Fields("l un d c dell nell all dall sull quell")
		lang.elisions = strings.Fields("l' dell' l’")
		lang.inflect = inflectItalian
	}
	return lang
}

func keyboard(rows string) []string { return strings.Fields(rows) }

const (
	stopFrench = `a ai ainsi alors après assez au aucun aucune auquel aussi autre autres aux avait avant avec avez avoir
c car ce ceci cela celle celles celui ces cet cette ceux chaque chez ci comme comment d dans de depuis des donc dont du
elle elles en encore entre es est et étaient était être eux fait faire font hors ici il ils j je jusque l la là laquelle
le lequel les leur leurs lors lorsque lui m ma mais me même mêmes mes moi moins mon n ne ni non nos notre nous on ont ou
où par parce pas pendant peu peut peuvent plus pour pourquoi puis qu quand que quel quelle quelles quels qui quoi s sa
sans se selon sera ses si sinon soit son sont sous sur t ta tandis te tel telle tels tes toi ton tous tout toute toutes
très trop tu un une vers via voici voilà vos votre vous y à ça été doit doivent deux permet cas lorsqu puisqu
aurait auraient aurez auront aura seront serait seraient était bien souvent suivant suivante suivants suivantes certain
certaine certains certaines toujours déjà ensuite également seulement simplement notamment donner donne plusieurs quelque
quelques cependant afin lequel lesquels lesquelles duquel devez pouvez voulez veulent veut va vont allez avons ayant étant`
	stopEnglish = `a about after all also an and any are as at be because been before being both but by can could did do
does each for from had has have he her his how i if in into is it its just may me might more most must my no not of on
once one only or other our out over own she should so some such than that the their them then there these they this those
through to too under until up used using very was we were what when where which while who whom why will with would you your`
	stopGerman = `aber alle als am an andere auch auf aus bei beim bis da das dass dem den der des die dies diese diesem
diesen dieser dieses durch ein eine einem einen einer eines er es für hat haben ich ihr im in ist ja jede jeder kann
können mehr mit muss nach nicht noch nur ob oder ohne sein sich sie sind so soll über um und unter vom von vor was wenn
wer werden wie wird wo zu zum zur zwischen`
	stopSpanish = `a al algo ante antes aunque cada como con contra cual cuando de del desde donde durante e el ella en
entre era eran es esa ese eso esta este esto estos estas está están fue ha han hasta hay la las le les lo los más me mi
muy ni no nos o para pero poco por porque puede que quien se según ser si sin sobre son su sus también tiene todo todos
tu un una uno unos usted y ya`
	stopPortuguese = `a ao aos as até cada com como da das de dela dele depois do dos e ela ele em entre era essa esse
esta este está eu foi há isso isto já lhe mais mas me mesmo muito na nas nem no nos não o os ou para pela pelo pode por
qual quando que quem se sem ser seu seus sobre são só sua suas também te tem um uma você à às é`
	stopItalian = `a ad agli ai al alla alle allo anche c che chi ci coi come con cui da dagli dai dal dalla dalle dei
del della delle dello di dove e ed era gli ha hanno i il in io l la le lo loro ma mi ne nei nel nella nelle no noi non o
ogni per perché più può quale quando quella quello questa questo qui se si sia sono su sua sue sul sulla suo suoi tra tu
tutti tutto un una uno è`
)
