package websocket_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/06-full-websocket/websocket"
)

const request = "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
	"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"

const answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
	"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"

// echoHandler is the other door: a WebSocket inside a net/http server.
func echoHandler(o *websocket.Options) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c, err := websocket.Upgrade(w, r, o)
		if err != nil {
			return
		}
		defer c.Close()
		for {
			op, p, err := c.ReadMessage(nil)
			if err != nil || c.WriteMessage(op, p) != nil {
				return
			}
		}
	}
}

// M02: a frame in the same write as the request is not lost, at either door.
func TestFrameGluedToTheRequest(t *testing.T) {
	t.Run("Upgrade", func(t *testing.T) {
		srv := httptest.NewServer(echoHandler(nil))
		defer srv.Close()
		raw, err := net.Dial("tcp", srv.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer raw.Close()
		s := &story{t: t, raw: raw}
		s.send([]byte(request), masked(true, text, "Hello"))
		s.expect([]byte(answer), plain(true, text, "Hello"))
	})
	t.Run("Accept", func(t *testing.T) {
		raw, theirs := loopback(t)
		s := &story{t: t, raw: raw, done: make(chan error, 1)}
		s.send([]byte(request), masked(true, text, "Hello"))
		var err error
		if s.conn, err = websocket.Accept(within(t), theirs, nil); err != nil {
			t.Fatal(err)
		}
		s.echoing().expect([]byte(answer), plain(true, text, "Hello"))
	})
}

// The same on the client's side: the server's first frame comes with its 101.
func TestFrameGluedToTheResponse(t *testing.T) {
	ours, theirs := loopback(t)
	go func() {
		req, _, err := handshake.ReadRequest(theirs, handshake.Limits{})
		if err != nil {
			t.Error(err)
			return
		}
		a, err := handshake.Judge(req, handshake.Rules{})
		if err != nil {
			t.Error(err)
			return
		}
		theirs.Write(append(a.Append(nil), plain(true, text, "Hello")...))
	}()
	c, err := websocket.Dial(within(t), "ws://a/", &websocket.Options{
		DialContext: func(context.Context) (net.Conn, error) { return ours, nil }})
	if err != nil {
		t.Fatal(err)
	}
	if _, p, err := c.ReadMessage(nil); string(p) != "Hello" || err != nil {
		t.Errorf("first message %q (%v)", p, err)
	}
}

func TestUpgradeRefuses(t *testing.T) {
	srv := httptest.NewServer(echoHandler(&websocket.Options{
		Paths: []string{"/ws"},
		Check: func(r *handshake.Request, _ *handshake.Answer) *handshake.Refusal {
			if r.Header.Get("Authorization") == "" {
				return &handshake.Refusal{Status: 401, Reason: "who are you?", Header: http.Header{"Www-Authenticate": {"Basic"}}}
			}
			return nil
		},
	}))
	defer srv.Close()
	for _, tt := range []struct {
		name, path string
		header     http.Header
		status     int
		wants      string
	}{
		{"no upgrade", "/ws", nil, 426, "Upgrade"},
		{"foreign origin", "/ws", http.Header{"Origin": {"https://evil.example"}}, 403, ""},
		{"another path", "/", http.Header{}, 404, ""},
		{"no credentials", "/ws", http.Header{}, 401, "Www-Authenticate"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			req, _ := http.NewRequest("GET", srv.URL+tt.path, nil)
			if tt.header != nil {
				req.Header = tt.header
				req.Header.Set("Connection", "Upgrade")
				req.Header.Set("Upgrade", "websocket")
				req.Header.Set("Sec-WebSocket-Version", "13")
				req.Header.Set("Sec-WebSocket-Key", handshake.NewKey())
			}
			resp, err := http.DefaultTransport.RoundTrip(req)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			body, _ := io.ReadAll(resp.Body)
			if resp.StatusCode != tt.status || tt.wants != "" && resp.Header.Get(tt.wants) == "" || len(body) == 0 {
				t.Errorf("status %d, header %v, body %q; want %d and %s", resp.StatusCode, resp.Header, body, tt.status, tt.wants)
			}
		})
	}
}

