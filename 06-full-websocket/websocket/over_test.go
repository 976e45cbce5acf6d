package websocket_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http/httptest"
	"sync"
	"testing"

	"example/websocket/06-full-websocket/websocket"
)

// overs are what a WebSocket may run over: sockets, where a write can be tried,
// and what has no socket, where every write may wait.
var overs = map[string]func(testing.TB) (dialled, accepted net.Conn){
	"TCP":      loopback,
	"TLS":      secured,
	"net.Pipe": func(testing.TB) (dialled, accepted net.Conn) { return net.Pipe() },
}

// certificate is one for example.com, and the pool that trusts it.
var certificate = sync.OnceValues(func() ([]tls.Certificate, *x509.CertPool) {
	srv := httptest.NewTLSServer(nil)
	defer srv.Close()
	pool := x509.NewCertPool()
	pool.AddCert(srv.Certificate())
	return srv.TLS.Certificates, pool
})

func secured(t testing.TB) (dialled, accepted net.Conn) {
	dialled, accepted = loopback(t)
	certificates, pool := certificate()
	return tls.Client(dialled, &tls.Config{RootCAs: pool, ServerName: "example.com"}), tls.Server(accepted, &tls.Config{Certificates: certificates})
}

// ends returns both ends of a WebSocket over a connection. When the test ends,
// they are closed.
func ends(t testing.TB, dialled, accepted net.Conn, o websocket.Options) (client, server *websocket.Conn) {
	t.Helper()
	opened := make(chan error)
	go func() {
		var err error
		server, err = websocket.Accept(context.Background(), accepted, &o)
		opened <- err
	}()
	ours := o
	ours.DialContext = func(context.Context) (net.Conn, error) { return dialled, nil }
	client, err := websocket.Dial(context.Background(), "ws://example.com/", &ours)
	if err := errors.Join(err, <-opened); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close(); server.Close() })
	return client, server
}

// everywhere runs a test over everything that a WebSocket may run over.
func everywhere(t *testing.T, o websocket.Options, test func(t *testing.T, client, server *websocket.Conn)) {
	t.Helper()
	for name, over := range overs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dialled, accepted := over(t)
			client, server := ends(t, dialled, accepted, o)
			test(t, client, server)
		})
	}
}
