package websocket

import (
	"fmt"
	"io"
	"net"
	"os"
	"time"

	"example/websocket/02-tcp-echo/buffer"
	"example/websocket/04-frames/frame"
)

// A message takes turns with others: from its first frame to its last nobody
// else's begins. Control frames, and what a Queue before it left, go between.

// NextWriter begins a message that goes out in pieces: each Write is a frame, sent
// before it returns, and Close ends the message with an empty one (RFC 6455 §5.4).
// (With compression, when the compressor has something to send.) Write neither
// changes nor keeps its bytes; those of a Text message together have to be UTF-8.
//
// Close the writer in any case. Until then other messages wait, for
// Options.WriteTime or until the write deadline that they found, and then fail
// without having begun: the error matches os.ErrDeadlineExceeded, and the
// connection still stands. Pings and pongs do not wait, and neither does our Close:
// it ends the message where it is (§5.5.1). The writer is for one goroutine.
func (c *Conn) NextWriter(op Opcode) (io.WriteCloser, error) {
	c.wire.mu.Lock()
	defer c.wire.mu.Unlock()
	if err := c.beginMessage(op, 0); err != nil {
		return nil, err
	}
	c.wire.talking = true
	return &writer{c: c, op: op}, nil
}

type writer struct {
	c      *Conn
	op     Opcode // of the next frame: Continuation from the second on
	closed bool
}

// Write sends p as a frame. Of no bytes, it sends nothing.
func (w *writer) Write(p []byte) (int, error) {
	if w.closed {
		return 0, net.ErrClosed
	}
	if len(p) == 0 {
		return 0, nil
	}
	if err := w.frame(p, false); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Close ends the message. A second call does nothing.
func (w *writer) Close() error {
	if w.closed {
		return nil
	}
	w.closed = true
	return w.frame(nil, true)
}

func (w *writer) frame(p []byte, fin bool) error {
	c := w.c
	c.wire.mu.Lock()
	defer c.wire.mu.Unlock()
	if fin {
		defer c.endMessage()
	}
	h := frame.Header{Fin: fin, Opcode: w.op}
	if c.compression != nil {
		p = c.pack(p, fin)
		defer buffer.GiveBack(p)
		if len(p) == 0 {
			return nil // the compressor waits for more
		}
		if w.op.Data() {
			h.Rsv = rsv1
		}
	}
	w.op = frame.Continuation
	return c.writeFrame(h, p)
}

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
			c.bound(func(b *times) { by = earlier(by, b.callerWrite) })
			defer time.AfterFunc(time.Until(by), w.wake).Stop()
		}
		if w.talking && !time.Now().Before(by) {
			return fmt.Errorf("websocket: another message was not ended in time: %w", os.ErrDeadlineExceeded)
		}
		w.wait()
	}
	return c.mayWrite(frame.Header{Opcode: op})
}

// wake tells of a change that needed no mutex.
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
