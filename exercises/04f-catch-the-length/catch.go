package catch

// Catch tries c, and returns nil if c is right, or what is wrong with it.
func Catch(c Codec) error {
	// Your code here.
	return nil
}
