package search

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"essaim/search/analysis"
	"essaim/search/shard"
)

// Boosts and limits of the planner; RANKING.md says what each is for.
const (
	endingBoost   = 0.9
	synonymBoost  = 0.7
	prefixBoost   = 0.15
	unknownPrefix = 0.8
	typoBoost     = 0.6
	splitBoost    = 0.6
	joinBoost     = 0.5

	maxGuesses    = 5
	minPrefix     = 2
	knownPrefix   = 4
	oneTypo       = 5
	twoTypos      = 9
	minSplit      = 3
	minEndingRest = 2
)

// A planner turns what people type into a tree of words. It sees the index only
// through its dictionary, so that any reader of the index plans alike; the
// browser's half of it is client/plan.ts.
type planner struct {
	analyzer   *analysis.Analyzer
	reading    analysis.Reading
	synonyms   [][]shard.Member
	dictionary *dictionary
}

// A slot is one loose word of a query and the ways in which a document may hold
// what it means.
type slot struct {
	token analysis.Token
	ways  []*node
	// used are the classes that already are ways, by their first words.
	used map[string]bool
}

// plan plans a cleaned query. With loose, quotation marks are ignored.
func (p *planner) plan(text string, loose bool) *plan {
	pl := &plan{words: map[string]bool{}}
	parts := stretches(text, loose)
	analysed := make([][]analysis.Token, len(parts))
	content := false
	for i, s := range parts {
		analysed[i] = slices.Clone(p.analyzer.Analyse(s.text))
		content = content || slices.ContainsFunc(analysed[i], func(t analysis.Token) bool { return !t.Extra && !p.dictionary.stops[t.Text] })
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
		open := i == len(parts)-1 && len(tokens) > 0 && tokens[len(tokens)-1].End == len(s.text)
		p.planWords(pl, tokens, content, open)
		for k := first; k < len(pl.typed); k++ {
			pl.typed[k].start += s.start
			pl.typed[k].end += s.start
		}
	}
	pl.clauses = pl.clauses[:min(len(pl.clauses), maxClauses)]
	for _, c := range pl.clauses {
		for _, w := range c.leafWords(nil) {
			pl.words[w] = true
		}
		if !content {
			c.titleWords(pl.words)
		}
	}
	return pl
}

// titleWords adds the words of opTitle.
func (n *node) titleWords(words map[string]bool) {
	if n.Op == opTitle {
		words[n.Words[0]] = true
	}
	for _, k := range n.Kids {
		k.titleWords(words)
	}
}

// planPhrase adds the clause of words in quotation marks: the very words in a
// row, with room for stop words. Stop words alone are looked for in titles.
func (p *planner) planPhrase(pl *plan, tokens []analysis.Token, content bool) {
	n := &node{Op: opPhrase, Boost: 1}
	for _, t := range tokens {
		if t.Extra || p.dictionary.stops[t.Text] {
			continue
		}
		n.Words = append(n.Words, t.Text)
		n.Positions = append(n.Positions, t.Position)
	}
	for i := len(n.Positions) - 1; i >= 0; i-- {
		n.Positions[i] -= n.Positions[0]
	}
	switch {
	case len(n.Words) == 1:
		pl.clauses = append(pl.clauses, &node{Op: opWords, Boost: 1, Words: n.Words})
	case len(n.Words) > 1:
		pl.clauses = append(pl.clauses, n)
	case !content && len(tokens) > 0:
		var titles []*node
		for _, t := range tokens {
			if !t.Extra {
				titles = append(titles, &node{Op: opTitle, Boost: 1, Words: []string{t.Text}})
			}
		}
		pl.clauses = append(pl.clauses, join(opEvery, 1, titles...))
	}
}

