// This is what it looks like when the header of the ping is used again, and says
// "masked", but the bytes behind it are not.

package pong

import "example/websocket/04-frames/frame"

func Answer(h frame.Header, payload []byte) []byte {
	if h.Opcode != frame.Ping {
		return nil
	}
	h.Opcode = frame.Pong
	return append(h.Append(nil), payload...)
}
