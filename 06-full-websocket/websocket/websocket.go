// Package websocket is RFC 6455 in full, for either side: messages over any
// connection that keeps bytes in order. It is made of the pieces of the
// chapters below it: handshake, frame, mask, finish.
//
// Read this file first: a message comes in and goes out. Then the six steps:
// sequence.go, text.go, control.go, close.go, conn.go, dial.go. README.md is the
// map of the other files: each stands off this path, and says what it buys.
package websocket

import "io"

// ReadMessage returns the next message, whole (RFC 6455 §6.2). It appends to
// buf[:0], which may be nil, and the result is the caller's. Meanwhile it answers
// pings and checks every rule of the RFC, and the limits in Options.
//
// The error is a *CloseError once the peer has said goodbye, a *frame.Error if
// the peer broke a rule or a limit (it has been told so), and otherwise why the
// connection was lost; CloseStatus gives the close code of each. After an error
// the connection is over and every call returns the same error, with one
// exception: a read deadline that passes before a message has begun does no harm.
//
// Calls from several goroutines take turns.
func (c *Conn) ReadMessage(buf []byte) (Opcode, []byte, error) {
	c.reading.Lock()
	defer c.reading.Unlock()
	op, err := c.nextMessage()
	if err != nil {
		return 0, nil, c.fail(err)
	}
	for buf = buf[:0]; err == nil; {
		var n int
		buf = c.roomForMore(buf)
		n, err = c.readMessage(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
	}
	if err != io.EOF {
		return 0, nil, c.fail(err)
	}
	return op, buf, nil
}

// WriteMessage sends p as one message in one frame (RFC 6455 §6.1); op is Text,
// for which p has to be UTF-8 (that is not checked), or Binary. It neither changes
// nor keeps p, and returns when the system has taken it; Options.WriteTime bounds
// that. Calls from several goroutines take turns: messages never mix.
//
// A failed write ends the connection. ErrCloseSent does not, and neither does a
// message that does not get its turn: see NextWriter.
func (c *Conn) WriteMessage(op Opcode, p []byte) error {
	c.wire.mu.Lock()
	defer c.wire.mu.Unlock()
	return c.send(op, p, false)
}
