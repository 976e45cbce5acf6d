// This is what a header and a payload in two Writes look like, with nothing to
// hold others back: what somebody else sends comes between the two.

package wire

import (
	"io"

	"example/websocket/04-frames/frame"
)

type Wire struct{ out io.Writer }

func New(out io.Writer) *Wire { return &Wire{out: out} }

func (w *Wire) Message(op frame.Opcode, payload []byte) error { return w.send(op, payload) }

func (w *Wire) Ping(payload []byte) error { return w.send(frame.Ping, payload) }

func (w *Wire) send(op frame.Opcode, payload []byte) error {
	h := frame.Header{Fin: true, Opcode: op, Length: uint64(len(payload))}
	if _, err := w.out.Write(h.Append(nil)); err != nil {
		return err
	}
	_, err := w.out.Write(payload)
	return err
}
