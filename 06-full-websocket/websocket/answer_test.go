package websocket_test

import (
	"context"
	"errors"
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/06-full-websocket/websocket"
)

// After our Close no ping may go out, but the peer's Close is awaited: a peer
// that is gone is noticed as ever.
func TestSilenceAfterOurClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ours, theirs := net.Pipe()
		defer theirs.Close()
		go func() {
			handshake.Accept(theirs, handshake.Rules{})
			io.Copy(io.Discard, theirs) // and says nothing
		}()
		client, err := websocket.Dial(context.Background(), "ws://pipe/", &websocket.Options{
			DialContext: func(context.Context) (net.Conn, error) { return ours, nil }})
		if err != nil {
			t.Fatal(err)
		}
		if err := client.CloseWrite(1000, ""); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		_, _, err = client.ReadMessage(nil)
		if took := time.Since(start); !errors.Is(err, websocket.ErrSilent) || took > time.Minute {
			t.Errorf("after %v: %v, want ErrSilent within a minute", took, err)
		}
	})
}
