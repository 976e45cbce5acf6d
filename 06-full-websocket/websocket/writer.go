package websocket

import (
	"io"
	"net"

	"example/websocket/04-frames/frame"
)

// NextWriter begins a message that goes out in pieces: each Write is a frame,
// and Close ends the message with an empty one (RFC 6455 §5.4). Until then
// other messages wait, for Options.WriteTime at most, and then fail without
// having begun; pings and pongs do not wait. The writer is for one goroutine.
func (c *Conn) NextWriter(op Opcode) (io.WriteCloser, error) {
	if err := c.beginMessage(op); err != nil {
		return nil, err
	}
	return &writer{c: c, op: op}, nil
}

type writer struct {
	c      *Conn
	op     Opcode // of the next frame: Continuation from the second on
	closed bool
}

func (w *writer) Write(p []byte) (int, error) {
	if w.closed {
		return 0, net.ErrClosed
	}
	if len(p) == 0 {
		return 0, nil
	}
	if err := w.c.writeFrame(frame.Header{Opcode: w.op}, p); err != nil {
		return 0, err
	}
	w.op = frame.Continuation
	return len(p), nil
}

func (w *writer) Close() error {
	if w.closed {
		return nil
	}
	w.closed = true
	defer w.c.endMessage()
	return w.c.writeFrame(frame.Header{Fin: true, Opcode: w.op}, nil)
}
