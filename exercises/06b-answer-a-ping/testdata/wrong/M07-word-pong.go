// This is what it looks like when the pong says "pong", whatever the ping said.

package pong

import "example/websocket/04-frames/frame"

func Answer(h frame.Header, payload []byte) []byte {
	if h.Opcode != frame.Ping {
		return nil
	}
	return frame.Append(nil, frame.Pong, []byte("pong"))
}
