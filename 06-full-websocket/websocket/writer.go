package websocket

import (
	"io"
	"net"

	"example/websocket/02-tcp-echo/buffer"
	"example/websocket/04-frames/frame"
)

// NextWriter begins a message that goes out in pieces: each Write is a frame,
// and Close ends the message with an empty one (RFC 6455 §5.4). Until then
// other messages wait, for Options.WriteTime at most, and then fail without
// having begun; pings and pongs do not wait. The writer is for one goroutine.
func (c *Conn) NextWriter(op Opcode) (io.WriteCloser, error) {
	c.wire.mu.Lock()
	defer c.wire.mu.Unlock()
	if err := c.beginMessage(op, 0); err != nil {
		return nil, err
	}
	c.wire.talking = true
	return &writer{c: c, op: op}, nil
}

type writer struct {
	c      *Conn
	op     Opcode // of the next frame: Continuation from the second on
	closed bool
}

// Write sends p as a frame. Of no bytes, it sends nothing.
func (w *writer) Write(p []byte) (int, error) {
	if w.closed {
		return 0, net.ErrClosed
	}
	if len(p) == 0 {
		return 0, nil
	}
	if err := w.frame(p, false); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Close ends the message. A second call does nothing.
func (w *writer) Close() error {
	if w.closed {
		return nil
	}
	w.closed = true
	return w.frame(nil, true)
}

func (w *writer) frame(p []byte, fin bool) error {
	c := w.c
	c.wire.mu.Lock()
	defer c.wire.mu.Unlock()
	if fin {
		defer c.endMessage()
	}
	h := frame.Header{Fin: fin, Opcode: w.op}
	if c.compression != nil {
		p = c.pack(p, fin)
		defer buffer.GiveBack(p)
		if len(p) == 0 {
			return nil // the compressor waits for more
		}
		if w.op.Data() {
			h.Rsv = rsv1
		}
	}
	w.op = frame.Continuation
	return c.writeFrame(h, p)
}
