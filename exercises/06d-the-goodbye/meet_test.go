package goodbye_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"example/websocket/04-frames/frame"
	"example/websocket/05-masking/mask"
	goodbye "example/websocket/exercises/06d-the-goodbye"
	"example/websocket/exercises/internal/check"
)

// goodbyeIsFine is the code of no *frame.Error: Serve returns nil.
const goodbyeIsFine frame.CloseCode = 0

// A said is something that a client sends.
type said struct {
	name string
	wire []byte
}

func text(s string) said {
	return said{fmt.Sprintf("text %q", s), masked(frame.Text, s)}
}

func closing(payload string) said {
	return said{told(frame.Append(nil, frame.Close, []byte(payload))), masked(frame.Close, payload)}
}

func unmasked(s string) said {
	return said{fmt.Sprintf("text %q, not masked", s), frame.Append(nil, frame.Text, []byte(s))}
}

func masked(op frame.Opcode, s string) []byte {
	h := frame.Header{Fin: true, Opcode: op, Masked: true, Key: [4]byte{0x37, 0xfa, 0x21, 0x3d}, Length: uint64(len(s))}
	payload := []byte(s)
	mask.Plain(payload, h.Key, 0)
	return append(h.Append(nil), payload...)
}

func join(all ...said) (wire []byte) {
	for _, s := range all {
		wire = append(wire, s.wire...)
	}
	return wire
}

// told says what the frames of a server are. The reasons of 1002 and 1007 are left
// out: they are the learner's.
func told(wire []byte) string {
	var frames []string
	for len(wire) > 0 {
		h, size := frame.Parse(wire)
		if h.Masked || len(wire) < size || uint64(len(wire)-size) < h.Length {
			return strings.Join(append(frames, fmt.Sprintf("the bytes % x", wire[:min(len(wire), 12)])), ", ")
		}
		payload := wire[size : size+int(h.Length)]
		wire = wire[size+int(h.Length):]
		code, reason, err := frame.ParseClose(payload)
		switch {
		case h.Opcode != frame.Close:
			frames = append(frames, fmt.Sprintf("%v %q", h.Opcode, payload))
		case err != nil:
			frames = append(frames, fmt.Sprintf("Close with the payload % x", payload))
		case code == frame.NoStatus:
			frames = append(frames, "Close without a code")
		case reason == "" || code == frame.ProtocolError || code == frame.InvalidPayload:
			frames = append(frames, fmt.Sprintf("Close %d", code))
		default:
			frames = append(frames, fmt.Sprintf("Close %d %q", code, reason))
		}
	}
	if len(frames) == 0 {
		return "nothing"
	}
	return strings.Join(frames, ", ")
}

// An ended is how a conversation ended.
type ended struct {
	came []byte        // to the client
	took time.Duration // until the connection ended
	err  error         // of Serve or Leave
}

// never is after how long the client gives up.
const never = time.Minute

// meet connects a server and a client without a network, in virtual time.
func meet(t *check.T, server func(near net.Conn) error, client func(far net.Conn) []byte) (e ended) {
	t.Bubble(func(*check.T) {
		near, far := net.Pipe()
		defer near.Close()
		start := time.Now()
		far.SetDeadline(start.Add(never))
		done := make(chan struct{})
		defer func() { <-done }()
		go func() {
			defer close(done)
			defer far.Close()
			e.came = client(far)
			e.took = time.Since(start)
		}()
		returned := false
		defer func() {
			if !returned { // but panicked: nobody will end the connection
				far.Close()
			}
		}()
		e.err = server(near)
		returned = true
	})
	return e
}

func readAll(far net.Conn) []byte {
	b, _ := io.ReadAll(far)
	return b
}

// want holds what came, and when the connection ended.
func (e ended) want(t *check.T, came string, took time.Duration) {
	end := func(took time.Duration) string {
		switch took {
		case 0:
			return "the end"
		case never:
			return "no end"
		}
		return fmt.Sprintf("the end, %v later", took)
	}
	if got := told(e.came); got != came || e.took != took {
		t.Wrong(fmt.Sprintf("%s; then %s", got, end(e.took)), fmt.Sprintf("%s; then %s", came, end(took)))
	}
}

func (e ended) wantGivenUp(t *check.T) {
	e.want(t, `Close 1001 "bye"`, goodbye.Wait)
	if e.err == nil {
		t.Wrong("Leave returns nil", "an error: no Close has come from the client")
	}
}

// exchange lets a client send all in one write, and holds what Serve makes of it.
func exchange(t *check.T, came string, code frame.CloseCode, all ...said) {
	var names []string
	for _, s := range all {
		names = append(names, s.name)
	}
	t.Call("Serve(conn); the client sends\n%s", strings.Join(names, "\n"))
	e := meet(t, goodbye.Serve, func(far net.Conn) []byte {
		far.Write(join(all...))
		return readAll(far)
	})
	e.want(t, came, 0)
	returns(t, e.err, code)
}

// returns holds what Serve has returned.
func returns(t *check.T, err error, code frame.CloseCode) {
	var broken *frame.Error
	switch errors.As(err, &broken); {
	case code == goodbyeIsFine && err != nil:
		t.Wrong(fmt.Sprintf("Serve returns an error of type %T", err), "nil")
	case code != goodbyeIsFine && broken == nil:
		t.Wrong(fmt.Sprintf("Serve returns no *frame.Error, but <%T>", err), fmt.Sprintf("a *frame.Error with code %d", code))
	case code != goodbyeIsFine && broken.Code != code:
		t.Wrong(fmt.Sprintf("Serve returns a *frame.Error with code %d", broken.Code), fmt.Sprintf("one with code %d", code))
	}
}

// A notebook keeps what is written to a connection, whether it arrives or not.
type notebook struct {
	net.Conn
	wrote  bytes.Buffer
	closed bool
}

func (n *notebook) Write(p []byte) (int, error) {
	n.wrote.Write(p)
	return n.Conn.Write(p)
}

func (n *notebook) Close() error {
	n.closed = true
	return n.Conn.Close()
}

func lost(t *check.T) {
	t.Call("Serve(conn); the client sends\nthe first 3 bytes of a text, and is gone")
	n := new(notebook)
	e := meet(t, func(near net.Conn) error {
		n.Conn = near
		return goodbye.Serve(n)
	}, func(far net.Conn) []byte {
		far.Write(masked(frame.Text, "Hello")[:3])
		return nil
	})
	if got := told(n.wrote.Bytes()); got != "nothing" {
		t.Wrong("Serve writes "+got, "nothing: nobody is there to read it")
	}
	if !n.closed {
		t.Wrong("conn is still open", "closed")
	}
	if e.err == nil {
		t.Wrong("Serve returns nil", "an error: no Close has come")
	}
}
