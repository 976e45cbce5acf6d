package websocket_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"

	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/websocket"
)

// A WebSocket beside the other paths of a net/http server. The handler may stay,
// as here, or return and leave the WebSocket to others.
func ExampleUpgrade() {
	mux := http.NewServeMux()
	mux.HandleFunc("/rooms/{room}", func(w http.ResponseWriter, r *http.Request) {
		c, err := websocket.Upgrade(w, r, nil)
		if err != nil {
			return // the client has been told why
		}
		defer c.Close()
		c.WriteMessage(websocket.Text, []byte("this is the "+r.PathValue("room")))
		c.Shutdown(context.Background(), frame.NormalClosure, "")
	})
	srv := httptest.NewServer(mux)
	defer srv.Close()

	c := dial(wsURL(srv)+"/rooms/kitchen", nil)
	_, p, err := c.ReadMessage(nil)
	fmt.Println(string(p), err)
	_, _, err = c.ReadMessage(nil)
	fmt.Println(err)
	// Output:
	// this is the kitchen <nil>
	// websocket: the peer closed: 1000 normal closure
}

// Handler is Upgrade with what belongs around it: serve's context has what a
// middleware put into the request's, and ends with the connection; when serve
// returns, the goodbye is said.
func ExampleHandler() {
	type key struct{}
	left := make(chan bool)
	hello := websocket.Handler(nil, func(ctx context.Context, c *websocket.Conn) {
		c.WriteMessage(websocket.Text, fmt.Appendf(nil, "Hello, %v", ctx.Value(key{})))
		c.ReadMessage(nil)
		<-ctx.Done()
		close(left)
	})
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, _, _ := r.BasicAuth()
		hello.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), key{}, user)))
	}))
	defer srv.Close()

	c := dial(wsURL(srv), &websocket.Options{Header: http.Header{"Authorization": {"Basic YWxpY2U6"}}})
	_, p, err := c.ReadMessage(nil)
	fmt.Println(string(p), err)
	c.Close()
	<-left
	// Output:
	// Hello, alice <nil>
}

// A WebSocket on a bare connection, without net/http.
func ExampleAccept() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			nc, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				c, err := websocket.Accept(context.Background(), nc, nil)
				if err != nil {
					return // nc is closed
				}
				c.WriteMessage(websocket.Text, []byte("Hello, client"))
				c.Shutdown(context.Background(), 4001, "that was all")
			}()
		}
	}()

	c := dial("ws://"+l.Addr().String()+"/", nil)
	_, p, _ := c.ReadMessage(nil)
	fmt.Println(string(p))
	_, _, err = c.ReadMessage(nil)
	fmt.Println(err)
	// Output:
	// Hello, client
	// websocket: the peer closed: 4001, "that was all"
}

// One port for WebSockets and for a page: a request that asks for no WebSocket
// goes to Plain.
func ExampleOptions_plain() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	o := &websocket.Options{Plain: func(nc net.Conn, r *handshake.Request) {
		defer nc.Close()
		body := "you asked for " + r.Target
		fmt.Fprintf(nc, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	}}
	accepted := make(chan error)
	go func() {
		nc, err := l.Accept()
		l.Close()
		if err == nil {
			_, err = websocket.Accept(context.Background(), nc, o)
		}
		accepted <- err
	}()

	resp, err := http.Get("http://" + l.Addr().String() + "/about")
	if err != nil {
		log.Fatal(err)
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	fmt.Println(resp.StatusCode, string(body))
	fmt.Println(<-accepted)
	// Output:
	// 200 you asked for /about
	// plain HTTP: it gets the page, and no WebSocket
}

// The limits of a connection are its own. A message of more than Limit bytes is
// refused, with 1009, before it has come.
func ExampleOptions() {
	server, client := bothEnds(&websocket.Options{Limit: 1000}, nil)
	defer server.Close()
	defer client.Close()

	client.WriteMessage(websocket.Binary, make([]byte, 1001))
	go server.ReadMessage(nil)
	_, _, err := client.ReadMessage(nil)
	fmt.Println(err)
	// Output:
	// websocket: the peer closed: 1009 message too big, "message of 1001 bytes or more, at most 1000 allowed (RFC 6455 §10.4)"
}

// The application's own rule: it sees the request, and refuses with a status of
// its choice, or adds to the answer.
func ExampleOptions_check() {
	check := func(r *handshake.Request, a *handshake.Answer) *handshake.Refusal {
		if r.URL().Query().Get("ticket") != "42" {
			return &handshake.Refusal{Status: http.StatusPaymentRequired, Reason: "no ticket"}
		}
		a.Header.Set("Set-Cookie", "seat=7")
		return nil
	}
	srv := httptest.NewServer(websocket.Handler(&websocket.Options{Check: check}, func(context.Context, *websocket.Conn) {}))
	defer srv.Close()

	for _, ticket := range []string{"41", "42"} {
		c, err := websocket.Dial(context.Background(), wsURL(srv)+"/?ticket="+ticket, nil)
		fmt.Println(ticket, err)
		if err == nil {
			c.Close()
		}
	}
	// Output:
	// 41 handshake: the server answered 402 "Payment Required", not 101 (RFC 6455 §4.1); the server says: "no ticket"
	// 42 <nil>
}

// By default only pages of the server's own host may connect, and clients that
// are no browsers: those send no Origin.
func ExampleOptions_origins() {
	o := &websocket.Options{Origins: []string{"https://app.example"}}
	srv := httptest.NewServer(websocket.Handler(o, func(context.Context, *websocket.Conn) {}))
	defer srv.Close()

	for _, origin := range []string{"", srv.URL, "https://app.example", "https://evil.example"} {
		c, err := websocket.Dial(context.Background(), wsURL(srv), &websocket.Options{Origin: origin})
		fmt.Println(err == nil)
		if err == nil {
			c.Close()
		}
	}
	// Output:
	// true
	// true
	// true
	// false
}

// Dial returns an open WebSocket. Its context bounds the opening, no more.
func ExampleDial() {
	srv := httptest.NewServer(websocket.Handler(nil, func(_ context.Context, c *websocket.Conn) {
		c.WriteMessage(websocket.Text, []byte("Hello"))
	}))
	defer srv.Close()

	c, err := websocket.Dial(context.Background(), wsURL(srv), nil)
	if err != nil {
		log.Fatal(err)
	}
	defer c.Close()
	_, p, err := c.ReadMessage(nil)
	fmt.Println(string(p), err)
	// Output:
	// Hello <nil>
}

// A refusal has a status, a header and a body. A redirect is one too: whether to
// follow it is for you to say.
func ExampleDial_refused() {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "60")
		http.Error(w, "come back in a minute", http.StatusServiceUnavailable)
	}))
	defer srv.Close()

	_, err := websocket.Dial(context.Background(), wsURL(srv), nil)
	fmt.Println(err)
	var refused *handshake.Failure
	if errors.As(err, &refused) && refused.Response != nil {
		fmt.Println(refused.Response.Status, refused.Response.Header.Get("Retry-After"))
		fmt.Printf("%s", refused.Body)
	}
	// Output:
	// handshake: the server answered 503 "Service Unavailable", not 101 (RFC 6455 §4.1); the server says: "come back in a minute"
	// 503 60
	// come back in a minute
}
