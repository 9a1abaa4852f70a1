package site

import "essaim/generator/internal/model/schema"

// Form is what a form page asks.
type Form struct {
	*schema.Form
	// Entries are what its fields of kind ref may name: the live entries by type,
	// those of a type by title; nil when it has no such field.
	Entries map[string][]*Card
	// Countries are those of the world by name in the locale; nil when it asks
	// for none.
	Countries []Country
	// Examples are what entries have in the fields of kind text that the list is
	// narrowed by, by field, sorted: an answer that differs from one of them by its
	// spelling alone would have the same address.
	Examples map[string][]string
	// Taken are the names that no new entry may have, sorted: those of the
	// entries of the type, and what stands already below its addresses.
	Taken []string
	// Schema and Names are the addresses of the JSON Schema of an answer and of
	// Taken.
	Schema, Names URL
}

// Country is a country in the language of a page.
type Country struct {
	// Code is that of ISO 3166-1 alpha-2.
	Code, Name string
}
