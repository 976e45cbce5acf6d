package websocket_test

import "testing"

// A peer may answer only the latest of several pings (RFC 6455 §5.5.3), and that
// may be keepalive's.
func TestPongForKeepaliveAnswersThePingBefore(t *testing.T) {
	onBothSides(t, &alive, func(t *testing.T, s *story, peer peerFrame) {
		s.reading()
		pinged := make(chan error, 1)
		go func() { pinged <- s.conn.Ping(t.Context(), []byte("ours")) }()
		for want := range []string{"ours", "keepalive"} {
			if h, _ := s.frame(); h.Opcode != ping {
				t.Fatalf("%v came as number %d, want a ping", h.Opcode, want)
			}
		}
		s.send(peer(true, pong, "keepalive"))
		if err := <-pinged; err != nil {
			t.Errorf("Ping: %v, want nil: its pong may be that for a later ping", err)
		}
		s.conn.Close()
	})
}
