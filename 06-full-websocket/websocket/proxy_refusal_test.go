package websocket_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/06-full-websocket/websocket"
)

// A proxy's no is handed back whole, and says that it is the proxy's.
func TestProxyRefuses(t *testing.T) {
	const authenticate = "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: 12\r\n\r\nwho are you?"
	for name, tt := range map[string]struct {
		answer string
		status int // 0: there is no response to hand back
		body   string
		says   string
	}{
		"no credentials":      {authenticate, 407, "who are you?", "CONNECT server.example:80 was answered 407"},
		"behind an interim":   {"HTTP/1.1 100 Continue\r\n\r\n" + authenticate, 407, "who are you?", "407"},
		"no way there":        {"HTTP/1.1 502 Bad Gateway\r\n\r\nno route", 502, "no route", "502"},
		"a redirect":          {"HTTP/1.1 302 Found\r\nLocation: http://evil.example/\r\n\r\n", 302, "", "302"},
		"101":                 {"HTTP/1.1 101 Switching Protocols\r\n\r\n", 101, "", "101"},
		"interim for ever":    {strings.Repeat("HTTP/1.1 102 Processing\r\n\r\n", 10), 102, "", "102"},
		"an end":              {"", 0, "", "hung up after 0 bytes"},
		"an end in the head":  {"HTTP/1.1 200 Conn", 0, "", "hung up after 17 bytes"},
		"not HTTP":            {"\x05\xff", 0, "", "not HTTP"},
		"a head without end":  {"HTTP/1.1 200 OK\r\nX: " + strings.Repeat("a", 20_000), 0, "", "too large"},
		"another kind of yes": {"SSH-2.0-proxy\r\n", 0, "", "SSH-2.0-proxy"},
	} {
		for _, pieces := range []bool{false, true} {
			p := startProxy(t, &proxy{answer: tt.answer, pieces: pieces}, nil)
			_, err := websocket.Dial(within(t), "ws://server.example/", &websocket.Options{Proxy: p.lead("http", nil)})
			var failed *handshake.Failure
			if !errors.As(err, &failed) || !strings.Contains(err.Error(), tt.says) ||
				!strings.Contains(err.Error(), "at the proxy "+p.Addr().String()) {
				t.Errorf("%s: %v; want a *Failure that names the proxy and says %q", name, err, tt.says)
				continue
			}
			if tt.status == 0 {
				continue
			}
			if failed.Response == nil || failed.Response.Status != tt.status || string(failed.Body) != tt.body {
				t.Errorf("%s: response %+v, body %q; want status %d, body %q", name, failed.Response, failed.Body, tt.status, tt.body)
			}
			if tt.status == 407 && failed.Response.Header.Get("Proxy-Authenticate") != "Basic" {
				t.Errorf("%s: header %v", name, failed.Response.Header)
			}
		}
	}
}

// What no tunnel can be asked of is one clear sentence, and no password is in it.
func TestProxyURLs(t *testing.T) {
	for raw, says := range map[string]string{
		"socks5://me:secret@127.0.0.1:1080": `"socks5://me:xxxxx@127.0.0.1:1080", and http://HOST:PORT or https://HOST:PORT is spoken here`,
		"ftp://127.0.0.1":                   "is spoken here",
		"http://":                           "is spoken here",
		"//127.0.0.1:3128":                  "is spoken here",
		"http://127.0.0.1:1":                "no connection to the proxy 127.0.0.1:1",
	} {
		proxy, err := url.Parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		_, err = websocket.Dial(within(t), "ws://server.example/", &websocket.Options{Proxy: http.ProxyURL(proxy)})
		if err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v; want %q", raw, err, says)
		}
	}
}

// The choice is made as net/http makes it, for the URL that a page would have.
func TestProxyIsChosenByURL(t *testing.T) {
	plain, _, _ := echoServers(t)
	addr := plain.Listener.Addr().String()
	for dialled, asked := range map[string]string{
		"ws://server.example/room?n=1":  "http://server.example/room?n=1",
		"wss://server.example/":         "https://server.example/",
		"wss://server.example:8443":     "https://server.example:8443/",
		"ws://server.example:80/":       "http://server.example/",
		"ws://" + addr + "/not/proxied": "http://" + addr + "/not/proxied",
	} {
		never := errors.New("this far and no further")
		var got string
		_, err := websocket.Dial(within(t), dialled, &websocket.Options{Proxy: func(r *http.Request) (*url.URL, error) {
			if got = r.URL.String(); r.URL.Host == addr {
				return nil, nil // none
			}
			return nil, never
		}})
		if got != asked || strings.Contains(dialled, addr) != (err == nil) || err != nil && !errors.Is(err, never) {
			t.Errorf("%s: asked about %q, want %q; Dial: %v", dialled, got, asked, err)
		}
	}
}

// A caller's own connection is used as it is.
func TestDialContextNeedsNoProxy(t *testing.T) {
	ours, theirs := loopback(t)
	go func() {
		if c, err := websocket.Accept(context.Background(), theirs, nil); err == nil {
			c.WriteMessage(websocket.Text, []byte("Hello"))
		}
	}()
	c, err := websocket.Dial(within(t), "wss://server.example/", &websocket.Options{
		DialContext: func(context.Context) (net.Conn, error) { return ours, nil },
		Proxy:       func(*http.Request) (*url.URL, error) { return nil, errors.New("asked for a proxy") },
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, p, err := c.ReadMessage(nil); string(p) != "Hello" {
		t.Errorf("read %q, %v", p, err)
	}
}

// A proxy that says nothing costs what ctx and HandshakeTime allow, and its
// connection is closed.
func TestSilentProxyIsLeft(t *testing.T) {
	for _, scheme := range []string{"http", "https"} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		for _, tt := range []struct {
			name string
			time time.Duration // Options.HandshakeTime
			want error
		}{
			{"ctx is done", time.Hour, context.Canceled},
			{"the time is over", 50 * time.Millisecond, os.ErrDeadlineExceeded},
		} {
			ctx, cancel := context.WithCancel(context.Background())
			left := make(chan error, 1)
			go func() {
				conn, err := l.Accept()
				if err != nil {
					left <- err
					return
				}
				defer conn.Close()
				conn.SetDeadline(time.Now().Add(patience))
				conn.Read(make([]byte, 1))
				if tt.want == context.Canceled {
					cancel()
				}
				_, err = io.Copy(io.Discard, conn)
				left <- err
			}()
			_, err := websocket.Dial(ctx, "ws://server.example/", &websocket.Options{HandshakeTime: tt.time,
				Proxy: http.ProxyURL(&url.URL{Scheme: scheme, Host: l.Addr().String()})})
			if !errors.Is(err, tt.want) && !(tt.want == os.ErrDeadlineExceeded && errors.Is(err, context.DeadlineExceeded)) {
				t.Errorf("%s, %s: %v, want %v", scheme, tt.name, err, tt.want)
			}
			if err := <-left; err != nil {
				t.Errorf("%s, %s: the proxy sees %v, want the end of the stream", scheme, tt.name, err)
			}
			cancel()
		}
	}
}
