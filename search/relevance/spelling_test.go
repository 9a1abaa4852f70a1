package relevance

import (
	"fmt"
	"path/filepath"
	"testing"

	"essaim/search/indexer"
)

// A spelling is a query that must put a document first, before three others.
type spelling struct {
	// text is the body of the document.
	text, query string
	// near is a document that has something in common with the query and is not
	// the answer; without it, a third one of the ordinary kind.
	near string
}

// TestFrenchSpelling asks for a document in the ways in which people write
// French. Documents with equal scores come in the order of their IDs, and the
// wanted one has the last: a draw does not count.
func TestFrenchSpelling(t *testing.T) {
	for name, rows := range frenchSpelling() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for i, row := range rows {
				others := []string{
					"Le jury a retenu douze dossiers ; la remise des prix aura lieu à la mairie.",
					"Une lettre paraît chaque mois, avec les dates des prochaines rencontres.",
					row.near,
				}
				if row.near == "" {
					others[2] = "Le bâtiment est ouvert du lundi au vendredi, sur réservation."
				}
				items := []Item{{ID: "wanted", Title: "Fiche", Body: row.text}}
				for k, other := range others {
					items = append(items, Item{ID: fmt.Sprintf("other-%d", k), Title: "Fiche", Body: other})
				}
				queries := []Query{{Variant: Exact, Text: row.query, Want: "wanted"}}
				dir := filepath.Join(t.TempDir(), fmt.Sprint(i))
				report, err := Run(t.Context(), dir, indexer.Locale{Tag: "fr"}, items, queries)
				if err != nil {
					t.Fatal(err)
				}
				if o := report.Outcomes[0]; o.Rank != 1 {
					t.Errorf("«%s» finds «%s» at rank %d, after %q", row.query, row.text, o.Rank, o.First)
				}
			}
		})
	}
}

// Characters that look like others in a source file.
const (
	nbsp       = "\u00a0" // no-break space
	nnbsp      = "\u202f" // narrow no-break space
	thin       = "\u2009" // thin space
	shy        = "\u00ad" // soft hyphen
	zwsp       = "\u200b" // zero-width space
	nbHyphen   = "\u2011" // no-break hyphen
	acute      = "\u0301" // combining acute accent
	circumflex = "\u0302" // combining circumflex
	cedilla    = "\u0327" // combining cedilla
)

