// This is what it looks like when any last bytes that are not valid are kept, in case
// more makes them so: what is wrong already is noticed a piece later, or two.

package websocket

import "unicode/utf8"

type text struct{ rest []byte }

func (t *text) Check(p []byte) bool {
	b := append(t.rest, p...)
	for n := 0; n <= min(3, len(b)); n++ {
		if head := b[:len(b)-n]; utf8.Valid(head) {
			t.rest = append([]byte(nil), b[len(head):]...)
			return true
		}
	}
	return false
}

func (t *text) Done() bool {
	ok := len(t.rest) == 0
	t.rest = nil
	return ok
}
