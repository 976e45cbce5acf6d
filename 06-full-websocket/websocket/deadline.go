package websocket

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"example/websocket/04-frames/frame"
)

// The connection below has one deadline for reads and one for writes. Two want
// to set each: the caller, and a bound of our own. The earlier of the two counts,
// and at the end the connection's last words have theirs.

// bounds are the deadlines; a zero time is none.
type bounds struct {
	mu          sync.Mutex // held to set a deadline, and to end
	callerRead  time.Time  // what SetReadDeadline said,
	callerWrite time.Time  // and SetWriteDeadline
	message     time.Time  // for the message that is arriving
	write       time.Time  // for the write under way
	messageTime time.Duration
}

// SetReadDeadline bounds the reads in progress and to come; zero leaves
// Options.MessageTime as the only bound. One that passes before a message has
// begun does no harm: ReadMessage can be called again. One that passes inside a
// message ends the connection.
func (c *Conn) SetReadDeadline(t time.Time) error {
	return c.setBound(&c.bounds.callerRead, t, c.boundReads)
}

// SetWriteDeadline bounds the writes in progress and to come; zero leaves
// Options.WriteTime as the only bound. One that passes in a write ends the
// connection.
func (c *Conn) SetWriteDeadline(t time.Time) error {
	return c.setBound(&c.bounds.callerWrite, t, c.boundWrites)
}

// SetDeadline is SetReadDeadline and SetWriteDeadline.
func (c *Conn) SetDeadline(t time.Time) error {
	c.SetReadDeadline(t)
	return c.SetWriteDeadline(t)
}

func (c *Conn) setBound(which *time.Time, t time.Time, apply func() error) error {
	c.bounds.mu.Lock()
	defer c.bounds.mu.Unlock()
	if c.over() {
		return c.err // whoever ends the connection has bounds of its own
	}
	*which = t
	return apply()
}

func (c *Conn) boundReads() error {
	return c.nc.SetReadDeadline(earlier(c.bounds.message, c.bounds.callerRead))
}

func (c *Conn) boundWrites() error {
	return c.nc.SetWriteDeadline(earlier(c.bounds.write, c.bounds.callerWrite))
}

// boundWrite is called before a write that may wait.
func (c *Conn) boundWrite() {
	c.setBound(&c.bounds.write, time.Now().Add(c.writeTime), c.boundWrites)
}

// boundMessage is called when the reader waits. What has begun to arrive is given
// a time to be complete.
func (c *Conn) boundMessage() {
	begun := c.unread || c.half != nil || c.in.Buffered() > 0
	if begun && c.bounds.messageTime > 0 && c.bounds.message.IsZero() {
		c.setBound(&c.bounds.message, time.Now().Add(c.bounds.messageTime), c.boundReads)
	}
}

// unboundMessage is called when a message is complete.
func (c *Conn) unboundMessage() {
	if !c.bounds.message.IsZero() { // only the reader sets it
		c.setBound(&c.bounds.message, time.Time{}, c.boundReads)
	}
}

// tooSlow returns the error for a message that is not complete in time, if that
// is what err is about.
func (c *Conn) tooSlow(err error) error {
	by := c.bounds.message
	if !errors.Is(err, os.ErrDeadlineExceeded) || by.IsZero() || time.Now().Before(by) {
		return err
	}
	return frame.NewError(frame.PolicyViolation, "10.4", fmt.Sprintf("message not complete within %v", c.bounds.messageTime))
}

// mayGoOn reports whether err is a read deadline that has passed before a
// message has begun: what has arrived of its header, or of a control frame, is
// still in c.in.
func (c *Conn) mayGoOn(err error) bool {
	return errors.Is(err, os.ErrDeadlineExceeded) && !c.unread
}

// earlier returns the earlier of two deadlines, of which zero is none.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
