package conformance

import (
	"encoding/binary"
	"fmt"
	"math"

	"example/websocket/04-frames/frame"
	"example/websocket/05-masking/mask"
)

// A draft is a frame as a case wants it, right or wrong. It is masked as the
// judge's side demands, with a key of its own, unless the case says otherwise.
type draft struct {
	op      frame.Opcode
	fin     bool
	rsv     byte // RSV1, RSV2, RSV3 as the bits 4, 2, 1
	payload string

	form  byte     // 126 or 127: the length in that form, though a shorter one would do
	says  uint64   // what the header says of the length, if says is not 0
	wrong bool     // masked by a server, not masked by a client
	key   *[4]byte // nil is a fresh one
}

func text(s string) draft     { return draft{op: frame.Text, fin: true, payload: s} }
func binaryOf(s string) draft { return draft{op: frame.Binary, fin: true, payload: s} }
func cont(s string) draft     { return draft{op: frame.Continuation, fin: true, payload: s} }
func ping(s string) draft     { return draft{op: frame.Ping, fin: true, payload: s} }
func pong(s string) draft     { return draft{op: frame.Pong, fin: true, payload: s} }

// reserved is a frame with any opcode.
func reserved(op frame.Opcode, s string) draft { return draft{op: op, fin: true, payload: s} }

// goodbyeOf is a Close frame with a code, legal or not, and a reason.
func closeOf(code frame.CloseCode, reason string) draft {
	return draft{op: frame.Close, fin: true, payload: string(binary.BigEndian.AppendUint16(nil, uint16(code))) + reason}
}

// closeRaw is a Close frame with any payload.
func closeRaw(payload string) draft { return draft{op: frame.Close, fin: true, payload: payload} }

// more is the draft with FIN 0: its message goes on.
func (d draft) more() draft { d.fin = false; return d }

// marked is the draft with these RSV bits.
func (d draft) marked(rsv byte) draft { d.rsv = rsv; return d }

// inForm is the draft with its length in the 126 or 127 form.
func (d draft) inForm(form byte) draft { d.form = form; return d }

// announcing is the draft with a header that says n bytes, whatever follows.
func (d draft) announcing(n uint64) draft { d.says = n; return d }

// wrongly is the draft masked as the other side has to.
func (d draft) wrongly() draft { d.wrong = true; return d }

// keyed is the draft masked with this key, if it is masked at all.
func (d draft) keyed(key [4]byte) draft { d.key = &key; return d }

// append appends the frame's bytes, as role sends them, to dst.
func (d draft) append(dst []byte, role frame.Role) []byte {
	h := frame.Header{Fin: d.fin, Rsv: d.rsv, Opcode: d.op, Length: uint64(len(d.payload))}
	if d.says != 0 {
		h.Length = d.says
	}
	if h.Masked = (role == frame.Client) != d.wrong; h.Masked {
		h.Key = mask.NewKey()
		if d.key != nil {
			h.Key = *d.key
		}
	}
	dst = d.header(dst, h)
	start := len(dst)
	dst = append(dst, d.payload...)
	if h.Masked {
		mask.XOR(dst[start:], h.Key, 0)
	}
	return dst
}

// header appends h in its shortest form, or in the form that the case wants.
func (d draft) header(dst []byte, h frame.Header) []byte {
	if d.form == 0 {
		return h.Append(dst)
	}
	key, masked := h.Key, h.Masked
	h.Masked = false
	length := h.Length
	h.Length = 0
	short := h.Append(nil)
	short[1] = d.form
	if masked {
		short[1] |= 0x80
	}
	dst = append(dst, short...)
	if d.form == 126 {
		dst = binary.BigEndian.AppendUint16(dst, uint16(min(length, math.MaxUint16)))
	} else {
		dst = binary.BigEndian.AppendUint64(dst, length)
	}
	if masked {
		dst = append(dst, key[:]...)
	}
	return dst
}

// String tells the frame in a few words.
func (d draft) String() string {
	s := d.op.String()
	switch {
	case d.op == frame.Close && len(d.payload) >= 2:
		s += " " + frame.CloseCode(binary.BigEndian.Uint16([]byte(d.payload))).String()
		if reason := d.payload[2:]; reason != "" {
			s += ", " + quote(reason)
		}
	case d.payload != "":
		s += " " + quote(d.payload)
	}
	if !d.fin {
		s += " FIN=0"
	}
	if d.rsv != 0 {
		s += fmt.Sprintf(" RSV=%d", d.rsv)
	}
	if d.form != 0 {
		s += fmt.Sprintf(" (length in the %d form)", d.form)
	}
	if d.says != 0 {
		s += fmt.Sprintf(" (header says %d bytes)", d.says)
	}
	if d.wrong {
		s += " (masked the wrong way)"
	}
	return s
}

// quote quotes a short payload and tells the size of a long one.
func quote(s string) string {
	if len(s) <= 40 {
		if q := fmt.Sprintf("%q", s); len(q) <= 50 {
			return q
		}
	}
	return fmt.Sprintf("of %d bytes", len(s))
}
