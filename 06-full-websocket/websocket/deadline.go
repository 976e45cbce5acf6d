package websocket

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"example/websocket/01-raw-socket/socket"
	"example/websocket/04-frames/frame"
)

// The connection below has one deadline for reads and one for writes. Two want
// to set each: the caller, and a bound of our own. The earlier of the two counts,
// and at the end the connection's last words have theirs.

// bounds are the deadlines.
type bounds struct {
	mu          sync.Mutex // held to set a deadline, and to end
	messageTime time.Duration
	*times      // nil: none has ever been set
}

// times are points in time, of which zero is none.
type times struct {
	callerRead, callerWrite time.Time // what SetReadDeadline and SetWriteDeadline said
	message                 time.Time // for the message that is arriving
	write                   time.Time // for the write under way
}

// SetReadDeadline bounds the reads in progress and to come, as that of a net.Conn
// does; zero, the default, leaves Options.MessageTime as the only bound, and
// otherwise the earlier of the two counts. The error of a read is then one that
// matches os.ErrDeadlineExceeded. A deadline that passes before a message has begun
// does no harm: set another, and read again. One that passes inside a message ends
// the connection. After the end SetReadDeadline returns why that came.
func (c *Conn) SetReadDeadline(t time.Time) error {
	return c.bound(func(b *times) { b.callerRead = t })
}

// SetWriteDeadline bounds the writes in progress and to come, those of pings and
// pongs too; zero, the default, leaves Options.WriteTime as the only bound, and
// otherwise the earlier of the two counts. A deadline that passes in a write ends
// the connection with an error that matches os.ErrDeadlineExceeded; one that passes
// while a message waits for its turn ends nothing (see NextWriter). After the end
// SetWriteDeadline returns why that came.
func (c *Conn) SetWriteDeadline(t time.Time) error {
	return c.bound(func(b *times) { b.callerWrite = t })
}

// SetDeadline is SetReadDeadline and SetWriteDeadline.
func (c *Conn) SetDeadline(t time.Time) error {
	return c.bound(func(b *times) { b.callerRead, b.callerWrite = t, t })
}

// bound changes the times, until the end: whoever ends the connection has bounds
// of its own.
func (c *Conn) bound(change func(*times)) error {
	c.bounds.mu.Lock()
	defer c.bounds.mu.Unlock()
	if c.over() {
		return c.err
	}
	if c.bounds.times == nil {
		c.bounds.times = new(times)
	}
	b := c.bounds.times
	change(b)
	return errors.Join(
		c.in.Conn.SetReadDeadline(earlier(b.message, b.callerRead)),
		c.in.Conn.SetWriteDeadline(earlier(b.write, b.callerWrite)))
}

// boundWrite is called before a write that may wait.
func (c *Conn) boundWrite() {
	c.bound(func(b *times) { b.write = time.Now().Add(c.writeTime) })
}

// boundMessage is called when the reader waits inside a message, or inside the
// first bytes of one.
func (c *Conn) boundMessage() {
	if d := c.bounds.messageTime; d > 0 && !c.timed {
		c.timed = true
		c.bound(func(b *times) { b.message = time.Now().Add(d) })
	}
}

// unboundMessage is called when a message is complete.
func (c *Conn) unboundMessage() {
	if c.timed {
		c.timed = false
		c.bound(func(b *times) { b.message = time.Time{} })
	}
}

// tooSlow returns the error for a message that is not complete in time, if that
// is what err is about.
func (c *Conn) tooSlow(err error) error {
	c.bound(func(b *times) {
		if c.timed && socket.Explain(err) == "timed out" && !time.Now().Before(b.message) {
			err = frame.NewError(frame.PolicyViolation, "10.4", fmt.Sprintf("message not complete within %v", c.bounds.messageTime))
		}
	})
	return err
}

// earlier returns the earlier of two deadlines, of which zero is none.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
