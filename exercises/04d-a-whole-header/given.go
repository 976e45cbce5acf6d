// Package header is an exercise: see README.md.
package header

import "example/websocket/04-frames/frame"

// A Header has chapter 04's fields. What that one can do is yours to write.
//
//	Fin    bool
//	Rsv    byte    // RSV1, RSV2, RSV3 as the bits 4, 2, 1
//	Opcode Opcode
//	Masked bool
//	Length uint64  // of the payload, in bytes
//	Key    [4]byte // if Masked
type Header frame.Header

// Opcode is chapter 04's.
type Opcode = frame.Opcode

// The opcodes.
const (
	Continuation = frame.Continuation
	Text         = frame.Text
	Binary       = frame.Binary
	Close        = frame.Close
	Ping         = frame.Ping
	Pong         = frame.Pong
)

// AppendLength appends n to dst in the shortest of its three forms. MASK is 0.
func AppendLength(dst []byte, n uint64) []byte {
	return frame.AppendLength(dst, n)
}

// ParseLength decodes the length at the beginning of b, which holds a byte at
// least, and ignores MASK. Its size says how many bytes it takes: 1, 3 or 9. If
// b is shorter than that, n is 0.
func ParseLength(b []byte) (n uint64, size int) { return frame.ParseLength(b) }
