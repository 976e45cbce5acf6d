package websocket_test

import (
	"context"
	"errors"
	"math"
	"net"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/06-full-websocket/websocket"
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

// Every time.Time is a deadline: those that count no nanoseconds since 1970, or
// more than fit 64 bits, too.
func TestWriteDeadlineIsAnyTime(t *testing.T) {
	for _, tt := range []struct {
		name      string
		by        time.Time
		writeTime time.Duration
		passed    bool
	}{
		{"none", time.Time{}, 0, false},
		{"the first second of 1970", time.Unix(0, 0), 0, true},
		{"the year 1000", time.Date(1000, 1, 1, 0, 0, 0, 0, time.UTC), 0, true},
		{"the year 3000", time.Date(3000, 1, 1, 0, 0, 0, 0, time.UTC), 0, false},
		{"a moment ago, and all the time for a frame", time.Now().Add(-1), math.MaxInt64, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := testServer(t, &websocket.Options{WriteTime: tt.writeTime})
			s.conn.SetWriteDeadline(tt.by)
			err := s.conn.WriteMessage(text, []byte("Hello"))
			if errors.Is(err, os.ErrDeadlineExceeded) != tt.passed || err != nil && !tt.passed {
				t.Errorf("write: %v", err)
			}
		})
	}
}

// Options.WriteTime bounds a frame, however often somebody says that a write
// may take longer.
func TestWriteDeadlineDoesNotProlongAFrame(t *testing.T) {
	s := testServer(t, &websocket.Options{WriteTime: 50 * time.Millisecond})
	wrote := make(chan error, 1)
	go func() { wrote <- s.conn.WriteMessage(binary, make([]byte, 64<<20)) }() // nobody reads
	for end := time.Now().Add(patience); time.Now().Before(end); {
		s.conn.SetWriteDeadline(end)
		select {
		case err := <-wrote:
			if !errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("write: %v, want a deadline", err)
			}
			return
		default:
		}
	}
	t.Error("the write goes on and on")
}

// The wait for a peer that has said goodbye, but does not close, stays bounded
// whatever deadlines are set meanwhile. In the bubble a wait without a bound is
// a deadlock.
func TestDeadlinesDoNotProlongTheEnd(t *testing.T) {
	for name, meanwhile := range map[string]func(*websocket.Conn){
		"SetReadDeadline": func(c *websocket.Conn) { c.SetReadDeadline(time.Time{}) },
		"Shutdown":        func(c *websocket.Conn) { c.Shutdown(context.Background(), 1000, "") },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ours, theirs := net.Pipe()
				defer theirs.Close()
				go handshake.Accept(theirs, handshake.Rules{})
				client, err := websocket.Dial(t.Context(), "ws://pipe/", &websocket.Options{
					DialContext: func(context.Context) (net.Conn, error) { return ours, nil }})
				if err != nil {
					t.Fatal(err)
				}
				ended := make(chan error)
				go func() {
					_, _, err := client.ReadMessage(nil)
					ended <- err
				}()
				theirs.Write(plain(true, closing, goodbye(1000, "")))
				theirs.Read(make([]byte, 100)) // its answer; and we do not close
				synctest.Wait()                // it waits for us to
				meanwhile(client)
				if err := <-ended; !is[*websocket.CloseError](err) {
					t.Errorf("ended with %v, want a *CloseError", err)
				}
			})
		})
	}
}
