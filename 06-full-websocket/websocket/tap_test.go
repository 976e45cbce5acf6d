package websocket_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"

	"example/websocket/04-frames/dissect"
	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/websocket"
)

// A tapped is what a tap saw in one direction.
type tapped struct {
	head    string
	headers []frame.Header
	wire    []byte // heads, headers and payloads
	left    uint64 // of the last header's payload
	wrong   error
}

// tap makes a tap that keeps what it sees, with no lock between the directions:
// each has an order of its own.
func tap(o websocket.Options) (in, out *tapped, tapping *websocket.Options) {
	in, out = new(tapped), new(tapped)
	o.Tap = func(sent bool, h frame.Header, wire []byte) {
		to := in
		if sent {
			to = out
		}
		to.add(h, bytes.Clone(wire))
	}
	return in, out, &o
}

func (d *tapped) add(h frame.Header, wire []byte) {
	d.wire = append(d.wire, wire...)
	switch last := len(d.headers) - 1; {
	case h == frame.Header{}:
		d.head += string(wire)
	case d.left > 0 && d.headers[last] == h && uint64(len(wire)) <= d.left:
		d.left -= uint64(len(wire))
	case d.left > 0:
		d.wrong = fmt.Errorf("%+v with %d bytes, while %d are missing of %+v", h, len(wire), d.left, d.headers[last])
	case !bytes.Equal(wire, h.Append(nil)):
		d.wrong = errors.Join(d.wrong, fmt.Errorf("%+v with % x, want its header", h, wire))
	default:
		d.headers, d.left = append(d.headers, h), h.Length
	}
}

// recorder is a connection that keeps what goes through it.
type recorder struct {
	net.Conn
	in, out bytes.Buffer
}

func (r *recorder) Read(p []byte) (int, error) {
	n, err := r.Conn.Read(p)
	r.in.Write(p[:n])
	return n, err
}

func (r *recorder) Write(p []byte) (int, error) {
	n, err := r.Conn.Write(p)
	r.out.Write(p[:n])
	return n, err
}

// What a tap sees is, byte by byte and in this order, what is on the wire: heads
// and every frame, masked or not, compressed or not, whoever caused it.
func TestTapSeesWhatIsOnTheWire(t *testing.T) {
	for _, compression := range []*websocket.Compression{nil, {Threshold: 100}} {
		for _, wrapped := range []bool{true, false} {
			t.Run(fmt.Sprintf("compressed: %v, behind a wrapper: %v", compression != nil, wrapped), func(t *testing.T) {
				clientIn, clientOut, clients := tap(websocket.Options{Compression: compression})
				serverIn, serverOut, servers := tap(websocket.Options{Compression: compression})
				a, b := loopback(t)
				near, far := &recorder{Conn: a}, &recorder{Conn: b}
				if wrapped {
					a, b = near, far
				}
				client, server := marry(t, a, b, clients, servers)
				converse(t, client, server)
				for name, pair := range map[string][2]*tapped{"to the server": {clientOut, serverIn}, "to the client": {serverOut, clientIn}} {
					sent, received := pair[0], pair[1]
					if diff := dissect.Compare(received.wire[len(received.head):], sent.wire[len(sent.head):]); diff != "" {
						t.Errorf("%s: one side's tap saw another thing than the other's:\n%s", name, diff)
					}
					if sent.head != received.head || !strings.Contains(sent.head, " HTTP/1.1") && !strings.HasPrefix(sent.head, "HTTP/1.1 101") {
						t.Errorf("%s: heads %q and %q", name, sent.head, received.head)
					}
					if err := errors.Join(sent.wrong, received.wrong); err != nil || sent.left > 0 {
						t.Errorf("%s: %v", name, err)
					}
					if n := len(sent.headers); n < 20 || sent.headers[n-1].Opcode != closing {
						t.Errorf("%s: %d frames, the last is %+v", name, n, sent.headers[n-1])
					}
				}
				if wrapped {
					for name, pair := range map[string][2][]byte{
						"client in": {clientIn.wire, near.in.Bytes()}, "client out": {clientOut.wire, near.out.Bytes()},
						"server in": {serverIn.wire, far.in.Bytes()}, "server out": {serverOut.wire, far.out.Bytes()},
					} {
						if !bytes.Equal(pair[0], pair[1]) {
							t.Errorf("%s: the tap saw %d bytes, the connection %d, or others", name, len(pair[0]), len(pair[1]))
						}
					}
				}
			})
		}
	}
}

// converse lets two ends do all they can do, at the same time, until the goodbye.
func converse(t *testing.T, client, server *websocket.Conn) {
	t.Helper()
	var group websocket.Group
	group.Add(client)
	group.Add(server)
	var senders, readers sync.WaitGroup
	for from, to := range map[*websocket.Conn]*websocket.Conn{client: server, server: client} {
		messages := []string{"", "Hello", strings.Repeat("Hello ", 100), noise(70_000), noise(300_000)}
		senders.Go(func() {
			for i, m := range messages {
				for how := range 3 {
					if err := send(from, how, m); err != nil {
						t.Errorf("message %d: %v", i, err)
					}
				}
				if err := errors.Join(from.Flush(), from.Ping(within(t), []byte(fmt.Sprint(i)))); err != nil {
					t.Error(err)
				}
			}
		})
		readers.Go(func() {
			for i := range 3*len(messages) + 1 {
				want := "to all"
				if i < 3*len(messages) {
					want = messages[i/3]
				}
				if _, p, err := to.ReadMessage(nil); string(p) != want || err != nil {
					t.Errorf("message %d: %d bytes, %v", i, len(p), err)
					return
				}
			}
			if to == server {
				to.ReadMessage(nil) // the goodbye
			}
		})
	}
	senders.Wait()
	if err := errors.Join(group.Broadcast(binary, []byte("to all")), client.Shutdown(within(t), frame.NormalClosure, "")); err != nil {
		t.Error(err)
	}
	readers.Wait()
}

func TestTapOfNothingCostsNothing(t *testing.T) {
	if info, ok := debug.ReadBuildInfo(); ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"}) {
		t.Skip("with the race detector, sync.Pool drops things at random")
	}
	s := testServer(t, nil)
	request, answer := masked(true, text, "Hello"), make([]byte, 7)
	var buf []byte
	if n := testing.AllocsPerRun(1000, func() {
		s.raw.Write(request)
		op, p, err := s.conn.ReadMessage(buf)
		if err == nil {
			err = s.conn.WriteMessage(op, p)
		}
		if _, rerr := io.ReadFull(s.raw, answer); err != nil || rerr != nil {
			t.Fatal(err, rerr)
		}
		buf = p
	}); n > 0 {
		t.Errorf("%v allocations a message", n)
	}
}
