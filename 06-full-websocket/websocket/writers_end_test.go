package websocket_test

import (
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"example/websocket/06-full-websocket/websocket"
)

// However a connection ends while many write, everybody comes back, and what
// has come until then is whole and in order. If it ends with a goodbye, whatever
// a writer was told has been sent, or queued, has come.
func TestSixteenWritersAndTheEnd(t *testing.T) {
	for name, end := range map[string]struct {
		do      func(t *testing.T, c *websocket.Conn) error
		orderly bool
	}{
		"Close":      {func(_ *testing.T, c *websocket.Conn) error { return c.Close() }, false},
		"Shutdown":   {func(t *testing.T, c *websocket.Conn) error { return c.Shutdown(within(t), 1000, "") }, true},
		"a deadline": {func(_ *testing.T, c *websocket.Conn) error { return c.SetWriteDeadline(time.Unix(1, 0)) }, false},
		"both": {func(t *testing.T, c *websocket.Conn) error {
			go c.Shutdown(within(t), 1000, "")
			return c.Close()
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			everywhere(t, websocket.Options{}, func(t *testing.T, client, server *websocket.Conn) {
				if rand.IntN(2) == 0 {
					client, server = server, client // whoever ends it
				}
				var sent, came atomic.Int64
				enough := make(chan bool, 1)
				var all sync.WaitGroup
				for w := range 16 {
					all.Go(func() {
						c := &checker{conn: client}
						random := rand.New(rand.NewPCG(uint64(w), rand.Uint64()))
						for m := 0; c.one(random, payload(w, m, mixed[random.IntN(len(mixed))])) == nil; m++ {
							sent.Add(1)
						}
					})
					all.Go(func() { // the other end does not stop either
						for server.Queue(binary, payload(0, 0, 10_000)) == nil {
						}
					})
				}
				all.Go(func() {
					defer close(enough)
					for next := make(map[int]int); ; came.Add(1) {
						_, p, err := server.ReadMessage(nil)
						if err != nil {
							if code := websocket.CloseStatus(err); end.orderly && code != 1000 {
								t.Errorf("ended with %v, want 1000", err)
							}
							return
						}
						if _, err := check(p, next); err != nil {
							t.Error(err)
						}
						if came.Load() == 100 {
							enough <- true
						}
					}
				})
				if !end.orderly { // Shutdown reads itself
					all.Go(func() {
						for {
							if _, _, err := client.NextReader(); err != nil {
								return
							}
						}
					})
				}
				<-enough
				if err := end.do(t, client); err != nil {
					t.Errorf("the end: %v", err)
				}
				all.Wait()
				if end.orderly && sent.Load() != came.Load() {
					t.Errorf("%d messages were sent, and %d have come", sent.Load(), came.Load())
				}
			})
		})
	}
}
