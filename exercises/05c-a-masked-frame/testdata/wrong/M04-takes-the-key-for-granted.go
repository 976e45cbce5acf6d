// This is what it looks like when four bytes behind the length are taken for the
// key and nobody asks whether there is one: from an unmasked frame, they are the
// payload's, or not there at all.

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
	if !h.Masked {
		size += 4
	}
	payload = b[size:]
	XOR(payload, [4]byte(b[size-4:size]), 0)
	return payload, nil
}
