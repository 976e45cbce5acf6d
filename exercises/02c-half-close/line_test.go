package halfclose_test

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"sync/atomic"
	"syscall"
	"testing/synctest"
	"time"

	halfclose "example/websocket/exercises/02c-half-close"
	"example/websocket/exercises/internal/check"
)

// A line is one end of a connection without a network, so that time can be virtual.
// What goes each way is a pipe of its own, and so one way can end before the other.
type line struct {
	net.Conn // what it sends on
	in       net.Conn
	name     string
	half     error        // what CloseWrite returns instead of doing it
	lost     atomic.Bool  // the other end has broken off
	closed   atomic.Bool  // this end has been closed
	running  atomic.Int32 // calls of Read and Write
}

// connect returns both ends of a connection.
func connect(near, far string) (*line, *line) {
	out, theirIn := net.Pipe()
	in, theirOut := net.Pipe()
	return &line{Conn: out, in: in, name: near}, &line{Conn: theirOut, in: theirIn, name: far}
}

func (l *line) Read(p []byte) (int, error) {
	l.running.Add(1)
	defer l.running.Add(-1)
	n, err := l.in.Read(p)
	return n, l.translate(err)
}

func (l *line) Write(p []byte) (int, error) {
	l.running.Add(1)
	defer l.running.Add(-1)
	n, err := l.Conn.Write(p)
	return n, l.translate(err)
}

// translate makes of a pipe's error what a socket would say. Who is woken by a Close
// takes a moment to return: so a Pipe that does not wait for that is found out.
func (l *line) translate(err error) error {
	switch {
	case err == nil:
		return nil
	case l.closed.Load():
		<-time.After(time.Second)
		return net.ErrClosed
	case l.lost.Load():
		return syscall.ECONNRESET
	case errors.Is(err, io.ErrClosedPipe):
		return syscall.EPIPE
	}
	return err
}

func (l *line) CloseWrite() error {
	if l.half != nil {
		return l.half
	}
	return l.Conn.Close()
}

func (l *line) Close() error {
	l.closed.Store(true)
	return errors.Join(l.in.Close(), l.Conn.Close())
}

func (l *line) SetReadDeadline(t time.Time) error  { return l.in.SetReadDeadline(t) }
func (l *line) SetWriteDeadline(t time.Time) error { return l.Conn.SetWriteDeadline(t) }
func (l *line) SetDeadline(t time.Time) error {
	return errors.Join(l.in.SetReadDeadline(t), l.Conn.SetWriteDeadline(t))
}

// A joint is a Pipe in the background of a bubble: client ↔ a, b ↔ server.
type joint struct {
	t                    *check.T
	client, a, b, server *line
	done                 chan outcome
}

// An outcome is what Pipe returned, and how things stood in that moment.
type outcome struct {
	ab, ba  int64
	err     error
	open    string // which connections were not closed
	running int32  // calls of Read and Write of a and b
}

// bubble makes the Run of a case: a Pipe in virtual time, and what is done to it.
func bubble(call string, do func(j *joint)) func(*check.T) {
	return func(t *check.T) {
		t.Bubble(func(t *check.T) {
			t.Call("Pipe(a, b): %s", call)
			j := &joint{t: t, done: make(chan outcome, 1)}
			j.client, j.a = connect("the client", "a")
			j.server, j.b = connect("the server", "b")
			defer j.leave()
			do(j)
		})
	}
}

// pipe starts Pipe for a and b, or what stands for them.
func (j *joint) pipe(a, b net.Conn) {
	go func() {
		var o outcome
		o.ab, o.ba, o.err = halfclose.Pipe(a, b)
		o.running = j.a.running.Load() + j.b.running.Load()
		o.open = stillOpen(j.a, j.b)
		j.done <- o
	}()
}

// stillOpen names those that have not been closed; "none" if all have.
func stillOpen(lines ...*line) string {
	var names []string
	for _, l := range lines {
		if !l.closed.Load() {
			names = append(names, l.name)
		}
	}
	if names == nil {
		return "none"
	}
	return strings.Join(names, " and ")
}

// leave ends everything, so that no goroutine stays in the bubble.
func (j *joint) leave() {
	for _, l := range []*line{j.client, j.server, j.a, j.b} {
		l.Close()
	}
	<-time.After(time.Hour)
	synctest.Wait()
}

// sent holds that text comes from one end to the other.
func (j *joint) sent(from, to *line, text string) {
	from.SetDeadline(time.Now().Add(time.Minute))
	to.SetDeadline(time.Now().Add(time.Minute))
	if _, err := io.WriteString(from, text); err != nil {
		j.t.Wrong(fmt.Sprintf("%s cannot send %q: %s", from.name, text, say(err)), "that it is taken")
	}
	got := make([]byte, len(text))
	if n, err := io.ReadFull(to, got); err != nil {
		j.t.Wrong(fmt.Sprintf("%s reads %q, and then: %s", to.name, got[:n], say(err)), fmt.Sprintf("%q", text))
	}
	j.t.Equal(string(got), text)
}

// finished holds that l reads the end.
func (j *joint) finished(l *line) {
	l.SetDeadline(time.Now().Add(time.Minute))
	if _, err := l.Read(make([]byte, 1)); err != io.EOF {
		j.t.Wrong(fmt.Sprintf("%s reads: %s", l.name, say(err)), "io.EOF")
	}
}

// breakOff ends a connection as a reset does.
func breakOff(far, near *line) {
	near.lost.Store(true)
	far.Close()
}

// result waits for Pipe to return.
func (j *joint) result() outcome {
	select {
	case o := <-j.done:
		return o
	case <-time.After(time.Minute):
		j.t.Wrong("Pipe has not returned within a minute", "that it returns")
	}
	return outcome{}
}

// fails holds that Pipe returns this error.
func (j *joint) fails(want error) {
	if o := j.result(); !errors.Is(o.err, want) {
		j.t.Wrong("Pipe returns "+say(o.err), say(want))
	}
}

var errHalf = errors.New("this half does not close")

// say says which error it is.
func say(err error) string {
	switch {
	case err == nil:
		return "no error"
	case errors.Is(err, os.ErrDeadlineExceeded):
		return "silence for a minute"
	case errors.Is(err, net.ErrClosed):
		return "net.ErrClosed"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "io.EOF"
	case errors.Is(err, syscall.ECONNRESET):
		return "a reset"
	case errors.Is(err, syscall.EPIPE):
		return "the other end is closed"
	case errors.Is(err, errHalf):
		return "the error of CloseWrite"
	}
	return "another error"
}
