// This is what it looks like when each piece is taken for a whole text: a letter that
// is cut between two is refused, and nothing is wrong with it.

package websocket

import "unicode/utf8"

type text struct{}

func (t *text) Check(p []byte) bool { return utf8.Valid(p) }

func (t *text) Done() bool { return true }
