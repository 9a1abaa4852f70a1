package validate

import (
	"path"
	"strings"

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
	"essaim/generator/internal/spell"
)

// media looks for the images and files that an entry names.
func (c *checker) media(e *content.Entry) {
	c.mediaOf(e, e.Type.Fields, e.Fields)
	c.images(e, e.Body)
}

func (c *checker) mediaOf(e *content.Entry, definitions []*schema.Field, fields content.Fields) {
	for _, f := range definitions {
		v, has := fields.Get(f.Name)
		if !has {
			continue
		}
		for _, item := range v.Each() {
			switch f.Kind {
			case schema.KindImage:
				if !item.HasAlt {
					c.found.Add(diag.New("image-alt", item.Span))
				}
				c.file(e, item.Text, item.Span, "image-missing")
			case schema.KindFile:
				c.file(e, item.Text, item.Span, "file-missing")
			case schema.KindMarkdown:
				c.images(e, item.Body())
			case schema.KindObject, schema.KindList:
				c.mediaOf(e, f.Fields, item.Fields)
			}
		}
	}
}

// images checks those of a text. Whether their alternative text is missing is
// reported by parse, which sees how they are written.
func (c *checker) images(e *content.Entry, b *content.Body) {
	if b == nil {
		return
	}
	for _, image := range b.Images {
		c.file(e, image.Src, image.Span, "image-missing")
	}
}

// file looks for the file that an entry names, and reports one that is missing.
func (c *checker) file(e *content.Entry, written string, span source.Span, missing diag.Msg) {
	f := c.tree.File(content.MediaPath(e.Folder(), written))
	if f != nil && content.IsMedia(f.Path) {
		return
	}
	folder, prefix := e.Folder(), e.Folder()+"/"
	if strings.HasPrefix(written, "/") {
		folder, prefix = path.Dir(content.MediaPath("", written)), "content"
	}
	nearest := c.mediaBelow(folder, prefix).Nearest(written)
	c.found.Add(diag.New(missing, span, written).WithNearest(nearest, nearest))
}

// mediaBelow returns the media below a folder, by their paths without a prefix.
func (c *checker) mediaBelow(folder, prefix string) *spell.Paths {
	key := [2]string{folder, prefix}
	if known := c.mediaPaths[key]; known != nil {
		return known
	}
	var paths []string
	for _, f := range c.tree.Below(folder) {
		if content.IsMedia(f.Path) {
			paths = append(paths, strings.TrimPrefix(f.Path, prefix))
		}
	}
	if c.mediaPaths == nil {
		c.mediaPaths = map[[2]string]*spell.Paths{}
	}
	c.mediaPaths[key] = spell.NewPaths(paths)
	return c.mediaPaths[key]
}
