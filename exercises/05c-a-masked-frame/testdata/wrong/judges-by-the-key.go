// This is what it looks like when a key of four zeros is taken for none: the MASK
// bit says whether a frame is masked, and zeros are a key like any other.

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
	h, size := Parse(b)
	if h.Key == [4]byte{} {
		return nil, ProtocolError("5.1", "unmasked frame from a client, which must mask every frame")
	}
	payload = b[size:]
	XOR(payload, h.Key, 0)
	return payload, nil
}
