package schema

import "essaim/generator/internal/model/source"

// Form is a page that asks for the fields of a type and makes an entry of the
// answers, in the visitor's browser.
type Form struct {
	// Name is the key in site.yaml ("listing").
	Name string
	Type *Type
	// URL is the address per locale, below the locale's root, with a slash at
	// either end.
	URL Text
	// Title and Summary are those of the page; Intro is what to know before.
	Title, Summary, Intro Text
	// Review says who reads what is sent, Steps what happens then, in order.
	Review Text
	Steps  []Text
	// Fields are what is asked, in the order of the page: names of fields of the
	// type, and FormBody. None is of a kind that a form cannot ask.
	Fields []string
	// Body is the help of the entry's text.
	Body Text
	// Email is where an entry may be sent, or "".
	Email string
	// Repository is where an entry may be proposed, or nil.
	Repository *Repository
	Span       source.Span
}

// FormBody stands in Form.Fields for the text of an entry.
const FormBody = "body"

// Repository is where the site's content is kept.
type Repository struct {
	// Host is one of RepositoryHosts.
	Host string
	// URL is that of the repository, without a slash at its end.
	URL string
	// Branch is the branch that a new file is proposed for.
	Branch string
}

// RepositoryHosts are the programs whose pages for a new file can be filled in
// by an address.
func RepositoryHosts() []string { return []string{"github", "gitlab", "forgejo", "gitea"} }

// Asks reports whether the form asks for a field, or for FormBody.
func (f *Form) Asks(name string) bool {
	for _, asked := range f.Fields {
		if asked == name {
			return true
		}
	}
	return false
}

// CanBeAsked reports whether a form can ask for a field: files are for those who
// keep the site.
func (f *Field) CanBeAsked() bool { return f.Kind != KindImage && f.Kind != KindFile }

// FilledIn reports whether a form that does not ask for a field fills it in: with
// the day on which the entry is made.
func (f *Field) FilledIn() bool { return f.Kind == KindDate && !f.Many && f.Required }
