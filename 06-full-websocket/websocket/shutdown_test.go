package websocket_test

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/websocket"
)

// Somebody streams a message when another goroutine shuts the connection down.
// What Shutdown drops is missing: so the reader returns an error, and neither
// io.EOF, as if the message were whole, nor bytes of another message.
func TestShutdownTakesTheRestFromAReader(t *testing.T) {
	for name, rest := range map[string][]byte{
		"the rest of the message": masked(true, continuation, "lost"),
		"and another message":     append(masked(true, continuation, "lost"), masked(true, binary, "another")...),
		"and half of another":     append(masked(true, continuation, "lost"), masked(false, binary, "another")...),
		"half of the rest":        masked(false, continuation, "lost"),
		"nothing":                 nil,
	} {
		t.Run(name, func(t *testing.T) {
			s := testServer(t, nil)
			s.send(masked(false, binary, "begun"))
			_, r, err := s.conn.NextReader()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.ReadFull(r, make([]byte, 5)); err != nil {
				t.Fatal(err)
			}
			result := make(chan error, 1)
			go func() { result <- s.conn.Shutdown(within(t), frame.GoingAway, "") }()
			s.expect(plain(true, closing, goodbye(1001, "")))
			s.send(rest, masked(true, ping, "")) // which is not answered
			read := make(chan error, 1)
			go func() {
				b, err := io.ReadAll(r)
				if len(b) > 0 && !strings.HasPrefix("lost", string(b)) {
					t.Errorf("the reader reads %q", b)
				}
				read <- err
			}()
			s.sendLast(masked(true, closing, goodbye(1001, "")))
			if err := soon(t, result); err != nil {
				t.Errorf("Shutdown: %v", err)
			}
			if err := soon(t, read); err == nil {
				t.Error("the reader says that its message is whole")
			}
		})
	}
}

// Whoever waits for a message is told when Shutdown has ended the connection, and
// Shutdown does not wait for a message to be read by a goroutine that does
// something else.
func TestShutdownWhileOthersAreInTheMiddle(t *testing.T) {
	for name, busy := range map[string]func(*websocket.Conn) error{
		"ReadMessage": func(c *websocket.Conn) error { _, _, err := c.ReadMessage(nil); return err },
		"a loop": func(c *websocket.Conn) error {
			for {
				if _, _, err := c.ReadMessage(nil); err != nil {
					return err
				}
			}
		},
		"a NextWriter": func(c *websocket.Conn) error {
			w, err := c.NextWriter(text)
			for err == nil {
				_, err = w.Write([]byte("Hello"))
			}
			return err
		},
		"WriteMessage": func(c *websocket.Conn) error { return c.WriteMessage(binary, make([]byte, 32<<20)) },
		"Ping":         func(c *websocket.Conn) error { return c.Ping(context.Background(), nil) },
		"CloseRead":    func(c *websocket.Conn) error { <-c.CloseRead(context.Background()).Done(); return io.EOF },
		"Shutdown":     func(c *websocket.Conn) error { c.Shutdown(context.Background(), 4000, ""); return io.EOF },
	} {
		t.Run(name, func(t *testing.T) {
			none := noneStay(t)
			client, server := couple(t, &websocket.Options{Limit: -1}, nil)
			clientEnded, busyEnded, results := make(chan error, 1), make(chan error, 1), make(chan error, 2)
			go func() { busyEnded <- busy(server) }()
			go func() {
				var err error
				for err == nil {
					_, _, err = client.NextReader()
				}
				clientEnded <- err
			}()
			for range cap(results) {
				go func() { results <- server.Shutdown(within(t), frame.GoingAway, "") }()
			}
			for range cap(results) {
				if err := soon(t, results); err != nil {
					t.Errorf("Shutdown: %v", err)
				}
			}
			if err := soon(t, clientEnded); !is[*websocket.CloseError](err) {
				t.Errorf("the client's connection ended with %v", err)
			}
			soon(t, busyEnded)
			none()
		})
	}
}

// Close cuts a Shutdown short, and either may come as often as it likes, in any
// order.
func TestCloseDuringShutdown(t *testing.T) {
	for name, s := range map[string]*story{"server": testServer(t, nil), "client": testClient(t, nil)} {
		t.Run(name, func(t *testing.T) {
			none := noneStay(t)
			results := make(chan error, 3)
			for range cap(results) {
				go func() { results <- s.conn.Shutdown(context.Background(), frame.NormalClosure, "") }()
			}
			if h, _ := s.frame(); h.Opcode != closing {
				t.Errorf("%+v, want our Close", h)
			}
			if err := errors.Join(s.conn.Close(), s.conn.Close()); err != nil {
				t.Errorf("Close: %v", err)
			}
			for range cap(results) {
				if err := soon(t, results); !errors.Is(err, net.ErrClosed) || websocket.CloseStatus(err) != frame.Abnormal {
					t.Errorf("Shutdown: %v, want net.ErrClosed and 1006", err)
				}
			}
			if err := s.conn.Shutdown(context.Background(), frame.NormalClosure, ""); !errors.Is(err, net.ErrClosed) {
				t.Errorf("Shutdown after Close: %v", err)
			}
			if got := s.rest(); len(got) > 0 {
				t.Errorf("after our Close frame came % x", got)
			}
			none()
		})
	}
}

// When its context is done, Shutdown is over at once, whatever holds it up: a
// peer that does not answer, does not read, or sends for ever.
func TestShutdownIsOverWhenItsContextIs(t *testing.T) {
	for name, peer := range map[string]func(*story, peerFrame){
		"does not answer": func(s *story, _ peerFrame) { io.Copy(io.Discard, s.raw) },
		"does not read":   func(s *story, _ peerFrame) {},
		"sends for ever": func(s *story, peer peerFrame) {
			go io.Copy(io.Discard, s.raw)
			for err := error(nil); err == nil; _, err = s.raw.Write(peer(true, text, "more")) {
				<-time.After(time.Millisecond)
			}
		},
		"sends half a message": func(s *story, peer peerFrame) {
			go io.Copy(io.Discard, s.raw)
			s.raw.Write(peer(false, text, "half"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			onBothSides(t, nil, func(t *testing.T, s *story, frame peerFrame) {
				var all sync.WaitGroup
				all.Go(func() { peer(s, frame) })
				ctx, cancel := context.WithTimeout(context.Background(), 7*time.Second)
				defer cancel()
				start := time.Now()
				err := s.conn.Shutdown(ctx, 1001, "")
				if took := time.Since(start); took != 7*time.Second || !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("after %v: %v", took, err)
				}
				if err := s.conn.Shutdown(context.Background(), 1001, ""); !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("again: %v", err)
				}
				all.Wait()
			})
		})
	}
}
