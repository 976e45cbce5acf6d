package websocket

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"example/websocket/03-http-upgrade/handshake"
)

// Off the core path: the way to the server, which may lead through a proxy (RFC
// 6455 §4.1, proxy usage). What the proxy gets to see is one CONNECT; behind its
// answer, bytes go to the server and come from it as on any connection.

// Open opens the connection that Dial shakes hands on: to target itself, or to
// the proxy that o.Proxy names for it, and through that by HTTP CONNECT, for ws
// and wss alike; and then TLS for wss, by o.TLS. It is for an
// Options.DialContext that wraps the connection; nothing else needs to call it.
//
// It is bounded by ctx and Options.HandshakeTime. A proxy's refusal is a
// *handshake.Failure with its status, header and body.
func Open(ctx context.Context, target *handshake.Target, o *Options) (net.Conn, error) {
	opts := o.orDefault()
	ctx, cancel := context.WithTimeout(ctx, opts.HandshakeTime)
	defer cancel()
	proxy, err := opts.proxyFor(target)
	if err != nil {
		return nil, fmt.Errorf("websocket: choosing a proxy for %s: %w", target.Host, err)
	}
	if proxy == nil {
		return target.Dial(ctx, opts.TLS)
	}
	conn, err := opts.viaProxy(ctx, proxy, target.Address)
	if err != nil || !target.TLS {
		return conn, err
	}
	return target.Secure(ctx, conn, opts.TLS)
}

// proxyFor asks as net/http does, so that the environment's names, HTTP_PROXY,
// HTTPS_PROXY and NO_PROXY, mean the same here.
func (o *Options) proxyFor(target *handshake.Target) (*url.URL, error) {
	choose, scheme := o.Proxy, "http"
	if choose == nil {
		choose = http.ProxyFromEnvironment
	}
	if target.TLS {
		scheme = "https"
	}
	req, err := http.NewRequest("GET", scheme+"://"+target.Host+target.RequestTarget, nil)
	if err != nil {
		return nil, err
	}
	return choose(req)
}

// viaProxy returns a connection through proxy to the address to.
func (o *Options) viaProxy(ctx context.Context, proxy *url.URL, to string) (net.Conn, error) {
	conn, err := o.dialProxy(ctx, proxy)
	if err != nil {
		return nil, fmt.Errorf("websocket: no connection to the proxy %s: %w", proxy.Host, err)
	}
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	rest, err := connectTo(conn, proxy, to, o.handshakeLimits())
	if !stop() {
		err = fmt.Errorf("websocket: waiting for the proxy %s: %w", proxy.Host, ctx.Err())
	}
	if err != nil {
		conn.Close()
		return nil, err
	}
	if len(rest) > 0 {
		return &tunnel{conn, rest}, nil
	}
	return conn, nil
}

// dialProxy connects to the proxy itself, with TLS if its URL says https. The
// caller's TLS config counts there too, but for the name: that is the server's.
func (o *Options) dialProxy(ctx context.Context, proxy *url.URL) (net.Conn, error) {
	port := map[string]string{"http": "80", "https": "443"}[proxy.Scheme]
	if port == "" || proxy.Hostname() == "" {
		return nil, fmt.Errorf("its URL is %q, and http://HOST:PORT or https://HOST:PORT is spoken here", proxy.Redacted())
	}
	if p := proxy.Port(); p != "" {
		port = p
	}
	address := net.JoinHostPort(proxy.Hostname(), port)
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", address)
	if err != nil || proxy.Scheme == "http" {
		return conn, err
	}
	config := o.TLS.Clone()
	if config != nil {
		config.ServerName = ""
	}
	return (&handshake.Target{Address: address}).Secure(ctx, conn, config)
}

// connectTo asks the proxy at the other end of conn for a tunnel (RFC 9110
// §9.3.6). It returns the bytes that came behind the proxy's answer: they are
// the server's.
func connectTo(conn net.Conn, proxy *url.URL, to string, lim handshake.Limits) (rest []byte, err error) {
	head := "CONNECT " + to + " HTTP/1.1\r\nHost: " + to + "\r\n"
	if u := proxy.User; u != nil {
		password, _ := u.Password()
		head += "Proxy-Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(u.Username()+":"+password)) + "\r\n"
	}
	conn.SetWriteDeadline(time.Now().Add(lim.Time))
	if _, err := io.WriteString(conn, head+"\r\n"); err != nil {
		return nil, fmt.Errorf("websocket: asking the proxy %s: %w", proxy.Host, err)
	}
	resp, rest, err := handshake.ReadFinalResponse(conn, lim)
	var failed *handshake.Failure
	switch {
	case err == nil && resp.Status/100 == 2: // whatever length it announces, it has no body
		conn.SetDeadline(time.Time{})
		return rest, nil
	case err == nil:
		failed = &handshake.Failure{Response: resp, Section: "RFC 9110 §9.3.6",
			Problem: fmt.Sprintf("CONNECT %s was answered %d %.60q, not 2xx", to, resp.Status, resp.Reason)}
		failed.ReadBody(conn, rest)
	case !errors.As(err, &failed):
		return nil, fmt.Errorf("websocket: asking the proxy %s: %w", proxy.Host, err)
	}
	failed.Problem = "at the proxy " + proxy.Host + ", " + failed.Problem
	return nil, failed
}

// tunnel is a connection whose first bytes came with the proxy's answer.
type tunnel struct {
	net.Conn
	rest []byte
}

func (t *tunnel) Read(p []byte) (int, error) {
	if len(t.rest) == 0 {
		return t.Conn.Read(p)
	}
	n := copy(p, t.rest)
	t.rest = t.rest[n:]
	return n, nil
}

// CloseWrite is the connection's own, which the interface would hide.
func (t *tunnel) CloseWrite() error {
	return t.Conn.(interface{ CloseWrite() error }).CloseWrite()
}
