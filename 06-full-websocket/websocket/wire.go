package websocket

import (
	"sync"
	"time"

	"example/websocket/02-tcp-echo/buffer"
	"example/websocket/04-frames/frame"
	"example/websocket/05-masking/mask"
)

// How frames leave. Every frame goes through one queue, so that the order of the
// queue is the order on the wire. Whoever wants bytes to go takes the wire, writes
// all that is queued, and lets the wire go; who comes meanwhile adds to the queue
// and finds it written with the next batch.
//
//   - The mutex guards memory, and is never held in a system call.
//   - One goroutine at a time owns the wire. It lets go under the mutex: with an
//     empty queue, or to somebody who waits and will go on.
//   - The reader waits for no owner, and for no write: see flushNow.

// A wire is the sending half of a connection.
type wire struct {
	mu      sync.Mutex
	changed *sync.Cond // some of what follows; nil: nobody has ever waited

	queue   []byte // frames; borrowed, nil while empty
	queued  int64  // bytes that have ever entered the queue,
	written int64  // that the system has taken,
	awaited int64  // and that somebody in deliver waits for
	owned   bool   // somebody is writing
	failed  bool   // a write has failed: nothing will be written any more
	gone    bool   // the connection below is closed

	talking   bool    // a message is under way in several frames,
	closeSent bool    // our Close is in the queue, or beyond
	late      []*form // broadcasts that wait for the end of that message
	owed      *string // the payload of a pong that found no room in the queue

	flusher  *time.Timer // see Queue
	flushing bool        // it will run
	answered bool        // something was queued since the reader waited
}

// wait waits until somebody tells that something has changed. The mutex is held.
func (w *wire) wait() {
	if w.changed == nil {
		w.changed = sync.NewCond(&w.mu)
	}
	w.changed.Wait()
}

func (w *wire) tell() {
	if w.changed != nil {
		w.changed.Broadcast()
	}
}

// writeFrame sends a frame and returns when the system has it. The mutex is held
// before and after.
func (c *Conn) writeFrame(h frame.Header, p []byte) error {
	if len(p) > batch && c.tap == nil { // in the queue, what the tap sees keeps its order
		return c.writeLarge(h, p)
	}
	if err := c.enqueue(h, p); err != nil {
		return err
	}
	return c.deliver()
}

// enqueue puts a frame into the queue, unless the connection is over or our
// Close is there. The mutex is held.
func (c *Conn) enqueue(h frame.Header, p []byte) error {
	if err := c.mayWrite(h); err != nil {
		return err
	}
	w := &c.wire
	before := len(w.queue)
	w.queue, h = c.appendHeader(buffer.Room(w.queue, frame.MaxHeader+len(p)), h, len(p))
	w.queue = c.appendPayload(w.queue, h, p, 0)
	w.queued += int64(len(w.queue) - before)
	return nil
}

func (c *Conn) mayWrite(h frame.Header) error {
	if c.over() {
		return c.err
	}
	if c.wire.closeSent {
		return ErrCloseSent
	}
	c.wire.closeSent = h.Opcode == frame.Close
	return nil
}

// appendHeader completes a header and appends it. A client masks every frame,
// with a key of its own (RFC 6455 §5.3).
func (c *Conn) appendHeader(dst []byte, h frame.Header, length int) ([]byte, frame.Header) {
	h.Length = uint64(length)
	if c.role == frame.Client {
		h.Masked, h.Key = true, mask.NewKey()
	}
	start := len(dst)
	dst = h.Append(dst)
	if c.tap != nil {
		c.tap(true, h, dst[start:])
	}
	return dst, h
}

// appendPayload appends the piece of a payload that begins at pos, masked if it
// has to be: in the copy, since p is not ours to change.
func (c *Conn) appendPayload(dst []byte, h frame.Header, p []byte, pos int) []byte {
	start := len(dst)
	dst = append(dst, p...)
	if h.Masked {
		mask.XOR(dst[start:], h.Key, pos%4)
	}
	if c.tap != nil && len(p) > 0 {
		c.tap(true, h, dst[start:])
	}
	return dst
}

// deliver returns when the system has all that is queued now. The mutex is held
// before and after.
func (c *Conn) deliver() error {
	w := &c.wire
	for upto := w.queued; w.written < upto; {
		switch {
		case w.failed:
			return c.err
		case w.owned:
			w.awaited = max(w.awaited, upto)
			w.wait()
		default:
			c.drain(upto, true)
		}
	}
	return nil
}

// drain takes the wire, which nobody else has, writes what is queued, with what is added
// meanwhile, and lets the wire go: when the queue is empty, or when upto has gone
// and somebody in deliver waits, who will go on. If it may not wait, it leaves to
// another goroutine what the system does not take at once. The mutex is held
// before and after.
func (c *Conn) drain(upto int64, wait bool) {
	w := &c.wire
	w.owned = true
	for c.owedPong(); len(w.queue) > 0 && !w.failed && (w.written < upto || w.awaited <= w.written); c.owedPong() {
		b := w.queue
		w.queue = nil
		w.mu.Unlock()
		n := c.in.TryWrite(b)
		if n < len(b) && !wait {
			w.mu.Lock()
			w.queue = append(b[n:], w.queue...)
			w.wrote(n, nil)
			go func() { // it owns the wire now
				w.mu.Lock()
				defer w.mu.Unlock()
				c.drain(0, true)
			}()
			return
		}
		err := c.write(b, n)
		buffer.GiveBack(b)
		w.mu.Lock()
		w.wrote(len(b), err)
	}
	w.owned = false
	w.tell()
}

func (w *wire) wrote(n int, err error) {
	if err == nil {
		w.written += int64(n)
	}
	w.failed = w.failed || err != nil
	w.tell()
}

// write writes b but for its first n bytes, which have gone already.
func (c *Conn) write(b []byte, n int) error {
	if n == len(b) {
		return nil
	}
	c.boundWrite()
	_, err := c.in.Conn.Write(b[n:])
	if err != nil {
		c.abort("write failed", err)
	}
	c.bound(func(b *times) { b.write = time.Time{} }) // or TLS would find it, much later
	return err
}

// batch is the most that is copied into the queue at a time.
const batch = buffer.Huge - 2*buffer.Small

// writeLarge sends a frame in pieces of which each is copied into a buffer: that
// costs less than what it would take to send it from where it is. The mutex is
// held before and after.
func (c *Conn) writeLarge(h frame.Header, p []byte) error {
	w := &c.wire
	for w.owned && !c.over() {
		w.wait()
	}
	if err := c.mayWrite(h); err != nil {
		return err
	}
	w.owned = true
	b, before := buffer.Room(w.queue, batch), len(w.queue)
	w.queue = nil
	b, h = c.appendHeader(b, h, len(p))
	w.queued += int64(len(b) - before + len(p))
	upto := w.queued
	w.mu.Unlock()
	var err error
	for pos := 0; pos < len(p) && err == nil; b = b[:0] {
		n := min(len(p)-pos, cap(b)-len(b))
		b = c.appendPayload(b, h, p[pos:pos+n], pos)
		pos += n
		err = c.write(b, c.in.TryWrite(b))
	}
	buffer.GiveBack(b)
	w.mu.Lock()
	w.wrote(int(upto-w.written), err)
	c.drain(upto, true)
	if err != nil {
		return c.err
	}
	return nil
}
