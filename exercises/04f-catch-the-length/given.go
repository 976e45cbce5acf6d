// Package catch is an exercise: see README.md.
package catch

import "example/websocket/04-frames/frame"

// A Header has the fields of chapter 04's:
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

// Some opcodes.
const (
	Text   = frame.Text
	Binary = frame.Binary
)

// A Codec is somebody's code for headers. It may be wrong.
type Codec struct {
	// Append appends the bytes of h to dst.
	Append func(dst []byte, h Header) []byte
	// Parse decodes the header at the beginning of b.
	Parse func(b []byte) (h Header, size int)
}
