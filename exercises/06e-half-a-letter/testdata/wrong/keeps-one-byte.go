// This is what it looks like when only the very last byte is looked at: a letter of
// three or four bytes may be cut behind its second.

package websocket

import "unicode/utf8"

type text struct{ rest []byte }

func (t *text) Check(p []byte) bool {
	b := append(t.rest, p...)
	end := len(b)
	if end > 0 && !utf8.FullRune(b[end-1:]) {
		end--
	}
	t.rest = append([]byte(nil), b[end:]...)
	return utf8.Valid(b[:end])
}

func (t *text) Done() bool {
	ok := len(t.rest) == 0
	t.rest = nil
	return ok
}
