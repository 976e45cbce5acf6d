package websocket_test

import (
	"context"
	"errors"
	"testing"
	"time"

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
