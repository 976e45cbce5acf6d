package server

import (
	"context"
	"io"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// pipes is a listener without a network, so that time can be virtual. A test
// decides what each Accept returns.
type pipes struct {
	accepted chan any // net.Conn or error
	closed   chan struct{}
	once     sync.Once
	calls    []time.Time // of Accept
}

func newPipes() *pipes {
	return &pipes{accepted: make(chan any, 100), closed: make(chan struct{})}
}

func (l *pipes) Accept() (net.Conn, error) {
	l.calls = append(l.calls, time.Now())
	select {
	case <-l.closed:
		return nil, net.ErrClosed
	default:
	}
	select {
	case what := <-l.accepted:
		if err, ok := what.(error); ok {
			return nil, err
		}
		return what.(net.Conn), nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipes) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (l *pipes) Addr() net.Addr { return nil }

// isClosed says so without a call of Accept, which might wait for ever.
func (l *pipes) isClosed() bool {
	select {
	case <-l.closed:
		return true
	default:
		return false
	}
}

// dial returns the client's end of a connection that Accept will return.
func (l *pipes) dial() net.Conn {
	client, server := net.Pipe()
	l.accepted <- server
	return client
}

// A running is a Serve in the background of a bubble.
type running struct {
	*pipes
	t    *testing.T
	stop context.CancelFunc
	log  strings.Builder
	done chan error
}

func start(t *testing.T, handle Handler, o Options) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r := &running{pipes: newPipes(), t: t, stop: cancel, done: make(chan error, 1)}
	o.Log = slog.New(slog.NewTextHandler(&r.log, nil))
	go func() { r.done <- Serve(ctx, r.pipes, handle, o) }()
	return r
}

// dial waits until the server has dealt with the new connection, on which no
// client waits longer than a virtual hour.
func (r *running) dial() net.Conn {
	conn := r.pipes.dial()
	conn.SetDeadline(time.Now().Add(time.Hour))
	synctest.Wait()
	return conn
}

// end is for the tests that are not about it.
func (r *running) end() {
	r.t.Helper()
	r.stop()
	if err := <-r.done; err != nil {
		r.t.Errorf("Serve at shutdown: %v, want nil", err)
	}
}

func echo(_ context.Context, conn net.Conn) { io.Copy(conn, conn) }

// checkEcho fails unless conn is being echoed.
func checkEcho(t *testing.T, conn net.Conn, text string) {
	t.Helper()
	go io.WriteString(conn, text)
	b := make([]byte, len(text))
	if _, err := io.ReadFull(conn, b); string(b) != text {
		t.Errorf("echo of %q is %q, %v", text, b, err)
	}
}

// checkRead fails unless what comes on conn, up to its end, is want.
func checkRead(t *testing.T, conn net.Conn, want string) {
	t.Helper()
	if b, err := io.ReadAll(conn); string(b) != want || err != nil {
		t.Errorf("read %q, %v; want %q and the end", b, err, want)
	}
}
