package handshake_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"example/websocket/03-http-upgrade/handshake"
)

// tlsServer returns a server that speaks TLS with a certificate that nobody
// vouches for, the one pool in which it stands, and the ClientHellos it gets.
func tlsServer(t *testing.T) (addr string, pool *x509.CertPool, hellos <-chan *tls.ClientHelloInfo) {
	seen := make(chan *tls.ClientHelloInfo, 8)
	srv := httptest.NewUnstartedServer(nil)
	srv.EnableHTTP2 = true // for a client that asks for it
	srv.TLS = &tls.Config{GetConfigForClient: func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		seen <- hello
		return nil, nil
	}}
	srv.StartTLS()
	t.Cleanup(srv.Close)
	pool = x509.NewCertPool()
	pool.AddCert(srv.Certificate())
	return srv.Listener.Addr().String(), pool, seen
}

func TestDialSpeaksTLS(t *testing.T) {
	addr, pool, hellos := tlsServer(t)
	_, port, _ := net.SplitHostPort(addr)
	for name, test := range map[string]struct {
		address string
		config  *tls.Config
		says    string // "" is success
		server  string // name that the client asks for; an IP address is not asked for
	}{
		"no config":                   {addr, nil, "unknown authority", ""},
		"a config that trusts it":     {addr, &tls.Config{RootCAs: pool}, "", ""},
		"a name":                      {"localhost:" + port, &tls.Config{RootCAs: pool}, "valid for", "localhost"},
		"a name of the caller's":      {addr, &tls.Config{RootCAs: pool, ServerName: "example.com"}, "", "example.com"},
		"another one":                 {addr, &tls.Config{RootCAs: pool, ServerName: "example.net"}, "valid for", "example.net"},
		"a caller who wants HTTP/2":   {addr, &tls.Config{RootCAs: pool, NextProtos: []string{"h2"}}, "", ""},
		"a caller who wants no check": {addr, &tls.Config{InsecureSkipVerify: true}, "", ""},
	} {
		before := test.config.Clone()
		conn, err := (&handshake.Target{Address: test.address, TLS: true}).Dial(t.Context(), test.config)
		if test.says == "" && err != nil || test.says != "" && (err == nil || !strings.Contains(err.Error(), test.says)) {
			t.Errorf("%s: %v; want %q", name, err, test.says)
		}
		hello := <-hellos
		if hello.ServerName != test.server || !slices.Equal(hello.SupportedProtos, []string{"http/1.1"}) {
			t.Errorf("%s: the client asks for %q and %q, want %q and http/1.1: a handshake is HTTP/1.1 (RFC 6455 §4.1)",
				name, hello.ServerName, hello.SupportedProtos, test.server)
		}
		if c := test.config; c != nil && (c.ServerName != before.ServerName || !slices.Equal(c.NextProtos, before.NextProtos)) {
			t.Errorf("%s: the caller's config was changed", name)
		}
		if err == nil {
			conn.Close()
		}
	}
	var unknown x509.UnknownAuthorityError
	if _, err := (&handshake.Target{Address: addr, TLS: true}).Dial(t.Context(), nil); !errors.As(err, &unknown) {
		t.Errorf("%v; want to find the x509 error in it", err)
	}
}

// A server that takes the connection and says nothing costs no more than ctx
// allows, and the connection is closed.
func TestDialEndsTLSWithItsContext(t *testing.T) {
	client, server := pair(t)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		server.Read(make([]byte, 1)) // the ClientHello has come
		cancel()
	}()
	_, err := (&handshake.Target{Address: "server.example:443", TLS: true}).Secure(ctx, client, nil)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want %v", err, context.Canceled)
	}
	if _, err := client.Write([]byte("x")); !errors.Is(err, net.ErrClosed) {
		t.Errorf("the connection is still open: %v", err)
	}
}
