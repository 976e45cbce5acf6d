package websocket

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"time"

	"example/websocket/02-tcp-echo/finish"
	"example/websocket/04-frames/frame"
)

// Step 4: saying goodbye (RFC 6455 §7).
//
// Each side sends one Close frame and nothing after it. When both have gone
// through, the server closes the TCP connection and the client waits for that
// (§7.1.1). A connection that ends in any other way was lost: 1006.

// closeWait bounds how long the other side may take to finish after the Close
// frames have gone both ways.
const closeWait = 2 * time.Second

// ErrCloseSent is the error of a write or a ping after our Close frame, until the
// connection is over; then it is what that ended with.
var ErrCloseSent = errors.New("websocket: write after our Close frame (RFC 6455 §5.5.1)")

// A CloseError is the peer's goodbye (RFC 6455 §5.5.1). Code is frame.NoStatus,
// 1005, if it gave none. Reason is UTF-8, at most 123 bytes, and a stranger's:
// quote it before you print it.
type CloseError struct {
	Code   CloseCode
	Reason string
}

// Error returns one line: the code with its name, and the reason, quoted.
func (e *CloseError) Error() string {
	if e.Reason == "" {
		return fmt.Sprintf("websocket: the peer closed: %v", e.Code)
	}
	return fmt.Sprintf("websocket: the peer closed: %v, %q", e.Code, e.Reason)
}

// A lostError is the end of a connection without a Close from the peer.
type lostError struct {
	how string
	err error
}

func (e *lostError) Error() string { return fmt.Sprintf("websocket: %s: %v", e.how, e.err) }
func (e *lostError) Unwrap() error { return e.err }

// CloseStatus returns the close code that an error of a Conn stands for (RFC 6455
// §7.1.5): the peer's, the one that answers what the peer did, or frame.Abnormal,
// 1006, if the connection was lost without a Close, or cut on this side. It is 0
// for every error after which the connection still stands, and for nil. It looks
// through wrapped errors.
func CloseStatus(err error) CloseCode {
	var closed *CloseError
	var broken *frame.Error
	var lost *lostError
	switch {
	case errors.As(err, &closed):
		return closed.Code
	case errors.As(err, &broken):
		return broken.Code
	case errors.As(err, &lost):
		return frame.Abnormal
	}
	return 0
}

// CloseWrite sends our Close, behind what is queued, with code (frame.NoStatus
// sends none) and reason (123 bytes of UTF-8; more is cut), and returns when the
// system has it. Nothing can be written after it, but the peer may not have
// finished: read on until ReadMessage returns its Close, and bound that with
// SetReadDeadline (RFC 6455 §7.1.2). A code that may not be sent is refused
// (§7.4), and nothing has happened; a second call returns ErrCloseSent.
func (c *Conn) CloseWrite(code CloseCode, reason string) error {
	if err := c.queueClose(code, reason); err != nil {
		return err
	}
	c.wire.mu.Lock()
	defer c.wire.mu.Unlock()
	return c.deliver()
}

// Shutdown is the closing handshake (RFC 6455 §7.1.2) for somebody who will read
// no more: it sends our Close as CloseWrite does, reads until the peer's comes, and
// drops the messages that still arrive; a goroutine in ReadMessage may be given
// some of them, and a NextReader's Read fails. Then the TCP connection is closed,
// by the server first (§7.1.1): two seconds bound that. If ctx is done first, the
// connection is cut. A read deadline does not count any more.
//
// Shutdown returns nil if the peer's Close has come, even before the call;
// otherwise what the connection ended with. It may be called from anywhere, also
// while others read and write, and more than once. A code that may not be sent is
// refused (§7.4), and nothing has happened.
func (c *Conn) Shutdown(ctx context.Context, code CloseCode, reason string) error {
	if err := c.queueClose(code, reason); err != nil && err != ErrCloseSent && !c.over() {
		return err
	}
	defer context.AfterFunc(ctx, func() { c.abort("cut in the closing handshake", ctx.Err()) })()
	go c.Flush() // and read meanwhile: a peer that is still writing does not take our Close
	c.taken.Store(true)
	for !c.over() {
		c.SetReadDeadline(time.Time{}) // ctx is the bound now
		c.NextReader()
	}
	c.wire.mu.Lock()
	defer c.wire.mu.Unlock()
	for !c.wire.gone { // whoever has read the peer's Close leaves in good order
		c.wire.wait()
	}
	if errors.As(c.err, new(*CloseError)) {
		return nil
	}
	return c.err
}

