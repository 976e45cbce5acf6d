package websocket_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/deflate"
	"example/websocket/06-full-websocket/websocket"
)

// Members come and go; a connection's end ends its membership, and an ended one
// is no member.
func TestGroupMembers(t *testing.T) {
	var g websocket.Group
	var all []*story
	for range 3 {
		s := testServer(t, nil)
		all = append(all, s)
		g.Add(s.conn)
		g.Add(s.conn) // once more changes nothing
	}
	want := func(n int) {
		t.Helper()
		if got := g.Len(); got != n {
			t.Errorf("%d members, want %d", got, n)
		}
	}
	want(3)
	g.Remove(all[0].conn)
	g.Remove(all[0].conn)
	want(2)
	if err := g.Broadcast(text, []byte("two get this")); err != nil {
		t.Fatal(err)
	}
	all[0].conn.WriteMessage(text, []byte("Hello")) // is all that it sends
	all[0].expect(plain(true, text, "Hello"))
	g.Add(all[0].conn)
	want(3)
	all[1].conn.Close()
	want(2)
	all[2].raw.Close()
	all[2].conn.ReadMessage(nil) // notices
	want(1)
	g.Add(all[1].conn)
	want(1)
	g.Broadcast(text, []byte("back"))
	all[0].expect(plain(true, text, "back"))
	for op := range frame.Opcode(16) {
		if err := g.Broadcast(op, nil); (err == nil) != op.Data() {
			t.Errorf("broadcast of %v: %v", op, err)
		}
	}
}

// Whoever broadcasts, every member gets the same messages in the same order,
// whole, and what it was sent itself in between.
func TestBroadcastsHaveOneOrder(t *testing.T) {
	var g websocket.Group
	const members, senders, each = 6, 4, 50
	orders := make(chan []string, members)
	var ends []*websocket.Conn
	for n := range members {
		o := &websocket.Options{}
		if n%2 == 0 {
			o.Compression = &websocket.Compression{Threshold: 50, Params: deflate.Params{ServerBits: 9 + n}}
		}
		client, server := couple(t, o, o)
		member, other := server, client
		if n == 0 { // one is a client
			member, other = client, server
		}
		g.Add(member)
		ends = append(ends, member)
		go func() {
			var order []string
			defer func() { orders <- order }()
			own := 0
			for len(order) < senders*each || own < each {
				_, p, err := other.ReadMessage(nil)
				if err != nil {
					t.Error(err)
					return
				}
				if i, ok := bytes.CutPrefix(p, []byte("own ")); ok {
					if own++; !strings.HasPrefix(string(i), fmt.Sprint(own)+" ") {
						t.Errorf("own message %d is %.20q", own, p)
					}
				} else {
					order = append(order, string(p))
				}
			}
		}()
	}
	var all sync.WaitGroup
	for s := range senders {
		all.Go(func() {
			for i := range each {
				p := []byte(fmt.Sprintf("%d %d %s", s, i, strings.Repeat("x", rand.IntN(200))))
				if err := g.Broadcast(text, p); err != nil {
					t.Error(err)
				}
				clear(p) // it was not kept
			}
		})
	}
	for _, c := range ends {
		all.Go(func() {
			for i := 1; i <= each; i++ {
				if err := send(c, i%3, fmt.Sprintf("own %d %s", i, noise(i*100))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	first := soon(t, orders)
	for range members - 1 {
		if next := soon(t, orders); !slices.Equal(next, first) {
			t.Errorf("one member got %.500q, another %.500q", first, next)
		}
	}
}

// A broadcast that comes in the middle of a message goes behind it, in the order
// of the broadcasts; nobody else waits for that.
func TestBroadcastDuringANextWriter(t *testing.T) {
	var g websocket.Group
	busy, free := testServer(t, nil), testServer(t, nil)
	g.Add(busy.conn)
	g.Add(free.conn)
	w, err := busy.conn.NextWriter(text)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(w, "Hel")
	for _, p := range []string{"one", "two"} {
		if err := g.Broadcast(binary, []byte(p)); err != nil {
			t.Fatal(err)
		}
		free.expect(plain(true, binary, p))
	}
	io.WriteString(w, "lo")
	busy.expect(plain(false, text, "Hel"), plain(false, continuation, "lo"))
	w.Close()
	busy.conn.WriteMessage(text, []byte("after"))
	busy.expect(plain(true, continuation, ""), plain(true, binary, "one"), plain(true, binary, "two"), plain(true, text, "after"))
}

// With context takeover a broadcast becomes part of the receiver's window, but not
// of its sender's: every message behind it, in either form, has to be decoded.
func TestBroadcastAndContextTakeover(t *testing.T) {
	for _, p := range []deflate.Params{{}, {ServerBits: 9}, {ServerNoTakeover: true}} {
		s := packedServer(t, &websocket.Options{Compression: &websocket.Compression{Threshold: 20, Params: p}})
		var g websocket.Group
		g.Add(s.conn)
		sent, random := make(chan []string, 1), rand.New(rand.NewPCG(1, 2))
		go func() {
			var order, late []string
			defer func() { sent <- order }()
			for i := range 300 {
				m := fmt.Sprintf("a message of many, all alike, all alike: %d", i)[random.IntN(40):]
				if how := random.IntN(4); how < 3 {
					order = append(order, m)
					send(s.conn, how, m)
					continue
				}
				w, _ := s.conn.NextWriter(binary)
				for range random.IntN(3) {
					io.WriteString(w, m)
					g.Broadcast(binary, []byte(m)) // waits for the end
					late = append(late, m)
				}
				w.Close()
				order, late = append(append(order, strings.Repeat(m, len(late))), late...), nil
				g.Broadcast(binary, []byte(m))
				order = append(order, m)
			}
			s.conn.CloseWrite(1000, "")
		}()
		var got []string
		in := deflate.NewDecompressor(15, true)
		for s.raw.SetReadDeadline(time.Now().Add(patience)); ; {
			h, payload := s.frame()
			if h.Opcode == closing {
				break
			}
			packed := h.Rsv != 0
			for !h.Fin {
				var more []byte
				h, more = s.frame()
				payload = append(payload, more...)
			}
			if packed {
				in.Reset(bytes.NewReader(payload))
				var err error
				if payload, err = io.ReadAll(in); err != nil {
					t.Fatalf("%+v: after %d messages: %v", p, len(got), err)
				}
			}
			got = append(got, string(payload))
		}
		if order := soon(t, sent); !slices.Equal(got, order) {
			t.Errorf("%+v: got %d messages\n%.300q, sent %d\n%.300q", p, len(got), got, len(order), order)
		}
	}
}
