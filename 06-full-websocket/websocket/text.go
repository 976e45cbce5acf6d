package websocket

import "unicode/utf8"

// Step 2: text is UTF-8, and is checked as it arrives (RFC 6455 §8.1).
//
// A character may be cut between two fragments, and between two reads of one
// frame. So up to three bytes, the beginning of a character, wait for the next
// piece. What can no longer become UTF-8 is found at its first wrong byte, not
// when the message ends.

// A text checks one message's text in pieces. Its zero value is ready. Between two
// pieces cut holds three bytes at most; the fourth place is for the byte that makes
// them a whole character, to be looked at together.
type text struct {
	cut [utf8.UTFMax]byte // the beginning of a character,
	n   uint8             // and how many bytes of it are there
}

// Check takes the next piece and reports whether all of them so far may begin
// a text.
func (t *text) Check(p []byte) bool {
	for t.n > 0 && len(p) > 0 { // first complete what was cut
		t.cut[t.n] = p[0]
		t.n++
		p = p[1:]
		// FullRune is also true of what cannot become a character.
		if head := t.cut[:t.n]; utf8.FullRune(head) {
			if !utf8.Valid(head) {
				return false
			}
			t.n = 0
		}
	}
	whole := len(p)
	for i := len(p) - 1; i >= 0 && i > len(p)-utf8.UTFMax; i-- {
		if utf8.RuneStart(p[i]) {
			if !utf8.FullRune(p[i:]) {
				whole = i
			}
			break
		}
	}
	t.n += uint8(copy(t.cut[t.n:], p[whole:]))
	return utf8.Valid(p[:whole])
}

// Done reports whether the text may end here, and makes t ready for the next.
func (t *text) Done() bool {
	ok := t.n == 0
	t.n = 0
	return ok
}
