// This is what a counter looks like: every key is new, begins at random, and is
// the last one plus one.

package masked

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"io"
)

type Client struct {
	W    io.Writer
	last uint32
}

func (c *Client) WriteFrame(op Opcode, payload []byte) error {
	h := Header{Fin: true, Opcode: op, Masked: true, Length: uint64(len(payload))}
	if c.last == 0 {
		var start [4]byte
		rand.Read(start[:])
		c.last = binary.BigEndian.Uint32(start[:])
	}
	c.last++
	binary.BigEndian.PutUint32(h.Key[:], c.last)
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
