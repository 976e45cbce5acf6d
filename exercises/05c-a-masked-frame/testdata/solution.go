package masked

import (
	"bytes"
	"crypto/rand"
	"io"
)

// A Client is one connection, as the client that sends on it sees it.
type Client struct {
	W io.Writer
}

// WriteFrame sends payload as one frame, masked, in a single Write.
func (c *Client) WriteFrame(op Opcode, payload []byte) error {
	h := Header{Fin: true, Opcode: op, Masked: true, Length: uint64(len(payload))}
	rand.Read(h.Key[:])
	masked := bytes.Clone(payload)
	XOR(masked, h.Key, 0)
	_, err := c.W.Write(append(h.Append(nil), masked...))
	return err
}

// Open is the server's side: it takes a whole frame from a client and returns
// the payload with its mask undone. An unmasked frame is a protocol error.
func Open(b []byte) (payload []byte, err error) {
	h, size := Parse(b)
	if !h.Masked {
		return nil, ProtocolError("5.1", "unmasked frame from a client, which must mask every frame")
	}
	payload = b[size:]
	XOR(payload, h.Key, 0)
	return payload, nil
}
