package broken

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"example/websocket/04-frames/frame"
	"example/websocket/05-masking/mask"
)

// How a peer reads and writes frames, and what can be wrong with that.

// tolerated are the rules of frame.Check that a fault forgets, by a piece of
// their text.
var tolerated = map[string]string{
	"RSV bits are not looked at":                "RSV",
	"reserved opcodes are passed over":          "are defined",
	"control frames may be fragmented":          "FIN 0",
	"control frames may be long":                "at most 125",
	"M04 unmasked frames are accepted":          "unmasked",
	"M04 masked frames are accepted":            "masked frame from a server",
	"a continuation may begin a message":        "no message is open",
	"a text may begin inside a message":         "has not yet ended",
	"M17 a length need not be the shortest":     "shortest form",
	"M03 a length may have its top bit set":     "top bit",
	"M03 there is no limit to a message's size": "message of",
}

// limit is how large a message may be.
const limit = 20 << 20

// header reads a frame's header. The payload is as it was on the wire.
func (p *peer) header() (h frame.Header, payload io.Reader, err error) {
	rules := frame.Rules{From: frame.Client, Place: frame.Between, Limit: limit, Had: int64(len(p.message))}
	if p.role == frame.Client {
		rules.From = frame.Server
	}
	if p.open {
		rules.Place = frame.Inside
	} else {
		rules.Had = 0
	}
	switch p.fault {
	case "M01 one read is one frame":
		return p.readOnce(rules)
	case "M20 only the first frame of a read counts":
		p.in.Discard(p.in.Buffered())
	case "a frame is looked at when seven bytes of it are there":
		p.in.Peek(7)
	}
	h, err = frame.ReadHeader(p.in, rules)
	if err != nil {
		h, err = p.forgive(h, err)
	}
	switch {
	case p.fault == "M17 a 64-bit length is read as 16 bits" && h.Length > 65535:
		h.Length = 0
	case p.fault == "M17 a 64-bit length is read as its low 16 bits":
		h.Length &= 65535
	}
	return h, io.LimitReader(p.in, int64(min(h.Length, math.MaxInt64))), err
}

// forgive takes the header that a rule has refused, if the fault is to have
// forgotten that rule.
func (p *peer) forgive(h frame.Header, err error) (frame.Header, error) {
	var broken *frame.Error
	if !errors.As(err, &broken) || tolerated[p.fault] == "" {
		return h, err
	}
	for _, b := range broken.Broken {
		if !strings.Contains(b.Text, tolerated[p.fault]) {
			return h, err
		}
	}
	for want := 2; ; want++ {
		b, err := p.in.Peek(want)
		if err != nil {
			return h, err
		}
		h, size := frame.Parse(b)
		if size <= len(b) {
			p.in.Discard(size)
			if !h.Opcode.Known() {
				h.Opcode = frame.Pong // nothing to do for it
			}
			return h, nil
		}
	}
}

// readOnce takes what one read brings for a frame.
func (p *peer) readOnce(rules frame.Rules) (h frame.Header, payload io.Reader, err error) {
	b := make([]byte, 64<<10)
	n, err := p.in.Read(b)
	if err != nil {
		return h, nil, err
	}
	h, size, err := frame.Check(b[:n], rules)
	if err != nil || size > n {
		return frame.Header{Fin: true, Opcode: frame.Pong}, bytes.NewReader(nil), err
	}
	h.Length = min(h.Length, uint64(n-size))
	return h, bytes.NewReader(b[size : size+int(h.Length)]), nil
}

func (p *peer) unmask(h frame.Header, b []byte, pos int) {
	if p.fault == "M05 the mask begins anew with each read" {
		pos = 0
	}
	if h.Masked {
		mask.XOR(b, h.Key, pos)
	}
}

// write sends a whole message, the end of one, or a control frame.
func (p *peer) write(h frame.Header, payload []byte) {
	h.Fin = true
	p.writeFrame(h, payload)
}

func (p *peer) writeFrame(h frame.Header, payload []byte) {
	h.Length = uint64(len(payload))
	switch p.fault {
	case "M18 the length counts characters":
		h.Length = uint64(utf8.RuneCount(payload))
	case "M32 hixie framing":
		p.conn.Write(slices.Concat([]byte{0}, payload, []byte{0xff}))
		return
	case "M18 a length has no marker":
		if h.Length > 125 {
			p.conn.Write(slices.Concat([]byte{0x80 | byte(h.Opcode), byte(h.Length>>8) & 0x7f, byte(h.Length)}, payload))
			return
		}
	case "M17 65535 bytes are written in the long form":
		if h.Length == 65535 {
			head := binary.BigEndian.AppendUint64([]byte{0x80 | byte(h.Opcode), 127}, h.Length)
			p.conn.Write(append(head, payload...))
			return
		}
	}
	h.Masked = p.role == frame.Client
	switch {
	case p.fault == "M04 a server masks", p.fault == "M07 a pong is masked" && h.Opcode == frame.Pong:
		h.Masked = true
	case p.fault == "M04 a client does not mask", p.fault == "M04 a client does not mask its pongs" && h.Opcode == frame.Pong,
		p.fault == "M04 a client does not mask its Close" && h.Opcode == frame.Close:
		h.Masked = false
	}
	h.Key = p.newKey()
	wire := h.Append(nil)
	start := len(wire)
	wire = append(wire, payload...)
	if h.Masked {
		mask.XOR(wire[start:], h.Key, 0)
	}
	p.conn.Write(wire)
}

// newKey returns a masking key.
func (p *peer) newKey() (key [4]byte) {
	p.keys++
	switch p.fault {
	case "M28 the masking key is constant":
		return [4]byte{0x37, 0xfa, 0x21, 0x3d}
	case "M28 the masking key is zero":
		return key
	case "M28 the masking key counts":
		binary.BigEndian.PutUint32(key[:], 0x37fa213d+p.keys)
		return key
	case "M28 the masking key has two random bytes":
		key = mask.NewKey()
		key[2], key[3] = 0, 0
		return key
	case "M28 the masking keys are those of every connection":
		binary.LittleEndian.PutUint32(key[:], p.keys*2654435761^p.keys<<7)
		return key
	}
	return mask.NewKey()
}
