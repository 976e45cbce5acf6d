package goodbye

import (
	"bufio"
	"time"

	"example/websocket/04-frames/frame"
	"example/websocket/05-masking/mask"
)

// Wait bounds how long a client may take for the rest, once we have said goodbye.
const Wait = 5 * time.Second

// Read reads the next frame of a client, whole, and undoes its mask. The error is
// a *frame.Error if the client has broken a rule. Any other says that the
// connection is lost.
func Read(in *bufio.Reader) (op frame.Opcode, payload []byte, err error) {
	h, payload, err := frame.Read(in, frame.Rules{From: frame.Client, Limit: 1 << 20})
	if err != nil {
		return 0, nil, err
	}
	mask.Plain(payload, h.Key, 0)
	return h.Opcode, payload, nil
}
