package websocket_test

import (
	"bufio"
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"example/websocket/04-frames/frame"
)

// A pong for the latest ping answers all before it (RFC 6455 §5.5.3), whoever
// sent them: what "before" means is decided on the wire.
func TestThePongForTheLatestPingAnswersAll(t *testing.T) {
	s := testServer(t, nil)
	go s.conn.ReadMessage(nil)
	in := bufio.NewReader(s.raw)
	s.raw.SetReadDeadline(time.Now().Add(patience))
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	const pings, rounds = 50, 50
	for range rounds {
		var all sync.WaitGroup
		for i := range pings {
			all.Go(func() {
				if err := s.conn.Ping(ctx, fmt.Append(nil, i)); err != nil {
					t.Errorf("ping %d: %v", i, err)
					cancel()
				}
			})
		}
		var latest []byte
		for range pings {
			_, payload, err := frame.Read(in, frame.Rules{From: frame.Server})
			if err != nil {
				t.Fatal(err)
			}
			latest = payload
		}
		s.send(masked(true, pong, string(latest)))
		all.Wait()
	}
}
