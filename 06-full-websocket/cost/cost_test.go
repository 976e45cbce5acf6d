package cost

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"
)

func roundTrips(t *testing.T, way string, payload int) Cost {
	t.Helper()
	for _, w := range Ways() {
		if w.Name == way {
			c, err := RoundTrips(t.Context(), w, payload, time.Millisecond)
			if err != nil {
				t.Fatal(err)
			}
			if c.Trips == 0 || c.Time <= 0 {
				t.Errorf("%d round trips in %v", c.Trips, c.Time)
			}
			return c
		}
	}
	t.Fatalf("no way is called %q", way)
	return Cost{}
}

// RFC 6455 §5.2: two, four or ten bytes before a payload, and a key of four from
// the client.
//
// Claim C10.
func TestAWebSocketAddsAHeader(t *testing.T) {
	for _, payload := range []int{0, 5, 125, 126, 4096, 65535, 65536} {
		header := 2
		switch {
		case payload > 65535:
			header = 10
		case payload > 125:
			header = 4
		}
		c := roundTrips(t, "WebSocket", payload)
		want := Traffic{0, int64(header + 4 + payload), int64(header + payload)}
		if c.Trip != want {
			t.Errorf("%d bytes: a round trip is %+v, want %+v", payload, c.Trip, want)
		}
		if c.Opening.Connections != 1 || c.Opening.Sent < 100 || c.Opening.Received < 100 {
			t.Errorf("%d bytes: a handshake is %+v", payload, c.Opening)
		}
	}
}

func TestRawTCPAddsNothing(t *testing.T) {
	c := roundTrips(t, "raw TCP", 125)
	if want := (Traffic{0, 125, 125}); c.Trip != want {
		t.Errorf("a round trip is %+v, want %+v", c.Trip, want)
	}
	if want := (Traffic{Connections: 1}); c.Opening != want {
		t.Errorf("the opening is %+v, want %+v", c.Opening, want)
	}
}

// Claim C10.
func TestHTTPPaysForEachMessage(t *testing.T) {
	for _, tt := range []struct {
		way         string
		connections int
	}{
		{"HTTP, one connection", 0},
		{"HTTP, a new one each", 1},
	} {
		for _, payload := range []int{5, 4096} {
			c := roundTrips(t, tt.way, payload)
			if c.Trip.Connections != tt.connections {
				t.Errorf("%s: %d connections for a round trip, want %d", tt.way, c.Trip.Connections, tt.connections)
			}
			if there, back := c.Trip.Sent-int64(payload), c.Trip.Received-int64(payload); there < 100 || there > 400 || back < 100 || back > 400 {
				t.Errorf("%s: %d bytes there and %d back beside a payload of %d, want a head each", tt.way, there, back, payload)
			}
		}
	}
}

// The bytes are the same each time, whatever the payload is: of what cost prints
// only the rates vary.
func TestBytesAreReproducible(t *testing.T) {
	bytes := func(t Traffic) [2]int64 { return [...]int64{t.Sent, t.Received} }
	for _, w := range Ways() {
		for _, payload := range []int{5, 125, 4096} {
			first := roundTrips(t, w.Name, payload)
			for range 10 {
				if c := roundTrips(t, w.Name, payload); bytes(c.Trip) != bytes(first.Trip) || bytes(c.Opening) != bytes(first.Opening) {
					t.Fatalf("%s, %d bytes: a round trip is %+v after %+v, and was %+v after %+v", w.Name, payload, c.Trip, c.Opening, first.Trip, first.Opening)
				}
			}
		}
	}
	for _, p := range Pushes() {
		first, err := Ticks(t.Context(), p, 10, time.Millisecond)
		if err != nil {
			t.Fatal(err)
		}
		for range 5 {
			if got, err := Ticks(t.Context(), p, 10, time.Millisecond); err != nil || bytes(got.Traffic) != bytes(first.Traffic) {
				t.Fatalf("%s: %+v, %v; and was %+v", p.Name, got.Traffic, err, first.Traffic)
			}
		}
	}
}

func TestPushesComeInOrderAndAreCounted(t *testing.T) {
	want := map[string]struct{ connections, requests int }{
		"long polling":       {1, 10},
		"Server-Sent Events": {1, 1},
		"WebSocket":          {1, 1},
	}
	traffic := make(map[string]Traffic)
	for _, p := range Pushes() {
		got, err := Ticks(t.Context(), p, 10, time.Millisecond)
		if err != nil {
			t.Fatal(err)
		}
		if w := want[p.Name]; got.Connections != w.connections || got.Requests != w.requests {
			t.Errorf("%s: %d connections and %d requests, want %d and %d", p.Name, got.Connections, got.Requests, w.connections, w.requests)
		}
		traffic[p.Name] = got.Traffic
	}
	if len(traffic) != len(want) {
		t.Errorf("%d ways to push, want %d", len(traffic), len(want))
	}
	for _, dear := range []string{"long polling"} {
		if traffic[dear].Sent < 5*traffic["WebSocket"].Sent || traffic[dear].Received < 2*traffic["WebSocket"].Received {
			t.Errorf("%s %+v, WebSocket %+v", dear, traffic[dear], traffic["WebSocket"])
		}
	}
}

// What comes back is looked at: a row of a table is no use if nothing was echoed.
func TestAWrongEchoIsNoRoundTrip(t *testing.T) {
	liar := Way{"a liar", func(ctx context.Context, l net.Listener) error {
		return serveTCP(ctx, upper{l})
	}, talkTCP}
	_, err := RoundTrips(t.Context(), liar, 64, time.Millisecond)
	if err == nil || !strings.Contains(err.Error(), "64 other ones came back") {
		t.Errorf("error %v", err)
	}
}

// upper is a listener whose connections change what they carry.
type upper struct{ net.Listener }

func (l upper) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	return shouting{conn}, err
}

type shouting struct{ net.Conn }

func (c shouting) Write(p []byte) (int, error) {
	louder := make([]byte, len(p))
	for i, b := range p {
		louder[i] = b + 1
	}
	return c.Conn.Write(louder)
}

// A server that never answers does not hold the program up for ever.
func TestTheContextEndsAWait(t *testing.T) {
	for _, w := range Ways() {
		ctx, cancel := context.WithCancel(t.Context())
		w.serve = func(ctx context.Context, l net.Listener) error {
			conn, err := l.Accept()
			if err != nil {
				return err
			}
			defer conn.Close()
			conn.Read(make([]byte, 1)) // it has come: now nobody answers
			cancel()
			<-ctx.Done()
			return nil
		}
		if _, err := RoundTrips(ctx, w, 5, time.Millisecond); err == nil || errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: error %v", w.Name, err)
		}
	}
	for _, p := range Pushes() {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := Ticks(ctx, p, 10, time.Hour); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: error %v", p.Name, err)
		}
	}
}
