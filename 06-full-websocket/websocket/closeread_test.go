package websocket_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/websocket"
)

// A program that only writes answers pings and hears its pongs, through hours of
// keepalive, until the peer's goodbye, which is answered too.
func TestCloseRead(t *testing.T) {
	onBothSides(t, &alive, func(t *testing.T, s *story, peer peerFrame) {
		ctx := s.conn.CloseRead(context.Background())
		for range 1000 {
			s.send(peer(true, pong, s.expectPing()), peer(true, ping, "x"))
			if h, p := s.frame(); h.Opcode != pong || string(p) != "x" {
				t.Fatalf("%+v %q, want the pong", h, p)
			}
		}
		pinged := make(chan error, 1)
		go func() { pinged <- s.conn.Ping(t.Context(), []byte("?")) }()
		s.send(peer(true, pong, s.expectPing()))
		if err := <-pinged; err != nil {
			t.Errorf("Ping: %v", err)
		}
		go s.conn.WriteMessage(text, []byte("Hello"))
		if h, p := s.frame(); h.Opcode != text || string(p) != "Hello" {
			t.Errorf("%+v %q", h, p)
		}
		if ctx.Err() != nil {
			t.Errorf("the context is done: %v", ctx.Err())
		}
		s.send(peer(true, closing, goodbye(4001, "bye")))
		if h, p := s.frame(); h.Opcode != closing || string(p) != goodbye(4001, "bye") {
			t.Errorf("%+v %q, want the answer", h, p)
		}
		s.raw.Close()
		<-ctx.Done()
		if err := s.conn.WriteMessage(text, nil); websocket.CloseStatus(err) != 4001 {
			t.Errorf("then: %v", err)
		}
	})
}

// Data is what nobody reads: 1008, as soon as it begins.
func TestCloseReadRefusesMessages(t *testing.T) {
	onBothSides(t, nil, func(t *testing.T, s *story, peer peerFrame) {
		ctx := s.conn.CloseRead(context.Background())
		go s.raw.Write(peer(false, binary, "a message of which more never comes"))
		h, p := s.frame()
		if code, _, _ := frame.ParseClose(p); h.Opcode != closing || code != frame.PolicyViolation {
			t.Errorf("%+v %q, want a Close with 1008", h, p)
		}
		s.raw.Close()
		<-ctx.Done()
		if err := s.conn.WriteMessage(text, nil); websocket.CloseStatus(err) != frame.PolicyViolation {
			t.Errorf("then: %v", err)
		}
	})
}

// The context ends with what it came from, and with the connection; a read
// deadline ends neither.
func TestCloseReadsContext(t *testing.T) {
	for name, tt := range map[string]struct {
		end   func(c *websocket.Conn, cancel func())
		stays bool // the connection
	}{
		"cancelled":     {func(_ *websocket.Conn, cancel func()) { cancel() }, true},
		"Close":         {func(c *websocket.Conn, _ func()) { c.Close() }, false},
		"over already":  {nil, false},
		"a lost peer":   {func(*websocket.Conn, func()) { <-time.After(time.Hour) }, false},
		"read deadline": {func(c *websocket.Conn, cancel func()) { c.SetReadDeadline(time.Now()); cancel() }, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := pipeServer(t, nil)
				if tt.end == nil {
					s.conn.Close()
				}
				parent, cancel := context.WithCancel(t.Context())
				defer cancel()
				ctx := s.conn.CloseRead(parent)
				if tt.end != nil {
					tt.end(s.conn, cancel)
				}
				<-ctx.Done()
				if !tt.stays {
					return
				}
				s.send(masked(true, ping, "still read"))
				s.expect(plain(true, pong, "still read"))
			})
		})
	}
}

// The end may come at the same moment: the context is done all the same.
func TestCloseReadAtTheEnd(t *testing.T) {
	for range 200 {
		_, server := couple(t, nil, nil)
		var all sync.WaitGroup
		all.Go(func() { server.Close() })
		for range 2 {
			all.Go(func() { <-server.CloseRead(context.Background()).Done() })
		}
		all.Wait()
	}
}
