package websocket

import (
	"context"
	"io"
	"net"
	"time"

	"example/websocket/04-frames/frame"
)

// NextReader waits for the next message and returns a reader of it, for
// messages larger than memory, or for programs that want no buffer of their own
// before there is something to put into it. What is left of the message before
// is dropped. Errors are ReadMessage's.
//
// Read returns io.EOF at the end of the message, and otherwise fails as
// ReadMessage does: a message that fails in the middle is none. Once Shutdown drops
// what arrives, it fails with net.ErrClosed. The limits count here too,
// Options.MessageTime from the first Read that has to wait, with the time that the
// program takes in between. Text is checked as it comes (RFC 6455 §8.1): what Read
// returns is the beginning of valid UTF-8, but may end inside a character. The
// reader allocates nothing, and so there is one for the whole connection: it reads
// whatever message is under way.
func (c *Conn) NextReader() (Opcode, io.Reader, error) {
	c.reading.Lock()
	defer c.reading.Unlock()
	op, err := c.nextMessage()
	if err != nil {
		return 0, nil, c.fail(err)
	}
	return op, (*reader)(c), nil
}

type reader Conn

// Read reads the message under way.
func (r *reader) Read(p []byte) (int, error) {
	c := (*Conn)(r)
	c.reading.Lock()
	defer c.reading.Unlock()
	switch {
	case c.taken.Load():
		return 0, net.ErrClosed
	case len(p) == 0:
		return 0, nil
	case !c.unread:
		return 0, io.EOF
	}
	n, err := c.readMessage(p)
	if err != nil && err != io.EOF {
		return 0, c.fail(err)
	}
	return n, err
}

// CloseRead is for a program that only writes, but wants pings and a Close to be
// answered, and pongs to be heard: a goroutine reads from now on, until the
// connection is over, and a message, which nobody expects, ends that with 1008 (RFC
// 6455 §7.4.1). The context that it returns is done when ctx is, or the connection
// is over; ctx itself ends no connection. Nothing else may read any more, and no
// read deadline counts.
func (c *Conn) CloseRead(ctx context.Context) context.Context {
	ctx, _ = c.withContext(ctx)
	go func() {
		for !c.over() {
			c.SetReadDeadline(time.Time{})
			if _, _, err := c.NextReader(); err == nil {
				c.reading.Lock()
				c.fail(frame.NewError(frame.PolicyViolation, "7.4.1", "a message came, and this end only sends"))
				c.reading.Unlock()
			}
		}
	}()
	return ctx
}
