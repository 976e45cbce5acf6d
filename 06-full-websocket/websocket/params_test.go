package websocket_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/deflate"
	"example/websocket/06-full-websocket/websocket"
)

// wish returns the n-th way to have the two flags.
func wish(n, serverBits, clientBits int) *websocket.Options {
	return &websocket.Options{Compression: &websocket.Compression{Threshold: 10, Params: deflate.Params{
		ServerNoTakeover: n&1 != 0, ClientNoTakeover: n&2 != 0, ServerBits: serverBits, ClientBits: clientBits}}}
}

// Whatever the two sides wish for, they understand each other: both directions,
// each way to send, messages that look back into the ones before, over the whole
// window and over more.
func TestEveryCombinationOfParameters(t *testing.T) {
	n := 0
	for _, serverBits := range []int{0, 8, 9, 10, 11, 12, 13, 14, 15} {
		for _, clientBits := range []int{0, 8, 9, 12, 15} {
			n++
			conversation(t, wish(n, serverBits, clientBits), wish(n/2, 0, 0))
			conversation(t, wish(n/2, 0, 0), wish(n, serverBits, clientBits))
		}
	}
	for clients := range 4 {
		for servers := range 4 {
			conversation(t, wish(clients, 0, 0), wish(servers, 0, 0))
			conversation(t, wish(clients, 9, 15), wish(servers, 15, 9))
			conversation(t, wish(clients, 12, 10), wish(servers, 10, 12))
		}
	}
}

// conversation lets a client and a server send each other messages.
func conversation(t *testing.T, clients, servers *websocket.Options) {
	t.Helper()
	client, server := couple(t, clients, servers)
	defer client.Close()
	defer server.Close()
	far := noise(34_000)
	messages := []string{
		"plain", "", strings.Repeat("Hello ", 50), strings.Repeat("Hello ", 50), far[:200] + far[:200],
		far[:300], far[:300], far[:3000], far[:3000] + far[:3000], far, strings.Repeat("x", 10),
	}
	for from, to := range map[*websocket.Conn]*websocket.Conn{client: server, server: client} {
		sent := make(chan error, 1)
		go func() {
			for i, m := range messages {
				if err := send(from, i%3, m); err != nil {
					sent <- err
					return
				}
			}
			sent <- from.Flush()
		}()
		to.SetReadDeadline(time.Now().Add(patience))
		for i, want := range messages {
			if op, p, err := to.ReadMessage(nil); op != binary || string(p) != want || err != nil {
				t.Fatalf("client %+v, server %+v, server sends: %v: message %d of %d bytes comes as %v of %d, %v",
					clients.Compression.Params, servers.Compression.Params, from == server, i, len(want), op, len(p), err)
			}
		}
		if err := <-sent; err != nil {
			t.Fatal(err)
		}
	}
}

// send sends a message in one of three ways.
func send(c *websocket.Conn, how int, m string) error {
	switch how {
	case 0:
		return c.WriteMessage(binary, []byte(m))
	case 1:
		return c.Queue(binary, []byte(m))
	}
	w, err := c.NextWriter(binary)
	if err != nil {
		return err
	}
	_, err1 := io.WriteString(w, m[:len(m)/3])
	_, err2 := io.WriteString(w, m[len(m)/3:])
	return errors.Join(err1, err2, w.Close())
}

// Each side keeps to the parameters that are about it, and not to the other's,
// whoever asked for them. How far a look back reaches shows in how many bytes go
// over the wire: over 2,000 bytes, and into the message before.
func TestParametersAreAboutTheRightSide(t *testing.T) {
	const client, server = 0, 1
	for name, tt := range map[string]struct {
		p              deflate.Params
		far, remembers [2]bool // client, server
	}{
		"defaults":        {deflate.Params{}, [2]bool{true, true}, [2]bool{true, true}},
		"server bits":     {deflate.Params{ServerBits: 9}, [2]bool{true, false}, [2]bool{true, false}},
		"client bits":     {deflate.Params{ClientBits: 9}, [2]bool{false, true}, [2]bool{false, true}},
		"server takeover": {deflate.Params{ServerNoTakeover: true}, [2]bool{true, true}, [2]bool{true, false}},
		"client takeover": {deflate.Params{ClientNoTakeover: true}, [2]bool{true, true}, [2]bool{false, true}},
	} {
		for asks, who := range []string{"client", "server"} {
			t.Run(name+", asked for by "+who, func(t *testing.T) {
				var o [2]websocket.Options
				var sent [2]int
				for side := range o {
					o[side].Compression = &websocket.Compression{}
					o[side].Tap = func(out bool, h frame.Header, wire []byte) {
						if out && h.Opcode != 0 {
							sent[side] += len(wire)
						}
					}
				}
				o[asks].Compression.Params = tt.p
				var ends [2]*websocket.Conn
				ends[client], ends[server] = couple(t, &o[client], &o[server])
				for side, from := range ends {
					cost := func(message string) int {
						before := sent[side]
						if err := from.WriteMessage(binary, []byte(message)); err != nil {
							t.Fatal(err)
						}
						if _, p, err := ends[1-side].ReadMessage(nil); string(p) != message || err != nil {
							t.Fatalf("%d bytes, %v", len(p), err)
						}
						return sent[side] - before
					}
					if n := cost(noise(2000) + noise(2000)); n < 3000 != tt.far[side] {
						t.Errorf("side %d sends 2,000 bytes twice as %d bytes", side, n)
					}
					if n := cost(noise(2000)); n < 1000 != tt.remembers[side] {
						t.Errorf("side %d sends 2,000 bytes again as %d bytes", side, n)
					}
				}
			})
		}
	}
}

// What is compressed, and how that looks: from Threshold bytes on, and whatever a
// NextWriter sends; RSV1 is on the first frame of a message only.
func TestThresholdOnTheWire(t *testing.T) {
	for _, tt := range []struct {
		threshold, least int
	}{{0, 512}, {1, 1}, {100, 100}, {-1, 0}, {1 << 30, 1 << 30}} {
		s := packedServer(t, &websocket.Options{Compression: &websocket.Compression{Threshold: tt.threshold}})
		in := deflate.NewDecompressor(0, true)
		message := func(want string, compressed bool) {
			t.Helper()
			var payload []byte
			for n := 0; ; n++ {
				h, p := s.frame()
				if h.Rsv != 0 != (compressed && n == 0) || h.Opcode.Data() != (n == 0) {
					t.Fatalf("threshold %d, %d bytes: frame %d is %+v", tt.threshold, len(want), n, h)
				}
				if payload = append(payload, p...); h.Fin {
					break
				}
			}
			if compressed {
				in.Reset(strings.NewReader(string(payload)))
				payload, _ = io.ReadAll(in)
			}
			if string(payload) != want {
				t.Fatalf("threshold %d: %d bytes come as %d", tt.threshold, len(want), len(payload))
			}
		}
		for _, n := range []int{0, 1, 99, 100, 511, 512, 1000} {
			m := noise(1000)[:n]
			for how := range 3 {
				sent := make(chan error, 1)
				go func() { sent <- errors.Join(send(s.conn, how, m), s.conn.Flush()) }()
				message(m, n >= tt.least || how == 2)
				if err := <-sent; err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}
