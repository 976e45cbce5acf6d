package websocket

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"example/websocket/02-tcp-echo/buffer"
	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/deflate"
)

// A Group is a set of connections that are sent the same messages, or end
// together. Its zero value is ready; its methods may be called from anywhere.
type Group struct {
	// Backlog is how many bytes may wait for one member; 0 is 1 MiB. A member
	// that reads so slowly that a broadcast would make it more is cut, and ends with
	// ErrTooSlow. (One for whom nothing waits may be sent a larger message.)
	Backlog int

	sending sync.Mutex // held for a broadcast: every member gets all in one order
	mu      sync.Mutex
	members map[*Conn]bool
	known   map[*Conn]bool  // members, and who has been one: at their end they call Remove
	ending  context.Context // of Shutdown; nil before
	reason  string
}

// ErrTooSlow is what a connection ends with, wrapped, if it could not keep up
// with a Group's broadcasts. Its close code is 1006.
var ErrTooSlow = errors.New("the peer reads too slowly")

// Add makes c a member until its end; it may be one of several groups. If the group
// has been shut down, so is c, with the same context, and Add does not wait for it.
func (g *Group) Add(c *Conn) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.ending != nil {
		go c.Shutdown(g.ending, frame.GoingAway, g.reason)
		return
	}
	if g.members == nil {
		g.members, g.known = make(map[*Conn]bool), make(map[*Conn]bool)
	}
	if g.known[c] || c.whenOver(func() { g.Remove(c) }) {
		g.members[c], g.known[c] = true, true
	}
}

// Remove ends c's membership, if it is a member; the connection goes on.
func (g *Group) Remove(c *Conn) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.members, c)
	if c.over() {
		delete(g.known, c)
	}
}

// Len returns how many members there are.
func (g *Group) Len() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.members)
}

// Broadcast sends a message to every member and waits for none: what a member
// does not take at once is queued for it, and is bounded by Backlog and its
// Options.WriteTime. A member that is sending a message in pieces gets it behind
// that. The message is framed once, and compressed once for all whose windows have
// the same size. It neither changes nor keeps p. Every member gets the broadcasts in
// the same order.
//
// The only error is an op that is neither Text nor Binary. What becomes of a member
// is the business of whoever reads from it.
func (g *Group) Broadcast(op Opcode, p []byte) error {
	if !op.Data() {
		return fmt.Errorf("websocket: a message is Text or Binary, not %v", op)
	}
	g.sending.Lock()
	defer g.sending.Unlock()
	g.mu.Lock()
	members := slices.Collect(maps.Keys(g.members))
	g.mu.Unlock()
	b := broadcast{op: op, p: p}
	for _, c := range members {
		if !c.offer(&b, cmp.Or(g.Backlog, 1<<20)) {
			c.abort("cut by a broadcast", ErrTooSlow)
		}
	}
	return nil
}

// Shutdown shuts every member down with 1001 and reason, all at once, and those who
// are added later: as Conn.Shutdown does it. Who has not answered when ctx is done
// is cut. It returns when all have ended: the error of one that did not say
// goodbye, or nil. ctx is kept, for those who come.
func (g *Group) Shutdown(ctx context.Context, reason string) (failed error) {
	g.mu.Lock()
	g.ending, g.reason = ctx, reason
	members := slices.Collect(maps.Keys(g.members))
	g.mu.Unlock()
	errs := make(chan error, len(members))
	for _, c := range members {
		go func() { errs <- c.Shutdown(ctx, frame.GoingAway, reason) }()
	}
	for range members {
		failed = cmp.Or(failed, <-errs)
	}
	return failed
}

// A broadcast is a message in the forms that its receivers need.
type broadcast struct {
	op    Opcode
	p     []byte
	forms [16]*form // by the bits of the window; 0 is not compressed
}

// A form is a whole frame, and its parts.
type form struct {
	h              frame.Header
	whole, payload []byte
}

func (b *broadcast) form(z *compression) *form {
	bits := 0
	if z != nil && len(b.p) >= z.threshold {
		bits = z.bits
	}
	if b.forms[bits] == nil {
		f := &form{h: frame.Header{Fin: true, Opcode: b.op}, payload: b.p}
		if bits > 0 {
			f.h.Rsv, f.payload = rsv1, deflate.NewCompressor(bits, false).Append(nil, b.p, true)
		}
		f.h.Length = uint64(len(f.payload))
		f.whole = append(f.h.Append(nil), f.payload...)
		f.payload = f.whole[len(f.whole)-len(f.payload):] // b.p is not ours to keep
		b.forms[bits] = f
	}
	return b.forms[bits]
}

// offer queues a broadcast and sends what the system takes at once. It reports
// false if more than backlog bytes would wait.
func (c *Conn) offer(b *broadcast, backlog int) bool {
	w := &c.wire
	f := b.form(c.compression)
	w.mu.Lock()
	defer w.mu.Unlock()
	waiting := int(w.queued - w.written)
	for _, late := range w.late {
		waiting += len(late.whole)
	}
	if waiting > 0 && waiting+len(f.whole) > backlog {
		return false
	}
	w.late = append(w.late, f)
	if !w.talking { // or else behind the message that is under way
		c.sendLate()
	}
	return true
}

// sendLate queues the broadcasts that wait. The mutex is held.
func (c *Conn) sendLate() {
	w := &c.wire
	if len(w.late) == 0 {
		return
	}
	for _, f := range w.late {
		if f.h.Rsv != 0 {
			c.compression.forget = true // the peer's window moves on without our compressor
		}
		if c.role == frame.Client || c.tap != nil {
			c.enqueue(f.h, f.payload)
		} else if c.mayWrite(f.h) == nil {
			w.queue = append(buffer.Room(w.queue, len(f.whole)), f.whole...)
			w.queued += int64(len(f.whole))
		}
	}
	w.late = w.late[:0]
	c.flushNow()
}
