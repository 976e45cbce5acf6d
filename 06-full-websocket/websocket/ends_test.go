package websocket_test

import (
	"context"
	"errors"
	"io"
	"maps"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"

	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/04-frames/frame"
	"example/websocket/05-masking/mask"
	"example/websocket/06-full-websocket/deflate"
	"example/websocket/06-full-websocket/websocket"
)

// serverOver is testServer over the two ends of a connection, by a client that
// offers compression if o wants it.
func serverOver(t *testing.T, ours, theirs net.Conn, o *websocket.Options) *story {
	t.Helper()
	s := &story{t: t, raw: ours, done: make(chan error, 1)}
	accepted := make(chan error, 1)
	go func() {
		var err error
		s.conn, err = websocket.Accept(context.Background(), theirs, o)
		accepted <- err
	}()
	offer := handshake.Offer{Target: &handshake.Target{Host: "127.0.0.1", RequestTarget: "/"}}
	if o != nil && o.Compression != nil {
		offer.Extensions = []handshake.Extension{deflate.Params{}.Offer()}
	}
	if _, err := handshake.Connect(ours, offer); err != nil {
		t.Fatal(err)
	}
	if err := <-accepted; err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.conn.Close(); s.raw.Close() })
	return s
}

// pipeServer is testServer over a net.Pipe, for virtual time. A pipe holds
// nothing: what one side writes, the other has to read.
func pipeServer(t *testing.T, o *websocket.Options) *story {
	t.Helper()
	ours, theirs := net.Pipe()
	return serverOver(t, ours, theirs, o)
}

// packedServer is testServer with compression.
func packedServer(t *testing.T, o *websocket.Options) *story {
	t.Helper()
	ours, theirs := loopback(t)
	return serverOver(t, ours, theirs, o)
}

// sendLast sends bytes and finishes: whoever waits for us to, does not wait.
func (s *story) sendLast(parts ...[]byte) {
	s.t.Helper()
	s.send(parts...)
	if err := s.raw.(*net.TCPConn).CloseWrite(); err != nil {
		s.t.Fatal(err)
	}
}

// frame reads a frame, and unmasks it.
func (s *story) frame() (frame.Header, []byte) {
	s.t.Helper()
	h, payload, err := readFrame(s.raw)
	if err != nil {
		s.t.Fatalf("where a frame should come: %v", err)
	}
	return h, payload
}

// readFrame takes a frame from a stream, and not a byte more.
func readFrame(r io.Reader) (h frame.Header, payload []byte, err error) {
	b := make([]byte, 0, frame.MaxHeader)
	for size := 2; len(b) < size && err == nil; h, size = frame.Parse(b) {
		_, err = io.ReadFull(r, b[len(b):size])
		b = b[:size]
	}
	if err != nil {
		return h, nil, err
	}
	payload = make([]byte, h.Length)
	_, err = io.ReadFull(r, payload)
	if h.Masked {
		mask.Plain(payload, h.Key, 0)
	}
	return h, payload, err
}

// packed returns a masked frame that begins a compressed message.
func packed(fin bool, op frame.Opcode, payload []byte) []byte {
	f := masked(fin, op, string(payload))
	f[0] |= 0x40
	return f
}

// pipeClient is testClient over a net.Pipe.
func pipeClient(t *testing.T, o *websocket.Options) *story {
	t.Helper()
	ours, theirs := net.Pipe()
	s := &story{t: t, raw: theirs, done: make(chan error, 1)}
	accepted := make(chan error, 1)
	go func() {
		_, err := handshake.Accept(theirs, handshake.Rules{})
		accepted <- err
	}()
	var err error
	s.conn, err = websocket.Dial(t.Context(), "ws://pipe/", over(ours, o))
	if err := errors.Join(err, <-accepted); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.conn.Close(); s.raw.Close() })
	return s
}

// over returns o with nc as the connection that Dial gets.
func over(nc net.Conn, o *websocket.Options) *websocket.Options {
	var opts websocket.Options
	if o != nil {
		opts = *o
	}
	opts.DialContext = func(context.Context) (net.Conn, error) { return nc, nil }
	return &opts
}

// couple returns a client and a server that talk over loopback.
func couple(t *testing.T, clients, servers *websocket.Options) (client, server *websocket.Conn) {
	t.Helper()
	a, b := loopback(t)
	return marry(t, a, b, clients, servers)
}

// pipeCouple returns a client and a server that talk over a net.Pipe.
func pipeCouple(t *testing.T, clients, servers *websocket.Options) (client, server *websocket.Conn) {
	t.Helper()
	a, b := net.Pipe()
	return marry(t, a, b, clients, servers)
}

// marry shakes hands over the two ends of a connection.
func marry(t *testing.T, a, b net.Conn, clients, servers *websocket.Options) (client, server *websocket.Conn) {
	t.Helper()
	accepted := make(chan error, 1)
	go func() {
		var err error
		server, err = websocket.Accept(context.Background(), b, servers)
		accepted <- err
	}()
	client, err := websocket.Dial(context.Background(), "ws://127.0.0.1/", over(a, clients))
	if err := errors.Join(err, <-accepted); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close(); server.Close() })
	return client, server
}

// noneStay returns what fails the test if goroutines of this package that began
// after noneStay was called go on.
func noneStay(t *testing.T) func() {
	before := goroutines()
	return func() {
		t.Helper()
		for end := time.Now().Add(patience); ; {
			now := goroutines()
			maps.DeleteFunc(now, func(id, _ string) bool { return before[id] != "" })
			if len(now) == 0 {
				return
			}
			if time.Now().After(end) {
				t.Fatalf("goroutines stay: %v", now)
			}
			<-time.After(time.Millisecond)
		}
	}
}

// goroutines returns the stacks of this package's goroutines.
func goroutines() map[string]string {
	all := make([]byte, 1<<20)
	all = all[:runtime.Stack(all, true)]
	ours := make(map[string]string)
	for stack := range strings.SplitSeq(string(all), "\n\n") {
		if strings.Contains(stack, "06-full-websocket/websocket.") {
			id, _, _ := strings.Cut(stack, " [")
			ours[id] = stack
		}
	}
	return ours
}

// soon returns what comes from c, and fails the test if nothing does.
func soon[T any](t *testing.T, c <-chan T) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(patience):
		t.Fatal("nothing happens")
		panic("unreachable")
	}
}
