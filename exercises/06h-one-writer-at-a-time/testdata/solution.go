// Package wire sends frames, for any number of goroutines.
package wire

import (
	"io"
	"sync"

	"example/websocket/04-frames/frame"
)

// A Wire sends a server's frames to out, to which nobody else writes. It may be
// used by any number of goroutines at once.
type Wire struct {
	mu  sync.Mutex // held from the first byte of a frame to its last
	out io.Writer
	err error // of the first Write that failed
}

// New returns a Wire that writes to out.
func New(out io.Writer) *Wire {
	return &Wire{out: out}
}

// Message sends a message in one frame. It returns when out has taken it.
func (w *Wire) Message(op frame.Opcode, payload []byte) error {
	return w.send(frame.Append(nil, op, payload))
}

// Ping sends a ping. It returns when out has taken it.
func (w *Wire) Ping(payload []byte) error {
	return w.send(frame.Append(nil, frame.Ping, payload))
}

// send sends a whole frame. After a failure nothing follows: half a frame may
// have gone out, and the peer would take the next one for its other half.
func (w *Wire) send(whole []byte) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err == nil {
		_, w.err = w.out.Write(whole)
	}
	return w.err
}
