package websocket_test

import (
	"context"
	"errors"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/websocket"
)

// pair returns a client and a server that talk over a net.Pipe: a WebSocket
// needs nothing but bytes that keep their order. In a synctest bubble, whatever
// goroutine stays behind fails the test.
func pair(t *testing.T) (client, server *websocket.Conn) {
	t.Helper()
	a, b := net.Pipe()
	accepted := make(chan error, 1)
	go func() {
		var err error
		server, err = websocket.Accept(context.Background(), b, nil)
		accepted <- err
	}()
	client, err := websocket.Dial(context.Background(), "ws://pipe/", &websocket.Options{
		DialContext: func(context.Context) (net.Conn, error) { return a, nil }})
	if err := errors.Join(err, <-accepted); err != nil {
		t.Fatal(err)
	}
	return client, server
}

// Claim C3.
func TestOverAPipeWithoutANetwork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server := pair(t)
		go func() {
			for {
				op, p, err := server.ReadMessage(nil)
				if err != nil || server.WriteMessage(op, p) != nil {
					return
				}
			}
		}()
		if err := client.WriteMessage(text, []byte("Hello")); err != nil {
			t.Fatal(err)
		}
		if op, p, err := client.ReadMessage(nil); op != text || string(p) != "Hello" || err != nil {
			t.Fatalf("%v %q %v, want Hello", op, p, err)
		}
		if err := client.Shutdown(context.Background(), frame.NormalClosure, ""); err != nil {
			t.Errorf("Shutdown: %v", err)
		}
	})
}

// A client that says nothing is given up after the handshake's time.
func TestSilentHandshakeInVirtualTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := net.Pipe()
		defer a.Close()
		start := time.Now()
		_, err := websocket.Accept(context.Background(), b, &websocket.Options{HandshakeTime: 7 * time.Second})
		if err == nil {
			t.Fatal("accepted nothing")
		}
		// Nobody reads the 408 either: that costs another bounded wait.
		if took := time.Since(start); took < 7*time.Second || took > 10*time.Second {
			t.Errorf("gave up after %v, want 7 s and a little", took)
		}
	})
}

func TestShutdownWithoutAnAnswerInVirtualTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server := pair(t)
		defer server.Close()
		go server.ReadMessage(nil) // answers, but its answer is never read
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		client.Close()
		if err := client.Shutdown(ctx, frame.NormalClosure, ""); !errors.Is(err, net.ErrClosed) {
			t.Errorf("Shutdown after Close: %v, want net.ErrClosed", err)
		}
	})
}
