// This is what it looks like when the payload is cleaned up as if it were text: a
// ping may carry any bytes, and wants them back.

package pong

import (
	"strings"

	"example/websocket/04-frames/frame"
)

func Answer(h frame.Header, payload []byte) []byte {
	if h.Opcode != frame.Ping {
		return nil
	}
	return frame.Append(nil, frame.Pong, []byte(strings.ToValidUTF8(string(payload), "?")))
}
