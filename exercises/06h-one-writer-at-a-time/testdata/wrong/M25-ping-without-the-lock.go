// This is what it looks like when messages take turns and pings do not: a ping is
// short, and leaves in one Write, in the middle of somebody's message.

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
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err != nil {
		return w.err
	}
	h := frame.Header{Fin: true, Opcode: op, Length: uint64(len(payload))}
	if _, w.err = w.out.Write(h.Append(nil)); w.err == nil {
		_, w.err = w.out.Write(payload)
	}
	return w.err
}

func (w *Wire) Ping(payload []byte) error {
	w.mu.Lock()
	err := w.err
	w.mu.Unlock()
	if err == nil {
		_, err = w.out.Write(frame.Append(nil, frame.Ping, payload))
	}
	return err
}
