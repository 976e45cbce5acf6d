// Package masked sends frames as a client, and opens them as a server.
package masked

import (
	"example/websocket/04-frames/frame"
	"example/websocket/05-masking/mask"
)

// From chapter 04: the opcodes, and the header, with its method Append. It has
// the fields
//
//	Fin    bool
//	Rsv    byte    // RSV1, RSV2, RSV3 as the bits 4, 2, 1
//	Opcode Opcode
//	Masked bool
//	Length uint64  // of the payload, in bytes
//	Key    [4]byte // if Masked
type (
	Header = frame.Header
	Opcode = frame.Opcode
)

// Two opcodes.
const (
	Text   = frame.Text
	Binary = frame.Binary
)

// Parse decodes the header at the beginning of b, and says how many bytes it
// takes.
func Parse(b []byte) (h Header, size int) { return frame.Parse(b) }

// ProtocolError returns the error that is answered with close code 1002: what
// came, and the section of RFC 6455 that it breaks, such as "5.2".
func ProtocolError(section, text string) error {
	return frame.NewError(frame.ProtocolError, section, text)
}

// XOR masks b in place, from the position pos of the payload on, and returns
// the position after it.
func XOR(b []byte, key [4]byte, pos int) int { return mask.XOR(b, key, pos) }
