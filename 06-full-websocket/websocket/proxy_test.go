package websocket_test

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/06-full-websocket/websocket"
)

// established is a proxy's usual yes.
const established = "HTTP/1.1 200 Connection established\r\n\r\n"

// A proxy is a small HTTP proxy that knows CONNECT. It leads every name to one
// server, which has names only here: whoever reaches it came this way.
type proxy struct {
	net.Listener
	server string // where a tunnel ends; "" ends it with the answer
	answer string // to CONNECT
	pieces bool   // sends the answer byte by byte

	mu    sync.Mutex
	asked []string // the heads of the requests
}

// startProxy starts p; certificate, if any, is what it speaks TLS with. When the
// test ends, every connection through it has.
func startProxy(t *testing.T, p *proxy, certificate *tls.Config) *proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if p.Listener = l; certificate != nil {
		p.Listener = tls.NewListener(l, certificate)
	}
	var served sync.WaitGroup
	served.Go(func() {
		for {
			conn, err := p.Accept()
			if err != nil {
				return
			}
			served.Go(func() { p.serve(conn) })
		}
	})
	t.Cleanup(func() { l.Close(); served.Wait() })
	return p
}

func (p *proxy) serve(conn net.Conn) {
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(patience))
	in := bufio.NewReader(conn)
	var head strings.Builder
	for !strings.HasSuffix(head.String(), "\r\n\r\n") {
		line, err := in.ReadString('\n')
		if head.WriteString(line); err != nil {
			return
		}
	}
	p.mu.Lock()
	p.asked = append(p.asked, head.String())
	p.mu.Unlock()
	for b := p.answer; b != ""; {
		n := len(b)
		if p.pieces {
			n = 1
		}
		io.WriteString(conn, b[:n])
		b = b[n:]
	}
	if p.server == "" {
		return
	}
	server, err := net.Dial("tcp", p.server)
	if err != nil {
		return
	}
	defer server.Close()
	server.SetDeadline(time.Now().Add(patience))
	done := make(chan bool)
	go func() {
		defer close(done)
		io.Copy(server, in)
		server.(*net.TCPConn).CloseWrite()
	}()
	io.Copy(conn, server)
	conn.(interface{ CloseWrite() error }).CloseWrite()
	<-done
}

// lead returns an Options.Proxy that names the proxy for every server.
func (p *proxy) lead(scheme string, who *url.Userinfo) func(*http.Request) (*url.URL, error) {
	return http.ProxyURL(&url.URL{Scheme: scheme, User: who, Host: p.Addr().String()})
}

// requests returns what the proxy was asked.
func (p *proxy) requests() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked
}

// echoServers returns an echo at ws:// and one at wss://, whose certificate is
// for example.com and stands in the pool.
func echoServers(t *testing.T) (plain, secure *httptest.Server, pool *x509.CertPool) {
	plain = httptest.NewServer(echoHandler(nil))
	t.Cleanup(plain.Close)
	secure = httptest.NewTLSServer(echoHandler(nil))
	t.Cleanup(secure.Close)
	pool = x509.NewCertPool()
	pool.AddCert(secure.Certificate())
	return plain, secure, pool
}

// echoes dials, and expects its message back and a goodbye.
func echoes(t *testing.T, url string, o *websocket.Options) {
	t.Helper()
	c, err := websocket.Dial(within(t), url, o)
	if err != nil {
		t.Errorf("Dial(%q): %v", url, err)
		return
	}
	defer c.Close()
	if err := c.WriteMessage(websocket.Text, []byte("Hello")); err != nil {
		t.Error(err)
	}
	if _, p, err := c.ReadMessage(nil); string(p) != "Hello" || err != nil {
		t.Errorf("%s: the echo is %q, %v", url, p, err)
	}
	if err := c.Shutdown(within(t), 1000, ""); err != nil {
		t.Errorf("%s: the goodbye: %v", url, err)
	}
}

func TestDialSpeaksTLS(t *testing.T) {
	_, secure, pool := echoServers(t)
	echoes(t, "wss"+secure.URL[len("https"):], &websocket.Options{TLS: &tls.Config{RootCAs: pool}})
	_, err := websocket.Dial(within(t), "wss"+secure.URL[len("https"):], nil)
	var unknown x509.UnknownAuthorityError
	if !errors.As(err, &unknown) {
		t.Errorf("a certificate that nobody vouches for: %v, want %T", err, unknown)
	}
}

