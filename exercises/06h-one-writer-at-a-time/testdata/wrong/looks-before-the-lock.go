// This is what it looks like when the earlier failure is looked for before the lock
// is held: whoever waited for the lock while the Write failed writes all the same.

package wire

import (
	"io"
	"sync"

	"example/websocket/04-frames/frame"
)

type Wire struct {
	mu  sync.Mutex
	err error
	out io.Writer
}

func New(out io.Writer) *Wire {
	return &Wire{out: out}
}

func (w *Wire) send(op frame.Opcode, payload []byte) error {
	if w.err != nil {
		return w.err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	_, w.err = w.out.Write(frame.Append(nil, op, payload))
	return w.err
}

func (w *Wire) Message(op frame.Opcode, payload []byte) error {
	return w.send(op, payload)
}

func (w *Wire) Ping(payload []byte) error {
	return w.send(frame.Ping, payload)
}
