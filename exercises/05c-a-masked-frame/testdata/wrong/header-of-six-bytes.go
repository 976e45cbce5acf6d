// This is what it looks like when every header is held to have six bytes: with a
// length in two bytes it has eight, in eight bytes 14. Parse says how many.

package masked

import (
	"bytes"
	"crypto/rand"
	"io"
)

type Client struct {
	W io.Writer
}

func (c *Client) WriteFrame(op Opcode, payload []byte) error {
	h := Header{Fin: true, Opcode: op, Masked: true, Length: uint64(len(payload))}
	rand.Read(h.Key[:])
	masked := bytes.Clone(payload)
	XOR(masked, h.Key, 0)
	_, err := c.W.Write(append(h.Append(nil), masked...))
	return err
}

func Open(b []byte) (payload []byte, err error) {
	h, _ := Parse(b)
	if !h.Masked {
		return nil, ProtocolError("5.1", "unmasked frame from a client, which must mask every frame")
	}
	payload = b[6:]
	XOR(payload, h.Key, 0)
	return payload, nil
}
