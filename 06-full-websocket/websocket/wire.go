package websocket

import (
	"fmt"
	"net"
	"os"
	"sync"
	"time"

	"example/websocket/04-frames/frame"
	"example/websocket/05-masking/mask"
)

// How frames leave. Every frame goes through one queue, so that the order of
// the queue is the order on the wire. Whoever wants bytes to go takes the wire,
// writes all that is queued, and lets go of it; who comes meanwhile adds to the
// queue and finds it written with the next batch.
//
//   - The mutex guards memory, and is never held in a system call.
//   - One goroutine at a time owns the wire. It lets go under the mutex, with
//     an empty queue or to somebody who waits and will go on.
//   - The reader waits for no owner: see flushBeforeWait.

// direct is from how many bytes on a message is not copied into the queue.
const direct = 16 << 10

// A wire is the sending half of a connection.
type wire struct {
	mu      sync.Mutex
	changed sync.Cond // some of what follows; L is &mu

	queue   []byte // frames; borrowed, nil while empty
	queued  int64  // bytes that have entered the queue since the beginning,
	written int64  // bytes that the system has taken,
	awaited int64  // and how many of them somebody in deliver waits for
	owned   bool   // somebody is writing
	failed  bool   // a write has failed: nothing will be written any more
	gone    bool   // the connection below is closed

	talking   bool    // a message is under way in several frames,
	late      []*form // and these broadcasts wait for its end
	closeSent bool    // our Close is in the queue, or beyond
	owesPong  bool    // there was no room for a pong,
	latePong  []byte  // with this payload

	raw      rawWriter
	flusher  *time.Timer // see Queue
	flushing bool        // it will run
	answered bool        // a message was queued since the reader waited
}

// writeFrame sends a frame and returns when the system has it. The mutex is
// held.
func (c *Conn) writeFrame(h frame.Header, p []byte) error {
	if len(p) >= direct {
		return c.writeDirect(h, p)
	}
	if err := c.enqueue(h, p); err != nil {
		return err
	}
	return c.deliver()
}

// enqueue puts a frame into the queue. The mutex is held.
func (c *Conn) enqueue(h frame.Header, p []byte) error {
	if err := c.mayWrite(h); err != nil {
		return err
	}
	w := &c.wire
	before := len(w.queue)
	w.queue = roomFor(w.queue, frame.MaxHeader+len(p))
	w.queue, h = c.appendHeader(w.queue, h, len(p))
	payload := len(w.queue)
	w.queue = append(w.queue, p...)
	c.seal(h, w.queue[payload:], 0)
	w.queued += int64(len(w.queue) - before)
	return nil
}

// mayWrite refuses what comes after the end, or after our Close.
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

// seal masks the piece of a payload that begins at pos, if need be.
func (c *Conn) seal(h frame.Header, piece []byte, pos int) {
	if h.Masked {
		mask.XOR(piece, h.Key, pos%4)
	}
	if c.tap != nil && len(piece) > 0 {
		c.tap(true, h, piece)
	}
}

// deliver returns when the system has all that is queued now. The mutex is
// held.
func (c *Conn) deliver() error {
	w := &c.wire
	for upto := w.queued; w.written < upto; {
		switch {
		case w.failed:
			return c.err
		case w.owned:
			w.awaited = max(w.awaited, upto)
			w.changed.Wait()
		default:
			w.owned = true
			c.drain(upto)
		}
	}
	return nil
}

// drain is called by the owner. It writes what is queued, with what is added
// meanwhile, and lets the wire go: when the queue is empty, or when upto has gone
// and somebody in deliver waits, who will go on. The mutex is held before and
// after.
func (c *Conn) drain(upto int64) {
	w := &c.wire
	for c.takeQueue() && !w.failed && (w.written < upto || w.awaited <= w.written) {
		batch := w.queue
		w.queue = nil
		w.mu.Unlock()
		err := c.write(batch, w.raw.write(batch))
		giveBack(batch)
		w.mu.Lock()
		w.wrote(len(batch), err)
	}
	w.owned = false
	w.changed.Broadcast()
}

