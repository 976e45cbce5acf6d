package tuples_test

import (
	_ "embed"
	"errors"
	"fmt"
	"net"
	"os"
	"sync"
	"testing"
	"time"

	tuples "example/websocket/exercises/01b-four-numbers"
	"example/websocket/exercises/internal/check"
)

//go:embed tuples.go
var yours string

//go:embed testdata/stub.go
var stub string

func TestTuples(t *testing.T) {
	check.Run(t, check.File{Name: "tuples.go", Yours: yours, Stub: stub},
		check.Case{
			Name: "five",
			Says: "Tuples(l, 5) returns five Ends and no error; Tuples(l, 0) returns none and no error.",
			Run: func(t *check.T) {
				l := watch(t)
				ask(t, l, 5)
				ask(t, l, 0)
			},
		},
		check.Case{
			Name: "one-server-port", Section: "RFC 9293 §4",
			Says: "The server's port is one for all five: Server.Local and Client.Remote are the address of l.",
			Run: func(t *check.T) {
				l := watch(t)
				for i, ends := range ask(t, l, 5) {
					t.Call("Tuples(l, 5)[%d].Server.Local", i)
					t.Equal(ends.Server.Local, l.Addr().String())
					t.Call("Tuples(l, 5)[%d].Client.Remote", i)
					t.Equal(ends.Client.Remote, l.Addr().String())
				}
			},
		},
		check.Case{
			Name: "own-client-ports", Section: "RFC 9293 §4",
			Says: "The clients' ports are five: no two Client.Local are equal.",
			Run: func(t *check.T) {
				seen := make(map[string]bool)
				for _, ends := range ask(t, watch(t), 5) {
					seen[ends.Client.Local] = true
				}
				t.Call("Tuples(l, 5), and then: how many Client.Local are different?")
				t.Equal(len(seen), 5)
			},
		},
		check.Case{
			Name: "mirrored",
			Says: "The two ends see the same connection mirrored: what is local for one is remote for the other.",
			Run: func(t *check.T) {
				for i, ends := range ask(t, watch(t), 5) {
					t.Call("Tuples(l, 5)[%d].Server, where Client is %v", i, ends.Client)
					t.Equal(ends.Server, ends.Client.Mirror())
				}
			},
		},
		check.Case{
			Name: "the-server-is-asked",
			Says: "Each Server is what a connection says that l.Accept has returned.",
			Run: func(t *check.T) {
				l := watch(t)
				all := ask(t, l, 5)
				said := make(map[tuples.Tuple]bool)
				for _, conn := range l.accepted {
					said[tuples.Tuple{Local: conn.LocalAddr().String(), Remote: conn.RemoteAddr().String()}] = true
				}
				t.Call("Tuples(l, 5), and then: how often was Accept called?")
				t.Equal(len(said), 5)
				for i, ends := range all {
					t.Call("Tuples(l, 5)[%d].Server", i)
					if !said[ends.Server] {
						t.Wrong(ends.Server.String(), "what one of the accepted connections says")
					}
				}
			},
		},
		check.Case{
			Name: "open-together",
			Says: "Before the first of the five connections is closed, all five are open.",
			Run: func(t *check.T) {
				l := watch(t)
				ask(t, l, 5)
				t.Call("Tuples(l, 5), and then: how many were open at the same time?")
				t.Equal(l.most, 5)
			},
		},
		check.Case{
			Name: "closed-afterwards", Limit: 20 * time.Second,
			Says: "When Tuples returns, both ends of every connection are closed, and l is not.",
			Run: func(t *check.T) {
				l := watch(t)
				ask(t, l, 5)
				t.Call("Tuples(l, 5), and then: how many ends that were accepted are open?")
				t.Equal(l.open, 0)
				for _, conn := range l.accepted {
					t.Call("Tuples(l, 5), and then a read at the server, of the client's end")
					conn.SetReadDeadline(time.Now().Add(5 * time.Second))
					if _, err := conn.Read(make([]byte, 1)); errors.Is(err, os.ErrDeadlineExceeded) {
						t.Wrong("silence: the client's end is open", "io.EOF: the client's end is closed")
					}
				}
				t.Call("Tuples(l, 5), and then one more Dial")
				again, err := net.Dial("tcp", l.Addr().String())
				if err != nil {
					t.Wrong(fmt.Sprintf("the error %v", err), "a listener that still listens")
				}
				again.Close()
			},
		},
		check.Case{
			Name: "closed-listener",
			Says: "When l has been closed before, Tuples returns an error.",
			Run: func(t *check.T) {
				l := watch(t)
				// One connection stays open, so that nobody else gets the port.
				client, err := net.Dial("tcp", l.Addr().String())
				if err != nil {
					t.Fatal(err)
				}
				defer client.Close()
				if _, err := l.Accept(); err != nil {
					t.Fatal(err)
				}
				l.Close()
				t.Call("Tuples(l, 5), where l is closed")
				if all, err := tuples.Tuples(l, 5); err == nil {
					t.Wrong(fmt.Sprintf("%d Ends and no error", len(all)), "an error")
				}
			},
		},
	)
}

// ask calls Tuples, which has to succeed.
func ask(t *check.T, l net.Listener, n int) []tuples.Ends {
	t.Call("Tuples(l, %d)", n)
	all, err := tuples.Tuples(l, n)
	if err != nil {
		t.Wrong(fmt.Sprintf("the error %v", err), fmt.Sprintf("%d Ends and no error", n))
	}
	if len(all) != n {
		t.Wrong(fmt.Sprintf("%d Ends", len(all)), fmt.Sprintf("%d", n))
	}
	return all
}

// watched is a listener that keeps an eye on what it has accepted.
type watched struct {
	net.Listener
	mu       sync.Mutex
	accepted []*accepted
	open     int // of them, now
	most     int // at the same time
}

func watch(t *check.T) *watched {
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &watched{Listener: inner}
	t.Cleanup(func() {
		l.Close()
		for _, conn := range l.accepted {
			conn.TCPConn.Close()
		}
	})
	return l
}

func (l *watched) Accept() (net.Conn, error) {
	inner, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	conn := &accepted{TCPConn: inner.(*net.TCPConn), by: l}
	l.accepted = append(l.accepted, conn)
	l.open++
	l.most = max(l.most, l.open)
	return conn, nil
}

// accepted is a connection of which Close closes only one half, so that the check
// can still see whether the client has closed its end.
type accepted struct {
	*net.TCPConn
	by   *watched
	once sync.Once
}

func (c *accepted) Close() error {
	c.once.Do(func() {
		c.by.mu.Lock()
		defer c.by.mu.Unlock()
		c.by.open--
	})
	c.CloseWrite() // fails if the client is gone already
	return nil
}
