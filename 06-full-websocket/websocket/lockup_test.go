package websocket_test

import (
	"fmt"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"example/websocket/06-full-websocket/websocket"
)

// Two ends that do nothing but ping and write, and read: each one's pongs wait
// behind its own messages, and those for the other to read. If a reader waited
// too, both would for ever.
func TestBothStreamAndPing(t *testing.T) {
	everywhere(t, websocket.Options{}, func(t *testing.T, client, server *websocket.Conn) {
		const messages, pings, size = 60, 30, 150_000
		var all sync.WaitGroup
		for _, c := range []*websocket.Conn{client, server} {
			c.SetReadDeadline(time.Now().Add(patience))
			done := make(chan bool)
			all.Go(func() { // reads until its pings are answered, too
				go func() {
					for n := 0; ; n++ {
						if _, r, err := c.NextReader(); err != nil {
							return
						} else if n, err := io.Copy(io.Discard, r); n != size || err != nil {
							t.Errorf("a message of %d bytes, %v, want %d", n, err, size)
							return
						}
						if n == messages-1 {
							close(done)
						}
					}
				}()
				<-done
			})
			all.Go(func() {
				for range messages {
					if err := c.WriteMessage(binary, make([]byte, size)); err != nil {
						t.Errorf("write: %v", err)
						return
					}
				}
			})
			for i := range 4 {
				all.Go(func() {
					for n := range pings {
						if err := c.Ping(within(t), fmt.Append(nil, i, n)); err != nil {
							t.Errorf("ping: %v", err)
							return
						}
					}
				})
			}
		}
		all.Wait()
	})
}

// The peer floods us with pings and reads nothing for a while; so do we. Each
// reader reads on, and at the end both are on good terms.
func TestBothFloodWithPings(t *testing.T) {
	everywhere(t, websocket.Options{}, func(t *testing.T, client, server *websocket.Conn) {
		const n = 1000
		var all sync.WaitGroup
		for _, ends := range [][2]*websocket.Conn{{client, server}, {server, client}} {
			from, to := ends[0], ends[1]
			to.SetReadDeadline(time.Now().Add(patience))
			all.Go(func() {
				for i := range n {
					if _, p, err := to.ReadMessage(nil); err != nil || string(p) != fmt.Sprint(i) {
						t.Errorf("message %d: %q, %v", i, p, err)
						return
					}
				}
				go to.ReadMessage(nil) // the pongs that are still to come
			})
			all.Go(func() {
				var pings sync.WaitGroup
				for i := range n {
					pings.Go(func() { from.Ping(within(t), fmt.Append(nil, "ping ", i)) })
					if err := from.Queue(text, fmt.Append(nil, i)); err != nil {
						t.Errorf("Queue: %v", err)
						return
					}
				}
				pings.Wait()
			})
		}
		all.Wait()
	})
}

// While a writer is stuck, the reader reads on, and answers what it can; the
// pong comes behind the message, as soon as the peer reads.
func TestPongBehindAStuckWriter(t *testing.T) {
	for name, connect := range map[string]func(testing.TB) (net.Conn, net.Conn){"TCP": loopback, "net.Pipe": overs["net.Pipe"]} {
		t.Run(name, func(t *testing.T) {
			raw, theirs := connect(t)
			s := serve(t, raw, theirs, nil)
			defer s.conn.Close()
			rest, wrote := s.stick()
			s.raw.SetWriteDeadline(time.Now().Add(patience))
			read := make(chan error, 1)
			go func() {
				for _, want := range []string{"one", "two"} {
					if _, p, err := s.conn.ReadMessage(nil); err != nil || string(p) != want {
						read <- fmt.Errorf("read %q, %w, want %q", p, err, want)
						return
					}
				}
				read <- nil
				s.conn.ReadMessage(nil)
			}()
			s.send(masked(true, ping, "1"), masked(true, text, "one"), masked(true, ping, "2"), masked(true, text, "two"))
			if err := <-read; err != nil {
				t.Fatal(err)
			}
			s.expect(rest, plain(true, pong, "1"), plain(true, pong, "2"))
			if err := <-wrote; err != nil {
				t.Error(err)
			}
		})
	}
}
