package search

import (
	"math"
	"slices"
	"unicode"
	"unicode/utf8"
)

// Boosts and limits of the planner; RANKING.md says what each is for.
const (
	exactBoost    = 0.25
	synonymBoost  = 0.7
	prefixBoost   = 0.15
	unknownPrefix = 0.8
	typoBoost     = 0.6
	splitBoost    = 0.6
	joinBoost     = 0.5
	phraseWord    = 0.1

	maxCompletions = 24
	maxGuesses     = 8
	minPrefix      = 2
	oneTypo        = 5
	twoTypos       = 9
	minSplit       = 3
)

// A planner turns what people type into a tree of terms. It sees the index only
// through its dictionary, so that any reader of the index plans alike.
type planner struct {
	analyzer   *analyzer
	synonyms   []synonymGroup
	dictionary *dictionary
	// forms are the terms of words whose accents change their stem.
	forms map[string][]string
	// known reports whether a term occurs in the index.
	known func(term string) bool
}

// plan plans a cleaned query. With loose, quotation marks are ignored.
func (p *planner) plan(text string, loose bool) *plan {
	pl := &plan{terms: map[string]bool{}, words: map[string]bool{}}
	parts := stretches(text, loose)
	analysed := make([][]token, len(parts))
	content := false
	for i, s := range parts {
		analysed[i] = p.analyzer.analyse(s.text)
		content = content || slices.ContainsFunc(analysed[i], func(t token) bool { return t.term != "" })
	}
	for i, s := range parts {
		tokens := analysed[i]
		if s.quoted {
			pl.phrases = true
			p.planPhrase(pl, tokens, content)
			continue
		}
		// The last word is unfinished if nothing at all follows it.
		first := len(pl.typed)
		open := i == len(parts)-1 && len(tokens) > 0 && tokens[len(tokens)-1].end == len(s.text)
		p.planWords(pl, tokens, content, open)
		for k := first; k < len(pl.typed); k++ {
			pl.typed[k].start += s.start
			pl.typed[k].end += s.start
		}
	}
	pl.clauses = pl.clauses[:min(len(pl.clauses), maxClauses)]
	return pl
}

// planPhrase adds the clause of words in quotation marks: in a row in the title,
// or their terms in a row in the text and the very words somewhere in it.
func (p *planner) planPhrase(pl *plan, tokens []token, content bool) {
	var words []string
	var places []int
	var exact []*node
	for _, t := range tokens {
		if t.parts > 0 || t.word == "" {
			continue
		}
		words = append(words, t.word)
		places = append(places, t.position-tokens[0].position)
		exact = append(exact, leaf(inWords, t.word, phraseWord))
		if t.term == "" && !content {
			pl.words[t.word] = true
		}
	}
	terms, gaps := row(tokens)
	for _, t := range terms {
		pl.terms[t] = true
	}
	var ways []*node
	if p.analyzer.lang.bigrams {
		if len(terms) > 0 {
			ways = append(ways, phrase(inTerms, 1, terms, gaps))
		}
	} else if len(words) > 0 {
		ways = append(ways, phrase(inWords, 1, words, places))
		if len(terms) > 0 {
			exact = append(exact, phrase(inTerms, 1, terms, gaps))
		}
		ways = append(ways, join(opEvery, 1, exact...))
	}
	if len(ways) > 0 {
		pl.clauses = append(pl.clauses, join(opBest, 1, ways...))
	}
}

// A slot is one word of a query and the ways in which a document may hold it.
type slot struct {
	token token
	ways  []*node
}

