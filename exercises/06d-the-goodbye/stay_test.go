package goodbye_test

import (
	"errors"
	"fmt"
	"io"
	"net"
	"sync/atomic"
	"time"

	"example/websocket/04-frames/frame"
	goodbye "example/websocket/exercises/06d-the-goodbye"
	"example/websocket/exercises/internal/check"
)

// These cases are of a client that does not end its side, in virtual time. So the
// connection has to be one that can be half-closed.

// A duplex is an end of a connection whose directions end one by one, as those of
// TCP do. Each is a net.Pipe.
type duplex struct {
	net.Conn // what comes
	out      net.Conn
	closed   atomic.Bool
}

func (d *duplex) Write(p []byte) (int, error)        { return d.out.Write(p) }
func (d *duplex) CloseWrite() error                  { return d.out.Close() }
func (d *duplex) SetWriteDeadline(t time.Time) error { return d.out.SetWriteDeadline(t) }
func (d *duplex) SetDeadline(t time.Time) error {
	return errors.Join(d.out.SetDeadline(t), d.Conn.SetDeadline(t))
}
func (d *duplex) Close() error {
	d.closed.Store(true)
	return errors.Join(d.out.Close(), d.Conn.Close())
}

func leaveAClientThatStays(t *check.T) {
	t.Call("Leave(conn, 1001, \"bye\"); the client\nsays nothing, and does not end its side")
	stay(t, 0, nil).wantGivenUp(t)
}

func leaveALateAnswer(t *check.T) {
	t.Call("Leave(conn, 1001, \"bye\"); the client\nsends Close 1001 after 3 s, and does not end its side")
	e := stay(t, 3*time.Second, closing("\x03\xe9").wire)
	if e.took > goodbye.Wait {
		t.Wrong(fmt.Sprintf("the end, %v after the call", e.took), fmt.Sprintf("the end, %v after the call at the latest", goodbye.Wait))
	}
	e.want(t, `Close 1001 "bye"`, e.took)
	if e.err != nil {
		t.Wrong(fmt.Sprintf("Leave returns an error of type %T", e.err), "nil: the client's Close has come")
	}
}

// stay lets Leave say goodbye to a client that answers after a while, and stays
// until it is left. What it took is until Leave has returned.
func stay(t *check.T, after time.Duration, answer []byte) (e ended) {
	t.Bubble(func(t *check.T) {
		in, out := net.Pipe() // the client's out is what comes, and the other way round
		heard, say := net.Pipe()
		conn := &duplex{Conn: in, out: say}
		left, gone := make(chan struct{}), make(chan struct{})
		start := time.Now()
		heard.SetDeadline(start.Add(never))
		out.SetDeadline(start.Add(never))
		defer func() { <-gone }()
		defer conn.Close()
		go func() { // the client's ears
			defer close(gone)
			defer out.Close()
			e.came, _ = io.ReadAll(heard)
			select {
			case <-left:
			case <-time.After(never - time.Since(start)):
			}
		}()
		if answer != nil {
			go func() { // and its mouth
				<-time.After(after)
				out.Write(answer)
			}()
		}
		e.err = goodbye.Leave(conn, frame.GoingAway, "bye")
		e.took = time.Since(start)
		close(left)
		if !conn.closed.Load() {
			t.Wrong("conn is still open when Leave has returned", "closed")
		}
	})
	return e
}
