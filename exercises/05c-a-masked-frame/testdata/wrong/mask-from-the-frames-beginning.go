// This is what it looks like when the whole frame is masked from its first byte
// on and the header written over it: the payload's first byte does not meet the
// key's first.

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
	header := h.Append(nil)
	b := append(bytes.Clone(header), payload...)
	XOR(b, h.Key, 0)
	copy(b, header)
	_, err := c.W.Write(b)
	return err
}

func Open(b []byte) (payload []byte, err error) {
	h, size := Parse(b)
	if !h.Masked {
		return nil, ProtocolError("5.1", "unmasked frame from a client, which must mask every frame")
	}
	payload = b[size:]
	XOR(payload, h.Key, 0)
	return payload, nil
}
