package websocket_test

import (
	"runtime"
	"sync"
	"testing"
	"time"
	"weak"

	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/websocket"
)

// Nothing may follow our Close, pings neither; a peer that goes on is heard.
func TestKeepaliveAfterOurClose(t *testing.T) {
	onBothSides(t, &alive, func(t *testing.T, s *story, peer peerFrame) {
		go s.conn.CloseWrite(frame.NormalClosure, "")
		if h, _ := s.frame(); h.Opcode != closing {
			t.Fatalf("%v came, want our Close", h.Opcode)
		}
		s.reading()
		for range 100 {
			s.send(peer(true, text, "not finished"))
			s.expectSilence(4 * time.Second)
		}
		s.conn.Close()
	})
}

// A Conn that has ended is held by no timer: memory does not wait for an hour to
// pass.
func TestKeepaliveHoldsNothingAfterTheEnd(t *testing.T) {
	for name, end := range map[string]func(*websocket.Conn, *story){
		"Close":        func(c *websocket.Conn, _ *story) { c.Close() },
		"a lost peer":  func(c *websocket.Conn, s *story) { s.raw.Close(); c.ReadMessage(nil) },
		"a violation":  func(c *websocket.Conn, s *story) { s.sendLast(h("83 80")); c.ReadMessage(nil) },
		"failed write": func(c *websocket.Conn, _ *story) { c.SetWriteDeadline(time.Unix(1, 0)); c.WriteMessage(text, nil) },
	} {
		t.Run(name, func(t *testing.T) {
			s := testServer(t, &websocket.Options{KeepaliveInterval: time.Hour})
			conn := weak.Make(s.conn)
			end(s.conn, s)
			s.conn = nil
			for end := time.Now().Add(patience); conn.Value() != nil; runtime.GC() {
				if time.Now().After(end) {
					t.Fatal("something holds the Conn")
				}
				forgetTimers()
			}
		})
	}
}

// forgetTimers makes the runtime forget stopped timers: it does when there are
// many, for each of the processors.
func forgetTimers() {
	var all sync.WaitGroup
	for range 4 * runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for range 100 {
				time.AfterFunc(time.Hour, func() {}).Stop()
			}
		})
	}
	all.Wait()
}
