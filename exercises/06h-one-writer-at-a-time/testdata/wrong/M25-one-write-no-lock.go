// This is what a frame in one Write looks like, without a lock: a TCP connection
// lets one Write wait for the other, and not everything is a TCP connection.

package wire

import (
	"io"
	"sync/atomic"

	"example/websocket/04-frames/frame"
)

type Wire struct {
	out    io.Writer
	broken atomic.Pointer[error]
}

func New(out io.Writer) *Wire { return &Wire{out: out} }

func (w *Wire) Message(op frame.Opcode, payload []byte) error {
	return w.send(frame.Append(nil, op, payload))
}

func (w *Wire) Ping(payload []byte) error { return w.send(frame.Append(nil, frame.Ping, payload)) }

func (w *Wire) send(whole []byte) error {
	if err := w.broken.Load(); err != nil {
		return *err
	}
	_, err := w.out.Write(whole)
	if err != nil {
		w.broken.Store(&err)
	}
	return err
}
