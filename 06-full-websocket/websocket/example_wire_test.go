package websocket_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"

	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/deflate"
	"example/websocket/06-full-websocket/websocket"
)

// What was written for TCP runs through a WebSocket: here, lines.
func ExampleNetConn() {
	server, client := bothEnds(nil, nil)
	go func() {
		conn := websocket.NetConn(server, websocket.Binary)
		defer conn.Close()
		lines := bufio.NewScanner(conn)
		for lines.Scan() {
			fmt.Fprintf(conn, "%s!\n", lines.Text())
		}
	}()

	conn := websocket.NetConn(client, websocket.Binary)
	answers := bufio.NewReader(conn)
	for _, s := range []string{"one", "two"} {
		io.WriteString(conn, s+"\n")
		answer, err := answers.ReadString('\n')
		fmt.Printf("%q %v\n", answer, err)
	}
	fmt.Println(conn.Close()) // a goodbye; the other end reads io.EOF
	// Output:
	// "one!\n" <nil>
	// "two!\n" <nil>
	// <nil>
}

func ExampleConn_LocalAddr() {
	server, client := bothEnds(nil, nil)
	defer server.Close()
	defer client.Close()
	fmt.Println(server.LocalAddr().String() == client.RemoteAddr().String())
	// Output:
	// true
}

// Behind a proxy, this is the proxy's address: the client's stands in a field of
// the request, if the proxy puts it there.
func ExampleConn_RemoteAddr() {
	server, client := bothEnds(nil, nil)
	defer server.Close()
	defer client.Close()
	host, _, err := net.SplitHostPort(server.RemoteAddr().String())
	fmt.Println(host, err)
	// Output:
	// 127.0.0.1 <nil>
}

// The client names the subprotocols that it speaks, the one it likes best first,
// and the server takes the first that it speaks too.
func ExampleConn_Subprotocol() {
	server, client := bothEnds(
		&websocket.Options{Subprotocols: []string{"v1.chat", "v2.chat"}},
		&websocket.Options{Subprotocols: []string{"v3.chat", "v2.chat", "v1.chat"}},
	)
	defer server.Close()
	defer client.Close()
	fmt.Println(server.Subprotocol(), client.Subprotocol())

	server, client = bothEnds(nil, &websocket.Options{Subprotocols: []string{"v3.chat"}})
	defer server.Close()
	defer client.Close()
	fmt.Printf("%q\n", client.Subprotocol()) // none in common: for you to say whether you go on
	// Output:
	// v2.chat v2.chat
	// ""
}

// Both ends have to want compression. Without takeover a connection holds no
// memory for it between messages.
func ExampleCompression() {
	c := &websocket.Compression{
		Params:    deflate.Params{ServerNoTakeover: true, ClientNoTakeover: true},
		Threshold: 100, // what is shorter goes out as it is
	}
	var sent atomic.Int64
	count := func(ours bool, h frame.Header, wire []byte) {
		if ours && h.Opcode == frame.Text {
			sent.Add(int64(len(wire)))
		}
	}
	server, client := bothEnds(&websocket.Options{Compression: c, Tap: count}, &websocket.Options{Compression: c})
	defer server.Close()
	defer client.Close()

	for _, n := range []int{1, 1000} {
		sent.Store(0)
		server.WriteMessage(websocket.Text, []byte(strings.Repeat("Hello ", n)))
		_, p, err := client.ReadMessage(nil)
		fmt.Println(len(p), err, "shorter on the wire:", sent.Load() < int64(len(p)))
	}
	// Output:
	// 6 <nil> shorter on the wire: false
	// 6000 <nil> shorter on the wire: true
}

// The tap sees the bytes as they are on the wire: the heads of the handshake,
// then header and payload of every frame. dissect draws them.
func ExampleOptions_tap() {
	tap := func(sent bool, h frame.Header, wire []byte) {
		switch {
		case h == frame.Header{}:
			line, _, _ := strings.Cut(string(wire), "\r\n")
			fmt.Println(line)
		case h.Opcode == frame.Text:
			fmt.Printf("% x\n", wire)
		}
	}
	server, client := bothEnds(&websocket.Options{Tap: tap}, nil)
	defer server.Close()
	defer client.Close()
	server.WriteMessage(websocket.Text, []byte("Hello"))
	// Output:
	// GET / HTTP/1.1
	// HTTP/1.1 101 Switching Protocols
	// 81 05
	// 48 65 6c 6c 6f
}

// wss is the same in TLS. The client checks the certificate, here against the
// test server's own; in earnest a nil TLS is right.
func ExampleDial_tls() {
	srv := httptest.NewTLSServer(websocket.Handler(nil, func(_ context.Context, c *websocket.Conn) {
		c.WriteMessage(websocket.Text, []byte("nobody else reads this"))
	}))
	defer srv.Close()

	c := dial(wsURL(srv), &websocket.Options{TLS: srv.Client().Transport.(*http.Transport).TLSClientConfig})
	defer c.Close()
	scheme, _, _ := strings.Cut(wsURL(srv), ":")
	_, p, err := c.ReadMessage(nil)
	fmt.Println(scheme, string(p), err)
	// Output:
	// wss nobody else reads this <nil>
}

// The proxy is the environment's, HTTP_PROXY and so on, unless Options.Proxy says
// another. It sees one CONNECT, and then bytes.
func ExampleDial_proxy() {
	srv := httptest.NewServer(websocket.Handler(nil, func(_ context.Context, c *websocket.Conn) {
		c.WriteMessage(websocket.Text, []byte("Hello through the proxy"))
	}))
	defer srv.Close()
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Println("the proxy:", r.Method)
		there, err := net.Dial("tcp", r.Host)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		here, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			there.Close()
			return
		}
		io.WriteString(here, "HTTP/1.1 200 OK\r\n\r\n")
		go func() { io.Copy(there, here); there.Close() }()
		io.Copy(here, there)
		here.Close()
	}))
	defer proxy.Close()

	u, _ := url.Parse(proxy.URL)
	c := dial(wsURL(srv), &websocket.Options{Proxy: http.ProxyURL(u)})
	defer c.Close()
	_, p, err := c.ReadMessage(nil)
	fmt.Println(string(p), err)
	// Output:
	// the proxy: CONNECT
	// Hello through the proxy <nil>
}
