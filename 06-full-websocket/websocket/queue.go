package websocket

import (
	"time"

	"example/websocket/04-frames/frame"
)

const (
	full    = 64 << 10         // bytes that may wait in the queue for company
	company = time.Millisecond // how long they may
)

// Queue sends a message like WriteMessage, but copies p and returns: it leaves
// together with its neighbours. It leaves before ReadMessage waits for more,
// with the next write, on Flush, or after a millisecond, whichever comes first.
// Replies to a client that sends many requests at once so take one system call,
// not many. A message of 16 KiB or more, or one that finds 64 KiB queued, is
// sent as WriteMessage does it.
//
// An error of the connection that is found when the message leaves is that of
// the next call.
func (c *Conn) Queue(op Opcode, p []byte) error {
	w := &c.wire
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := c.beginMessage(op, len(p)); err != nil {
		return err
	}
	h := frame.Header{Fin: true, Opcode: op}
	var err error
	switch {
	case c.compresses(p):
		err = c.writePacked(op, p, true)
	case c.roomInQueue(len(p)):
		err = c.enqueue(h, p)
	default:
		return c.writeFrame(h, p)
	}
	if err != nil {
		return err
	}
	if c.lastOfBatch() {
		w.answered = true
		c.flushNow()
		return nil
	}
	c.flushSoon()
	return nil
}

// roomInQueue reports whether n bytes of payload may wait in the queue.
func (c *Conn) roomInQueue(n int) bool { return n < direct && len(c.wire.queue)+n <= full }

// lastOfBatch reports whether a message that is queued now has no company to
// wait for: it is the first answer to the last message that has come. The next
// thing would be that the reader waits, and sends it. (Like the algorithm of
// Nagle in TCP: the first goes at once, what follows on its heels is gathered.)
func (c *Conn) lastOfBatch() bool {
	reading := c.in.idle.Load()%2 == 0
	return reading && !c.wire.answered && !c.more.Load() && c.in.raw.conn != nil
}

// flushSoon makes sure that what is queued leaves though nobody reads or writes.
func (c *Conn) flushSoon() {
	w := &c.wire
	if w.owned || w.flushing {
		return
	}
	w.flushing = true
	if w.flusher == nil {
		w.flusher = time.AfterFunc(company, c.flushLate)
	} else {
		w.flusher.Reset(company)
	}
}

// Flush returns when the system has every message that was queued before.
func (c *Conn) Flush() error {
	c.wire.mu.Lock()
	defer c.wire.mu.Unlock()
	if err := c.deliver(); err != nil {
		return err
	}
	if c.over() {
		return c.err
	}
	return nil
}

// flushLate is for a handler that queues and then does something else.
func (c *Conn) flushLate() {
	w := &c.wire
	w.mu.Lock()
	defer w.mu.Unlock()
	w.flushing = false
	if !w.owned {
		w.owned = true
		c.drain(0)
	}
}

// flushBeforeWait sends what is queued before the reader waits for more. The
// reader itself never waits for a write, or two ends that do nothing but write
// would wait for each other: what the system does not take at once leaves from
// another goroutine.
func (c *Conn) flushBeforeWait() {
	w := &c.wire
	w.mu.Lock()
	defer w.mu.Unlock()
	w.answered = false
	if w.flushing {
		w.flushing = !w.flusher.Stop()
	}
	c.flushNow()
}

// flushNow writes what is queued, as far as the system takes it at once.
func (c *Conn) flushNow() {
	w := &c.wire
	if w.owned { // and will find what is queued
		return
	}
	w.owned = true
	for c.takeQueue() && !w.failed {
		batch := w.queue
		w.queue = nil
		w.mu.Unlock()
		n := w.raw.write(batch)
		if n < len(batch) {
			go c.finishBatch(batch, n)
			w.mu.Lock()
			return
		}
		giveBack(batch)
		w.mu.Lock()
		w.wrote(n, nil)
	}
	w.owned = false
	w.changed.Broadcast()
}

// finishBatch owns the wire. It writes a batch of which n bytes have gone, and
// what has come since.
func (c *Conn) finishBatch(batch []byte, n int) {
	err := c.write(batch, n)
	giveBack(batch)
	w := &c.wire
	w.mu.Lock()
	defer w.mu.Unlock()
	w.wrote(len(batch), err)
	c.drain(0)
}

// pong queues the answer to a ping (RFC 6455 §5.5.3), unless we have said
// goodbye: nothing may follow our Close. If the peer pings without reading, only
// its last ping is answered, as the section allows.
func (c *Conn) pong(payload []byte) error {
	w := &c.wire
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.queue) > full {
		w.latePong = append(w.latePong[:0], payload...)
		w.owesPong = true
		return nil
	}
	w.owesPong = false
	c.flushSoon()
	if err := c.enqueue(frame.Header{Fin: true, Opcode: frame.Pong}, payload); err != ErrCloseSent {
		return err
	}
	return nil
}

// owedPong queues the pong that had to wait for room.
func (c *Conn) owedPong() {
	w := &c.wire
	if w.owesPong && len(w.queue) == 0 {
		w.owesPong = false
		c.enqueue(frame.Header{Fin: true, Opcode: frame.Pong}, w.latePong)
	}
}
