package poison

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"
)

// A client that has finished sending still gets its answer, and then the end.
func TestHalfClosePassesThroughTheProxy(t *testing.T) {
	stage, err := Open(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer stage.Close()
	conn, err := net.Dial("tcp", stage.CDN)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(20 * time.Second)) // sooner than the proxy's own
	io.WriteString(conn, Lure)
	closeWrite(conn)
	if b, err := io.ReadAll(conn); err != nil || !strings.HasSuffix(string(b), "\r\n\r\n"+Genuine) {
		t.Errorf("got %q, %v; want the genuine script, then the end", b, err)
	}
}

func TestSecondRequestIsAHit(t *testing.T) {
	for _, cut := range []int{0, 1} {
		var out bytes.Buffer
		stage, err := Open(t.Context(), Options{Out: &out, Cut: cut})
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			if script, err := stage.VictimB(t.Context()); err != nil || script != Genuine {
				t.Errorf("got %q, %v; want %q", script, err, Genuine)
			}
		}
		if err := stage.Close(); err != nil {
			t.Error(err)
		}
		if n := stage.Fetched(); n != 1 || strings.Count(out.String(), "HIT cdn.example/lib.js") != 2 {
			t.Errorf("cdn was asked %d times, want 1 and two hits:\n%s", n, &out)
		}
	}
}

// A repaired proxy can be put in the place of the naive one. This one takes
// its rule from the address: it caches nothing and looks at nothing.
func TestAnotherProxyCanBePutInPlace(t *testing.T) {
	tunnel := func(func(string, ...any)) Relay {
		return func(_ context.Context, client, dialled net.Conn) {
			go func() { io.Copy(dialled, client); closeWrite(dialled) }()
			io.Copy(client, dialled)
			closeWrite(client)
		}
	}
	for _, m := range Modes() {
		if r, transcript := play(t, m, Options{Proxy: tunnel}); r.Poisoned {
			t.Errorf("%s: poisoned through a tunnel:\n%s", m.Name, transcript)
		}
	}
}

func TestPlayReportsAProxyThatBreaksThePage(t *testing.T) {
	for name, answer := range map[string]string{
		"closes":        "",
		"answers 502":   "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n",
		"no WebSocket":  "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
		"half a status": "HTTP/1.",
	} {
		o := Options{Proxy: func(func(string, ...any)) Relay {
			return func(_ context.Context, client, _ net.Conn) { fmt.Fprint(client, answer) }
		}}
		if r, err := Play(t.Context(), Modes()[0], o); err == nil {
			t.Errorf("%s: %s without an error", name, r.Verdict())
		}
	}
}

func TestVictimTakesNothingButAWhole200(t *testing.T) {
	for name, answer := range map[string]string{
		"404":       "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nhi",
		"cut short": "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhi",
		"a frame":   "\x81\x02hi",
	} {
		stage, err := Open(t.Context(), Options{Proxy: func(func(string, ...any)) Relay {
			return func(_ context.Context, client, _ net.Conn) {
				client.Read(make([]byte, 1000)) // unread, it would be a reset
				fmt.Fprint(client, answer)
			}
		}})
		if err != nil {
			t.Fatal(err)
		}
		if script, err := stage.VictimB(t.Context()); err == nil {
			t.Errorf("%s: victim B took %q", name, script)
		}
		stage.Close()
	}
}
