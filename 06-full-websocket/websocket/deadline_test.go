package websocket_test

import (
	"errors"
	"os"
	"testing"
	"time"
)

// A ping begins no message, so a read deadline that passes at any byte of one
// does no harm.
func TestReadDeadlineInsideAPing(t *testing.T) {
	s := testServer(t, nil)
	whole := masked(true, ping, "hb-1")
	for cut := range whole {
		s.send(whole[:cut])
		s.conn.SetReadDeadline(time.Now().Add(5 * time.Millisecond))
		if _, _, err := s.conn.ReadMessage(nil); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Fatalf("with %d bytes of a ping: %v, want a deadline", cut, err)
		}
		s.send(whole[cut:], masked(true, text, "still open"))
		s.conn.SetReadDeadline(time.Now().Add(patience))
		if _, p, err := s.conn.ReadMessage(nil); string(p) != "still open" || err != nil {
			t.Fatalf("after a deadline behind %d bytes of a ping: read %q, %v", cut, p, err)
		}
		s.expect(plain(true, pong, "hb-1"))
	}
}
