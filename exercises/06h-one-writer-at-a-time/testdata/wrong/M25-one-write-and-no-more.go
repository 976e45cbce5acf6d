// This is what it looks like when header and payload leave in one Write, and nothing
// else is done: no lock, and a failure is forgotten.

package wire

import (
	"io"

	"example/websocket/04-frames/frame"
)

type Wire struct {
	out io.Writer
}

func New(out io.Writer) *Wire {
	return &Wire{out: out}
}

func (w *Wire) send(op frame.Opcode, payload []byte) error {
	_, err := w.out.Write(frame.Append(nil, op, payload))
	return err
}

func (w *Wire) Message(op frame.Opcode, payload []byte) error {
	return w.send(op, payload)
}

func (w *Wire) Ping(payload []byte) error {
	return w.send(frame.Ping, payload)
}
