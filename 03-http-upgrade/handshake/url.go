package handshake

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
)

// A Target is what a ws or wss URL says, in the parts that are used in
// different places: Address and TLS make the socket, RequestTarget and Host
// stand in the handshake.
type Target struct {
	Address       string // HOST:PORT to connect to
	TLS           bool   // wss
	Host          string // for the Host field: with the port only if it is no default
	RequestTarget string // path and query: "/" if the URL has none
}

// ParseURL parses ws://HOST[:PORT][/PATH][?QUERY] or the same with wss (RFC
// 6455 §3). Ports are 80 and 443 unless the URL says otherwise. User names
// and fragments are refused. An error is a *url.Error.
func ParseURL(raw string) (*Target, error) {
	bad := func(problem string) (*Target, error) {
		return nil, &url.Error{Op: "WebSocket URL", URL: raw, Err: fmt.Errorf("%s (RFC 6455 §3)", problem)}
	}
	if !strings.Contains(raw, "://") {
		return bad("it must begin with ws:// or wss://")
	}
	u, err := url.Parse(raw)
	if err != nil {
		return bad("it cannot be parsed: " + err.(*url.Error).Err.Error())
	}
	t := &Target{TLS: strings.EqualFold(u.Scheme, "wss"), RequestTarget: escape(u.RequestURI())}
	port := "80"
	if t.TLS {
		port = "443"
	}
	switch {
	case !t.TLS && !strings.EqualFold(u.Scheme, "ws"):
		return bad("it must begin with ws:// or wss://")
	case u.Opaque != "" || u.Hostname() == "":
		return bad("it names no host")
	case u.User != nil:
		return bad("it holds a user name; send credentials in a header")
	case strings.Contains(raw, "#"):
		return bad("it has a fragment (#), which means nothing here")
	case !isHost(u.Host):
		return bad(fmt.Sprintf("it has %q where HOST or HOST:PORT is wanted", u.Host))
	}
	host := u.Hostname()
	t.Host = strings.TrimSuffix(u.Host, ":")
	if p := u.Port(); p != "" {
		n, _ := strconv.Atoi(p)
		if n == 0 {
			return bad("it has port 0; ports are 1 to 65535")
		}
		if strconv.Itoa(n) == port {
			t.Host = strings.TrimSuffix(u.Host, ":"+p)
		}
		port = strconv.Itoa(n)
	}
	t.Address = net.JoinHostPort(host, port)
	return t, nil
}

// escape writes as %XX what may not stand in a request line: net/url does it
// in the path and leaves the query as it came.
func escape(target string) string {
	var b strings.Builder
	for i := range len(target) {
		if c := target[i]; c <= ' ' || c >= 0x7f {
			fmt.Fprintf(&b, "%%%02X", c)
			continue
		}
		b.WriteByte(target[i])
	}
	return b.String()
}

// Dial opens the connection that t names: TCP, and for wss TLS over it, as
// Secure does it. ctx bounds both.
func (t *Target) Dial(ctx context.Context, config *tls.Config) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", t.Address)
	if err != nil || !t.TLS {
		return conn, err
	}
	if conn, err = t.Secure(ctx, conn, config); err != nil {
		return nil, fmt.Errorf("wss speaks TLS first (a plain server wants ws://): %w", err)
	}
	return conn, nil
}

// Secure begins TLS as the client on conn, which leads to t.Address, and checks
// the host's certificate. Config may be nil, and is not changed: a ServerName it
// lacks is filled in, and the only protocol offered inside TLS is http/1.1,
// which a handshake is made of. After an error conn is closed.
func (t *Target) Secure(ctx context.Context, conn net.Conn, config *tls.Config) (net.Conn, error) {
	config = config.Clone()
	if config == nil {
		config = new(tls.Config)
	}
	if config.ServerName == "" {
		config.ServerName, _, _ = net.SplitHostPort(t.Address)
	}
	config.NextProtos = []string{"http/1.1"}
	secure := tls.Client(conn, config)
	if err := secure.HandshakeContext(ctx); err != nil {
		conn.Close()
		return nil, fmt.Errorf("TLS with %s: %w", t.Address, err)
	}
	return secure, nil
}

// String shows which part of the URL is used where.
func (t *Target) String() string {
	scheme, over := "ws", "TCP"
	if t.TLS {
		scheme, over = "wss", "TCP with TLS"
	}
	return fmt.Sprintf("the protocol:        %s, WebSocket over %s\nto the socket:       %s\nin the handshake:    GET %s, Host: %s\n",
		scheme, over, t.Address, t.RequestTarget, t.Host)
}
