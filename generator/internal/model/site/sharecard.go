package site

// ShareCard is an image that is drawn of an entry for other sites to show.
type ShareCard struct {
	// URL is that of the file. It is another when a text on it is.
	URL URL
	// Label names the type, Badge what the entry must not be mistaken for, Place
	// where it is about; they may be "".
	Site, Label, Badge, Title, Place, Host string
}
