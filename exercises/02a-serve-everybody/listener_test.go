package everybody_test

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"sync"
	"testing/synctest"
	"time"

	everybody "example/websocket/exercises/02a-serve-everybody"
	"example/websocket/exercises/internal/check"
)

// A listener without a network, so that time can be virtual: the check decides
// what each Accept returns.
type listener struct {
	accepted chan any // net.Conn or error
	closed   chan struct{}
	calls    []time.Time   // of Accept
	hot      chan struct{} // closed when there are a thousand of them
}

func (l *listener) Accept() (net.Conn, error) {
	if l.calls = append(l.calls, time.Now()); len(l.calls) == 1000 {
		close(l.hot)
		runtime.Goexit() // or it would never end
	}
	select {
	case what := <-l.accepted:
		if err, ok := what.(error); ok {
			return nil, err
		}
		return what.(net.Conn), nil
	case <-l.closed:
		return nil, &net.OpError{Op: "accept", Net: "tcp", Err: net.ErrClosed}
	}
}

func (l *listener) Close() error   { close(l.closed); return nil }
func (l *listener) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 15000} }

// A server is a Serve in the background of a bubble.
type server struct {
	*listener
	t       *check.T
	end     sync.Once // Close, of the listener
	clients []net.Conn
	done    chan error
}

// serve starts Serve. The caller defers leave.
func serve(t *check.T, handle func(net.Conn)) *server {
	s := &server{
		listener: &listener{accepted: make(chan any, 100), closed: make(chan struct{}), hot: make(chan struct{})},
		t:        t, done: make(chan error, 1),
	}
	go func() { s.done <- everybody.Serve(s.listener, handle) }()
	return s
}

// dial connects a client, and returns when everybody has done what they can. The
// client waits for at most a minute, which is virtual.
func (s *server) dial() net.Conn {
	client, end := net.Pipe()
	s.accepted <- end
	s.clients = append(s.clients, client)
	client.SetDeadline(time.Now().Add(time.Minute))
	synctest.Wait()
	return client
}

// echoed holds that a client has its text back.
func (s *server) echoed(client net.Conn, text string) {
	client.SetDeadline(time.Now().Add(time.Minute))
	got := make([]byte, len(text))
	_, err := io.WriteString(client, text)
	if err == nil {
		_, err = io.ReadFull(client, got)
	}
	if err != nil {
		s.t.Wrong(fmt.Sprintf("no echo: %s", plain(err)), fmt.Sprintf("the echo of %q", text))
	}
	s.t.Equal(string(got), text)
}

// cut holds that the server has closed a client's connection.
func (s *server) cut(client net.Conn) {
	client.SetDeadline(time.Now().Add(time.Minute))
	if _, err := client.Read(make([]byte, 1)); err != io.EOF {
		s.t.Wrong(plain(err), "the end of this connection: the server has closed it")
	}
}

// lasts holds that Serve, which accepts no more, still serves a client; who then
// leaves.
func (s *server) lasts(client net.Conn) {
	synctest.Wait()
	if len(s.done) > 0 {
		s.t.Wrong("Serve has returned, and a handler still runs", "that it waits for the handler")
	}
	s.echoed(client, "Hello")
	client.Close()
}

// close closes the listener.
func (s *server) close() { s.end.Do(func() { s.listener.Close() }) }

// result waits for Serve to return.
func (s *server) result() error {
	select {
	case err := <-s.done:
		return err
	case <-s.hot:
		s.t.Wrong("Accept was called a thousand times, and Serve has not returned", "that Serve returns")
	case <-time.After(time.Minute):
		s.t.Wrong("Serve has not returned within a minute", "that it returns")
	}
	return nil
}

// leave ends everything, so that no goroutine stays in the bubble.
func (s *server) leave() {
	s.close()
	for _, client := range s.clients {
		client.Close()
	}
	select {
	case <-s.done:
	case <-s.hot:
	case <-time.After(time.Hour):
	}
	synctest.Wait()
}

// plain says what became of a read or a write.
func plain(err error) string {
	switch {
	case err == nil:
		return "a byte that nobody asked for"
	case errors.Is(err, os.ErrDeadlineExceeded):
		return "silence for a minute"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.ErrClosedPipe):
		return "the connection has been closed"
	}
	return err.Error()
}
