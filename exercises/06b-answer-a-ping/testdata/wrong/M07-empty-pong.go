// This is what it looks like when the pong is there, but empty: whoever sent the
// ping waits for its own bytes, and gives the connection up.

package pong

import "example/websocket/04-frames/frame"

func Answer(h frame.Header, payload []byte) []byte {
	if h.Opcode != frame.Ping {
		return nil
	}
	return frame.Append(nil, frame.Pong, nil)
}
