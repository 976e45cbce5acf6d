package websocket_test

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"example/websocket/06-full-websocket/websocket"
)

// A TLS connection that is closed says goodbye first, and waits five seconds for
// the peer to take it. Cut is cut: that is at once, also if the peer does not read.
func TestCloseCutsTLSAtOnce(t *testing.T) {
	https := httptest.NewTLSServer(nil)
	https.Close()
	synctest.Test(t, func(t *testing.T) {
		ours, theirs := net.Pipe()
		defer ours.Close()
		dialled := make(chan error, 1)
		go func() {
			_, err := websocket.Dial(context.Background(), "ws://pipe/", &websocket.Options{
				KeepaliveInterval: -1,
				DialContext: func(context.Context) (net.Conn, error) {
					return tls.Client(ours, &tls.Config{InsecureSkipVerify: true}), nil
				}})
			dialled <- err
		}()
		server, err := websocket.Accept(context.Background(), tls.Server(theirs, https.TLS), nil)
		if err := errors.Join(err, <-dialled); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		server.Close()
		if took := time.Since(start); took > 0 {
			t.Errorf("that took %v", took)
		}
	})
}
