package websocket_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/06-full-websocket/websocket"
)

// doors are the two ways in: each serves one request, whose answer comes back.
var doors = map[string]func(t *testing.T, o *websocket.Options, request string) *http.Response{
	"Accept": func(t *testing.T, o *websocket.Options, request string) *http.Response {
		near, far := loopback(t)
		go websocket.Accept(context.Background(), far, o)
		return ask(t, near, request)
	},
	"Upgrade": func(t *testing.T, o *websocket.Options, request string) *http.Response {
		srv := httptest.NewServer(echoHandler(o))
		t.Cleanup(srv.Close)
		near, err := net.Dial("tcp", srv.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { near.Close() })
		return ask(t, near, request)
	},
}

// ask sends a request and reads the answer.
func ask(t *testing.T, nc net.Conn, request string) *http.Response {
	t.Helper()
	io.WriteString(nc, request)
	resp, err := http.ReadResponse(bufio.NewReader(nc), nil)
	if err != nil {
		t.Fatal(err)
	}
	return resp
}

// Check sees the request, refuses with a status, a header and a reason of its own,
// or changes the answer.
func TestCheck(t *testing.T) {
	o := &websocket.Options{
		Header:       http.Header{"X-Server": {"one", "two"}, "Upgrade": {"nonsense"}, "Sec-Websocket-Accept": {"nonsense"}},
		Subprotocols: []string{"b", "a"},
		Check: func(r *handshake.Request, a *handshake.Answer) *handshake.Refusal {
			if r.Target != "/room?n=7" || a.Subprotocol != "a" || a.Header.Get("X-Server") != "one" {
				t.Errorf("target %q, subprotocol %q, header %v", r.Target, a.Subprotocol, a.Header)
			}
			if r.Header.Get("Cookie") == "" {
				return &handshake.Refusal{Status: 451, Reason: "no cookie, no room", Header: http.Header{"X-Why": {"no cookie"}}}
			}
			a.Header.Add("Set-Cookie", "seat=7")
			a.Subprotocol = "b"
			return nil
		},
	}
	request := strings.Replace(request, "GET / ", "GET /room?n=7 ", 1)
	request = strings.TrimSuffix(request, "\r\n") + "Sec-WebSocket-Protocol: a, b\r\n"
	for name, door := range doors {
		t.Run(name, func(t *testing.T) {
			resp := door(t, o, request+"\r\n")
			body, _ := io.ReadAll(resp.Body)
			if resp.StatusCode != 451 || resp.Header.Get("X-Why") != "no cookie" || !strings.Contains(string(body), "no cookie, no room") || resp.Header.Get("X-Server") != "" {
				t.Errorf("without a cookie: %v %v %q", resp.Status, resp.Header, body)
			}
			resp = door(t, o, request+"Cookie: a=b\r\n\r\n")
			want := http.Header{
				"Upgrade": {"websocket"}, "Connection": {"Upgrade"}, "Sec-Websocket-Accept": {"s3pPLMBiTxaQ9kYGzzhZRbK+xOo="},
				"Sec-Websocket-Protocol": {"b"}, "X-Server": {"one", "two"}, "Set-Cookie": {"seat=7"},
			}
			if resp.StatusCode != 101 || !equal(resp.Header, want) {
				t.Errorf("with a cookie: %v\n%v\nwant\n%v", resp.Status, resp.Header, want)
			}
			if len(o.Header["Set-Cookie"]) > 0 {
				t.Error("what Check added stays in the options")
			}
		})
	}
}

func equal(a, b http.Header) bool {
	var x, y bytes.Buffer
	a.Write(&x)
	b.Write(&y)
	return x.String() == y.String()
}

