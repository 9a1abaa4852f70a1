package link

import (
	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
)

// before is a question on the way to an entry: which of its answers leads on.
type before struct {
	group  *group
	answer int
}

// trees gives every entry of a tree its place, by the shortest way from the
// first question, and reports what leads nowhere or in a circle. All locales have
// the tree of the source.
func (l *linker) trees() {
	for _, t := range l.schema.Types {
		if t.Tree != nil {
			l.walk(t)
		}
	}
}

func (l *linker) walk(t *schema.Type) {
	start := l.byID[t.Tree.Start]
	if start == nil || start.kind != t || start.source() == nil || !start.source().live {
		l.diagnostics.Add(l.withNearestPath(diag.New("tree-broken/start", t.Tree.StartSpan, "/"+t.Tree.Start), "/"+t.Tree.Start))
		return
	}
	start.step = 1
	for queue := []*group{start}; len(queue) > 0; queue = queue[1:] {
		g := queue[0]
		for i, next := range l.answers(g) {
			if next != nil && next.step == 0 {
				next.step = g.step + 1
				next.before = append(append([]before(nil), g.before...), before{g, i})
				queue = append(queue, next)
			}
		}
	}
	l.circles(start, map[*group]bool{}, map[*group]bool{})
	for _, g := range l.groups {
		if g.kind != t || !g.source().live {
			continue
		}
		v := g.source()
		if g.step == 0 {
			l.diagnostics.Add(diag.New("tree-broken", frontOf(v), "/"+start.id))
			continue
		}
		asks := v.fields.Has(t.Tree.Next)
		if ends := v.fields.Has(t.Tree.Ends); !asks && !ends {
			l.diagnostics.Add(diag.New("tree-broken/end", frontOf(v), t.Tree.Next, t.Tree.Ends))
		}
	}
}

// frontOf is where the fields of v begin.
func frontOf(v *version) source.Span {
	return source.In(v.entry.File, v.entry.FrontSpan.Start, v.entry.FrontSpan.Start)
}

// circles reports the answers that lead back to a question on the way.
func (l *linker) circles(g *group, way, done map[*group]bool) {
	if done[g] {
		return
	}
	done[g], way[g] = true, true
	for i, next := range l.answers(g) {
		if next == nil {
			continue
		}
		if way[next] {
			item := g.source().fields.Value(g.kind.Tree.Next).Items[i]
			l.diagnostics.Add(diag.New("tree-broken/loop", item.Fields.Value(g.kind.Field(g.kind.Tree.Next).Ref().Name).Span, "/"+next.id))
			continue
		}
		l.circles(next, way, done)
	}
	delete(way, g)
}

// answers returns what each answer of a question leads to: nil where that is
// none of its type that is published.
func (l *linker) answers(g *group) []*group {
	t := g.kind
	ref := t.Field(t.Tree.Next).Ref().Name
	var list []*group
	for _, item := range g.source().fields.Value(t.Tree.Next).Items {
		to, _ := l.lookup(trimSlash(item.Fields.Value(ref).Text))
		if to.group != nil && (to.group.kind != t || !to.group.source().live) {
			to.group = nil
		}
		list = append(list, to.group)
	}
	return list
}

// trail returns the questions on the way to v with the answers that were given.
func (r *resolver) trail(v *version) []site.TrailStep {
	var trail []site.TrailStep
	for _, b := range v.group.before {
		shown := b.group.in(v.localeState)
		if shown == nil {
			continue
		}
		link, _ := r.toTarget(v, target{group: b.group})
		step := site.TrailStep{Link: link}
		if items := shown.fields.Value(v.group.kind.Tree.Next).Items; b.answer < len(items) {
			step.Answer = firstText(v.group.kind.Field(v.group.kind.Tree.Next), items[b.answer])
		}
		trail = append(trail, step)
	}
	return trail
}

// firstText returns the first text of an item.
func firstText(f *schema.Field, item content.Value) string {
	for _, inner := range f.Fields {
		if inner.Kind == schema.KindText {
			return item.Fields.Value(inner.Name).Text
		}
	}
	return ""
}
