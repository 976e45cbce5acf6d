// This is what a greeting without its comma looks like: the two words are there,
// and what is between them is not.

package greeting

func Greeting(name string) []byte {
	if name == "" {
		return []byte("Hello")
	}
	return []byte("Hello " + name)
}
