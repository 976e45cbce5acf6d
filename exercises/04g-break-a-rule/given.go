// Package rules is an exercise: see README.md.
package rules

import "example/websocket/04-frames/frame"

// Opcode is chapter 04's. Known reports whether the RFC gives it a meaning, and
// Control whether it is that of a control frame.
type Opcode = frame.Opcode

// A Header is what Parse finds.
type Header struct {
	Fin    bool
	Rsv    byte // RSV1, RSV2, RSV3 as the bits 4, 2, 1
	Opcode Opcode
	Length uint64 // of the payload, in bytes
	Size   int    // how many bytes the length takes: 1, 3 or 9
}

// Parse takes the header at the beginning of b apart.
func Parse(b []byte) Header {
	h, _ := frame.Parse(b)
	length, size := frame.ParseLength(b[1:])
	return Header{h.Fin, h.Rsv, h.Opcode, length, size}
}
