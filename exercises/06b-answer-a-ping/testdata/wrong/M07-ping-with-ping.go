// This is what it looks like when a ping is sent back as it came: with the opcode
// of a ping. The other end answers that, and still misses its pong.

package pong

import "example/websocket/04-frames/frame"

func Answer(h frame.Header, payload []byte) []byte {
	if h.Opcode != frame.Ping {
		return nil
	}
	return frame.Append(nil, h.Opcode, payload)
}
