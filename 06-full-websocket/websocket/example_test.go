package websocket_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net"
	"net/http/httptest"
	"strings"
	"time"

	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/websocket"
)

// bothEnds returns the two ends of one WebSocket over loopback, for examples in
// which both have something to say.
func bothEnds(server, client *websocket.Options) (s, c *websocket.Conn) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	defer l.Close()
	accepted := make(chan *websocket.Conn)
	go func() {
		nc, err := l.Accept()
		if err != nil {
			log.Fatal(err)
		}
		s, err := websocket.Accept(context.Background(), nc, server)
		if err != nil {
			log.Fatal(err)
		}
		accepted <- s
	}()
	c = dial("ws://"+l.Addr().String()+"/", client)
	return <-accepted, c
}

func dial(url string, o *websocket.Options) *websocket.Conn {
	c, err := websocket.Dial(context.Background(), url, o)
	if err != nil {
		log.Fatal(err)
	}
	return c
}

// wsURL returns the address of a test server, as a WebSocket's.
func wsURL(srv *httptest.Server) string {
	return "ws" + strings.TrimPrefix(srv.URL, "http") // https becomes wss
}

// An echo in a net/http server, and a client of it.
func Example() {
	echo := func(_ context.Context, c *websocket.Conn) {
		var buf []byte
		for {
			op, p, err := c.ReadMessage(buf)
			if err != nil {
				return // the client has left, or is lost
			}
			c.Queue(op, p)
			buf = p // has grown to what a message needs
		}
	}
	srv := httptest.NewServer(websocket.Handler(nil, echo))
	defer srv.Close()

	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	c, err := websocket.Dial(ctx, wsURL(srv), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer c.Close()
	c.WriteMessage(websocket.Text, []byte("Hello"))
	op, p, err := c.ReadMessage(nil)
	fmt.Println(op, string(p), err)
	fmt.Println(c.Shutdown(ctx, frame.NormalClosure, ""))
	// Output:
	// text Hello <nil>
	// <nil>
}

// One goroutine reads, any number write: messages never mix.
func ExampleConn() {
	server, client := bothEnds(nil, nil)
	defer server.Close()
	defer client.Close()

	for _, name := range []string{"temperature", "pressure", "wind"} {
		go server.WriteMessage(websocket.Text, []byte(name))
	}
	seen := map[string]bool{}
	for range 3 {
		_, p, err := client.ReadMessage(nil)
		if err != nil {
			log.Fatal(err)
		}
		seen[string(p)] = true
	}
	fmt.Println(seen) // they may come in any order, but a map prints in one
	// Output:
	// map[pressure:true temperature:true wind:true]
}

// JSON is text. What comes from outside is checked like any other input.
func ExampleConn_json() {
	type reading struct {
		Sensor  string  `json:"sensor"`
		Celsius float64 `json:"celsius"`
	}
	server, client := bothEnds(nil, nil)
	defer server.Close()
	defer client.Close()

	send := func(c *websocket.Conn, v any) error {
		p, err := json.Marshal(v)
		if err != nil {
			return err
		}
		return c.WriteMessage(websocket.Text, p)
	}
	receive := func(c *websocket.Conn, v any) error {
		_, p, err := c.ReadMessage(nil)
		if err != nil {
			return err
		}
		return json.Unmarshal(p, v)
	}

	if err := send(client, reading{"attic", 31.5}); err != nil {
		log.Fatal(err)
	}
	var r reading
	fmt.Println(receive(server, &r), r)

	client.WriteMessage(websocket.Text, []byte(`{"sensor":`))
	fmt.Println(receive(server, &r))
	// Output:
	// <nil> {attic 31.5}
	// unexpected end of JSON input
}
