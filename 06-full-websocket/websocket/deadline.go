package websocket

import (
	"errors"
	"os"
	"time"
)

// SetReadDeadline bounds the reads in progress and to come; zero is no bound.
func (c *Conn) SetReadDeadline(t time.Time) error {
	c.bounds.Lock()
	defer c.bounds.Unlock()
	if c.over() {
		return c.err // whoever ends the connection has bounds of its own
	}
	return c.nc.SetReadDeadline(t)
}

// SetWriteDeadline bounds the writes in progress and to come; zero leaves
// Options.WriteTime as the only bound. The earlier of the two counts.
func (c *Conn) SetWriteDeadline(t time.Time) error {
	c.bounds.Lock()
	defer c.bounds.Unlock()
	if c.over() {
		return c.err
	}
	c.callerBy = t
	return c.nc.SetWriteDeadline(earlier(c.frameBy, c.callerBy))
}

// boundFrame sets the deadline of the frame that is about to be written.
func (c *Conn) boundFrame() {
	c.bounds.Lock()
	defer c.bounds.Unlock()
	c.frameBy = time.Now().Add(c.o.WriteTime)
	c.nc.SetWriteDeadline(earlier(c.frameBy, c.callerBy))
}

// earlier returns the earlier of two deadlines, of which zero is none.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// mayGoOn reports whether err is a read deadline that has passed before a
// message has begun: what has arrived of its header, or of a control frame, is
// still in c.in.
func (c *Conn) mayGoOn(err error) bool {
	return errors.Is(err, os.ErrDeadlineExceeded) && !c.inside && !c.sequence.open
}
