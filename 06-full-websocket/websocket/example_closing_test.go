package websocket_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"time"

	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/websocket"
)

// Codes from 4000 on are the application's own. Three are never sent: they are
// what is said here when nothing was said there.
func ExampleCloseCode() {
	for _, code := range []websocket.CloseCode{frame.GoingAway, 4001, frame.NoStatus, frame.Abnormal} {
		fmt.Println(code, code.ValidOnWire())
	}
	// Output:
	// 1001 going away true
	// 4001 true
	// 1005 no status received false
	// 1006 abnormal closure false
}

// The peer's goodbye has a code and a reason for the program to act on.
func ExampleCloseError() {
	server, client := bothEnds(nil, nil)
	defer server.Close()
	defer client.Close()
	go server.Shutdown(context.Background(), frame.TryAgainLater, "full until noon")

	_, _, err := client.ReadMessage(nil)
	var closed *websocket.CloseError
	if errors.As(err, &closed) && closed.Code == frame.TryAgainLater {
		fmt.Println("later:", closed.Reason)
	}
	// Output:
	// later: full until noon
}

func ExampleCloseError_Error() {
	fmt.Println(&websocket.CloseError{Code: frame.GoingAway, Reason: "deploy"})
	fmt.Println(&websocket.CloseError{Code: frame.NoStatus})
	// Output:
	// websocket: the peer closed: 1001 going away, "deploy"
	// websocket: the peer closed: 1005 no status received
}

// One number for however it ended: the peer's goodbye, a rule that it broke, or
// a lost connection. 0 is no end at all.
func ExampleCloseStatus() {
	server, client := bothEnds(nil, nil)
	client.SetReadDeadline(time.Now())
	_, _, err := client.ReadMessage(nil)
	fmt.Println("nothing yet:", uint16(websocket.CloseStatus(err)))

	server.Close()
	client.SetReadDeadline(time.Time{})
	_, _, err = client.ReadMessage(nil)
	switch websocket.CloseStatus(err) {
	case frame.NormalClosure, frame.GoingAway, frame.NoStatus:
		fmt.Println("they have left")
	case frame.Abnormal:
		fmt.Println("lost:", err)
	}
	// Output:
	// nothing yet: 0
	// lost: websocket: the peer hung up without a Close: EOF
}

// Shutdown says goodbye and waits for the answer, for as long as the context
// allows.
func ExampleConn_Shutdown() {
	server, client := bothEnds(nil, nil)
	go func() {
		for {
			if _, _, err := client.ReadMessage(nil); err != nil {
				return // the goodbye has been answered
			}
		}
	}()

	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	fmt.Println(server.Shutdown(ctx, frame.GoingAway, "deploy"))
	fmt.Println(server.WriteMessage(websocket.Text, []byte("one more thing")))
	// Output:
	// <nil>
	// websocket: the peer closed: 1001 going away, "deploy"
}

// A peer that does not answer holds nobody up.
func ExampleConn_Shutdown_unanswered() {
	server, client := bothEnds(nil, nil)
	defer client.Close() // it never reads

	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	fmt.Println(server.Shutdown(ctx, frame.GoingAway, "deploy"))
	// Output:
	// websocket: cut in the closing handshake: context deadline exceeded
}

// Close cuts, from any goroutine, whatever is going on.
func ExampleConn_Close() {
	server, client := bothEnds(nil, nil)
	defer server.Close()
	ended := make(chan error)
	go func() {
		_, _, err := client.ReadMessage(nil) // nothing will come
		ended <- err
	}()

	client.Close()
	err := <-ended
	fmt.Println(err, errors.Is(err, net.ErrClosed))
	// Output:
	// websocket: closed on this side: use of closed network connection true
}

// CloseWrite says that we have finished, and lets the peer's last messages come.
func ExampleConn_CloseWrite() {
	server, client := bothEnds(nil, nil)
	defer server.Close()
	defer client.Close()
	server.WriteMessage(websocket.Text, []byte("on its way when we leave"))
	go server.ReadMessage(nil) // answers our Close

	if err := client.CloseWrite(frame.NormalClosure, "done"); err != nil {
		log.Fatal(err)
	}
	err := client.WriteMessage(websocket.Text, []byte("too late"))
	fmt.Println(err, err == websocket.ErrCloseSent)
	for err = nil; err == nil; {
		var p []byte
		if _, p, err = client.ReadMessage(nil); err == nil {
			fmt.Println(string(p))
		}
	}
	fmt.Println(err)
	// Output:
	// websocket: write after our Close frame (RFC 6455 §5.5.1) true
	// on its way when we leave
	// websocket: the peer closed: 1000 normal closure, "done"
}

// A program that only writes lets CloseRead answer pings and hear the goodbye:
// its context ends with the connection.
func ExampleConn_CloseRead() {
	server, client := bothEnds(nil, nil)
	defer server.Close()

	ctx := server.CloseRead(context.Background())
	for i := range 3 { // a ticker's work, in earnest
		if err := server.WriteMessage(websocket.Text, fmt.Append(nil, "tick ", i)); err != nil {
			log.Fatal(err)
		}
	}
	for range 3 {
		_, p, _ := client.ReadMessage(nil)
		fmt.Println(string(p))
	}
	client.Shutdown(context.Background(), frame.NormalClosure, "")
	<-ctx.Done()
	fmt.Println("nobody listens any more:", server.WriteMessage(websocket.Text, []byte("tick")))
	// Output:
	// tick 0
	// tick 1
	// tick 2
	// nobody listens any more: websocket: the peer closed: 1000 normal closure
}
