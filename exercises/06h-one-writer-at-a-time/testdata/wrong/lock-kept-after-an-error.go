// This is what a return between Lock and Unlock looks like: after the first
// failure nobody ever gets his turn.

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

func (w *Wire) Message(op frame.Opcode, payload []byte) error {
	return w.send(frame.Append(nil, op, payload))
}

func (w *Wire) Ping(payload []byte) error { return w.send(frame.Append(nil, frame.Ping, payload)) }

func (w *Wire) send(whole []byte) error {
	w.mu.Lock()
	if w.err != nil {
		return w.err
	}
	if _, w.err = w.out.Write(whole); w.err != nil {
		return w.err
	}
	w.mu.Unlock()
	return nil
}
