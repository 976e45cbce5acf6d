package halfclose_test

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"sync"

	halfclose "example/websocket/exercises/02c-half-close"
	"example/websocket/exercises/internal/check"
)

var overTCP = []check.Case{
	{
		Name: "tcp-both-late",
		Says: "On TCP: the client sends 4 MiB and half-closes. The server begins to read when the client has begun to send, reads to the end, and only then sends 4 MiB back, which the client begins to read when the server has begun to send. All comes as it was sent, and Pipe returns 4194304, 4194304 and no error.",
		Run:  bothLate,
	},
	{
		Name: "tcp-reset",
		Says: "On TCP: the client resets its connection while the server says nothing. Pipe returns an error, which is not net.ErrClosed, and the server's connection ends.",
		Run:  reset,
	},
}

// A meeting is client ↔ a, b ↔ server on loopback.
type meeting struct {
	client, a, b, server *net.TCPConn
	under                sync.WaitGroup
}

// meet connects them. The caller defers part.
func meet(t *check.T) *meeting {
	var m meeting
	m.client, m.a = dial(t)
	m.server, m.b = dial(t)
	return &m
}

func dial(t *check.T) (far, near *net.TCPConn) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	f, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	n, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	return f.(*net.TCPConn), n.(*net.TCPConn)
}

// part ends everything, so that no goroutine stays.
func (m *meeting) part() {
	for _, conn := range []*net.TCPConn{m.client, m.a, m.b, m.server} {
		conn.Close()
	}
	m.under.Wait()
}

// pipe starts Pipe.
func (m *meeting) pipe() <-chan outcome {
	done := make(chan outcome, 1)
	m.under.Go(func() {
		var o outcome
		o.ab, o.ba, o.err = halfclose.Pipe(m.a, m.b)
		done <- o
	})
	return done
}

func bothLate(t *check.T) {
	t.Call("Pipe(a, b), on TCP: 4 MiB to the server, and then 4 MiB back")
	m := meet(t)
	defer m.part()
	done := m.pipe()
	there := bytes.Repeat([]byte("there..."), 4<<20/8)
	back := bytes.Repeat([]byte("and back"), 4<<20/8)
	m.late(t, m.client, m.server, "the server", there)
	m.late(t, m.server, m.client, "the client", back)
	o := <-done
	if got, want := fmt.Sprintf("%d, %d, %s", o.ab, o.ba, say(o.err)), "4194304, 4194304, no error"; got != want {
		t.Wrong(got, want)
	}
}

// late lets one send and half-close, and another, of that name, read to the end, who
// begins when the sender has begun.
func (m *meeting) late(t *check.T, from, to *net.TCPConn, name string, words []byte) {
	begun := make(chan struct{})
	m.under.Go(func() {
		from.Write(words[:1])
		close(begun)
		from.Write(words[1:])
		from.CloseWrite()
	})
	<-begun
	got, err := io.ReadAll(to)
	if err != nil || !bytes.Equal(got, words) {
		t.Wrong(name+" reads something else, or less", "4 MiB, as they were sent, and then io.EOF")
	}
}

func reset(t *check.T) {
	t.Call("Pipe(a, b), on TCP: the client resets its connection")
	m := meet(t)
	defer m.part()
	done := m.pipe()
	m.client.SetLinger(0) // so that Close resets
	m.client.Close()
	if o := <-done; o.err == nil || say(o.err) == say(net.ErrClosed) {
		t.Wrong("Pipe returns "+say(o.err), "the error of the reset")
	}
	if n, err := m.server.Read(make([]byte, 1)); err == nil {
		t.Wrong(fmt.Sprintf("the server reads %d byte", n), "the end of its connection")
	}
}
