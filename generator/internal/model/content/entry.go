// Package content holds parsed entries: the second noun of the pipeline. An
// Entry depends on one file and the schema only, so it can be cached by the
// hash of the two; nothing in it is resolved against other files.
package content

import (
	"path"
	"strings"

	"essaim/generator/internal/model/diag"
	"essaim/generator/internal/model/schema"
	"essaim/generator/internal/model/source"
)

// Entry is one parsed Markdown file: one page in one locale.
type Entry struct {
	// File is the path of the file ("content/initiatives/lil-o.fr.md").
	File string
	// ID is the identity shared by all locales: the path below content/ without
	// the locale and without "/index" ("initiatives/lil-o"). It is never a URL.
	ID string
	// Locale is the tag from the file's name.
	Locale string
	// Type is nil when no type has the folder; such an entry has diagnostics.
	Type *schema.Type
	// Fields are what is written in this file, nil where nothing could be read;
	// values of the wrong kind are left out (and reported).
	Fields Fields
	// FrontSpan covers the lines between the --- lines; its Start is where a
	// missing field would be written.
	FrontSpan source.Span
	// Body is the Markdown after the front matter.
	Body *Body
	// BodySpan covers the Markdown in the file.
	BodySpan source.Span
	// Words are those of title, summary and body, for related entries; nil
	// where none are shown: in translations and types without a list.
	Words []Word
	// Hash is that of the file.
	Hash string
	// Diagnostics are what parse found in this file; they are replayed when
	// the entry comes from a cache.
	Diagnostics diag.List
}

// Folder returns the path of the folder that the entry's own files stand in:
// what a relative image path is relative to.
func (e *Entry) Folder() string { return path.Dir(e.File) }

// Slug returns the slug of the entry's URL: the field slug, or the last part
// of the identity.
func (e *Entry) Slug() string {
	if slug := e.Text("slug"); slug != "" {
		return slug
	}
	return path.Base(e.ID)
}

// Text returns the text of a field, or "".
func (e *Entry) Text(field string) string { return e.Fields.Value(field).Text }

// Identity splits the path of an entry's file into its identity and locale.
// It reports false when the path has no locale ("content/a.md") or is not
// Markdown below content/.
func Identity(file string) (id, locale string, ok bool) {
	rest, below := strings.CutPrefix(file, "content/")
	rest, markdown := strings.CutSuffix(rest, ".md")
	dot := strings.LastIndexByte(rest, '.')
	if !below || !markdown || dot <= strings.LastIndexByte(rest, '/')+1 {
		return "", "", false
	}
	id, locale = rest[:dot], rest[dot+1:]
	if folder, isIndex := strings.CutSuffix(id, "/index"); isIndex {
		id = folder
	}
	return id, locale, locale != ""
}

// MediaPath returns the path of the file that an entry in folder names: below
// content/ after a slash, else beside the entry.
func MediaPath(folder, written string) string {
	if rest, absolute := strings.CutPrefix(written, "/"); absolute {
		return path.Join("content", rest)
	}
	return path.Join(folder, written)
}

// IsMedia reports whether a path is that of a file that entries may show or
// offer: below content/, neither an entry nor a setting.
func IsMedia(file string) bool {
	rest, below := strings.CutPrefix(file, "content/")
	return below && !strings.HasSuffix(rest, ".md") && !strings.HasPrefix(rest, "_") && rest != "site.yaml"
}
