package websocket

import (
	"time"

	"example/websocket/04-frames/frame"
)

// full is how many bytes may wait in the queue for company.
const full = 64 << 10

// company is how long they may.
const company = time.Millisecond

// Queue sends a message like WriteMessage, but copies p and returns: it leaves
// together with its neighbours, before ReadMessage waits for more, with the next
// write, on Flush, or after a millisecond, whichever comes first. The answers to
// a client that sends many requests at once so take one system call, not many. The
// first answer to a message that came alone leaves at once. A message of 16 KiB or
// more (compressed, if it will be), or for which 64 KiB of queue have no room, is
// sent as WriteMessage does it.
//
// The order of the queue is the order on the wire, for whatever is sent, and our
// Close comes last. An error that is found when the message leaves is that of the
// next call.
func (c *Conn) Queue(op Opcode, p []byte) error {
	w := &c.wire
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := c.send(op, p, true); err != nil {
		return err
	}
	// The first answer to the last message that has come: it would have no
	// company, since the next thing is that the reader waits, and sends it. (Nagle's
	// algorithm in TCP: the first goes at once, what follows on its heels is
	// gathered.)
	if c.in.Waits()%2 == 0 && !w.answered && !c.more.Load() && c.in.CanTry() {
		w.answered = true
		c.flushNow()
		return nil
	}
	c.flushSoon()
	return nil
}

// roomInQueue reports whether n bytes of payload may wait in the queue.
func (c *Conn) roomInQueue(n int) bool { return n < 16<<10 && len(c.wire.queue)+n <= full }

// Flush returns when the system has every message that was queued before, or why it
// will not. Nobody has to call it: see Queue.
func (c *Conn) Flush() error {
	c.wire.mu.Lock()
	defer c.wire.mu.Unlock()
	if err := c.deliver(); err != nil || !c.over() {
		return err
	}
	return c.err
}

// flushNow writes what is queued, and does not wait: the reader calls it, and if
// that waited for a write, two ends that both write would wait for each other.
func (c *Conn) flushNow() {
	if !c.wire.owned { // or else the owner finds what is queued
		c.drain(c.wire.queued, false)
	}
}

// flushSoon lets what is queued leave though nobody reads or writes.
func (c *Conn) flushSoon() {
	w := &c.wire
	switch {
	case w.owned || w.flushing:
		return
	case w.flusher == nil:
		w.flusher = time.AfterFunc(company, func() {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.flushing = false
			c.flushNow()
		})
	default:
		w.flusher.Reset(company)
	}
	w.flushing = true
}

// hooks are called by the buffer that the reader reads from.
type hooks Conn

// BeforeRead sends what is queued.
func (k *hooks) BeforeRead() {
	w := &k.wire
	w.mu.Lock()
	defer w.mu.Unlock()
	w.answered = false
	if w.flushing {
		w.flushing = !w.flusher.Stop()
	}
	(*Conn)(k).flushNow()
}

// BeforeWait gives what has begun to arrive a time to be complete.
func (k *hooks) BeforeWait() {
	if k.unread || k.half != nil || k.in.Buffered() > 0 {
		(*Conn)(k).boundMessage()
	}
}

// answer queues the pong for a ping (RFC 6455 §5.5.3), unless we have said
// goodbye: nothing may follow our Close. If the peer pings without reading, only
// its last ping is answered, as the section allows.
func (c *Conn) answer(ping []byte) error {
	w := &c.wire
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.owed = nil; len(w.queue) > full {
		payload := string(ping)
		w.owed = &payload
		return nil
	}
	c.flushSoon()
	if err := c.enqueue(frame.Header{Fin: true, Opcode: frame.Pong}, ping); err != ErrCloseSent {
		return err
	}
	return nil
}

// owedPong queues the pong that had to wait for room.
func (c *Conn) owedPong() {
	if w := &c.wire; w.owed != nil && len(w.queue) == 0 {
		c.enqueue(frame.Header{Fin: true, Opcode: frame.Pong}, []byte(*w.owed))
		w.owed = nil
	}
}
