// This is what it looks like when the answer is an ordinary message: the page at
// the other end sees it, and the ping stays unanswered.

package pong

import "example/websocket/04-frames/frame"

func Answer(h frame.Header, payload []byte) []byte {
	if h.Opcode != frame.Ping {
		return nil
	}
	return frame.Append(nil, frame.Text, payload)
}
