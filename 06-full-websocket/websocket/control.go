package websocket

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"example/websocket/04-frames/frame"
	"example/websocket/05-masking/mask"
)

// Step 3: control frames (RFC 6455 §5.5). They are short, never fragmented,
// and may arrive inside a message of which they are no part.

// readControl reads the payload of a control frame and does what it asks. A
// payload that is not whole stays in c.in, and its header is kept: a read
// deadline between two messages does no harm.
func (c *Conn) readControl(h frame.Header) error {
	if c.in.Buffered() < int(h.Length) {
		half := h
		c.half = &half
	}
	payload, err := c.in.Peek(int(h.Length)) // 125 at most, says frame.Check
	if err != nil {
		return unexpected(err)
	}
	defer c.in.Discard(len(payload))
	c.half = nil
	if c.tap != nil {
		c.tap(false, h, payload)
	}
	if h.Masked {
		mask.XOR(payload, h.Key, 0)
	}
	switch h.Opcode {
	case frame.Ping:
		return c.answer(payload)
	case frame.Pong:
		c.pings.answered(string(payload))
		return nil
	}
	return c.receivedClose(payload)
}

// Ping sends a ping with payload p, at most 125 bytes, and waits for its pong
// (RFC 6455 §5.5.2, §5.5.3): nil says that it has come. The error is ctx's, or the
// connection's once that is over, or ErrCloseSent. Pongs are seen by whoever reads,
// so a read has to be in progress. Any number may wait, in goroutines of their own;
// give each ping a payload of its own to tell their pongs apart.
func (c *Conn) Ping(ctx context.Context, p []byte) error {
	if len(p) > 125 {
		return fmt.Errorf("websocket: ping of %d bytes, at most 125 allowed (RFC 6455 §5.5)", len(p))
	}
	pong, err := c.ping(p)
	defer c.pings.drop(pong)
	if err != nil {
		return err
	}
	select {
	case err := <-pong:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// ping queues a ping and returns, since whoever holds the wire may hold it for
// longer than the caller wants to wait. The channel gets nil when the pong has
// come, or why it cannot come any more.
func (c *Conn) ping(p []byte) (pong chan error, err error) {
	c.pings.mu.Lock() // the order of sending is the order of waiting
	defer c.pings.mu.Unlock()
	pong = make(chan error, 1)
	c.pings.waiting = append(c.pings.waiting, ping{string(p), pong})
	err = c.queueControl(frame.Ping, p)
	go c.Flush()
	return pong, err
}

func (c *Conn) queueControl(op Opcode, p []byte) error {
	c.wire.mu.Lock()
	defer c.wire.mu.Unlock()
	return c.enqueue(frame.Header{Fin: true, Opcode: op}, p)
}

// pings are the pings that wait for their pongs, in the order of sending.
type pings struct {
	mu      sync.Mutex
	waiting []ping
}

type ping struct {
	payload string
	pong    chan error
}

func (p *pings) drop(pong chan error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waiting = slices.DeleteFunc(p.waiting, func(w ping) bool { return w.pong == pong })
}

// answered releases the ping with this payload and all before it: a peer may
// answer only the latest of several (§5.5.3). A pong that answers none is no
// fault.
func (p *pings) answered(payload string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := slices.IndexFunc(p.waiting, func(w ping) bool { return w.payload == payload }) + 1
	for _, w := range p.waiting[:n] {
		w.pong <- nil
	}
	p.waiting = slices.Delete(p.waiting, 0, n)
}

func (p *pings) end(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, w := range p.waiting {
		w.pong <- err
	}
	p.waiting = nil
}