// planWords adds one clause for each loose word that carries meaning, or for
// each word if none in the whole query does.
func (p *planner) planWords(pl *plan, tokens []analysis.Token, content, open bool) {
	var slots []*slot
	for _, t := range tokens {
		if t.Extra || content && p.dictionary.stops[t.Text] {
			continue
		}
		if len(slots) == maxClauses {
			break
		}
		slots = append(slots, &slot{token: t, used: map[string]bool{}})
	}
	if !content {
		for _, s := range slots {
			pl.clauses = append(pl.clauses, &node{Op: opTitle, Boost: 1, Words: []string{s.token.Text}})
		}
		return
	}
	for _, s := range slots {
		for _, class := range p.dictionary.classes(s.token.Text) {
			s.add(class, s.token.Text, 0, 1)
		}
	}
	p.addCompounds(slots, tokens)
	for i := 1; i < len(slots); i++ {
		p.addNeighbours(slots[i-1], slots[i])
	}
	p.addSynonyms(slots)
	if open && len(slots) > 0 && slots[len(slots)-1].token.End == tokens[len(tokens)-1].End {
		p.addCompletions(slots[len(slots)-1])
	}
	for _, s := range slots {
		if len(s.ways) == 0 {
			p.addGuesses(s)
		}
		pl.typed = append(pl.typed, span{s.token.Text, s.token.Start, s.token.End})
		pl.clauses = append(pl.clauses, join(opBest, 1, s.ways...))
	}
}

// add adds a class as a way, unless it is one already.
func (s *slot) add(class []string, exact string, floor int, boost float64) {
	if s.used[class[0]] {
		return
	}
	s.used[class[0]] = true
	s.ways = append(s.ways, &node{Op: opWords, Boost: boost, Words: class, Exact: exact, Floor: floor})
}

// addList adds the classes of words of the dictionary. All of them together
// stand for one word, so that each counts as being as common as they are
// together: a misspelling is not worth more for being rare.
func (p *planner) addList(s *slot, words []string, boost func(i int) float64) {
	together := p.dictionary.count(s.token.Text)
	for _, w := range words {
		together += p.dictionary.count(w)
	}
	for i, w := range words {
		for _, class := range p.dictionary.classes(w) {
			s.add(class, "", together, boost(i))
		}
	}
}

// constant is the boost of words that are all as likely.
func constant(boost float64) func(int) float64 { return func(int) float64 { return boost } }

// addNeighbours adds two words written as one: « e commerce » finds « ecommerce ».
func (p *planner) addNeighbours(a, b *slot) {
	joined := a.token.Text + b.token.Text
	if b.token.Position != a.token.Position+1 || p.dictionary.count(joined) == 0 {
		return
	}
	p.addList(a, []string{joined}, constant(joinBoost))
	p.addList(b, []string{joined}, constant(joinBoost))
}

// addCompounds adds the joined form of words with hyphens to each of its words.
func (p *planner) addCompounds(slots []*slot, tokens []analysis.Token) {
	for _, t := range tokens {
		if t.Parts == 0 {
			continue
		}
		for _, class := range p.dictionary.classes(t.Text) {
			for _, s := range slots {
				if s.token.Position >= t.Position && s.token.Position < t.Position+t.Parts {
					s.add(class, "", 0, 1/float64(t.Parts))
				}
			}
		}
	}
}

// addSynonyms adds what may stand for one or several words to each of them.
func (p *planner) addSynonyms(slots []*slot) {
	for _, group := range p.synonyms {
		for m, member := range group {
			for i := 0; i+len(member.Words) <= len(slots); i++ {
				if !p.stands(slots[i:], member) {
					continue
				}
				share := synonymBoost / float64(len(member.Words))
				for k, other := range group {
					if k == m {
						continue
					}
					for _, s := range slots[i : i+len(member.Words)] {
						p.addMember(s, other, share)
					}
				}
			}
		}
	}
}

// stands reports whether the words of a member are the next slots, as they are
// or in another form.
func (p *planner) stands(slots []*slot, member shard.Member) bool {
	for i, word := range member.Words {
		text := slots[i].token.Text
		if text == word {
			continue
		}
		if !slices.ContainsFunc(p.dictionary.classes(text), func(class []string) bool { return slices.Contains(class, word) }) {
			return false
		}
	}
	return true
}

