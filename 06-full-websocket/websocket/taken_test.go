package websocket_test

import (
	"context"
	"errors"
	"io"
	"net"
	"testing"

	"example/websocket/04-frames/frame"
)

// Shutdown drops what still arrives. Whoever was reading a message in pieces is
// told: what he has is not the whole of it, and what follows is another's.
func TestShutdownEndsAMessageThatIsBeingStreamed(t *testing.T) {
	s := testServer(t, nil)
	s.send(masked(false, text, "first"))
	_, message, err := s.conn.NextReader()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(message, make([]byte, 5)); err != nil {
		t.Fatal(err)
	}
	result := make(chan error, 1)
	go func() { result <- s.conn.Shutdown(context.Background(), frame.GoingAway, "") }()
	s.expect(plain(true, closing, goodbye(1001, "")))
	s.send(masked(true, continuation, "second"), masked(true, text, "third"), masked(true, closing, goodbye(1001, "")))
	s.rest()
	if err := <-result; err != nil {
		t.Error(err)
	}
	if more, err := io.ReadAll(message); !errors.Is(err, net.ErrClosed) {
		t.Errorf("the rest of the message is %q, %v; want net.ErrClosed", more, err)
	}
}
