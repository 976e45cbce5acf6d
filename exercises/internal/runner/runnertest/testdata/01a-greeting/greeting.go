package greeting

// Greeting greets name.
func Greeting(name string) []byte {
	// Your code here.
	return nil
}
