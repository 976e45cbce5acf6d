package websocket_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"

	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/deflate"
	"example/websocket/06-full-websocket/websocket"
)

// A member that does not read is cut when more than Backlog would wait for it.
// Until then, and from then on, the others get everything, and nobody waits.
func TestSlowMemberIsCut(t *testing.T) {
	for name, stick := range map[string]func(*websocket.Conn){
		"idle":               func(*websocket.Conn) {},
		"inside a message":   func(c *websocket.Conn) { c.NextWriter(text) },
		"in another's write": func(c *websocket.Conn) { go c.WriteMessage(text, []byte("stuck")) },
	} {
		t.Run(name, func(t *testing.T) {
			onBothSides(t, nil, func(t *testing.T, slow *story, _ peerFrame) {
				g := websocket.Group{Backlog: 100 << 10}
				g.Add(slow.conn)
				stick(slow.conn)
				got := make(chan string)
				for range 2 {
					client, server := pipeCouple(t, nil, nil)
					g.Add(server)
					go func() {
						for {
							_, p, err := client.ReadMessage(nil)
							if err != nil {
								return
							}
							got <- string(p)
						}
					}()
				}
				cut := 0
				for i := range 300 {
					p := fmt.Sprintf("%1022d", i) // 1 KiB with its header, or a little more
					if err := g.Broadcast(binary, []byte(p)); err != nil {
						t.Fatal(err)
					}
					for range 2 {
						if got := <-got; got != p {
							t.Fatalf("broadcast %d comes as %.20q", i, got)
						}
					}
					synctest.Wait()
					if g.Len() == 2 && cut == 0 {
						cut = i
					}
				}
				if cut < 95 || cut > 105 {
					t.Errorf("cut after %d KiB, want 100 or so", cut)
				}
				_, _, err := slow.conn.ReadMessage(nil)
				if !errors.Is(err, websocket.ErrTooSlow) || websocket.CloseStatus(err) != frame.Abnormal {
					t.Errorf("ended with %v, close code %v", err, websocket.CloseStatus(err))
				}
			})
		})
	}
}

// The same with sockets, whose buffers are not ours.
func TestSlowSocketIsCut(t *testing.T) {
	none := noneStay(t)
	var g websocket.Group
	slow, fast := testServer(t, nil), testServer(t, nil)
	g.Add(slow.conn)
	g.Add(fast.conn)
	p := strings.Repeat("x", 100_000)
	for n := 0; g.Len() == 2; n++ {
		if n > 1000 {
			t.Fatal("100 MB wait for a peer that does not read")
		}
		g.Broadcast(binary, []byte(p))
		fast.expect(plain(true, binary, p))
	}
	if _, _, err := slow.conn.ReadMessage(nil); !errors.Is(err, websocket.ErrTooSlow) {
		t.Errorf("ended with %v", err)
	}
	g.Broadcast(binary, []byte("still there"))
	fast.expect(plain(true, binary, "still there"))
	fast.conn.Close()
	none()
}

// What is larger than Backlog is no reason to cut a member for whom nothing waits.
func TestBroadcastLargerThanTheBacklog(t *testing.T) {
	g := websocket.Group{Backlog: 10}
	s := testServer(t, nil)
	g.Add(s.conn)
	for range 5 {
		p := strings.Repeat("x", 10_000)
		g.Broadcast(text, []byte(p))
		s.expect(plain(true, text, p))
		s.conn.Flush() // nothing waits
	}
}

// Clients mask, each frame with a key of its own.
func TestBroadcastByClients(t *testing.T) {
	var g websocket.Group
	members := []*story{testClient(t, nil), testClient(t, nil)}
	for _, s := range members {
		g.Add(s.conn)
	}
	keys := make(map[[4]byte]bool)
	p := []byte("Hello")
	for range 50 {
		g.Broadcast(text, p)
		for _, s := range members {
			h, payload := s.frame()
			if !h.Masked || string(payload) != "Hello" || string(p) != "Hello" {
				t.Fatalf("%+v %q", h, payload)
			}
			keys[h.Key] = true
		}
	}
	if len(keys) < 99 {
		t.Errorf("100 frames have %d keys", len(keys))
	}
	w, err := members[0].conn.NextWriter(text)
	if err != nil {
		t.Fatal(err)
	}
	g.Broadcast(text, p)
	copy(p, "Adieu") // it is ours, though one member has not yet sent it
	w.Close()
	for _, want := range []string{"", "Hello"} {
		if _, payload := members[0].frame(); string(payload) != want {
			t.Errorf("%q, want %q", payload, want)
		}
	}
}

// The message is made once in each form: who has the same window gets the same
// bytes.
func TestBroadcastHasOneFormForEachWindow(t *testing.T) {
	var g websocket.Group
	message := noise(20_000) + noise(20_000)
	var members []*story
	for _, o := range []*websocket.Options{nil, wish(0, 0, 0), wish(0, 0, 0), wish(0, 15, 0), wish(1, 9, 0), wish(0, 9, 0),
		{Compression: &websocket.Compression{Threshold: 50_000}}} {
		s := packedServer(t, o)
		g.Add(s.conn)
		members = append(members, s)
	}
	g.Broadcast(binary, []byte(message))
	forms := make(map[string]int)
	for n, s := range members {
		h, payload := s.frame()
		forms[string(payload)]++
		if h.Rsv != 0 {
			in := deflate.NewDecompressor(0, false)
			in.Reset(bytes.NewReader(payload))
			payload, _ = io.ReadAll(in)
		}
		if string(payload) != message {
			t.Errorf("member %d gets %+v", n, h)
		}
	}
	if len(forms) != 3 {
		t.Errorf("%d forms, want one for each of three windows: none, 15, 9", len(forms))
	}
}

// Twenty members do not cost twenty compressions.
func TestBroadcastToManyCostsLittle(t *testing.T) {
	var g websocket.Group
	const members, size, times = 20, 100_000, 10
	read := make(chan bool, members)
	for range members {
		s := packedServer(t, wish(1, 0, 0))
		g.Add(s.conn)
		b := make([]byte, 32<<10)
		go func() {
			for whole := 0; ; whole++ {
				h, _, err := frameInto(s.raw, b)
				if err != nil {
					return
				}
				read <- h.Rsv != 0
			}
		}()
	}
	p := []byte(noise(size))
	var before, after runtime.MemStats
	for n := range times + 1 {
		if n == 1 { // what the first costs is for all
			runtime.ReadMemStats(&before)
		}
		g.Broadcast(binary, p)
		for range members {
			if compressed := soon(t, read); !compressed {
				t.Fatal("not compressed")
			}
		}
	}
	runtime.ReadMemStats(&after)
	most := uint64(members * size)
	if raceEnabled {
		most *= 2 // the race detector's sync.Pool loses some
	}
	if got := (after.TotalAlloc - before.TotalAlloc) / times; got > most {
		t.Errorf("%d bytes are allocated to send %d bytes to %d members", got, size, members)
	}
}

// frameInto reads a frame through b.
func frameInto(nc net.Conn, b []byte) (frame.Header, int, error) {
	n, err := io.ReadFull(nc, b[:2])
	h, size := frame.Parse(b[:n])
	if err == nil {
		_, err = io.ReadFull(nc, b[2:size])
	}
	if err != nil {
		return h, 0, err
	}
	h, _ = frame.Parse(b[:size])
	for left := int(h.Length); left > 0 && err == nil; left -= n {
		n, err = nc.Read(b[:min(left, len(b))])
	}
	return h, size, err
}
