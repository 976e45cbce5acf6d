package websocket_test

import (
	"bytes"
	"testing"

	"example/websocket/06-full-websocket/websocket"
)

// At the end of a connection somebody may still be compressing, and whoever
// comes then does not join in: its message has no turn any more. (The race
// detector sees two in one compressor.)
func TestNobodyCompressesOutOfTurn(t *testing.T) {
	for range 20 {
		s := testPackedServer(t)
		p := bytes.Repeat([]byte("a message that takes its time to compress "), 20_000)
		results := make(chan error)
		const writers = 8
		for range writers {
			go func() {
				var err error
				for err == nil {
					err = s.WriteMessage(binary, p)
				}
				results <- err
			}()
		}
		s.Close()
		for range writers {
			if err := <-results; websocket.CloseStatus(err) != 1006 {
				t.Errorf("a write ended with %v, want what ended the connection", err)
			}
		}
	}
}

func testPackedServer(t *testing.T) *websocket.Conn {
	dialled, accepted := loopback(t)
	client, server := ends(t, dialled, accepted, websocket.Options{Compression: &websocket.Compression{}})
	go client.ReadMessage(nil)
	return server
}
