// This is what one key for a whole connection looks like: whoever learns that of
// the first frame chooses the bytes of all the others.

package masked

import (
	"bytes"
	"crypto/rand"
	"io"
)

type Client struct {
	W   io.Writer
	key [4]byte
}

func (c *Client) WriteFrame(op Opcode, payload []byte) error {
	h := Header{Fin: true, Opcode: op, Masked: true, Length: uint64(len(payload))}
	if c.key == [4]byte{} {
		rand.Read(c.key[:])
	}
	h.Key = c.key
	masked := bytes.Clone(payload)
	XOR(masked, h.Key, 0)
	_, err := c.W.Write(append(h.Append(nil), masked...))
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
