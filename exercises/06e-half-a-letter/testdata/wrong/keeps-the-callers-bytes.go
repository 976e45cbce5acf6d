// This is what it looks like when the rest of a piece is kept without a copy: the room
// is used again, and the half letter has changed when its other half comes.

package websocket

import "unicode/utf8"

type text struct{ rest []byte }

func (t *text) Check(p []byte) bool {
	b := p
	if len(t.rest) > 0 {
		b = append(append([]byte(nil), t.rest...), p...)
	}
	end := len(b)
	for i := max(0, end-3); i < end; i++ {
		if utf8.RuneStart(b[i]) && !utf8.FullRune(b[i:]) {
			end = i
		}
	}
	t.rest = b[end:]
	return utf8.Valid(b[:end])
}

func (t *text) Done() bool {
	ok := len(t.rest) == 0
	t.rest = nil
	return ok
}
