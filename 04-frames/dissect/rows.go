package dissect

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"example/websocket/04-frames/frame"
)

const (
	width      = 80 // columns that a picture may take
	payloadMax = 4  // rows of payload that are drawn
)

// A picture is rows of text: on the left something that stands under its
// bytes, which are three columns each, and on the right what it means.
type picture struct {
	b    []byte
	h    frame.Header
	size int // of the header
	wide int // payload bytes in a row
	col  int // where the right side begins
	out  strings.Builder
}

func newPicture(b []byte, h frame.Header, size int) *picture {
	p := &picture{b: b, h: h, size: size, wide: 8}
	switch size {
	case 10:
		p.wide = 4
	case 14:
		p.wide = 2
	}
	p.col = max(3*(size+int(min(h.Length, uint64(p.wide))))+1, 14)
	return p
}

func (p *picture) row(indent int, left, name, text string) {
	left = strings.Repeat(" ", indent) + left
	line := fmt.Sprintf("%-*s  %-4s  %s", p.col, left, name, text)
	if name == "" {
		line = fmt.Sprintf("%-*s  %s", p.col, left, text)
	}
	p.out.WriteString(strings.TrimRight(line, " ") + "\n")
}

// bytes draws the first row: the header and the beginning of the payload.
func (p *picture) bytes() {
	n := min(len(p.b), p.size+p.wide)
	payload := uint64(max(0, n-p.size)) // never size+Length: that may be more than 64 bits hold
	if payload > p.h.Length {
		n, payload = p.size+int(p.h.Length), p.h.Length
	}
	line := fmt.Sprintf("% x", p.b[:n])
	if payload < p.h.Length && n < len(p.b) {
		line += " …"
	}
	p.out.WriteString(line + "\n")
}

// bits draws the bits of byte i that mask selects.
func (p *picture) bits(i int, mask byte, name, text string) {
	var left strings.Builder
	for bit := 7; bit >= 0; bit-- {
		switch {
		case mask&(1<<bit) == 0:
			left.WriteByte('.')
		case p.b[i]&(1<<bit) != 0:
			left.WriteByte('1')
		default:
			left.WriteByte('0')
		}
		if bit == 4 {
			left.WriteByte(' ')
		}
	}
	p.row(3*i, left.String(), name, text)
}

// length draws the seven bits, and the longer form if they announce one.
func (p *picture) length(short byte) {
	switch short {
	case 126:
		p.bits(1, 0x7f, "LEN", "126: the next 2 bytes")
		p.field(2, 2, "LEN", fmt.Sprint(p.h.Length))
	case 127:
		p.bits(1, 0x7f, "LEN", "127: the next 8 bytes")
		p.field(2, 8, "LEN", fmt.Sprint(p.h.Length))
	default:
		p.bits(1, 0x7f, "LEN", fmt.Sprint(short))
	}
}

// field draws n header bytes from the i-th, with .. for those that are not
// there.
func (p *picture) field(i, n int, name, text string) {
	left := make([]string, n)
	for k := range left {
		left[k] = ".."
		if i+k < len(p.b) {
			left[k] = fmt.Sprintf("%02x", p.b[i+k])
		} else {
			text = ""
		}
	}
	p.row(3*i, strings.Join(left, " "), name, text)
}

// payload draws the payload, and if asked to what the mask makes of it.
func (p *picture) payload(unmask bool) {
	if len(p.b) <= p.size {
		return
	}
	all := p.b[p.size:]
	if uint64(len(all)) > p.h.Length {
		all = all[:p.h.Length]
	}
	for at := 0; at < len(all); at += p.wide {
		if at >= payloadMax*p.wide {
			p.row(3*p.size, fmt.Sprintf("… %d more", len(all)-at), "", "")
			break
		}
		wire := all[at:min(at+p.wide, len(all))]
		if !p.h.Masked || !unmask {
			p.row(3*p.size, fmt.Sprintf("% x", wire), "", readable(wire))
			continue
		}
		key := make([]byte, len(wire))
		for i := range key {
			key[i] = p.h.Key[(at+i)%4]
		}
		plain := p.plain(at, at+len(wire))
		p.row(3*p.size, fmt.Sprintf("% x", wire), "", "payload on the wire")
		p.row(3*p.size-2, fmt.Sprintf("^ % x", key), "", "the key, repeated")
		p.row(3*p.size-2, fmt.Sprintf("= % x", plain), "", readable(plain))
	}
}

// plain returns the payload's bytes [from:to] without the mask.
func (p *picture) plain(from, to int) []byte {
	b := bytes.Clone(p.b[p.size+from : p.size+to])
	if p.h.Masked {
		for i := range b {
			b[i] ^= p.h.Key[(from+i)%4]
		}
	}
	return b
}

// note adds a sentence, broken into lines: at a space if there is one near,
// else inside a word, since a close reason may be one long word.
func (p *picture) note(text string) {
	rest := []rune(text)
	for len(rest) > width {
		end := width
		for end > width/2 && rest[end] != ' ' {
			end--
		}
		if rest[end] != ' ' {
			end = width
		}
		p.out.WriteString(string(rest[:end]) + "\n")
		rest = append([]rune("    "), rest[end:]...)
		if rest[4] == ' ' {
			rest = append(rest[:4], rest[5:]...)
		}
	}
	p.out.WriteString(string(rest) + "\n")
}

func (p *picture) String() string { return p.out.String() }

// readable quotes b, with a dot for what cannot be printed.
func readable(b []byte) string {
	var s strings.Builder
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n <= 1 || !unicode.IsPrint(r) {
			r = '.'
		}
		s.WriteRune(r)
		b = b[n:]
	}
	return `"` + s.String() + `"`
}
