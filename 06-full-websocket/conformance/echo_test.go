package conformance_test

import (
	"bufio"
	"context"
	"errors"
	"net"
	"slices"
	"testing"
	"unicode/utf8"

	"example/websocket/02-tcp-echo/finish"
	"example/websocket/02-tcp-echo/server"
	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/04-frames/frame"
	"example/websocket/05-masking/mask"
	"example/websocket/06-full-websocket/conformance"
)

// An echo is a small correct server. A fault, if it is not "", is the one rule
// that it breaks.
type echo struct{ fault string }

func (e echo) handle(_ context.Context, conn net.Conn) {
	agreed, err := handshake.Accept(conn, handshake.Rules{})
	if err != nil {
		return
	}
	c := &talk{echo: e, conn: conn, in: bufio.NewReader(agreed.Reader(conn))}
	err = c.serve()
	var broken *frame.Error
	if errors.As(err, &broken) {
		c.write(frame.Header{Fin: true, Opcode: frame.Close}, frame.AppendClose(nil, broken.Code, ""))
	}
	finish.Close(conn, waitForPeer)
}

// A talk is one connection.
type talk struct {
	echo
	conn net.Conn
	in   *bufio.Reader

	open    bool
	op      frame.Opcode
	message []byte
}

// serve echoes until somebody says goodbye (nil), breaks a rule, or leaves.
func (c *talk) serve() error {
	for {
		rules := frame.Rules{From: frame.Client, Place: frame.Between, Limit: 20 << 20, Had: int64(len(c.message))}
		if c.open {
			rules.Place = frame.Inside
		}
		if c.fault == "accepts RSV" {
			rules.Rsv = 7
		}
		h, payload, err := frame.Read(c.in, rules)
		if err != nil {
			return err
		}
		mask.XOR(payload, h.Key, 0)
		if ended, err := c.frame(h, payload); ended || err != nil {
			return err
		}
	}
}

// frame deals with one frame.
func (c *talk) frame(h frame.Header, payload []byte) (ended bool, err error) {
	switch h.Opcode {
	case frame.Pong:
		return false, nil
	case frame.Ping:
		if c.fault == "pongs without payload" {
			payload = nil
		}
		c.write(frame.Header{Fin: true, Opcode: frame.Pong}, payload)
		return false, nil
	case frame.Close:
		if _, _, err := frame.ParseClose(payload); err != nil && c.fault != "any close code" {
			return true, err
		}
		c.write(frame.Header{Fin: true, Opcode: frame.Close}, payload)
		return true, nil
	case frame.Text, frame.Binary:
		c.op, c.message = h.Opcode, nil
	}
	c.message = slices.Concat(c.message, payload)
	c.open = !h.Fin
	if c.op == frame.Text && c.fault != "text unchecked" && !textSoFar(c.message, h.Fin) {
		return true, frame.NewError(frame.InvalidPayload, "8.1", "text that is not UTF-8")
	}
	if h.Fin {
		c.write(frame.Header{Fin: true, Opcode: c.op}, c.message)
	}
	return false, nil
}

// textSoFar reports whether b is UTF-8, or its beginning.
func textSoFar(b []byte, whole bool) bool {
	for len(b) > 0 {
		if r, n := utf8.DecodeRune(b); r == utf8.RuneError && n <= 1 {
			return !whole && !utf8.FullRune(b)
		} else {
			b = b[n:]
		}
	}
	return true
}

func (c *talk) write(h frame.Header, payload []byte) {
	h.Length = uint64(len(payload))
	h.Masked = c.fault == "masks"
	c.conn.Write(append(h.Append(nil), payload...)) // the key is 0000: the payload stays as it is
}

// serveEcho starts e, and returns it as the judge sees it.
func serveEcho(t *testing.T, e echo) conformance.Server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- server.Serve(ctx, l, e.handle, server.Options{}) }()
	t.Cleanup(func() {
		cancel()
		<-done
	})
	addr := l.Addr().String()
	return conformance.Server{Host: addr, Target: "/", Dial: func(ctx context.Context) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "tcp", addr)
	}}
}
