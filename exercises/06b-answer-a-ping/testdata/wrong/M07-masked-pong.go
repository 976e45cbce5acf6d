// This is what it looks like when the header of the ping is used again, mask and
// key included. A server must not mask; a browser hangs up.

package pong

import (
	"slices"

	"example/websocket/04-frames/frame"
	"example/websocket/05-masking/mask"
)

func Answer(h frame.Header, payload []byte) []byte {
	if h.Opcode != frame.Ping {
		return nil
	}
	h.Opcode = frame.Pong
	payload = slices.Clone(payload)
	mask.Plain(payload, h.Key, 0)
	return append(h.Append(nil), payload...)
}