func TestUpgradeWhereTheConnectionCannotBeTaken(t *testing.T) {
	r := httptest.NewRequest("GET", "http://a/", nil)
	req, _ := http.ReadRequest(bufio.NewReader(strings.NewReader(request)))
	r.Header = req.Header
	w := httptest.NewRecorder() // is no Hijacker
	if _, err := websocket.Upgrade(w, r, nil); err == nil || w.Code != 500 {
		t.Errorf("status %d, error %v; want 500 and an error", w.Code, err)
	}
}

func TestDialIsRefused(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", "/elsewhere")
		w.WriteHeader(307)
		io.WriteString(w, "not here")
	}))
	defer srv.Close()
	_, err := websocket.Dial(within(t), "ws"+srv.URL[4:], nil)
	var refused *handshake.Failure
	if !errors.As(err, &refused) || refused.Response.Status != 307 || string(refused.Body) != "not here" ||
		refused.Response.Header.Get("Location") != "/elsewhere" {
		t.Errorf("Dial: %v (%+v); want the 307, its header and its body", err, refused)
	}
}

func TestDialSaysWhatIsWrongWithTheURL(t *testing.T) {
	for _, bad := range []string{"http://a/", "ws:///", "ws://a/#f", "ws://u@a/", "ws://a:0/", "://"} {
		_, err := websocket.Dial(within(t), bad, nil)
		var link *url.Error
		if !errors.As(err, &link) {
			t.Errorf("Dial(%q): %v, want a *url.Error", bad, err)
		}
	}
}

func TestDialAsksAndServerPicks(t *testing.T) {
	var seen *handshake.Request
	srv := httptest.NewServer(echoHandler(&websocket.Options{
		Subprotocols: []string{"v1.chat", "v2.chat"}, Origins: []string{"https://app.example"},
		Check: func(r *handshake.Request, _ *handshake.Answer) *handshake.Refusal { seen = r; return nil },
	}))
	defer srv.Close()
	c, err := websocket.Dial(within(t), "ws"+srv.URL[4:]+"/room?n=1", &websocket.Options{
		Subprotocols: []string{"v3.chat", "v2.chat"}, Origin: "https://app.example",
		Header: http.Header{"Authorization": {"Bearer x"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if c.Subprotocol() != "v2.chat" || seen.Target != "/room?n=1" || seen.Header.Get("Authorization") != "Bearer x" {
		t.Errorf("subprotocol %q, target %q, header %v", c.Subprotocol(), seen.Target, seen.Header)
	}
	if c.RemoteAddr().String() != srv.Listener.Addr().String() || c.LocalAddr() == nil {
		t.Errorf("addresses %v, %v", c.LocalAddr(), c.RemoteAddr())
	}
}

// ctx ends a handshake that the other side does not go on with.
func TestHandshakeIsBoundedByItsContext(t *testing.T) {
	for name, shake := range map[string]func(context.Context, net.Conn) error{
		"Accept": func(ctx context.Context, nc net.Conn) error {
			_, err := websocket.Accept(ctx, nc, nil)
			return err
		},
		"Dial": func(ctx context.Context, nc net.Conn) error {
			_, err := websocket.Dial(ctx, "ws://a/", &websocket.Options{
				DialContext: func(context.Context) (net.Conn, error) { return nc, nil }})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			ours, _ := loopback(t)
			ctx, cancel := context.WithCancel(context.Background())
			result := make(chan error, 1)
			go func() { result <- shake(ctx, ours) }()
			cancel()
			select {
			case err := <-result:
				if !errors.Is(err, context.Canceled) {
					t.Errorf("%v, want context.Canceled", err)
				}
			case <-time.After(patience):
				t.Fatal("still waiting")
			}
		})
	}
}
