package websocket_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/websocket"
)

// stick lets a writer fill the wire to a peer that does not read, and returns
// what its message is on the wire.
func (s *story) stick() (onTheWire []byte, wrote chan error) {
	p := make([]byte, 32<<20)
	wrote = make(chan error, 1)
	go func() { wrote <- s.conn.WriteMessage(binary, p) }()
	onTheWire = plain(true, binary, string(p))
	s.expect(onTheWire[:10]) // it has begun
	return onTheWire[10:], wrote
}

// A ping that waits for its turn to be written waits no longer than its
// context says.
func TestPingBehindAStuckWriter(t *testing.T) {
	s := testServer(t, &websocket.Options{WriteTime: 5 * time.Second})
	s.stick()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	if err := s.conn.Ping(ctx, []byte("?")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("ping: %v, want the context's error", err)
	}
	s.conn.Close()
}

// The peer writes on before it reads what is on its way to it. Shutdown's Close
// has to wait for that; Shutdown itself reads meanwhile, or both would wait.
func TestShutdownReadsWhileItWaitsToWrite(t *testing.T) {
	s := testServer(t, &websocket.Options{Limit: -1})
	rest, wrote := s.stick()
	result := make(chan error, 1)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	go func() { result <- s.conn.Shutdown(ctx, frame.GoingAway, "") }()
	s.send(masked(true, binary, string(make([]byte, 32<<20))))
	s.expect(rest, plain(true, closing, goodbye(1001, "")))
	s.send(masked(true, closing, goodbye(1001, "")))
	if more := s.rest(); len(more) > 0 {
		t.Errorf("after its Close the server sent % x", more)
	}
	if err := errors.Join(<-wrote, <-result); err != nil {
		t.Error(err)
	}
}

// A net.Pipe holds no byte: each Close goes out only if the other side reads.
func TestBothShutDownAtOnceOverAPipe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server := pair(t)
		start := time.Now()
		results := make(chan error)
		for _, c := range []*websocket.Conn{client, server} {
			go func() { results <- c.Shutdown(context.Background(), frame.NormalClosure, "") }()
		}
		if err := errors.Join(<-results, <-results); err != nil {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
	})
}
