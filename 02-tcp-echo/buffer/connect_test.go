package buffer_test

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"example/websocket/02-tcp-echo/buffer"
)

// patience bounds every wait; no test is meant to come near it.
const patience = 30 * time.Second

// transports are the connections that a Reader may have to read from, by what
// makes each different.
var transports = map[string]func(*testing.T) (near, far net.Conn){
	"TCP":               func(t *testing.T) (near, far net.Conn) { return tcp(t) },
	"a unix socket":     unix,
	"net.Pipe":          pipe,
	"TLS":               secure,
	"a wrapper of TCP":  wrapped,
	"a wrapper of unix": func(t *testing.T) (near, far net.Conn) { near, far = unix(t); return struct{ net.Conn }{near}, far },
}

func tcp(t *testing.T) (near, far *net.TCPConn) {
	a, b := connect(t, "tcp", "127.0.0.1:0")
	return a.(*net.TCPConn), b.(*net.TCPConn)
}

func unix(t *testing.T) (near, far net.Conn) {
	dir, err := os.MkdirTemp("", "") // t.TempDir may be longer than an address
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return connect(t, "unix", filepath.Join(dir, "s"))
}

func connect(t *testing.T, network, address string) (near, far net.Conn) {
	t.Helper()
	l, err := net.Listen(network, address)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	far, err = net.Dial(network, l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	near, err = l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	return patient(t, near, far)
}

// patient lets two ends wait for so long and no longer.
func patient(t *testing.T, near, far net.Conn) (net.Conn, net.Conn) {
	for _, conn := range []net.Conn{near, far} {
		conn.SetDeadline(time.Now().Add(patience))
		t.Cleanup(func() { conn.Close() })
	}
	return near, far
}

func pipe(t *testing.T) (near, far net.Conn) {
	near, far = net.Pipe()
	return patient(t, near, far)
}

func secure(t *testing.T) (near, far net.Conn) {
	srv := httptest.NewTLSServer(nil)
	srv.Close() // its certificate is all that is wanted
	pool := x509.NewCertPool()
	pool.AddCert(srv.Certificate())
	a, b := tcp(t)
	server := tls.Server(a, &tls.Config{Certificates: srv.TLS.Certificates})
	client := tls.Client(b, &tls.Config{RootCAs: pool, ServerName: "example.com"})
	shaken := make(chan error)
	go func() { shaken <- server.Handshake() }()
	if err := errors.Join(client.Handshake(), <-shaken); err != nil {
		t.Fatal(err)
	}
	return patient(t, server, client)
}

// A witness is what a program wraps around a connection to see its bytes. It
// still is a *net.TCPConn to whoever looks for one inside.
type witness struct {
	*net.TCPConn
	seen  atomic.Int64
	waits func(p []byte) // is called before each read, with what it reads into
}

func (w *witness) Read(p []byte) (int, error) {
	if w.waits != nil {
		w.waits(p)
	}
	n, err := w.TCPConn.Read(p)
	w.seen.Add(int64(n))
	return n, err
}

func wrapped(t *testing.T) (near, far net.Conn) {
	a, b := tcp(t)
	return &witness{TCPConn: a}, b
}

// A user hears what the Reader says; nil is deaf.
type user struct{ read, wait func() }

func (u user) BeforeRead() { call(u.read) }
func (u user) BeforeWait() { call(u.wait) }

func call(f func()) {
	if f != nil {
		f()
	}
}

// read returns a Reader of conn.
func read(conn net.Conn, u user) *buffer.Reader {
	var r buffer.Reader
	r.Init(conn, nil, u)
	return &r
}

// send writes from another goroutine: a pipe takes nothing before it is read.
// The channel has the result.
func send(conn net.Conn, p []byte) <-chan error {
	sent := make(chan error, 1)
	go func() {
		_, err := conn.Write(p)
		sent <- err
	}()
	return sent
}