// Close cuts the connection at once, without a goodbye, and unblocks every call:
// each returns an error that wraps net.ErrClosed. What is still queued is lost. It
// always returns nil. For a goodbye, see Shutdown.
func (c *Conn) Close() error {
	c.abort("closed on this side", net.ErrClosed)
	return nil
}

// queueClose makes our Close the last frame of the queue, if none is yet.
func (c *Conn) queueClose(code CloseCode, reason string) error {
	if code != frame.NoStatus && !code.ValidOnWire() {
		return fmt.Errorf("websocket: close code %v may not be sent (RFC 6455 §7.4)", code)
	}
	return c.queueControl(frame.Close, frame.AppendClose(nil, code, reason))
}

// receivedClose answers the peer's Close with the same code and reason, if it is
// not the answer to ours. Its result is always an error: reading is over.
func (c *Conn) receivedClose(payload []byte) error {
	code, reason, err := frame.ParseClose(payload)
	if err != nil {
		return err
	}
	c.queueClose(code, reason)
	return &CloseError{Code: code, Reason: reason}
}

// fail ends the connection because of err, and returns what it ended with. A
// peer that broke a rule is told, a peer that said goodbye is left in good
// order; in any other case nobody listens any more.
func (c *Conn) fail(err error) error {
	err = c.tooSlow(err)
	var broken *frame.Error
	var closed *CloseError
	switch {
	case c.over():
		return c.err
	case errors.As(err, &broken):
		c.queueClose(broken.Code, broken.Reason())
		c.leave(err, finish.Close)
	case errors.As(err, &closed) && c.role == frame.Client:
		c.leave(err, finish.Await)
	case errors.As(err, &closed):
		c.leave(err, finish.Close)
	case errors.Is(err, os.ErrDeadlineExceeded) && !c.unread:
		return err // the caller's; what has come is still in c.in
	case errors.Is(err, io.EOF):
		c.abort("the peer hung up without a Close", err)
	default:
		c.abort("connection lost", err)
	}
	return c.err
}

// leave ends the connection because of err, but lets what is queued go out, our
// Close last, and ends the TCP connection as how does it. Each takes closeWait at
// most.
func (c *Conn) leave(err error, how func(net.Conn, time.Duration) error) {
	c.end(err)
	c.in.Conn.SetWriteDeadline(time.Now().Add(closeWait))
	c.wire.mu.Lock()
	c.deliver()
	c.wire.mu.Unlock()
	c.closed(how(c.in.Conn, closeWait))
}

// closed takes note that the connection below is closed, whatever came of it.
func (c *Conn) closed(error) {
	c.wire.mu.Lock()
	defer c.wire.mu.Unlock()
	c.wire.gone = true
	if c.compression != nil && !c.wire.talking {
		c.compression.out.Release()
	}
	c.wire.tell()
}

// abort ends the connection and closes it without another word.
func (c *Conn) abort(how string, err error) {
	c.end(&lostError{how, err})
	if nc, ok := c.in.Conn.(*tls.Conn); ok {
		nc.NetConn().Close() // first: TLS would say goodbye, and wait for somebody to listen
	}
	c.closed(c.in.Conn.Close())
}

// end makes err the reason why the connection is over, if none stands yet, and
// tells whoever waits.
func (c *Conn) end(err error) {
	c.bounds.mu.Lock()
	if c.over() {
		c.bounds.mu.Unlock()
		return
	}
	c.err = err
	c.ended.Store(true)
	defer c.atEnd() // the one of now: what is added from now on is not called
	c.bounds.mu.Unlock()
	c.wire.wake()
	c.pings.end(err)
	c.silence.stop()
}

// over reports whether the connection has ended; then c.err says why.
func (c *Conn) over() bool { return c.ended.Load() }
