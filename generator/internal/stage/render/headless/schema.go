package headless

// schemaPath returns the path of a schema by its name: that of a type, or one
// that begins with an underscore.
func (a *API) schemaPath(name string) string { return a.root + "schema/" + name + ".json" }
