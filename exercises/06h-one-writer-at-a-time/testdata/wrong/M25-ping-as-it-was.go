// This is what it looks like when Message is mended and Ping stays as it was: it
// writes while a message is half out, and after a failure too.

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

func New(out io.Writer) *Wire {
	return &Wire{out: out}
}

func (w *Wire) Message(op frame.Opcode, payload []byte) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err != nil {
		return w.err
	}
	h := frame.Header{Fin: true, Opcode: op, Length: uint64(len(payload))}
	if _, w.err = w.out.Write(h.Append(nil)); w.err != nil {
		return w.err
	}
	_, w.err = w.out.Write(payload)
	return w.err
}

func (w *Wire) Ping(payload []byte) error {
	_, err := w.out.Write(frame.Append(nil, frame.Ping, payload))
	return err
}
