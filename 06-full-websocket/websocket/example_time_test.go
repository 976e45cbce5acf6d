package websocket_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"example/websocket/06-full-websocket/websocket"
)

// A ping measures the way there and back. Somebody has to read at either end:
// here CloseRead does, elsewhere the loop with ReadMessage.
func ExampleConn_Ping() {
	server, client := bothEnds(nil, nil)
	defer server.Close()
	defer client.Close()
	server.CloseRead(context.Background())
	client.CloseRead(context.Background())

	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	start := time.Now()
	err := client.Ping(ctx, []byte("1"))
	fmt.Println(err, time.Since(start) < 10*time.Second)
	fmt.Println(client.Ping(ctx, make([]byte, 126)))
	// Output:
	// <nil> true
	// websocket: ping of 126 bytes, at most 125 allowed (RFC 6455 §5.5)
}

// A read deadline that passes between two messages does no harm: this is how to
// do something else now and then.
func ExampleConn_SetReadDeadline() {
	server, client := bothEnds(nil, nil)
	defer server.Close()
	defer client.Close()

	client.SetReadDeadline(time.Now().Add(time.Millisecond))
	_, _, err := client.ReadMessage(nil)
	fmt.Println(errors.Is(err, os.ErrDeadlineExceeded))

	server.WriteMessage(websocket.Text, []byte("here I am"))
	client.SetReadDeadline(time.Time{}) // as long as it takes
	_, p, err := client.ReadMessage(nil)
	fmt.Println(string(p), err)
	// Output:
	// true
	// here I am <nil>
}

// A write deadline that passes ends the connection: nobody can say how much of
// the message has gone.
func ExampleConn_SetWriteDeadline() {
	server, client := bothEnds(nil, nil)
	defer server.Close()
	defer client.Close()

	client.SetWriteDeadline(time.Now())
	err := client.WriteMessage(websocket.Text, []byte("too late"))
	fmt.Println(errors.Is(err, os.ErrDeadlineExceeded))
	client.SetWriteDeadline(time.Time{})
	fmt.Println(client.WriteMessage(websocket.Text, []byte("again")) == err)
	// Output:
	// true
	// true
}

// SetDeadline bounds both directions: a whole exchange, say.
func ExampleConn_SetDeadline() {
	server, client := bothEnds(nil, nil)
	defer server.Close()
	defer client.Close()
	go func() {
		op, p, err := server.ReadMessage(nil)
		if err == nil {
			server.WriteMessage(op, p)
		}
	}()

	client.SetDeadline(time.Now().Add(10 * time.Second))
	client.WriteMessage(websocket.Text, []byte("in time"))
	_, p, err := client.ReadMessage(nil)
	fmt.Println(string(p), err)
	// Output:
	// in time <nil>
}

// A peer that is gone, with nobody to say so, is noticed by its silence.
func ExampleOptions_keepalive() {
	server, client := bothEnds(&websocket.Options{
		KeepaliveInterval: time.Millisecond, KeepaliveWait: 5 * time.Millisecond, // 30 s each, if you do not say
	}, nil)
	defer client.Close() // it does not read, and so answers no ping

	_, _, err := server.ReadMessage(nil)
	fmt.Println(err)
	fmt.Println(errors.Is(err, websocket.ErrSilent), websocket.CloseStatus(err))
	// Output:
	// websocket: pinged, and heard nothing for 5ms: no sign of life from the peer
	// true 1006 abnormal closure
}
