package catch

// A Text checks one message's text in pieces, as it arrives.
type Text interface {
	// Check takes the next piece, and reports whether all of them so far may
	// begin a text. It is false from the first wrong byte on.
	Check(piece []byte) bool

	// Done reports whether the text may end here.
	Done() bool
}
