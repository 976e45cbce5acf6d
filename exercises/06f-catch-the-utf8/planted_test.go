package catch_test

import (
	"unicode/utf8"

	catch "example/websocket/exercises/06f-catch-the-utf8"
)

// scan reads whole characters from the beginning of b. It returns how many bytes
// of a cut one are left, and whether b may begin a text.
func scan(b []byte) (left int, ok bool) {
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			return len(b), !utf8.FullRune(b)
		}
		b = b[n:]
	}
	return 0, true
}

// keeper is right: it keeps all that came, and asks Go.
type keeper struct{ all []byte }

func (k *keeper) Check(p []byte) bool {
	k.all = append(k.all, p...)
	_, ok := scan(k.all)
	return ok
}

func (k *keeper) Done() bool { return utf8.Valid(k.all) }

// A decoder keeps nothing but what the next byte may be. It is right if its
// bounds are (RFC 3629 §4).
type decoder struct {
	bounds
	more      int  // bytes of the character that have to come
	low, high byte // where the next of them lies
	broken    bool
}

type bounds struct {
	two    byte // the lowest first byte of a pair; lower ones are overlong
	e0, f0 byte // the lowest second byte after e0 and f0; lower ones are overlong
	ed     byte // the highest after ed; higher ones make surrogates
	f4     byte // the highest after f4; higher ones are above 10FFFF
}

func rightBounds() bounds { return bounds{two: 0xc2, e0: 0xa0, f0: 0x90, ed: 0x9f, f4: 0x8f} }

func (d *decoder) Check(p []byte) bool {
	for _, c := range p {
		d.broken = d.broken || !d.take(c)
	}
	return !d.broken
}

func (d *decoder) Done() bool { return !d.broken && d.more == 0 }

// take takes the next byte, and reports whether it may stand there.
func (d *decoder) take(c byte) bool {
	if d.more > 0 {
		ok := d.low <= c && c <= d.high
		d.more, d.low, d.high = d.more-1, 0x80, 0xbf
		return ok
	}
	d.low, d.high = 0x80, 0xbf
	switch {
	case c < 0x80:
		return true
	case c < d.two || c > 0xf4:
		return false
	case c < 0xe0:
		d.more = 1
	case c < 0xf0:
		d.more = 2
	default:
		d.more = 3
	}
	switch c {
	case 0xe0:
		d.low = d.e0
	case 0xed:
		d.high = d.ed
	case 0xf0:
		d.low = d.f0
	case 0xf4:
		d.high = d.f4
	}
	return true
}

// wrongBounds makes decoders that are wrong in one place.
func wrongBounds(spoil func(*bounds)) func() catch.Text {
	return func() catch.Text {
		d := &decoder{bounds: rightBounds()}
		spoil(&d.bounds)
		return d
	}
}

// blind never looks.
type blind struct{}

func (blind) Check([]byte) bool { return true }
func (blind) Done() bool        { return true }

// pieces takes each piece for a text of its own.
type pieces struct{}

func (pieces) Check(p []byte) bool { return utf8.Valid(p) }
func (pieces) Done() bool          { return true }

// late looks when the message ends, and not before.
type late struct{ keeper }

func (l *late) Check(p []byte) bool {
	l.keeper.Check(p)
	return true
}

// trusting never asks whether the last character is whole.
type trusting struct{ keeper }

func (*trusting) Done() bool { return true }

// forgetful has room for one byte of a character that was cut.
type forgetful struct{ keeper }

func (f *forgetful) Check(p []byte) bool {
	ok := f.keeper.Check(p)
	left, _ := scan(f.all)
	return ok && left <= 1
}
