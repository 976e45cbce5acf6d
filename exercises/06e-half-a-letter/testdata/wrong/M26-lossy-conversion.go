// This is what it looks like when wrong bytes are replaced by U+FFFD before anybody
// looks: after that, all is valid.

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
	clean := strings.ToValidUTF8(string(b[:end]), "\uFFFD")
	return utf8.ValidString(clean)
}

func (t *text) Done() bool {
	ok := len(t.rest) == 0
	t.rest = nil
	return ok
}