// takeQueue reports whether something is to be written.
func (c *Conn) takeQueue() bool {
	c.owedPong()
	return len(c.wire.queue) > 0
}

func (w *wire) wrote(n int, err error) {
	if err == nil {
		w.written += int64(n)
	}
	w.failed = w.failed || err != nil
	w.changed.Broadcast()
}

// writeDirect sends a frame whose payload is too large to be copied into the
// queue. The mutex is held before and after; a message's turn may have passed.
func (c *Conn) writeDirect(h frame.Header, p []byte) error {
	w := &c.wire
	for w.owned && !c.over() {
		w.changed.Wait()
	}
	if err := c.mayWrite(h); err != nil {
		return err
	}
	w.owned = true
	head := roomFor(w.queue, large)
	w.queue = nil
	before := len(head)
	head, h = c.appendHeader(head, h, len(p))
	w.queued += int64(len(head) - before + len(p))
	upto := w.queued
	w.mu.Unlock()
	err := c.writePayload(h, head, p)
	giveBack(head)
	w.mu.Lock()
	w.wrote(int(upto-w.written), err)
	c.drain(upto)
	if err != nil {
		return c.err
	}
	return nil
}

// progress is how many bytes WriteTime is for: more of them get more time.
const progress = 1 << 20

// writePayload writes what stands in head, and then a payload. A client masks
// it on the way, in head's free room, since p is not ours to change.
func (c *Conn) writePayload(h frame.Header, head, p []byte) (err error) {
	if c.tcp != nil && !h.Masked {
		c.seal(h, p, 0)
		return c.writeVector(head, p)
	}
	for pos := 0; pos < len(p) && err == nil; head = head[:0] {
		n := min(len(p)-pos, cap(head)-len(head))
		start := len(head)
		head = append(head, p[pos:pos+n]...)
		c.seal(h, head[start:], pos)
		pos += n
		err = c.write(head, c.wire.raw.write(head))
	}
	return err
}

// A vector is what one system call writes from several places.
type vector struct {
	parts [2][]byte
	rest  net.Buffers
}

var vectors = sync.Pool{New: func() any { return new(vector) }}

// writeVector writes head and p without copying them into one.
func (c *Conn) writeVector(head, p []byte) error {
	v := vectors.Get().(*vector)
	defer vectors.Put(v)
	for first := true; first || len(p) > 0; first = false {
		n := min(len(p), progress)
		v.parts = [2][]byte{head, p[:n]}
		v.rest = v.parts[:]
		c.boundWrite()
		if _, err := v.rest.WriteTo(c.tcp); err != nil {
			c.abort("write failed", err)
			return err
		}
		head, p = nil, p[n:]
	}
	v.parts = [2][]byte{}
	return nil
}

// write writes b but for its first n bytes, which have gone already.
func (c *Conn) write(b []byte, n int) error {
	if n == len(b) {
		return nil
	}
	c.boundWrite()
	if _, err := c.nc.Write(b[n:]); err != nil {
		c.abort("write failed", err)
		return err
	}
	return nil
}

// beginMessage waits until a message with n bytes of payload may begin: no
// other is under way, for WriteTime at most, and a large one finds the wire
// free. The mutex is held.
func (c *Conn) beginMessage(op Opcode, n int) error {
	if !op.Data() {
		return fmt.Errorf("websocket: a message is Text or Binary, not %v", op)
	}
	w := &c.wire
	var by time.Time
	for !c.over() && (w.talking || w.owned && n >= direct) {
		if w.talking && by.IsZero() {
			by = time.Now().Add(c.writeTime)
			defer time.AfterFunc(c.writeTime, w.wake).Stop()
		}
		if w.talking && !time.Now().Before(by) {
			return fmt.Errorf("websocket: another message was not ended within %v: %w", c.writeTime, os.ErrDeadlineExceeded)
		}
		w.changed.Wait()
	}
	return nil
}

func (w *wire) wake() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.changed.Broadcast()
}