// The proxy gets one CONNECT, and no more of the handshake than any router.
func TestDialThroughAProxy(t *testing.T) {
	plain, secure, pool := echoServers(t)
	ws, wss := plain.Listener.Addr().String(), secure.Listener.Addr().String()
	for _, tt := range []struct {
		name, scheme string
		who          *url.Userinfo
		url, server  string
		asks         string
	}{
		{"ws", "http", nil, "ws://server.example/", ws, "CONNECT server.example:80 HTTP/1.1\r\nHost: server.example:80\r\n\r\n"},
		{"ws on another port", "http", nil, "ws://[2001:db8::1]:8080/", ws, "CONNECT [2001:db8::1]:8080 HTTP/1.1\r\nHost: [2001:db8::1]:8080\r\n\r\n"},
		{"ws, with a password", "http", url.UserPassword("Aladdin", "open sesame"), "ws://server.example/", ws,
			"CONNECT server.example:80 HTTP/1.1\r\nHost: server.example:80\r\nProxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n\r\n"},
		{"ws, with a user alone", "http", url.User("a"), "ws://server.example/", ws,
			"CONNECT server.example:80 HTTP/1.1\r\nHost: server.example:80\r\nProxy-Authorization: Basic YTo=\r\n\r\n"},
		{"wss", "http", nil, "wss://example.com/", wss, "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n"},
		{"ws, TLS to the proxy", "https", nil, "ws://server.example/", ws, "CONNECT server.example:80 HTTP/1.1\r\nHost: server.example:80\r\n\r\n"},
		{"wss, TLS to the proxy", "https", nil, "wss://example.com/", wss, "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var certificate *tls.Config
			if tt.scheme == "https" {
				certificate = secure.TLS
			}
			p := startProxy(t, &proxy{server: tt.server, answer: established}, certificate)
			config := &tls.Config{RootCAs: pool}
			echoes(t, tt.url, &websocket.Options{Proxy: p.lead(tt.scheme, tt.who), TLS: config})
			if asked := p.requests(); len(asked) != 1 || asked[0] != tt.asks {
				t.Errorf("the proxy was asked %q, want %q (RFC 9110 §9.3.6)", asked, tt.asks)
			}
		})
	}
	t.Run("the name in the TLS config is the server's", func(t *testing.T) {
		named := make(chan string, 1)
		certificate := secure.TLS.Clone()
		certificate.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
			named <- hello.ServerName
			return nil, nil
		}
		p := startProxy(t, &proxy{server: wss, answer: established}, certificate)
		echoes(t, "wss://server.example/", &websocket.Options{
			Proxy: p.lead("https", nil), TLS: &tls.Config{RootCAs: pool, ServerName: "example.com"}})
		if name := <-named; name != "" { // an address has no name to send
			t.Errorf("the proxy, 127.0.0.1, was asked to be %q", name)
		}
	})
}

// Whatever form the proxy's yes has, what stands behind it is the server's.
func TestProxyAnswersInManyWays(t *testing.T) {
	plain, _, _ := echoServers(t)
	for name, answer := range map[string]string{
		"another 2xx":             "HTTP/1.1 299 Fine\r\n\r\n",
		"HTTP/1.0, no reason":     "HTTP/1.0 200\r\n\r\n",
		"interim responses":       "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + established,
		"a length that counts no": "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
	} {
		for _, pieces := range []bool{false, true} {
			p := startProxy(t, &proxy{server: plain.Listener.Addr().String(), answer: answer, pieces: pieces}, nil)
			t.Run(name, func(t *testing.T) {
				echoes(t, "ws://server.example/", &websocket.Options{Proxy: p.lead("http", nil)})
			})
		}
	}
	t.Run("the server's first bytes in the same write", func(t *testing.T) {
		p := startProxy(t, &proxy{server: plain.Listener.Addr().String(), answer: established + "220 hello\r\n"}, nil)
		target := &handshake.Target{Address: "server.example:25", Host: "server.example:25", RequestTarget: "/"}
		conn, err := handshake.Dialer{Proxy: p.lead("http", nil)}.Dial(within(t), target)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		conn.SetDeadline(time.Now().Add(patience))
		greeting := make([]byte, 11)
		for n := range greeting { // in pieces, too
			if _, err := conn.Read(greeting[n : n+1]); err != nil {
				t.Fatal(err)
			}
		}
		io.WriteString(conn, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
		conn.(interface{ CloseWrite() error }).CloseWrite()
		rest, err := io.ReadAll(conn)
		if string(greeting) != "220 hello\r\n" || !strings.HasPrefix(string(rest), "HTTP/1.1 426") || err != nil {
			t.Errorf("read %q and then %.40q, %v; want every byte behind the proxy's answer", greeting, rest, err)
		}
	})
}
