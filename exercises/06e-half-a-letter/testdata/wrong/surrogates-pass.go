// This is what it looks like when everything is checked by hand, and the surrogates are
// left out: ed a0 80 to ed bf bf look like letters of three bytes.

package websocket

type text struct {
	missing int
	low     byte // what the next byte has to be at least,
	high    byte // and at most
}

func (t *text) Check(p []byte) bool {
	for _, c := range p {
		if t.missing > 0 {
			if c < t.low || c > t.high {
				return false
			}
			t.missing, t.low, t.high = t.missing-1, 0x80, 0xbf
			continue
		}
		t.low, t.high = 0x80, 0xbf
		switch {
		case c < 0x80:
		case c >= 0xc2 && c <= 0xdf:
			t.missing = 1
		case c >= 0xe0 && c <= 0xef:
			t.missing = 2
			if c == 0xe0 {
				t.low = 0xa0
			}
		case c >= 0xf0 && c <= 0xf4:
			t.missing = 3
			if c == 0xf0 {
				t.low = 0x90
			}
			if c == 0xf4 {
				t.high = 0x8f
			}
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
