// This is what it looks like when the bytes are converted, and U+FFFD in the result
// is taken for the sign of a fault: it is also a letter that people send.

package websocket

import (
	"strings"
	"unicode/utf8"
)

type text struct{ rest []byte }

func (t *text) Check(p []byte) bool {
	b := append(t.rest, p...)
	end := len(b)
	for i := max(0, end-3); i < end; i++ {
		if utf8.RuneStart(b[i]) && !utf8.FullRune(b[i:]) {
			end = i
		}
	}
	t.rest = append([]byte(nil), b[end:]...)
	return !strings.ContainsRune(string([]rune(string(b[:end]))), '\uFFFD')
}

func (t *text) Done() bool {
	ok := len(t.rest) == 0
	t.rest = nil
	return ok
}
