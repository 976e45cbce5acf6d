// This is what it looks like when the first byte says how many follow, and nothing
// else is asked: overlong letters, surrogates and too high numbers pass.

package websocket

type text struct{ missing int }

func (t *text) Check(p []byte) bool {
	for _, c := range p {
		switch {
		case t.missing > 0:
			if c&0xc0 != 0x80 {
				return false
			}
			t.missing--
		case c < 0x80:
		case c&0xe0 == 0xc0:
			t.missing = 1
		case c&0xf0 == 0xe0:
			t.missing = 2
		case c&0xf8 == 0xf0:
			t.missing = 3
		default:
			return false
		}
	}
	return true
}

func (t *text) Done() bool {
	ok := t.missing == 0
	t.missing = 0
	return ok
}
