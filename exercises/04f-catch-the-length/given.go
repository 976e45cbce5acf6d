// Package catch is an exercise: see README.md.
package catch

import "example/websocket/04-frames/frame"

// A Header has the fields of chapter 04's: Fin, Rsv, Opcode, Masked, Length and
// Key.
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
	Append func(dst []byte, h Header) []byte   // appends the bytes of h to dst
	Parse  func(b []byte) (h Header, size int) // decodes the header at the beginning of b
}
