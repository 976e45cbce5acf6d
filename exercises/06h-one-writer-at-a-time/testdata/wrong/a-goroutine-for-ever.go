// This is what a goroutine looks like that does all the writing: nobody ever tells
// it that the connection has ended, and it waits for the next frame.

package wire

import (
	"io"
	"sync"

	"example/websocket/04-frames/frame"
)

type job struct {
	b    []byte
	done chan error
}

type Wire struct {
	once sync.Once
	jobs chan job
	out  io.Writer
}

func New(out io.Writer) *Wire {
	w := &Wire{out: out, jobs: make(chan job)}
	go func() {
		var err error
		for j := range w.jobs {
			if err == nil {
				_, err = out.Write(j.b)
			}
			j.done <- err
		}
	}()
	return w
}

func (w *Wire) Message(op frame.Opcode, payload []byte) error {
	j := job{frame.Append(nil, op, payload), make(chan error)}
	w.jobs <- j
	return <-j.done
}

func (w *Wire) Ping(payload []byte) error {
	return w.Message(frame.Ping, payload)
}
