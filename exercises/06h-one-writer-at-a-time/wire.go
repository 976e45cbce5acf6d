// Package wire sends frames, for any number of goroutines.
package wire

import (
	"io"

	"example/websocket/04-frames/frame"
)

// Mend this.

// A Wire sends a server's frames to out, to which nobody else writes. It may be
// used by any number of goroutines at once.
type Wire struct {
	out io.Writer
}

// New returns a Wire that writes to out.
func New(out io.Writer) *Wire {
	return &Wire{out: out}
}

// Message sends a message in one frame. It returns when out has taken it.
func (w *Wire) Message(op frame.Opcode, payload []byte) error {
	h := frame.Header{Fin: true, Opcode: op, Length: uint64(len(payload))}
	if _, err := w.out.Write(h.Append(nil)); err != nil {
		return err
	}
	_, err := w.out.Write(payload)
	return err
}

// Ping sends a ping. It returns when out has taken it.
func (w *Wire) Ping(payload []byte) error {
	_, err := w.out.Write(frame.Append(nil, frame.Ping, payload))
	return err
}
