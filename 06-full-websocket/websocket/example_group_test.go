package websocket_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http/httptest"
	"time"

	"example/websocket/06-full-websocket/websocket"
)

// A chat room: what one says, all hear.
func ExampleGroup() {
	var room websocket.Group
	srv := httptest.NewServer(websocket.Handler(nil, func(_ context.Context, c *websocket.Conn) {
		room.Add(c) // until its end
		c.WriteMessage(websocket.Text, []byte("welcome"))
		for {
			op, p, err := c.ReadMessage(nil)
			if err != nil {
				return
			}
			room.Broadcast(op, p)
		}
	}))
	defer srv.Close()

	alice, bob := dial(wsURL(srv), nil), dial(wsURL(srv), nil)
	defer alice.Close()
	defer bob.Close()
	for _, c := range []*websocket.Conn{alice, bob} {
		c.ReadMessage(nil) // both are welcome before one speaks
	}
	alice.WriteMessage(websocket.Text, []byte("Hello from Alice"))
	for _, c := range []*websocket.Conn{alice, bob} {
		_, p, err := c.ReadMessage(nil)
		fmt.Println(string(p), err)
	}
	// Output:
	// Hello from Alice <nil>
	// Hello from Alice <nil>
}

// A member leaves the group by its end. Who comes when the group has been shut
// down is shut down too.
func ExampleGroup_Add() {
	var g websocket.Group
	first, client := bothEnds(nil, nil)
	g.Add(first)
	fmt.Println(g.Len())
	client.Close()
	first.ReadMessage(nil)
	fmt.Println(g.Len())

	g.Shutdown(context.Background(), "deploy")
	late, client := bothEnds(nil, nil)
	g.Add(late)
	_, _, err := client.ReadMessage(nil)
	fmt.Println(err)
	// Output:
	// 1
	// 0
	// websocket: the peer closed: 1001 going away, "deploy"
}

// Remove ends the membership, and leaves the connection as it is.
func ExampleGroup_Remove() {
	var g websocket.Group
	server, client := bothEnds(nil, nil)
	defer server.Close()
	defer client.Close()
	g.Add(server)
	g.Remove(server)
	g.Broadcast(websocket.Text, []byte("for members"))
	server.WriteMessage(websocket.Text, []byte("for you"))
	_, p, err := client.ReadMessage(nil)
	fmt.Println(string(p), err)
	// Output:
	// for you <nil>
}

func ExampleGroup_Len() {
	var g websocket.Group
	for range 3 {
		server, client := bothEnds(nil, nil)
		defer client.Close()
		defer server.Close()
		g.Add(server)
	}
	fmt.Println(g.Len(), "here")
	// Output:
	// 3 here
}

// A broadcast is framed and compressed once, however many members there are.
func ExampleGroup_Broadcast() {
	var g websocket.Group
	var clients []*websocket.Conn
	for range 3 {
		server, client := bothEnds(nil, nil)
		defer server.Close()
		defer client.Close()
		g.Add(server)
		clients = append(clients, client)
	}
	if err := g.Broadcast(websocket.Text, []byte("goal!")); err != nil {
		log.Fatal(err)
	}
	for _, c := range clients {
		_, p, err := c.ReadMessage(nil)
		fmt.Println(string(p), err)
	}
	// Output:
	// goal! <nil>
	// goal! <nil>
	// goal! <nil>
}

// A member that reads too slowly is cut: nobody waits for it. (Over a net.Pipe,
// which holds no byte, that shows at once.)
func ExampleGroup_tooSlow() {
	a, b := net.Pipe()
	reader := make(chan *websocket.Conn)
	go func() {
		reader <- dial("ws://pipe/", &websocket.Options{
			DialContext: func(context.Context) (net.Conn, error) { return a, nil },
		})
	}()
	slow, err := websocket.Accept(context.Background(), b, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer (<-reader).Close()

	g := websocket.Group{Backlog: 1000}
	g.Add(slow)
	for range 3 {
		g.Broadcast(websocket.Binary, make([]byte, 400))
	}
	_, _, err = slow.ReadMessage(nil)
	fmt.Println(err)
	fmt.Println(errors.Is(err, websocket.ErrTooSlow), g.Len())
	// Output:
	// websocket: cut by a broadcast: the peer reads too slowly
	// true 0
}

// A server that ends tells everybody, and gives them a moment to answer. Call it
// when no more connections are accepted.
func ExampleGroup_Shutdown() {
	var g websocket.Group
	srv := httptest.NewServer(websocket.Handler(nil, func(_ context.Context, c *websocket.Conn) {
		g.Add(c)
		c.WriteMessage(websocket.Text, []byte("welcome"))
		c.ReadMessage(nil)
	}))
	client := dial(wsURL(srv), nil)
	client.ReadMessage(nil)

	srv.Close()
	done := make(chan error)
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		done <- g.Shutdown(ctx, "deploy")
	}()
	_, _, err := client.ReadMessage(nil)
	fmt.Println(err)
	fmt.Println(<-done, g.Len())
	// Output:
	// websocket: the peer closed: 1001 going away, "deploy"
	// <nil> 0
}
