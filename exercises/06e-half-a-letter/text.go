package websocket

// Your code here.

// A text checks one message's text in pieces. Its zero value is ready.
type text struct{}

// Check takes the next piece and reports whether all of them so far may begin
// a text.
func (t *text) Check(p []byte) bool {
	return false
}

// Done reports whether the text may end here, and makes t ready for the next.
func (t *text) Done() bool {
	return false
}
