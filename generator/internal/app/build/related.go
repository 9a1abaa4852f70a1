package build

import (
	"fmt"
	"time"

	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/pack"
	"essaim/generator/internal/stage/link"
)

// relatedKey is where it is kept how the latest run found related entries.
func (o Options) relatedKey(rules *schema.Schema) pack.Key {
	return pack.KeyOf("related", fmt.Sprint(o.Drafts), rules.Hash)
}

// relatedOf names the run that found related entries, for it may have come to no
// outcome: then the previous run is another.
func relatedOf(inputs pack.Key, clock time.Time) pack.Key {
	return pack.KeyOf("of", string(inputs[:]), clock.UTC().Format(time.RFC3339Nano))
}

// recalledLinks is what link takes over, of another process with the run that it was.
type recalledLinks struct {
	*link.Memory
	of pack.Key
}

// links returns what link takes over from the latest run: of this process, or
// how another has found related entries.
func (o Options) links(kept *store, reader *entries, m memories) (l recalledLinks) {
	if o.Cache != nil || kept.fresh {
		return recalledLinks{Memory: m.links}
	}
	data, _ := kept.Get(o.relatedKey(reader.rules))
	if len(data) > len(l.of) {
		l.of, data = pack.Key(data), data[len(l.of):]
	}
	l.Memory = link.Recall(data, reader.formerWords)
	return l
}

// rememberRelated keeps how a run that links once has found related entries, and
// lets go of it: by it all that the site was made of would stay until the end.
func (o Options) rememberRelated(kept *store, in inputs, rules *schema.Schema, links *link.Memory) {
	if links == nil {
		return
	}
	if !kept.fresh { // else nobody will ask
		of := relatedOf(in.key, o.Clock)
		_ = kept.Put(o.relatedKey(rules), links.Related(of[:]))
	}
	links.Forget()
}
