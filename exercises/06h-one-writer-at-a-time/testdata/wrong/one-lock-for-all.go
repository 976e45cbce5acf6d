// This is what one lock for all connections looks like: a client that does not
// read keeps everybody else's frames waiting.

package wire

import (
	"io"
	"sync"

	"example/websocket/04-frames/frame"
)

var mu sync.Mutex

type Wire struct {
	out io.Writer
	err error
}

func New(out io.Writer) *Wire { return &Wire{out: out} }

func (w *Wire) Message(op frame.Opcode, payload []byte) error {
	return w.send(frame.Append(nil, op, payload))
}

func (w *Wire) Ping(payload []byte) error { return w.send(frame.Append(nil, frame.Ping, payload)) }

func (w *Wire) send(whole []byte) error {
	mu.Lock()
	defer mu.Unlock()
	if w.err == nil {
		_, w.err = w.out.Write(whole)
	}
	return w.err
}
