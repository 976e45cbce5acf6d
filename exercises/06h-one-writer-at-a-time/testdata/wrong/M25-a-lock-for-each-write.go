// This is what a lock around each Write looks like: no two Writes overlap, and
// between a header and its payload the lock is free for somebody else's.

package wire

import (
	"io"
	"sync"

	"example/websocket/04-frames/frame"
)

type Wire struct {
	mu  sync.Mutex
	out io.Writer
	err error
}

func New(out io.Writer) *Wire { return &Wire{out: out} }

func (w *Wire) write(p []byte) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err == nil {
		_, w.err = w.out.Write(p)
	}
	return w.err
}

func (w *Wire) Message(op frame.Opcode, payload []byte) error { return w.send(op, payload) }

func (w *Wire) Ping(payload []byte) error { return w.send(frame.Ping, payload) }

func (w *Wire) send(op frame.Opcode, payload []byte) error {
	h := frame.Header{Fin: true, Opcode: op, Length: uint64(len(payload))}
	if err := w.write(h.Append(nil)); err != nil {
		return err
	}
	return w.write(payload)
}
