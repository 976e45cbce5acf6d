// This is what a server looks like that undoes a mask if there is one, and takes
// the frame if there is none.

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
		return b[size:], nil
	}
	payload = b[size:]
	XOR(payload, h.Key, 0)
	return payload, nil
}
