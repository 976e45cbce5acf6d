// This is what math/rand with a seed looks like: the keys pass for random, and
// everybody who runs the same generator has the same ones.

package masked

import (
	"bytes"
	"encoding/binary"
	"io"
	"math/rand/v2"
)

type Client struct {
	W io.Writer
}

var random = rand.New(rand.NewPCG(1, 1))

func (c *Client) WriteFrame(op Opcode, payload []byte) error {
	h := Header{Fin: true, Opcode: op, Masked: true, Length: uint64(len(payload))}
	binary.BigEndian.PutUint32(h.Key[:], random.Uint32())
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
