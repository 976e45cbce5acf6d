// This is what it looks like when every control frame is answered with a pong: two
// such ends answer each other for ever.

package pong

import "example/websocket/04-frames/frame"

func Answer(h frame.Header, payload []byte) []byte {
	if !h.Opcode.Control() {
		return nil
	}
	return frame.Append(nil, frame.Pong, payload)
}
