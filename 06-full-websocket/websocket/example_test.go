package websocket_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"time"

	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/websocket"
)

// A WebSocket inside a net/http server, and a client of it.
func ExampleUpgrade() {
	echo := func(w http.ResponseWriter, r *http.Request) {
		c, err := websocket.Upgrade(w, r, nil)
		if err != nil {
			return // the client has been told
		}
		defer c.Close()
		for {
			op, p, err := c.ReadMessage(nil)
			if err != nil {
				return
			}
			c.WriteMessage(op, p)
		}
	}
	srv := httptest.NewServer(http.HandlerFunc(echo))
	defer srv.Close()

	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	c, err := websocket.Dial(ctx, "ws://"+srv.Listener.Addr().String()+"/", nil)
	if err != nil {
		log.Fatal(err)
	}
	c.WriteMessage(websocket.Text, []byte("Hello"))
	op, p, err := c.ReadMessage(nil)
	fmt.Println(op, string(p), err)
	fmt.Println(c.Shutdown(ctx, frame.NormalClosure, ""))
	// Output:
	// text Hello <nil>
	// <nil>
}

// A WebSocket on a bare connection, without net/http.
func ExampleAccept() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	go func() {
		nc, err := l.Accept()
		if err != nil {
			return
		}
		c, err := websocket.Accept(context.Background(), nc, &websocket.Options{Limit: 1 << 10})
		if err != nil {
			return
		}
		c.WriteMessage(websocket.Text, []byte("Hello, client"))
		c.Shutdown(context.Background(), 4001, "that was all")
	}()

	c, err := websocket.Dial(context.Background(), "ws://"+l.Addr().String()+"/", nil)
	if err != nil {
		log.Fatal(err)
	}
	_, p, _ := c.ReadMessage(nil)
	fmt.Printf("%s\n", p)
	_, _, err = c.ReadMessage(nil)
	var closed *websocket.CloseError
	if errors.As(err, &closed) {
		fmt.Println(closed.Code, closed.Reason)
	}
	// Output:
	// Hello, client
	// 4001 that was all
}