// planWords adds one clause for each loose word that carries meaning, or for
// each word if none in the whole query does.
func (p *planner) planWords(pl *plan, tokens []token, content, open bool) {
	var slots []*slot
	for _, t := range tokens {
		if t.parts > 0 || (t.term == "") == content || (t.term == "" && t.word == "") {
			continue
		}
		if len(slots) == maxClauses {
			break
		}
		slots = append(slots, &slot{token: t})
	}
	for _, s := range slots {
		p.addWord(pl, s)
	}
	p.addCompounds(pl, slots, tokens)
	for i := 1; i < len(slots); i++ {
		p.addNeighbours(pl, slots[i-1], slots[i])
	}
	p.addSynonyms(pl, slots)
	if open && len(slots) > 0 && slots[len(slots)-1].token.end == tokens[len(tokens)-1].end {
		p.addCompletions(pl, slots[len(slots)-1])
	}
	for _, s := range slots {
		if p.unknown(s.token) && len(s.ways) == 1 {
			p.addGuesses(pl, s)
		}
		pl.typed = append(pl.typed, s.token)
		pl.clauses = append(pl.clauses, join(opBest, 1, s.ways...))
	}
}

// terms returns the terms of a word: its own, and those it has in the documents
// when it is written with accents.
func (p *planner) terms(t token) []string {
	terms := p.forms[t.word]
	if t.term != "" && !slices.Contains(terms, t.term) {
		terms = append([]string{t.term}, terms...)
	}
	return terms
}

// termsOf returns the terms of a word of the dictionary.
func (p *planner) termsOf(word string) []string {
	if v := p.analyzer.vocable([]byte(word)); v != nil {
		return p.terms(token{vocable: v})
	}
	return nil
}

// unknown reports whether no document holds a word in any form.
func (p *planner) unknown(t token) bool {
	return !(t.word != "" && p.dictionary.count(t.word) > 0) && !slices.ContainsFunc(p.terms(t), p.known)
}

// addWord adds the word itself: its terms, and a little more where it has the
// very form that was typed.
func (p *planner) addWord(pl *plan, s *slot) {
	var ways []*node
	for _, term := range p.terms(s.token) {
		pl.terms[term] = true
		ways = append(ways, leaf(inTerms, term, 1))
	}
	if s.token.word == "" { // a pair of letters; a single one is a word too
		if utf8.RuneCountInString(s.token.term) == 1 {
			pl.words[s.token.term] = true
			ways = append(ways, leaf(inWords, s.token.term, 1))
		}
		s.ways = append(s.ways, join(opBest, 1, ways...))
		return
	}
	if len(ways) == 0 {
		pl.words[s.token.word] = true
		s.ways = append(s.ways, leaf(inWords, s.token.word, 1))
		return
	}
	s.ways = append(s.ways, join(opSum, 1, join(opBest, 1, ways...), leaf(inWords, s.token.word, exactBoost)))
}

// addTerms adds the terms of words of the dictionary as other ways. All of them
// together stand for one word, so that each counts as being as common as they
// are together: a misspelling is not worth more for being rare.
func (p *planner) addTerms(pl *plan, s *slot, words []string, boost func(i int) float64) {
	together := p.dictionary.count(s.token.word)
	for _, w := range words {
		together += p.dictionary.count(w)
	}
	seen := slices.Clone(p.terms(s.token))
	for _, way := range s.ways {
		if way.op == opTerm {
			seen = append(seen, way.terms...)
		}
	}
	for i, w := range words {
		for _, term := range p.termsOf(w) {
			if slices.Contains(seen, term) {
				continue
			}
			seen = append(seen, term)
			pl.terms[term] = true
			way := leaf(inTerms, term, boost(i))
			way.floor = together
			s.ways = append(s.ways, way)
		}
	}
}

// constant is the boost of words that are all as likely.
func constant(boost float64) func(int) float64 { return func(int) float64 { return boost } }

// addNeighbours adds two words written as one: « e commerce » finds « ecommerce ».
func (p *planner) addNeighbours(pl *plan, a, b *slot) {
	joined := a.token.word + b.token.word
	if a.token.word == "" || b.token.word == "" || p.dictionary.count(joined) == 0 {
		return
	}
	p.addTerms(pl, a, []string{joined}, constant(joinBoost))
	p.addTerms(pl, b, []string{joined}, constant(joinBoost))
}

