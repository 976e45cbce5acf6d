package handshake

import (
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"
)

// A Dialer opens the connection that a client shakes hands on. The way to the
// server may lead through a proxy (RFC 6455 §4.1, proxy usage): that gets to see
// one CONNECT, and behind its answer bytes go to the server and come from it as
// on any connection. The zero value is ready.
type Dialer struct {
	// Proxy chooses the proxy, or none, for a request; nil is
	// http.ProxyFromEnvironment. It is asked about http:// for ws, https:// for wss.
	Proxy  func(*http.Request) (*url.URL, error)
	TLS    *tls.Config // for wss, and to an https proxy; see Target.Secure
	Limits Limits      // of the proxy's answer; its Time bounds all of Dial
}

// Dial connects to target: directly or through a proxy, for ws and wss alike,
// and then, for wss, with TLS. A proxy's refusal is a *Failure with its status,
// header and body.
func (d Dialer) Dial(ctx context.Context, target *Target) (net.Conn, error) {
	d.Limits = d.Limits.orDefault()
	ctx, cancel := context.WithTimeout(ctx, d.Limits.Time)
	defer cancel()
	proxy, err := d.proxyFor(target)
	if err != nil {
		return nil, fmt.Errorf("handshake: choosing a proxy for %s: %w", target.Host, err)
	}
	if proxy == nil {
		return target.Dial(ctx, d.TLS)
	}
	conn, err := d.viaProxy(ctx, proxy, target.Address)
	if err != nil || !target.TLS {
		return conn, err
	}
	return target.Secure(ctx, conn, d.TLS)
}

// proxyFor asks as net/http does, so that the environment's names, HTTP_PROXY,
// HTTPS_PROXY and NO_PROXY, mean the same here.
func (d Dialer) proxyFor(target *Target) (*url.URL, error) {
	choose, scheme := d.Proxy, "http"
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
func (d Dialer) viaProxy(ctx context.Context, proxy *url.URL, to string) (net.Conn, error) {
	conn, err := d.dialProxy(ctx, proxy)
	if err != nil {
		return nil, fmt.Errorf("handshake: no connection to the proxy %s: %w", proxy.Host, err)
	}
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	rest, err := connectTo(conn, proxy, to, d.Limits)
	if !stop() {
		err = fmt.Errorf("handshake: waiting for the proxy %s: %w", proxy.Host, ctx.Err())
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
func (d Dialer) dialProxy(ctx context.Context, proxy *url.URL) (net.Conn, error) {
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
	config := d.TLS.Clone()
	if config != nil {
		config.ServerName = ""
	}
	return (&Target{Address: address}).Secure(ctx, conn, config)
}

// connectTo asks the proxy at the other end of conn for a tunnel (RFC 9110
// §9.3.6). It returns the bytes that came behind the proxy's answer: they are
// the server's.
func connectTo(conn net.Conn, proxy *url.URL, to string, lim Limits) (rest []byte, err error) {
	head := "CONNECT " + to + " HTTP/1.1\r\nHost: " + to + "\r\n"
	if u := proxy.User; u != nil {
		password, _ := u.Password()
		head += "Proxy-Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(u.Username()+":"+password)) + "\r\n"
	}
	conn.SetWriteDeadline(time.Now().Add(lim.Time))
	if _, err := io.WriteString(conn, head+"\r\n"); err != nil {
		return nil, fmt.Errorf("handshake: asking the proxy %s: %w", proxy.Host, err)
	}
	resp, rest, err := ReadFinalResponse(conn, lim)
	var failed *Failure
	switch {
	case err == nil && resp.Status/100 == 2: // whatever length it announces, it has no body
		conn.SetDeadline(time.Time{})
		return rest, nil
	case err == nil:
		failed = &Failure{Response: resp, Section: "RFC 9110 §9.3.6",
			Problem: fmt.Sprintf("CONNECT %s was answered %d %.60q, not 2xx", to, resp.Status, resp.Reason)}
		failed.ReadBody(conn, rest)
	case !errors.As(err, &failed):
		return nil, fmt.Errorf("handshake: asking the proxy %s: %w", proxy.Host, err)
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
