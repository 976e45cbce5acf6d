package websocket

import (
	"fmt"
	"os"
	"time"

	"example/websocket/02-tcp-echo/buffer"
	"example/websocket/04-frames/frame"
)

// A message takes turns with others: from its first frame to its last nobody
// else's begins. Control frames, and what a Queue before it left, go between.

// send sends a message in one frame, or leaves it in the queue, if there is
// room. The mutex is held before and after.
func (c *Conn) send(op Opcode, p []byte, queue bool) error {
	if err := c.beginMessage(op, len(p)); err != nil {
		return err
	}
	h := frame.Header{Fin: true, Opcode: op}
	if z := c.compression; z != nil && len(p) >= z.threshold {
		c.wire.talking = true
		defer c.endMessage()
		h.Rsv, p = rsv1, c.pack(p, true)
		defer buffer.GiveBack(p)
	}
	if queue && c.roomInQueue(len(p)) {
		return c.enqueue(h, p)
	}
	return c.writeFrame(h, p)
}

// beginMessage waits until a message with n bytes of payload may begin: no
// other is under way, for WriteTime at most, and a large one finds the wire
// free. At the end of the connection none may, though another may still be under
// way.
func (c *Conn) beginMessage(op Opcode, n int) error {
	if !op.Data() {
		return fmt.Errorf("websocket: a message is Text or Binary, not %v", op)
	}
	w := &c.wire
	var by time.Time
	for !c.over() && (w.talking || w.owned && n > batch) {
		if w.talking && by.IsZero() {
			by = time.Now().Add(c.writeTime)
			defer time.AfterFunc(c.writeTime, w.wake).Stop()
		}
		if w.talking && !time.Now().Before(by) {
			return fmt.Errorf("websocket: another message was not ended within %v: %w", c.writeTime, os.ErrDeadlineExceeded)
		}
		w.wait()
	}
	return c.mayWrite(frame.Header{Opcode: op})
}

// wake wakes whoever waits for a change.
func (w *wire) wake() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.tell()
}

// endMessage lets other messages have their turn.
func (c *Conn) endMessage() {
	w := &c.wire
	w.talking = false
	if w.gone && c.compression != nil {
		c.compression.out.Release()
	}
	c.sendLate()
	w.tell()
}
