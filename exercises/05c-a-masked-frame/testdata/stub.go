package masked

import "io"

// A Client is one connection, as the client that sends on it sees it.
type Client struct {
	W io.Writer
}

// Your code here.

// WriteFrame sends payload as one frame, masked, in a single Write.
func (c *Client) WriteFrame(op Opcode, payload []byte) error {
	return nil
}

// Open is the server's side: it takes a whole frame from a client and returns
// the payload with its mask undone. An unmasked frame is a protocol error.
func Open(b []byte) (payload []byte, err error) {
	return nil, nil
}
