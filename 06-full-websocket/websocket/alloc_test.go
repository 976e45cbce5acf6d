//go:build !race

// With the race detector, pools lose on purpose part of what they are given.

package websocket_test

import (
	"fmt"
	"io"
	"testing"
	"time"
)

// In the steady state a message costs no allocation, at either end, of any size
// or kind.
func TestNothingIsAllocatedForAMessage(t *testing.T) {
	for how, answer := range answering {
		for _, size := range []int{0, 64, 1000, 20_000, 100_000, 1<<20 - 1} {
			for _, depth := range []int{1, 16} {
				if size > 1000 && depth > 1 {
					continue // neither end would read while it writes so much
				}
				t.Run(fmt.Sprintf("%s/%d/%d deep", how, size, depth), func(t *testing.T) {
					dialled, accepted := loopback(t)
					_, turn := echo(t, dialled, accepted, answer, size, depth)
					for range 10 {
						turn()
					}
					if n := testing.AllocsPerRun(50, turn); n > 0 {
						t.Errorf("%v allocations a turn of %d messages", n, depth)
					}
				})
			}
		}
	}
}

// Neither does a ping, which anybody may send as often as they like.
func TestNothingIsAllocatedForAPing(t *testing.T) {
	for _, payload := range []string{"", "a few bytes", string(make([]byte, 125))} {
		s := testServer(t, nil)
		go s.conn.ReadMessage(nil)
		question, answer := masked(true, ping, payload), plain(true, pong, payload)
		s.raw.SetDeadline(time.Now().Add(patience))
		turn := func() {
			if _, err := s.raw.Write(question); err != nil {
				t.Fatal(err)
			}
			if _, err := io.ReadFull(s.raw, answer); err != nil {
				t.Fatal(err)
			}
		}
		for range 10 {
			turn()
		}
		if n := testing.AllocsPerRun(50, turn); n > 0 {
			t.Errorf("%v allocations a ping of %d bytes", n, len(payload))
		}
	}
}
