// Package pong answers pings.
package pong

import "example/websocket/04-frames/frame"

// Answer returns the bytes that a server sends because a frame has come, or nil
// if it sends nothing. h is the frame's header, and payload is unmasked already.
func Answer(h frame.Header, payload []byte) []byte {
	// Mend this.
	if h.Opcode.Control() {
		return []byte{0x8a, 0x00}
	}
	return nil
}
