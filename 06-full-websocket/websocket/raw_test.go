package websocket_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/04-frames/dissect"
	"example/websocket/04-frames/frame"
	"example/websocket/05-masking/mask"
	"example/websocket/06-full-websocket/websocket"
)

// patience bounds every wait; no test is meant to come near it.
const patience = 30 * time.Second

// A story is a connection of which one end is a Conn and the other is told,
// byte by byte, what to do.
type story struct {
	t    *testing.T
	raw  net.Conn
	conn *websocket.Conn // the end under test
	done chan error      // what ended its loop
}

// testServer returns a story with a server that echoes.
func testServer(t *testing.T, o *websocket.Options) *story {
	t.Helper()
	ours, theirs := loopback(t)
	s := &story{t: t, raw: ours, done: make(chan error, 1)}
	accepted := make(chan error, 1)
	go func() {
		var err error
		s.conn, err = websocket.Accept(context.Background(), theirs, o)
		accepted <- err
	}()
	_, err := handshake.Connect(ours, handshake.Offer{Target: &handshake.Target{Host: "127.0.0.1", RequestTarget: "/"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := <-accepted; err != nil {
		t.Fatal(err)
	}
	return s
}

// echoing lets the connection under test send back what it reads.
func (s *story) echoing() *story {
	go func() {
		var buf []byte
		for {
			op, p, err := s.conn.ReadMessage(buf)
			if err == nil {
				err = s.conn.WriteMessage(op, p)
			}
			if err != nil {
				s.conn.Close()
				s.done <- err
				return
			}
			buf = p
		}
	}()
	return s
}

// testClient returns a story with a client.
func testClient(t *testing.T, o *websocket.Options) *story {
	t.Helper()
	ours, theirs := loopback(t)
	s := &story{t: t, raw: theirs, done: make(chan error, 1)}
	var opts websocket.Options
	if o != nil {
		opts = *o
	}
	opts.DialContext = func(context.Context) (net.Conn, error) { return ours, nil }
	dialled := make(chan error, 1)
	go func() {
		var err error
		s.conn, err = websocket.Dial(context.Background(), "ws://127.0.0.1/", &opts)
		dialled <- err
	}()
	if _, err := handshake.Accept(theirs, handshake.Rules{Subprotocols: opts.Subprotocols}); err != nil {
		t.Fatal(err)
	}
	if err := <-dialled; err != nil {
		t.Fatal(err)
	}
	return s
}

// loopback returns the two ends of a TCP connection.
func loopback(t testing.TB) (dialled, accepted net.Conn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if dialled, err = net.Dial("tcp", l.Addr().String()); err != nil {
		t.Fatal(err)
	}
	if accepted, err = l.Accept(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { dialled.Close(); accepted.Close() })
	return dialled, accepted
}

// send writes bytes as they are.
func (s *story) send(parts ...[]byte) {
	s.t.Helper()
	s.raw.SetWriteDeadline(time.Now().Add(patience))
	if _, err := s.raw.Write(bytes.Join(parts, nil)); err != nil {
		s.t.Fatalf("send: %v", err)
	}
}

// expect reads exactly these bytes.
func (s *story) expect(parts ...[]byte) {
	s.t.Helper()
	want := bytes.Join(parts, nil)
	got := make([]byte, len(want))
	s.raw.SetReadDeadline(time.Now().Add(patience))
	n, err := io.ReadFull(s.raw, got)
	if diff := dissect.Compare(got[:n], want); diff != "" {
		s.t.Fatalf("%s\nread error: %v", diff, err)
	}
}

// expectClose reads a Close frame with this code and then the end.
func (s *story) expectClose(code frame.CloseCode) {
	s.t.Helper()
	got := s.rest()
	h, size := frame.Parse(got)
	if len(got) < size+2 || h.Opcode != frame.Close || len(got) != size+int(h.Length) {
		s.t.Fatalf("want one Close with code %v and the end, got:\n%s", code, dissect.Frames(got))
	}
	payload := got[size:]
	if h.Masked {
		mask.Plain(payload, h.Key, 0)
	}
	if is, _, err := frame.ParseClose(payload); is != code || err != nil {
		s.t.Fatalf("close code %v (%v), want %v:\n%s", is, err, code, dissect.Frames(got))
	}
}

// rest returns what comes until the end, and closes.
func (s *story) rest() []byte {
	s.t.Helper()
	s.raw.SetReadDeadline(time.Now().Add(patience))
	got, err := io.ReadAll(s.raw)
	if err != nil {
		s.t.Fatalf("read until the end: %v; got:\n%s", err, dissect.Frames(got))
	}
	s.raw.Close()
	return got
}

// ended returns what ended the loop of the connection under test.
func (s *story) ended(code frame.CloseCode) error {
	s.t.Helper()
	select {
	case err := <-s.done:
		if got := websocket.CloseStatus(err); got != code {
			s.t.Errorf("ended with close code %v (%v), want %v", got, err, code)
		}
		return err
	case <-time.After(patience):
		s.t.Fatal("the connection under test does not end")
		return nil
	}
}

// h returns the bytes that text gives in hex.
func h(text string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(text, " ", ""))
	if err != nil {
		panic(err)
	}
	return b
}

// plain returns an unmasked frame, masked a client's.
func plain(fin bool, op frame.Opcode, payload string) []byte {
	h := frame.Header{Fin: fin, Opcode: op, Length: uint64(len(payload))}
	return append(h.Append(nil), payload...)
}

func masked(fin bool, op frame.Opcode, payload string) []byte {
	h := frame.Header{Fin: fin, Opcode: op, Length: uint64(len(payload)), Masked: true, Key: [4]byte{0x37, 0xfa, 0x21, 0x3d}}
	p := []byte(payload)
	mask.Plain(p, h.Key, 0)
	return append(h.Append(nil), p...)
}

// goodbye is the payload of a Close.
func goodbye(code frame.CloseCode, reason string) string {
	return string(frame.AppendClose(nil, code, reason))
}

const (
	continuation = frame.Continuation
	text         = frame.Text
	binary       = frame.Binary
	closing      = frame.Close
	ping         = frame.Ping
	pong         = frame.Pong
)

func is[T error](err error) bool {
	var target T
	return errors.As(err, &target)
}
