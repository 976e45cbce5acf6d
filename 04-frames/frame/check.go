package frame

import "fmt"

// A Role is one of a connection's two sides.
type Role byte

const (
	Anyone Role = iota // not said: the direction of masking goes unchecked
	Client             // opened the connection; masks what it sends
	Server             // accepted it; never masks
)

// Other returns the role of whoever talks to r.
func (r Role) Other() Role {
	if r == Client {
		return Server
	}
	return Client
}

// A Place is where in a message the next frame falls.
type Place byte

const (
	Anywhere Place = iota // not said: the order of frames goes unchecked
	Between               // no message is open: the next data frame begins one
	Inside                // a message is open: the next data frame continues it
)

// Rules are what a frame is checked against, as far as it depends on more than
// the frame. The zero value checks what holds for every frame, and allows a
// payload of no bytes: set Limit.
type Rules struct {
	From  Role  // whose frame it is
	Place Place // where it falls
	Rsv   byte  // bits an extension has given a meaning on a message's first frame
	Limit int64 // bytes that a message may have; negative is no limit
	Had   int64 // bytes of the open message that came before
}

// Check parses the header at the beginning of b, as Parse does, and checks it
// as far as its bytes go: everything that two bytes can break is reported as
// soon as two bytes are there, the rest as soon as the length is. Nothing has
// been allocated for the payload by then. The error is an *Error; after one
// the connection must be failed (RFC 6455 §7.1.7).
func Check(b []byte, r Rules) (h Header, size int, err error) {
	h, size = Parse(b)
	if len(b) < 2 {
		return h, size, nil
	}
	short := b[1] & 0x7f
	if !r.sound(h, short) {
		return h, size, &Error{Code: ProtocolError, Broken: r.firstTwo(h, short)}
	}
	if short >= 126 {
		_, extended := ParseLength(b[1:])
		if len(b) < 1+extended {
			return h, size, nil // the length has to come yet
		}
		if err := CheckLength(h.Length, extended); err != nil {
			return h, size, err
		}
	}
	if h.Opcode.Control() || r.Limit < 0 || h.Length <= uint64(max(0, r.Limit-r.Had)) {
		return h, size, nil
	}
	return h, size, NewError(MessageTooBig, "10.4",
		fmt.Sprintf("message of %d bytes or more, at most %d allowed",
			h.Length+uint64(r.Had), r.Limit))
}

// sound reports whether a frame's first two bytes break no rule: firstTwo in a
// hurry, for the frames that nearly all are.
func (r Rules) sound(h Header, short byte) bool {
	if h.Opcode.Control() {
		if !h.Fin || short > 125 {
			return false
		}
	} else if r.Place != Anywhere && (r.Place == Inside) != (h.Opcode == Continuation) {
		return false
	}
	if r.From == Client && !h.Masked || r.From == Server && h.Masked {
		return false
	}
	return h.Opcode.Known() && (h.Rsv == 0 || h.Opcode.Data() && h.Rsv&^r.Rsv == 0)
}

// firstTwo returns every rule that a frame's first two bytes break.
func (r Rules) firstTwo(h Header, short byte) (broken []Breach) {
	add := func(section, format string, args ...any) {
		broken = append(broken, Breach{fmt.Sprintf(format, args...), section})
	}
	allowed := r.Rsv
	if !h.Opcode.Data() {
		allowed = 0 // an extension marks a message on its first frame (RFC 7692 §6)
	}
	for i, bit := range []byte{4, 2, 1} {
		if h.Rsv&^allowed&bit != 0 {
			add("5.2", "RSV%d set on a %v frame, "+
				"and no extension gives it a meaning there", i+1, h.Opcode)
		}
	}
	if !h.Opcode.Known() {
		add("5.2", "%v, and only 0 to 2 and 8 to 0xa are defined", h.Opcode)
	}
	if h.Opcode.Control() && !h.Fin {
		add("5.5", "%v frame with FIN 0, and a control frame is never fragmented", h.Opcode)
	}
	if h.Opcode.Control() && short > 125 {
		add("5.5", "control frame of 126 bytes or more, at most 125 allowed")
	}
	if r.From == Client && !h.Masked {
		add("5.1", "unmasked frame from a client, which must mask every frame")
	}
	if r.From == Server && h.Masked {
		add("5.1", "masked frame from a server, which must not mask any")
	}
	if r.Place == Between && h.Opcode == Continuation {
		add("5.4", "continuation frame, and no message is open to be continued")
	}
	if r.Place == Inside && h.Opcode.Data() {
		add("5.4", "%v frame inside a message that its last frame has not yet ended",
			h.Opcode)
	}
	return broken
}
