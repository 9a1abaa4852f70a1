package schema

// Structured says what search engines are told of the entries of a type, in the
// words of schema.org.
type Structured struct {
	// Type is a class of schema.org ("Organization").
	Type string
	// List is the class of the list of the type ("DefinedTermSet"), or "".
	List string
	// Unless are the values with which an entry is not told of.
	Unless []FieldValues
	// Properties are beside those that every entry has.
	Properties []Property
}

// Property is a property of schema.org and where its value comes from: a field, a
// fixed text, or properties of its own.
type Property struct {
	Name string
	// Field is the path of a field ("contact.email"), or one of the names of
	// StructuredNames.
	Field string
	// Text is the same for every entry.
	Text string
	// Type is the class of a value with Properties. With Each there is one such
	// value for each item of the field.
	Type       string
	Each       string
	Properties []Property
}

// StructuredNames are what a property may name beside fields: the address of the
// page, its language, its list and the title of it, the title and address of the
// site, the page's data as CSV and as JSON; and of the item that Each is at, its value, title and address.
func StructuredNames() []string {
	return []string{"$url", "$lang", "$list", "$list_title", "$site", "$home", "$csv", "$json", "$value", "$title", "$link"}
}
