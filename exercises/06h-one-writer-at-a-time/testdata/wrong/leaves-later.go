// This is what a queue looks like that leaves a little later: Message returns
// before anything is written, and nobody hears that it has failed.

package wire

import (
	"io"
	"sync"
	"time"

	"example/websocket/04-frames/frame"
)

type Wire struct {
	mu    sync.Mutex
	out   io.Writer
	queue []byte
	err   error
}

func New(out io.Writer) *Wire { return &Wire{out: out} }

func (w *Wire) Message(op frame.Opcode, payload []byte) error {
	return w.send(frame.Append(nil, op, payload))
}

func (w *Wire) Ping(payload []byte) error { return w.send(frame.Append(nil, frame.Ping, payload)) }

func (w *Wire) send(whole []byte) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.queue) == 0 {
		time.AfterFunc(20*time.Millisecond, w.flush)
	}
	w.queue = append(w.queue, whole...)
	return w.err
}

func (w *Wire) flush() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err == nil {
		_, w.err = w.out.Write(w.queue)
	}
	w.queue = nil
}
