// This is what it looks like when a failure is forgotten: half a frame has gone
// out, and the next one follows, which the peer takes for the other half.

package wire

import (
	"io"
	"sync"

	"example/websocket/04-frames/frame"
)

type Wire struct {
	mu  sync.Mutex
	out io.Writer
}

func New(out io.Writer) *Wire { return &Wire{out: out} }

func (w *Wire) Message(op frame.Opcode, payload []byte) error {
	return w.send(frame.Append(nil, op, payload))
}

func (w *Wire) Ping(payload []byte) error { return w.send(frame.Append(nil, frame.Ping, payload)) }

func (w *Wire) send(whole []byte) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	_, err := w.out.Write(whole)
	return err
}
