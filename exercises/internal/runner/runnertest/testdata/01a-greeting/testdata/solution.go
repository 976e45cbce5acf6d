package greeting

// Greeting greets name.
func Greeting(name string) []byte {
	if name == "" {
		return []byte("Hello")
	}
	return []byte("Hello, " + name)
}
