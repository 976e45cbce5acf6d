// This is what a key looks like that somebody has typed into the source: random
// once, and known to every page since.

package masked

import (
	"bytes"
	"io"
)

type Client struct {
	W io.Writer
}

func (c *Client) WriteFrame(op Opcode, payload []byte) error {
	h := Header{Fin: true, Opcode: op, Masked: true, Key: [4]byte{0x37, 0xfa, 0x21, 0x3d}, Length: uint64(len(payload))}
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
