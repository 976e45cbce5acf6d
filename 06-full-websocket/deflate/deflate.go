// Package deflate is permessage-deflate, the compression of RFC 7692: a message's
// payload becomes DEFLATE blocks (RFC 1951), made by compress/flate. It knows no
// frames: package websocket makes them of what Append returns, and sets RSV1.
//
// Read this file first: a message goes out and comes in. Second reading:
// negotiate.go (what the two sides agree on), flate.go (pools, and how a message
// ends).
package deflate

import (
	"bytes"
	"io"
)

// Append appends to dst what p, the next piece of a message, becomes on the wire
// (§7.2.1): often nothing yet, since the compressor waits for more. fin ends the
// message and brings out the rest. An empty message becomes the one byte 00 (§7.2.3.6).
// It neither changes nor keeps p, and does not fail.
func (c *Compressor) Append(dst, p []byte, fin bool) []byte {
	c.out = *bytes.NewBuffer(dst)
	for more := true; more; more = len(p) > 0 {
		if c.w == nil || c.used == c.window {
			c.restart()
		}
		n := min(len(p), c.window-c.used)
		c.w.Write(p[:n]) // to c.out, which never fails
		c.used += n
		p = p[n:]
	}
	if fin {
		c.w.Flush()
		c.out.Truncate(c.out.Len() - len(tail))
		if !c.takeover || c.used == c.window {
			c.Forget() // the next message needs nothing of this one
		}
	}
	dst, c.out = c.out.Bytes(), bytes.Buffer{}
	return dst
}

// Read reads what the message was before it was compressed (§7.2.2), at most len(p)
// bytes of it, and io.EOF at its end. How many there will be nobody knows: a
// thousand times as many as came, perhaps. Count them. An error of Reset's reader
// comes out as it is; anything that does not inflate is an error that matches
// ErrCorrupt. After either the message is over, and so should be the connection.
func (d *Decompressor) Read(p []byte) (int, error) {
	for d.r != nil {
		n, err := d.r.flate.Read(p)
		d.remember(p[:n])
		switch {
		case n > 0 || err == nil:
			return n, nil // an error comes again, alone
		case err == io.EOF && d.r.more():
			d.r.restart(nil) // behind a final block (§7.2.3.4)
		default:
			d.endMessage(err)
		}
	}
	return 0, d.err
}