// The client's own fields go out beside those of the handshake, and replace none.
func TestClientsHeader(t *testing.T) {
	near, far := loopback(t)
	asked := make(chan *handshake.Request, 1)
	go websocket.Accept(context.Background(), far, &websocket.Options{Check: func(r *handshake.Request, _ *handshake.Answer) *handshake.Refusal {
		asked <- r
		return nil
	}})
	o := &websocket.Options{Origin: "http://127.0.0.1", Header: http.Header{
		"Authorization": {"Bearer x"}, "X-Twice": {"one", "two"}, "Sec-Websocket-Key": {"mine"}, "Host": {"elsewhere"},
		"Connection": {"close"}, "Origin": {"https://evil.example"}, "Content-Length": {"5"},
	}}
	if _, err := websocket.Dial(within(t), "ws://127.0.0.1/", over(near, o)); err != nil {
		t.Fatal(err)
	}
	r := soon(t, asked)
	for name, want := range map[string]string{"Authorization": "Bearer x", "X-Twice": "one, two", "Origin": "http://127.0.0.1", "Connection": "Upgrade", "Content-Length": ""} {
		if got := strings.Join(r.Header[name], ", "); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if len(r.Host) != 1 || r.Host[0] != "127.0.0.1" || len(r.Header["Sec-Websocket-Key"]) != 1 {
		t.Errorf("host %q, header %v", r.Host, r.Header)
	}
}

// A server that speaks HTTP/2 too serves WebSockets over HTTP/1.1, and says so to
// who comes with HTTP/2.
func TestUpgradeBesideHTTP2(t *testing.T) {
	srv := httptest.NewUnstartedServer(echoHandler(nil))
	srv.EnableHTTP2 = true
	srv.StartTLS()
	defer srv.Close()
	pool := x509.NewCertPool()
	pool.AddCert(srv.Certificate())
	echoes(t, "wss"+srv.URL[len("https"):], &websocket.Options{TLS: &tls.Config{RootCAs: pool}})
	resp, err := srv.Client().Get(srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	if resp.ProtoMajor != 2 || resp.StatusCode != http.StatusHTTPVersionNotSupported || !strings.Contains(string(body), "HTTP/1.1") {
		t.Errorf("over %s: %s, %q; want 505 and a word about HTTP/1.1", resp.Proto, resp.Status, body)
	}
}

// A middleware may wrap the ResponseWriter, if it can be unwrapped.
func TestUpgradeUnderAMiddleware(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		echoHandler(nil)(wrapped{w}, r)
	}))
	defer srv.Close()
	echoes(t, "ws"+srv.URL[len("http"):], nil)
}

type wrapped struct{ inner http.ResponseWriter }

func (w wrapped) Header() http.Header         { return w.inner.Header() }
func (w wrapped) Write(p []byte) (int, error) { return w.inner.Write(p) }
func (w wrapped) WriteHeader(status int)      { w.inner.WriteHeader(status) }
func (w wrapped) Unwrap() http.ResponseWriter { return w.inner }

// All there is, over TLS: what waits and what writes goes other ways there.
func TestEverythingOverTLS(t *testing.T) {
	https := httptest.NewTLSServer(nil)
	defer https.Close()
	for _, compression := range []*websocket.Compression{nil, {Threshold: 100}} {
		a, b := loopback(t)
		pool := x509.NewCertPool()
		pool.AddCert(https.Certificate())
		o := &websocket.Options{Compression: compression}
		near, far := tls.Client(a, &tls.Config{RootCAs: pool, ServerName: "127.0.0.1"}), tls.Server(b, https.TLS)
		client, server := marry(t, near, far, o, o)
		converse(t, client, server)
	}
	near, far := loopback(t)
	accepted := make(chan error, 1)
	go func() {
		_, err := websocket.Accept(context.Background(), far, nil)
		accepted <- err
	}()
	if err := tls.Client(near, &tls.Config{InsecureSkipVerify: true}).Handshake(); err == nil {
		t.Error("TLS with a plain server")
	}
	var refused *handshake.Refusal
	if err := soon(t, accepted); !errors.As(err, &refused) || !strings.Contains(err.Error(), "TLS") {
		t.Errorf("a client that speaks TLS: %v, want an error that says so", err)
	}
}
