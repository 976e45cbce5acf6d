// This is what it looks like when all pieces are kept until the message ends: what is
// wrong in its third byte is found after the last.

package websocket

import "unicode/utf8"

type text struct{ all []byte }

func (t *text) Check(p []byte) bool {
	t.all = append(t.all, p...)
	return true
}

func (t *text) Done() bool {
	ok := utf8.Valid(t.all)
	t.all = nil
	return ok
}
