package websocket_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"example/websocket/06-full-websocket/websocket"
)

// Nothing stays in the queue, whatever was going on when it was queued: a few
// messages leave at once in each round, then both ends fall silent, and the next
// round begins when everything has come. What nobody drained would never come.
func TestNothingStaysInTheQueue(t *testing.T) {
	everywhere(t, websocket.Options{}, func(t *testing.T, client, server *websocket.Conn) {
		const rounds, most = 500, 4
		came := make(chan error, 2*most)
		for _, c := range []*websocket.Conn{client, server} {
			c.SetReadDeadline(time.Now().Add(patience))
			go func() {
				for next := make(map[int]int); ; {
					_, p, err := c.ReadMessage(nil)
					if err == nil {
						_, err = check(p, next)
					}
					came <- err
					if err != nil {
						return
					}
				}
			}()
		}
		wrote := make(map[*websocket.Conn]int)
		for round := range rounds {
			var all sync.WaitGroup
			sent := 0
			for _, c := range []*websocket.Conn{client, server} {
				for range 1 + rand.IntN(most) {
					w := wrote[c]
					wrote[c]++
					sent++
					size := []int{0, 10, 100, 20_000, 130_000}[max(rand.IntN(50)-45, 0)]
					all.Go(func() {
						write := c.Queue
						if rand.IntN(4) == 0 {
							write = c.WriteMessage
						}
						if err := write(binary, payload(w, 0, size)); err != nil {
							t.Error(err)
						}
					})
				}
				if rand.IntN(3) == 0 {
					all.Go(func() {
						if err := c.Ping(within(t), fmt.Append(nil, round)); err != nil {
							t.Error(err)
						}
					})
				}
			}
			for got := range sent {
				if err := <-came; err != nil {
					client.Close()
					server.Close()
					all.Wait()
					t.Fatalf("round %d, after %d messages of %d: %v", round, got, sent, err)
				}
			}
			all.Wait()
		}
	})
}