func frenchSpelling() map[string][]spelling {
	return map[string][]spelling{
		"elision": {
			{"L'école de la deuxième chance accueille vingt jeunes.", "l’école", ""},
			{"L’école de la deuxième chance accueille vingt jeunes.", "l'ecole", ""},
			{"Une école de la deuxième chance accueille vingt jeunes.", "l'école", ""},
			{"Les clauses de l’insertion par l’activité économique.", "insertion", ""},
			{"Une clause sociale : insertion et formation.", "d'insertion", ""},
			{"Les marchés de l'hôpital sont réservés.", "hopital", ""},
			{"Il faut qu'elle réponde avant l'été.", "l’été", ""},
			{"Les acteurs de l'économie sociale.", "l economie sociale", "Le bail social de L. Martin."},
			{"Les acteurs de l'économie sociale.", "léconomie sociale", "Un bail social."},
			{"Le lancement de l\u02bcatelier a réussi.", "l'atelier", ""},
			{"L'ESS emploie un salarié sur dix.", "l’ESS", ""},
			{"Jusqu'à l'ouverture, les visites sont suspendues.", "jusqu’à l’ouverture", "La visite va jusqu'au pont."},
		},
		"capitals and accents": {
			{"L'École et la ville.", "ECOLE", ""},
			{"L'État signe la charte.", "ETAT", ""},
			{"Une aide de l’État employeur.", "L'ETAT EMPLOYEUR", "Un employeur local."},
			{"L’ÉGALITÉ DES CHANCES", "égalité des chances", ""},
			{"Le conseil régional d'Île-de-France.", "ILE DE FRANCE", "Le Tour de France passe ici."},
			{"Un café associatif à Besançon.", "CAFE BESANCON", "Un café à Lyon."},
			{"Les élus ont voté.", "elus", ""},
			{"Une forêt comestible.", "FORÊT", ""},
			{"Un tremplin pour la Haïtienne et le Canoë.", "canoe", ""},
			{"Formation LinkedIn et réseaux.", "linkedin", ""},
			{"La plateforme InserJeunes.", "inserjeunes", ""},
		},
		"ligatures": {
			{"Les œuvres sociales de l'usine.", "oeuvres", ""},
			{"Une main-d'œuvre locale et formée.", "main d'oeuvre", "Un coup de main."},
			{"LE MAÎTRE D'ŒUVRE EST CHOISI.", "maitre d’oeuvre", "Le maître de maison."},
			{"Au coeur du quartier.", "cœur", ""},
			{"Envoyer un curriculum vitæ.", "vitae", ""},
			{"Deux lauréats ex aequo.", "ex æquo", "Un ex-lauréat."},
			{"Le \ufb01nancement des o\ufb00res.", "financement offres", "Le financement public."},
		},
		"number and gender": {
			{"Un chantier inclusif.", "inclusives", ""},
			{"Des pratiques inclusives.", "inclusif", ""},
			{"Une ville inclusive.", "inclusifs", ""},
			{"Les réseaux nationaux.", "national", ""},
			{"Un réseau national.", "nationaux", ""},
			{"Les salariées du chantier.", "salarié", ""},
			{"Un salarié du chantier.", "salariées", ""},
			{"Les travaux commencent.", "travail", ""},
			{"Des bureaux partagés.", "bureau partagé", "Une voiture partagée."},
			{"Un lieu ouvert.", "lieux ouverts", "Un marché ouvert."},
			{"Une conseillère numérique.", "conseiller numérique", "Un conseil municipal."},
			{"Les animatrices du réseau.", "animateur", ""},
			{"Des entreprises heureuses.", "heureux", ""},
			{"Une démarche professionnelle.", "professionnels", ""},
			{"Les personnes handicapées.", "handicapé", ""},
			{"Un achat responsable et social.", "achats sociaux", "Un achat public."},
			{"Les jeux de la Francophonie.", "jeu", ""},
		},
		"inclusive writing": {
			{"Les salarié·e·s en parcours.", "salariés", ""},
			{"Les salarié·e·s en parcours.", "salariées", ""},
			{"Les salarié.e.s en parcours.", "salarié", ""},
			{"Les salarié(e)s en parcours.", "salariés", ""},
			{"Les salarié-e-s en parcours.", "salariée", ""},
			{"Les salarié⋅e⋅s en parcours.", "salariés", ""},
			{"Les salarié•e•s en parcours.", "salariés", ""},
			{"Un salarié/e du chantier.", "salarié", ""},
			{"Les salarié/e/s en parcours.", "salariés", ""},
			{"Les salariés en parcours.", "salarié·e·s", ""},
			{"Les salariées en parcours.", "salarié.e.s", ""},
			{"Les salarié·e·s en parcours.", "salarié(e)s", ""},
			{"Les acteur·rice·s du territoire.", "actrices", ""},
			{"Les agriculteur·trice·s du canton.", "agriculteurs", ""},
			{"Le ou la directeur·rice de l'école.", "directrice", ""},
			{"Des citoyen·ne·s tiré·es au sort.", "citoyens", ""},
			{"Des professionnel·le·s du soin.", "professionnelles", ""},
			{"Les usager·ère·s du bus.", "usagers", ""},
			{"Réservé aux étudiant(e)s.", "étudiants", ""},
		},
		"hyphens": {
			{"La sous-traitance aux ESAT.", "soustraitance", ""},
			{"La sous-traitance aux ESAT.", "sous traitance", "Un parking sous la place."},
			{"La soustraitance aux ESAT.", "sous-traitance", "Un parking sous la place."},
			{"La sous traitance aux ESAT.", "sous-traitance", "Un parking sous la place."},
			{"La sous" + nbHyphen + "traitance aux ESAT.", "sous-traitance", ""},
			{"La co-construction du projet.", "coconstruction", ""},
			{"La coconstruction du projet.", "co-construction", ""},
			{"Les effets socio-économiques.", "socioéconomique", ""},
			{"Un rendez-vous par mois.", "rendez vous", "Vous ouvrez à midi."},
			{"Le site de e-commerce.", "ecommerce", "Un commerce de rue."},
			{"Le site d'ecommerce.", "e-commerce", "Un commerce de rue."},
			{"Le site de e-commerce.", "e commerce", "Un commerce de rue."},
			{"L'Île-Saint-Denis, une friche.", "ile saint denis", "Une rue Saint-Lazare."},
			{"La ville de Saint-Ouen-sur-Seine.", "saint ouen", "Le parvis Saint-Lazare."},
		},
		"acronyms": {
			{"Les J.O. de 2024.", "JO", ""},
			{"Les JO de 2024.", "J.O.", ""},
			{"Une S.I.A.E. par canton.", "SIAE", ""},
			{"Une SIAE par canton.", "S.I.A.E.", ""},
			{"Une SIAE par canton.", "s.i.a.e", ""},
			{"Une S.C.O.P de menuisiers.", "scop", ""},
			{"L'E.S.A.T. livre le linge.", "l'ESAT", ""},
		},
		"numbers": {
			{"Le projet a créé 10 000 emplois.", "10000", "Dix associations et 10 ateliers."},
			{"Le projet a créé 10" + nbsp + "000 emplois.", "10 000", "Dix associations et 10 ateliers."},
			{"Le projet a créé 10" + nnbsp + "000 emplois.", "10.000", "Dix associations et 10 ateliers."},
			{"Le projet a créé 10" + thin + "000 emplois.", "10000 emplois", "Dix associations et 10 emplois."},
			{"Le projet a créé 10000 emplois.", "10 000 emplois", "Dix associations et 10 emplois."},
			{"Le projet a créé 10.000 emplois.", "10" + nnbsp + "000", "Dix associations et 10 ateliers."},
			{"Un budget de 2 500 000 euros.", "2500000", "Deux lots : 2 et 500."},
			{"Le 1er mai, portes closes.", "1er mai", "Le 2 mai, portes ouvertes."},
			{"Le 1ᵉʳ janvier, portes closes.", "1er janvier", "Le 2 janvier, portes ouvertes."},
			{"Une hausse de 1,5 point.", "1,5", "Les lots 1 et 5."},
			{"La circulaire n° 12 est parue.", "n°12", "La place no 13."},
			{"La circulaire n°12 est parue.", "n° 12", "La place no 13."},
			{"Un objectif de 25 % des marchés.", "25%", "Le 26 du mois."},
			{"Un jardin de 150 m² en ville.", "150 m2", "Le bus 151."},
			{"Le programme 2018–2024 s'achève.", "2024", ""},
		},
		"words with an apostrophe": {
			{"Il ouvre aujourd'hui.", "aujourd’hui", ""},
			{"Il ouvre aujourd’hui.", "aujourd'hui", ""},
			{"Il ouvre aujourd'hui.", "aujourdhui", ""},
			{"Confier à quelqu'un les clés.", "quelqu’un", ""},
			{"La presqu'île en chantier.", "presqu’ile", ""},
			{"La presqu’île en chantier.", "presquile", ""},
			{"Un conseil de prud'hommes.", "prudhommes", ""},
			{"Lil'Ô, une ferme florale.", "lil’o", ""},
			{"Lil'Ô, une ferme florale.", "lilo", ""},
			{"Une buvette ouverte en été.", "été", ""},
		},
		"typos": {
			{"Des parcours d'insertion.", "insertoin", ""},
			{"Un chantier inclusif.", "inculsif", ""},
			{"Une école ouverte.", "ecloe", ""},
			{"Une entreprise adaptée.", "entrprise adaptée", "Une place adaptée."},
			{"L'accueil des visiteurs.", "acceuil", ""},
			{"Une blanchisserie solidaire.", "blanchiserie", ""},
			{"Le développement durable.", "developement", ""},
			{"L'accessibilité numérique.", "accesibiltié", ""},
			{"Le recyclage des sièges.", "recylage", ""},
			{"Une association de quartier.", "assosiation", ""},
			{"Les personnes handicapées.", "handicappées", ""},
			{"Une recyclerie sportive.", "recyclrie sportve", "Une salle sportive."},
		},
		"unfinished words": {
			{"Des parcours d'insertion.", "inser", ""},
			{"Des parcours d'insertion.", "l'ins", ""},
			{"Une blanchisserie solidaire.", "blanchiss", ""},
			{"L'économie solidaire locale.", "économie soli", "L'économie du pays."},
			{"Les entreprises d'insertion.", "entreprises d’inser", "Les entreprises locales."},
			{"L'État employeur.", "éta", ""},
		},
		"phrases": {
			{"Les acteurs de l'économie sociale.", `"économie sociale"`, "Une politique sociale : l'économie, économie sociale non, sociale économie."},
			{"Un fauteuil roulant pliable.", "«" + nbsp + "fauteuil roulant" + nbsp + "»", "Un escalier roulant. Un fauteuil et un fauteuil."},
			{"Le village des athlètes.", "“village des athlètes”", "Les athlètes du village, village, athlètes."},
			{"Une clause sociale d'insertion.", "«clause sociale» insertion", "Une insertion sociale, une clause, une insertion."},
			{"La fin de l’État providence.", `"l'etat providence"`, "La providence. Un état des lieux."},
		},
		"encoding": {
			{"Une e" + acute + "cole ouverte.", "école", ""},
			{"Une école ouverte.", "e" + acute + "cole", ""},
			{"LA FORE" + circumflex + "T", "forêt", ""},
			{"Un soutien franc" + cedilla + "ais.", "français", ""},
			{"Des parcours d'inser" + shy + "tion.", "insertion", ""},
			{"Des parcours d'insertion.", "inser" + shy + "tion", ""},
			{"Une blanchis" + zwsp + "serie.", "blanchisserie", ""},
			{"L'économie" + nbsp + "sociale.", "économie sociale", "L'économie du pays."},
			{"L'économie sociale.", "économie" + nbsp + "sociale", "L'économie du pays."},
			{"Qui décide" + nnbsp + "? La coopérative" + nnbsp + "!", "coopérative", ""},
			{"Les ré\u2060seaux du canton.", "réseaux", ""},
		},
	}
}