// addMember adds a member of a group of synonyms as a way: its word, or its
// words close together.
func (p *planner) addMember(s *slot, member shard.Member, boost float64) {
	var sets [][]string
	for _, w := range member.Words {
		var set []string
		for _, class := range p.dictionary.classes(w) {
			set = append(set, class...)
		}
		if len(set) == 0 {
			return
		}
		slices.SortFunc(set, shard.Compare)
		sets = append(sets, slices.Compact(set))
	}
	if len(sets) == 1 {
		s.add(sets[0], "", 0, boost)
		return
	}
	s.ways = append(s.ways, &node{Op: opNear, Boost: boost, Sets: sets})
}

// addCompletions adds the words that an unfinished word may become. If the word
// is not one itself, they are what was meant.
func (p *planner) addCompletions(s *slot) {
	letters := utf8.RuneCountInString(s.token.Text)
	known := p.dictionary.count(s.token.Text) > 0
	switch {
	case letters < minPrefix || known && letters < knownPrefix:
	case known:
		p.addList(s, p.dictionary.prefixed(s.token.Text), constant(prefixBoost))
	default:
		p.addList(s, p.dictionary.prefixed(s.token.Text), constant(unknownPrefix))
	}
}

// addGuesses adds what an unknown word may have been meant to be: another
// ending, a word with its article and no apostrophe, two words without their
// space, a typo.
func (p *planner) addGuesses(s *slot) {
	word := s.token.Text
	for _, other := range endings(word, p.reading.Endings) {
		if p.dictionary.holds(other) {
			p.addList(s, []string{other}, constant(endingBoost))
			return
		}
	}
	for _, article := range p.reading.Articles {
		rest, ok := strings.CutPrefix(word, article)
		if !ok || rest == "" {
			continue
		}
		for _, other := range append([]string{rest}, endings(rest, p.reading.Endings)...) {
			if p.dictionary.holds(other) {
				p.addList(s, []string{other}, constant(unknownPrefix))
				break
			}
		}
	}
	if first, second := p.split(word); first != "" {
		s.ways = append(s.ways, join(opEvery, splitBoost, p.anyClass(first), p.anyClass(second)))
	}
	guesses := p.dictionary.near(word, typos, maxGuesses)
	words := make([]string, len(guesses))
	for i, g := range guesses {
		words[i] = g.word
	}
	p.addList(s, words, func(i int) float64 { return math.Pow(typoBoost, float64(guesses[i].distance)) })
}

// endings returns the words that a word becomes when its ending is replaced by
// another one of a group, in the order of the groups.
func endings(word string, groups []string) []string {
	var list []string
	for _, group := range groups {
		all := strings.Split(group, " ")
		for _, ending := range all {
			rest, ok := strings.CutSuffix(word, ending)
			if !ok || utf8.RuneCountInString(rest) < minEndingRest {
				continue
			}
			for _, other := range all {
				if other != ending && !slices.Contains(list, rest+other) {
					list = append(list, rest+other)
				}
			}
		}
	}
	return list
}

// anyClass returns the node of the classes of a word.
func (p *planner) anyClass(word string) *node {
	var ways []*node
	for _, class := range p.dictionary.classes(word) {
		ways = append(ways, &node{Op: opWords, Boost: 1, Words: class})
	}
	return join(opBest, 1, ways...)
}

// split returns the two words that a word was written from without a space, or
// "" twice: the pair whose rarer word is the most frequent, by class.
func (p *planner) split(word string) (first, second string) {
	most := -1
	letters := []rune(word)
	for i := minSplit; i <= len(letters)-minSplit; i++ {
		a, b := string(letters[:i]), string(letters[i:])
		count := min(p.dictionary.count(a), p.dictionary.count(b))
		if count > 0 && shard.FrequencyClass(count) > most {
			most, first, second = shard.FrequencyClass(count), a, b
		}
	}
	return first, second
}

// typos returns how many typos are allowed in a word of so many letters.
func typos(letters int) int {
	switch {
	case letters >= twoTypos:
		return 2
	case letters >= oneTypo:
		return 1
	}
	return 0
}

// numbered reports whether a word has a digit: another number is another thing.
func numbered(word string) bool { return strings.ContainsFunc(word, unicode.IsNumber) }
