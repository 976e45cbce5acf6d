// Package frame knows the bytes of a WebSocket frame (RFC 6455 §5): how to read
// a header and how to write one, the rules that a header can break, and the
// payload of a Close. It knows bytes, never connections.
//
// Read read.go first: how a frame is taken from a stream, and put into one.
// Then this file: Parse reads a header, Append writes one; and length.go.
// Second reading: check.go (the rules), error.go, opcode.go and close.go (the
// numbers).
package frame

// MaxHeader is the longest a header can be: 2 bytes, 8 of length, 4 of key.
const MaxHeader = 14

// A Header is what stands before a frame's payload (RFC 6455 §5.2).
type Header struct {
	Fin    bool    // the last frame of its message
	Rsv    byte    // RSV1, RSV2, RSV3 as the bits 4, 2, 1
	Opcode Opcode  // 4 bits
	Masked bool    // the payload is XORed with Key
	Length uint64  // of the payload, in bytes
	Key    [4]byte // the masking key, if Masked
}

// Parse decodes the header at the beginning of b. Its size says how many bytes
// the header takes, 2 to 14. If b is shorter than that, h holds what the bytes
// at hand decide, and the caller comes back with more: Parse of nothing asks
// for two bytes, Parse of two may ask for up to 14.
func Parse(b []byte) (h Header, size int) {
	if len(b) == 0 {
		return h, 2
	}
	h.Fin = b[0]&0x80 != 0
	h.Rsv = b[0] >> 4 & 7
	h.Opcode = Opcode(b[0] & 0x0f)
	if len(b) == 1 {
		return h, 2
	}
	h.Masked = b[1]&0x80 != 0
	h.Length, size = ParseLength(b[1:])
	size++
	if h.Masked {
		if len(b) >= size+4 {
			h.Key = [4]byte(b[size:])
		}
		size += 4
	}
	return h, size
}

// Append appends the header's bytes to dst, with the length in the shortest of
// its three forms, as §5.2 demands.
func (h Header) Append(dst []byte) []byte {
	first := h.Rsv<<4 | byte(h.Opcode)
	if h.Fin {
		first |= 0x80
	}
	at := len(dst) + 1
	dst = AppendLength(append(dst, first), h.Length)
	if h.Masked {
		dst[at] |= 0x80
		dst = append(dst, h.Key[:]...)
	}
	return dst
}

// A Peeker lets a header be looked at before it is taken; a *bufio.Reader is
// one.
type Peeker interface {
	Peek(n int) ([]byte, error) // the next n bytes, once they have come
	Buffered() int              // how many have come
	Discard(n int) (int, error) // takes n of them
}