// addCompounds adds the joined form of words with hyphens to each of its words.
func (p *planner) addCompounds(pl *plan, slots []*slot, tokens []token) {
	for _, t := range tokens {
		if t.parts == 0 || t.term == "" || !p.known(t.term) {
			continue
		}
		pl.terms[t.term] = true
		for _, s := range slots {
			if s.token.position >= t.position && s.token.position < t.position+t.parts {
				s.ways = append(s.ways, leaf(inTerms, t.term, 1/float64(t.parts)))
			}
		}
	}
}

// addSynonyms adds what may stand for one or several words to each of them.
func (p *planner) addSynonyms(pl *plan, slots []*slot) {
	terms := make([]string, len(slots))
	for i, s := range slots {
		terms[i] = s.token.term
	}
	for _, sub := range substitutions(p.synonyms, terms) {
		share := synonymBoost / float64(sub.last-sub.first+1)
		for _, other := range sub.others {
			for _, t := range other.terms {
				pl.terms[t] = true
			}
			for _, s := range slots[sub.first : sub.last+1] {
				s.ways = append(s.ways, phrase(inTerms, share, other.terms, other.places))
			}
		}
	}
}

// addCompletions adds the words that an unfinished word may become. If the word
// is not one itself, they are what was meant.
func (p *planner) addCompletions(pl *plan, s *slot) {
	if utf8.RuneCountInString(s.token.word) < minPrefix {
		return
	}
	boost := prefixBoost
	if p.unknown(s.token) {
		boost = unknownPrefix
	}
	p.addTerms(pl, s, p.dictionary.prefixed(s.token.word, maxCompletions), constant(boost))
}

// addGuesses adds what an unknown word may have been meant to be: a word with
// its article and no apostrophe, two words without their space, a typo.
func (p *planner) addGuesses(pl *plan, s *slot) {
	word := s.token.word
	for i := range word {
		if p.analyzer.articles[word[:i]] && slices.ContainsFunc(p.termsOf(word[i:]), p.known) {
			p.addTerms(pl, s, []string{word[i:]}, constant(unknownPrefix))
		}
	}
	if first, second := p.split(word); first != "" {
		var halves []*node
		for _, half := range []string{first, second} {
			var ways []*node
			for _, term := range p.termsOf(half) {
				pl.terms[term] = true
				ways = append(ways, leaf(inTerms, term, 1))
			}
			halves = append(halves, join(opBest, 1, ways...))
		}
		s.ways = append(s.ways, join(opEvery, splitBoost, halves...))
	}
	guesses := p.dictionary.near(word, typos(word), maxGuesses)
	words := make([]string, len(guesses))
	for i, g := range guesses {
		words[i] = g.word
	}
	p.addTerms(pl, s, words, func(i int) float64 { return math.Pow(typoBoost, float64(guesses[i].distance)) })
}

// split returns the two words that a word was written from without a space, or
// "" twice. Both must carry meaning; the pair whose rarer word is the most
// frequent is taken.
func (p *planner) split(word string) (first, second string) {
	most := 0
	for i := range word {
		if i < minSplit || len(word)-i < minSplit {
			continue
		}
		count := min(p.dictionary.count(word[:i]), p.dictionary.count(word[i:]))
		if count > most && len(p.termsOf(word[:i])) > 0 && len(p.termsOf(word[i:])) > 0 {
			most, first, second = count, word[:i], word[i:]
		}
	}
	return first, second
}

// typos returns how many typos are allowed in a word.
func typos(word string) int {
	letters := 0
	for _, r := range word {
		if unicode.IsDigit(r) {
			return 0 // another number is another thing
		}
		letters++
	}
	switch {
	case letters >= twoTypos:
		return 2
	case letters >= oneTypo:
		return 1
	}
	return 0
}
