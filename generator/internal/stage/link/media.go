package link

import (
	"bytes"
	"cmp"
	"image"
	_ "image/gif"  // dimensions of GIF
	_ "image/jpeg" // dimensions of JPEG
	_ "image/png"  // dimensions of PNG
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	_ "golang.org/x/image/webp" // dimensions of WebP

	"essaim/generator/internal/model/content"
	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/site"
	"essaim/generator/internal/model/source"
)

// mediaFile is a media file that entries name.
type mediaFile struct {
	site.File
	// width and height are in pixels, zeros when they cannot be read.
	width, height int
	// used counts how often the site shows it.
	used atomic.Int32
}

// file returns the media file that an entry names, and makes it part of the
// site. A missing file is reported by validate for fields and images, and by
// link for links.
func (r *resolver) file(v *version, written string) *mediaFile {
	found := r.tree.File(content.MediaPath(v.entry.Folder(), written))
	if found == nil && v.entry.Locale != r.schema.Config.SourceLocale {
		// An inherited relative path is relative to the source entry.
		found = r.tree.File(content.MediaPath(v.group.source().entry.Folder(), written))
	}
	file := r.media(found)
	if file != nil && !r.check {
		file.used.Add(1)
		v.files = append(v.files, file)
	}
	return file
}

// media returns a file of the site's folder as a media file, nil when it is none.
func (l *linker) media(f *source.File) *mediaFile {
	if f == nil || f.Problem != source.OK || !content.IsMedia(f.Path) {
		return nil
	}
	known, _ := l.files.Load(f.Path)
	if known == nil {
		file := &mediaFile{File: site.File{URL: mediaURL(f), Source: f}}
		file.width, file.height = dimensions(f)
		known, _ = l.files.LoadOrStore(f.Path, file)
	}
	return known.(*mediaFile)
}

// usedFiles returns the media of the site, sorted by address; of two files with
// one address, which are alike, the first by path.
func (l *linker) usedFiles() []*site.File {
	var files []*site.File
	for _, known := range l.files.Range {
		if file := known.(*mediaFile); file.used.Load() > 0 {
			files = append(files, &file.File)
		}
	}
	slices.SortFunc(files, func(a, b *site.File) int {
		return cmp.Or(cmp.Compare(a.URL, b.URL), cmp.Compare(a.Source.Path, b.Source.Path))
	})
	return slices.CompactFunc(files, func(a, b *site.File) bool { return a.URL == b.URL })
}

// allFiles returns all media of the site's folder, like usedFiles: those of bodies
// that have not been read are not known.
func (l *linker) allFiles() []*site.File {
	for _, f := range l.tree.Below("content") {
		if file := l.media(f); file != nil {
			file.used.Add(1)
		}
	}
	return l.usedFiles()
}

// mediaURL returns the address of a media file: its name made fit for an
// address, and the beginning of its hash, so that it can be cached for ever
// and two files with one name do not collide.
func mediaURL(f *source.File) site.URL {
	extension := strings.ToLower(path.Ext(f.Path))
	stem := schema.Slug(strings.TrimSuffix(path.Base(f.Path), path.Ext(f.Path)))
	return site.URL("/media/" + stem + "." + f.Hash[:8] + extension)
}

// image resolves an image value; nil when the file is missing.
func (r *resolver) image(v *version, value *content.Value) *site.Image {
	file := r.file(v, value.Text)
	if file == nil {
		return nil
	}
	resolved := r.picture(file, value.Text, value.Span)
	resolved.Alt, resolved.Caption = value.Alt(), value.Caption()
	return &resolved
}

// picture returns a file as an image, and reports one that is none.
func (r *resolver) picture(file *mediaFile, written string, span source.Span) site.Image {
	if file.width == 0 && !strings.EqualFold(path.Ext(file.Source.Path), ".svg") {
		r.diagnostics.Add(diag.New("image-unreadable", span, written))
	}
	return site.Image{URL: file.URL, Width: file.width, Height: file.height}
}

// dimensions returns the size of an image in pixels, or zeros when its first
// bytes do not tell.
func dimensions(f *source.File) (width, height int) {
	if strings.EqualFold(path.Ext(f.Path), ".svg") {
		return svgDimensions(f.Head)
	}
	if config, _, err := image.DecodeConfig(bytes.NewReader(f.Head)); err == nil {
		return config.Width, config.Height
	}
	return 0, 0
}

var (
	svgRoot      = regexp.MustCompile(`(?s)<svg\b[^>]*>`)
	svgAttribute = regexp.MustCompile(`\s(width|height|viewBox)\s*=\s*["']([^"']*)["']`)
)

// svgDimensions reads width and height, or the viewBox, of an SVG root.
func svgDimensions(head []byte) (width, height int) {
	attributes := map[string]string{}
	for _, match := range svgAttribute.FindAllSubmatch(svgRoot.Find(head), -1) {
		attributes[string(match[1])] = string(match[2])
	}
	pixels := func(text string) int {
		n, _ := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(text), "px"), 64)
		return int(n + 0.5)
	}
	width, height = pixels(attributes["width"]), pixels(attributes["height"])
	if box := strings.Fields(strings.ReplaceAll(attributes["viewBox"], ",", " ")); len(box) == 4 && (width == 0 || height == 0) {
		width, height = pixels(box[2]), pixels(box[3])
	}
	return width, height
}
