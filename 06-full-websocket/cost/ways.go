package cost

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"time"

	"example/websocket/02-tcp-echo/server"
	"example/websocket/06-full-websocket/websocket"
)

// A trip sends a message to an echo and returns what comes back, until the next.
type trip func(message []byte) ([]byte, error)

// A Way is one to make round trips.
type Way struct {
	Name  string
	serve func(context.Context, net.Listener) error
	talk  func(ctx context.Context, addr string, dial dialer, use func(trip) error) error
}

// Ways returns them, the barest first.
func Ways() []Way {
	return []Way{
		{"raw TCP", serveTCP, talkTCP},
		{"WebSocket", serveWebSocket, talkWebSocket},
		{"HTTP, one connection", serveHTTP, talkHTTP(true)},
		{"HTTP, a new one each", serveHTTP, talkHTTP(false)},
	}
}

// largest is how much a server reads at a time.
const largest = 64 << 10

// host stands in every request, whatever port is dialled: so all are as long on
// every machine.
const host = "127.0.0.1:15000"

func serveTCP(ctx context.Context, l net.Listener) error {
	return server.Serve(ctx, l, func(ctx context.Context, conn net.Conn) {
		defer context.AfterFunc(ctx, func() { conn.Close() })()
		buf := make([]byte, largest)
		for {
			n, err := conn.Read(buf)
			if err == nil {
				_, err = conn.Write(buf[:n])
			}
			if err != nil {
				return
			}
		}
	}, server.Options{})
}

func talkTCP(ctx context.Context, addr string, dial dialer, use func(trip) error) error {
	conn, err := dial(ctx, addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	buf := make([]byte, largest)
	return use(func(message []byte) ([]byte, error) {
		if _, err := conn.Write(message); err != nil {
			return nil, err
		}
		n, err := io.ReadFull(conn, buf[:len(message)]) // nothing else says where it ends
		return buf[:n], err
	})
}

func serveWebSocket(ctx context.Context, l net.Listener) error {
	return server.Serve(ctx, l, func(ctx context.Context, nc net.Conn) {
		c, err := websocket.Accept(ctx, nc, nil)
		if err != nil {
			return
		}
		defer c.Close()
		defer context.AfterFunc(ctx, func() { c.Close() })()
		var buf []byte
		for {
			op, message, err := c.ReadMessage(buf)
			if err == nil {
				err = c.WriteMessage(op, message)
			}
			if err != nil {
				return
			}
			buf = message
		}
	}, server.Options{})
}

func talkWebSocket(ctx context.Context, addr string, dial dialer, use func(trip) error) error {
	c, err := websocket.Dial(ctx, "ws://"+host+"/", &websocket.Options{
		DialContext: func(ctx context.Context) (net.Conn, error) { return dial(ctx, addr) },
	})
	if err != nil {
		return err
	}
	defer c.Close()
	defer context.AfterFunc(ctx, func() { c.Close() })()
	var buf []byte
	return use(func(message []byte) ([]byte, error) {
		if err := c.WriteMessage(websocket.Binary, message); err != nil {
			return nil, err
		}
		var err error
		_, buf, err = c.ReadMessage(buf)
		return buf, err
	})
}

func serveHTTP(ctx context.Context, l net.Listener) error {
	return serveHandler(ctx, l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, largest)) // an answer that has begun ends the request
		if err == nil {
			w.Header().Set("Content-Type", "application/octet-stream") // or net/http guesses, and some random bytes look like text
			w.Write(body)
		}
	}))
}

func serveHandler(ctx context.Context, l net.Listener, h http.Handler) error {
	s := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	defer context.AfterFunc(ctx, func() { s.Close() })()
	return s.Serve(l)
}

func talkHTTP(keepAlive bool) func(context.Context, string, dialer, func(trip) error) error {
	return func(ctx context.Context, addr string, dial dialer, use func(trip) error) error {
		client := newHTTPClient(addr, dial)
		defer client.CloseIdleConnections()
		client.Transport.(*http.Transport).DisableKeepAlives = !keepAlive
		var buf bytes.Buffer
		return use(func(message []byte) ([]byte, error) {
			request, err := http.NewRequestWithContext(ctx, "POST", "http://"+host+"/", bytes.NewReader(message))
			if err != nil {
				return nil, err
			}
			request.Header.Set("Content-Type", "application/octet-stream")
			response, err := do(client, request)
			if err != nil {
				return nil, err
			}
			defer response.Body.Close()
			buf.Reset()
			_, err = buf.ReadFrom(response.Body)
			return buf.Bytes(), err
		})
	}
}

// newHTTPClient returns one whose connections are made by dial. It speaks HTTP/1.1,
// as a handshake does.
func newHTTPClient(addr string, dial dialer) *http.Client {
	return &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return dial(ctx, addr) },
	}}
}

// do sends a request; its error is without the URL, which nobody has typed.
func do(client *http.Client, request *http.Request) (*http.Response, error) {
	response, err := client.Do(request)
	if err != nil {
		return nil, errors.Unwrap(err)
	}
	return response, nil
}
