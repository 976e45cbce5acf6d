package conformance_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"testing"
	"time"
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
	if errors.As(err, &broken) && e.fault != "fails without a close" {
		if e.fault == "says 1000 to every fault" {
			broken.Code = frame.NormalClosure
		}
		c.write(frame.Header{Fin: true, Opcode: frame.Close}, frame.AppendClose(nil, broken.Code, ""))
	}
	switch e.fault {
	case "never ends the connection":
		io.Copy(io.Discard, conn)
	case "closes late":
		<-time.After(1200 * time.Millisecond)
	}
	finish.Close(conn, time.Second)
}

// A talk is one connection.
type talk struct {
	echo
	conn net.Conn
	in   *bufio.Reader

	open    bool
	op      frame.Opcode
	message []byte
	checked int // bytes of message that are text
	frames  int
	pings   []byte // payload of one that is not answered yet
}

// serve echoes until somebody says goodbye (nil), breaks a rule, or leaves.
func (c *talk) serve() error {
	for {
		rules := frame.Rules{From: frame.Client, Place: frame.Between, Limit: 20 << 20, Had: int64(len(c.message))}
		if c.open {
			rules.Place = frame.Inside
		}
		switch c.fault {
		case "accepts RSV":
			rules.Rsv = 7
		case "accepts unmasked frames":
			rules.From = frame.Anyone
		case "accepts stray continuations":
			rules.Place = frame.Anywhere
		case "waits for whole frames":
			c.in.Peek(7)
		}
		h, err := frame.ReadHeader(c.in, rules)
		if err == nil && h.Opcode.Control() {
			err = c.control(h)
		} else if err == nil {
			err = c.data(h)
		}
		if err != nil {
			return err
		}
	}
}

// errBye ends a talk in which both have said goodbye.
var errBye = errors.New("bye")

func (c *talk) control(h frame.Header) error {
	payload := make([]byte, h.Length)
	if _, err := io.ReadFull(c.in, payload); err != nil {
		return err
	}
	mask.XOR(payload, h.Key, 0)
	switch h.Opcode {
	case frame.Ping:
		pong := payload
		switch c.fault {
		case "pongs without payload":
			pong = nil
		case "answers the first ping again":
			if c.pings == nil {
				c.pings = payload
			}
			pong = c.pings
		case "pongs behind messages":
			c.pings = append(c.pings, payload...)
			return nil
		}
		c.write(frame.Header{Fin: true, Opcode: frame.Pong}, pong)
	case frame.Close:
		if _, _, err := frame.ParseClose(payload); err != nil && c.fault != "any close code" {
			return err
		}
		switch c.fault {
		case "closes with the opcode as code":
			payload = []byte{0, 8}
		case "answers every close with 1000":
			payload = []byte{3, 0xe8}
		}
		c.write(frame.Header{Fin: true, Opcode: frame.Close}, payload)
		if c.fault != "goes on after a close" {
			return errBye
		}
	}
	return nil
}

func (c *talk) data(h frame.Header) error {
	if h.Opcode.Data() {
		c.op, c.message, c.checked, c.frames = h.Opcode, nil, 0, 0
	}
	if c.frames++; c.frames > 131_072 {
		return frame.NewError(frame.MessageTooBig, "10.4", "too many fragments")
	}
	c.open = !h.Fin
	for pos, left := 0, h.Length; left > 0; {
		part := make([]byte, min(left, 64<<10))
		n, err := c.in.Read(part)
		if err != nil {
			return err
		}
		if part = part[:n]; h.Masked {
			pos = mask.XOR(part, h.Key, pos) % 4
		}
		if c.fault == "restarts the mask" {
			pos = 0
		}
		c.message = append(c.message, part...)
		left -= uint64(n)
		if err := c.check(false); err != nil {
			return err
		}
	}
	if !h.Fin {
		return nil
	}
	if err := c.check(true); err != nil {
		return err
	}
	c.echoMessage()
	c.message = nil
	return nil
}

// echoMessage sends the message back.
func (c *talk) echoMessage() {
	n := len(c.message)
	switch c.fault {
	case "echoes in fragments", "fragments without continuations":
		n /= 2
		c.write(frame.Header{Opcode: c.op}, c.message[:n])
		if c.write(frame.Header{Fin: true, Opcode: frame.Ping}, nil); c.fault == "echoes in fragments" {
			c.op = frame.Continuation
		}
		c.write(frame.Header{Fin: true, Opcode: c.op}, c.message[n:])
		return
	case "echoes text as binary":
		c.op = frame.Binary
	case "drops answers when a close comes":
		if next, _ := c.in.Peek(min(1, c.in.Buffered())); len(next) > 0 && next[0] == 0x88 {
			return
		}
	}
	c.write(frame.Header{Fin: true, Opcode: c.op}, c.message)
	if c.fault == "pongs behind messages" && c.pings != nil {
		c.write(frame.Header{Fin: true, Opcode: frame.Pong}, c.pings)
		c.pings = nil
	}
}

// check goes on checking that the message is text, if it has to be.
func (c *talk) check(whole bool) error {
	if c.op != frame.Text || c.fault == "text unchecked" {
		return nil
	}
	for c.checked < len(c.message) {
		r, n := utf8.DecodeRune(c.message[c.checked:])
		if r == utf8.RuneError && n <= 1 {
			if !whole && !utf8.FullRune(c.message[c.checked:]) && c.fault != "text checked frame by frame" {
				return nil // the rest of a character is to come
			}
			return frame.NewError(frame.InvalidPayload, "8.1", "text that is not UTF-8")
		}
		c.checked += n
	}
	return nil
}

func (c *talk) write(h frame.Header, payload []byte) {
	h.Length = uint64(len(payload))
	h.Masked = c.fault == "masks"
	c.conn.Write(append(h.Append(nil), payload...)) // the key is 0000: the payload stays as it is
}

// listen serves handle, and returns the server as the judge sees it.
func listen(t *testing.T, handle server.Handler) conformance.Server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- server.Serve(ctx, l, handle, server.Options{Grace: 10 * time.Second}) }()
	t.Cleanup(func() {
		cancel()
		<-done
	})
	addr := l.Addr().String()
	return conformance.Server{Host: addr, Target: "/", Dial: func(ctx context.Context) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "tcp", addr)
	}}
}

// dialer is dial as long as may says so.
func dialer(may func() bool, dial func(context.Context) (net.Conn, error)) func(context.Context) (net.Conn, error) {
	return func(ctx context.Context) (net.Conn, error) {
		if !may() {
			return nil, errors.New("refused")
		}
		return dial(ctx)
	}
}
