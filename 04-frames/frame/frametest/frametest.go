// Package frametest is the other end for tests of the chapters' programs: a
// client or a server that shakes hands and then says exactly the bytes it is
// told to, right or wrong. What it gets it compares byte by byte.
package frametest

import (
	"bytes"
	"encoding/hex"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/04-frames/dissect"
	"example/websocket/04-frames/frame"
)

// patience bounds every wait; no test is meant to come near it.
const patience = 30 * time.Second

// A Peer is one end of a connection whose handshake is done.
type Peer struct {
	net.Conn
	t testing.TB
	r io.Reader
}

func newPeer(t testing.TB, conn net.Conn, rest []byte) *Peer {
	conn.SetDeadline(time.Now().Add(patience))
	return &Peer{conn, t, io.MultiReader(bytes.NewReader(rest), conn)}
}

// Connect shakes hands with the server at addr. The bytes of glued go out in
// the same write as the request.
func Connect(t testing.TB, addr string, glued ...byte) *Peer {
	t.Helper()
	conn, err := net.DialTimeout("tcp", addr, patience)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(patience))
	key := handshake.NewKey()
	offer := handshake.Offer{Target: &handshake.Target{Address: addr, Host: addr, RequestTarget: "/"}}
	if _, err := conn.Write(append(offer.Append(nil, key), glued...)); err != nil {
		t.Fatal(err)
	}
	resp, rest, err := handshake.ReadResponse(conn, handshake.Limits{Time: patience})
	if err == nil {
		err = handshake.JudgeResponse(resp, key, offer)
	}
	if err != nil {
		t.Fatal(err)
	}
	return newPeer(t, conn, rest)
}

// A Listener is a server that serves the clients it is told to.
type Listener struct {
	net.Listener
	t testing.TB
}

// Listen returns a server on a free port.
func Listen(t testing.TB) *Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.(*net.TCPListener).SetDeadline(time.Now().Add(patience))
	t.Cleanup(func() { l.Close() })
	return &Listener{l, t}
}

// URL returns the server's ws URL.
func (l *Listener) URL() string { return "ws://" + l.Addr().String() + "/" }

// Next shakes hands with the next client. The bytes of glued go out in the
// same write as the response.
func (l *Listener) Next(glued ...byte) *Peer {
	l.t.Helper()
	conn, err := l.Accept()
	if err != nil {
		l.t.Fatal(err)
	}
	l.t.Cleanup(func() { conn.Close() })
	req, rest, err := handshake.ReadRequest(conn, handshake.Limits{Time: patience})
	if err != nil {
		l.t.Fatal(err)
	}
	answer, err := handshake.Judge(req, handshake.Rules{})
	if err != nil {
		l.t.Fatal(err)
	}
	conn.SetDeadline(time.Now().Add(patience))
	if _, err := conn.Write(append(answer.Append(nil), glued...)); err != nil {
		l.t.Fatal(err)
	}
	return newPeer(l.t, conn, rest)
}

// Send writes all of b at once.
func (p *Peer) Send(b []byte) {
	p.t.Helper()
	if _, err := p.Write(b); err != nil {
		p.t.Fatalf("sending\n%s: %v", dissect.Frames(b), err)
	}
}

// Finish half-closes: the other end reads an end of stream.
func (p *Peer) Finish() {
	p.t.Helper()
	if err := p.Conn.(*net.TCPConn).CloseWrite(); err != nil {
		p.t.Fatal(err)
	}
}

// Expect reads as many bytes as want has. They must be want, or the message
// names the rule.
func (p *Peer) Expect(want []byte, rule string) {
	p.t.Helper()
	got := make([]byte, len(want))
	n, err := io.ReadFull(p.r, got)
	if diff := dissect.Compare(got[:n], want); diff != "" {
		p.t.Fatalf("%s (read ended with %v): %s", rule, err, diff)
	}
}

// Next reads one frame, checks it by rules, and returns it with its payload
// unmasked.
func (p *Peer) Next(rules frame.Rules) (h frame.Header, payload []byte) {
	p.t.Helper()
	var wire []byte
	for size := 2; len(wire) < size; {
		more := make([]byte, size-len(wire))
		n, err := io.ReadFull(p.r, more)
		wire = append(wire, more[:n]...)
		if err == nil {
			h, size, err = frame.Check(wire, rules)
		}
		if err != nil {
			p.t.Fatalf("after %d bytes of a frame: %v\n%s", len(wire), err, dissect.Frames(wire))
		}
	}
	payload = make([]byte, h.Length)
	if _, err := io.ReadFull(p.r, payload); err != nil {
		p.t.Fatalf("in a payload of %d bytes: %v", h.Length, err)
	}
	return h, xor(payload, h)
}

// ExpectEnd wants the end of the stream, in order, and nothing before it.
func (p *Peer) ExpectEnd() {
	p.t.Helper()
	rest, err := io.ReadAll(p.r)
	if err != nil || len(rest) > 0 {
		p.t.Fatalf("want the end of the stream, got %v after %d bytes more:\n%s", err, len(rest), dissect.Frames(rest))
	}
}

// ExpectGoodbye wants one Close frame from a server, with this code, then the
// end of the stream. It returns the reason.
func (p *Peer) ExpectGoodbye(code frame.CloseCode) (reason string) {
	p.t.Helper()
	rest, err := io.ReadAll(p.r)
	if err != nil {
		p.t.Fatalf("want a Close with %v and the end of the stream, got %v after\n%s", code, err, dissect.Frames(rest))
	}
	h, size, err := frame.Check(rest, frame.Rules{From: frame.Server, Limit: -1})
	if err != nil || len(rest) < size || h.Opcode != frame.Close || uint64(len(rest)) != uint64(size)+h.Length {
		p.t.Fatalf("want one Close frame with %v and nothing else (RFC 6455 §5.5.1, §7.1.7), got %d bytes:\n%s", code, len(rest), dissect.Frames(rest))
	}
	got, reason, err := frame.ParseClose(rest[size:])
	if err != nil || got != code {
		p.t.Fatalf("want code %v (RFC 6455 §7.4), got\n%s", code, dissect.Frames(rest))
	}
	return reason
}

// Unhex returns the bytes that s gives in hex, such as "81 05".
func Unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Wire returns the frame's bytes, with the payload masked if h says so.
func Wire(h frame.Header, payload []byte) []byte {
	h.Length = uint64(len(payload))
	return append(h.Append(nil), xor(bytes.Clone(payload), h)...)
}

func xor(b []byte, h frame.Header) []byte {
	if h.Masked {
		for i := range b {
			b[i] ^= h.Key[i%4]
		}
	}
	return b
}
