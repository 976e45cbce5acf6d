// This is what it looks like when Done answers and forgets to clear up: half a letter
// of one message stands before the next.

package websocket

import "unicode/utf8"

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
	return utf8.Valid(b[:end])
}

func (t *text) Done() bool { return len(t.rest) == 0 }
