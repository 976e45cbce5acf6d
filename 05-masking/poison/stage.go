package poison

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"example/websocket/02-tcp-echo/server"
	"example/websocket/03-http-upgrade/handshake"
)

// Options change how a mode is played. The zero value is the demo, unseen.
type Options struct {
	// Out gets the transcript; nil: nobody does.
	Out io.Writer
	// Proxy returns the proxy on the stage; nil is Naive.
	Proxy func(say func(format string, args ...any)) Relay
	// Cut is how many bytes a Read of the proxy's returns at most; 0: what is
	// there.
	Cut int

	patience time.Duration // for each read and write; 0 is 30 s, as the proxy's own
}

// A Relay is how a proxy treats one connection that it has intercepted. Client
// is the connection that was intercepted, and dialled leads to where client
// wanted to go. It returns when both have ended, or soon after ctx is done. It
// need not close either; both can be half-closed with CloseWrite.
type Relay func(ctx context.Context, client, dialled net.Conn)

// A Stage is the two sites and the proxy, on loopback. The proxy intercepts
// without any privilege: it has a port for each site, which stands for the
// site's own address, as a firewall's redirection would tell it.
type Stage struct {
	CDN, Evil string // where to connect to in order to reach a site, by way of the proxy

	Options
	relay     Relay
	listeners []net.Listener
	cancel    context.CancelFunc
	serving   sync.WaitGroup
	fetched   atomic.Int64

	mu  sync.Mutex // for what follows, and Out
	err error
}

// Open starts the sites and the proxy. The caller has to call Close.
func Open(ctx context.Context, o Options) (*Stage, error) {
	s := &Stage{Options: o}
	if s.patience <= 0 {
		s.patience = patience
	}
	if s.Proxy == nil {
		s.Proxy = Naive
	}
	s.relay = s.Proxy(func(format string, args ...any) { s.say("proxy", format, args...) })
	ctx, s.cancel = context.WithCancel(ctx)

	cdn := s.serve(ctx, s.cdn)
	evil := s.serve(ctx, s.evil)
	s.CDN = s.serve(ctx, s.intercept(cdn))
	s.Evil = s.serve(ctx, s.intercept(evil))
	if len(s.listeners) < 4 {
		return nil, s.Close()
	}
	return s, nil
}

// Close ends all actors and waits for them.
func (s *Stage) Close() error {
	s.cancel()
	s.serving.Wait()
	return s.err
}

// Fetched returns how many requests have reached cdn.example itself.
func (s *Stage) Fetched() int { return int(s.fetched.Load()) }

// serve runs an actor for each connection to a new port, and returns the
// address. The actor uses the connection through rw, with a bound on each
// read and write.
func (s *Stage) serve(
	ctx context.Context,
	act func(ctx context.Context, conn net.Conn, rw io.ReadWriter),
) (address string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.fail(err)
		return ""
	}
	s.listeners = append(s.listeners, l)
	s.serving.Go(func() {
		s.fail(server.Serve(ctx, l, func(ctx context.Context, conn net.Conn) {
			defer context.AfterFunc(ctx, func() { conn.Close() })()
			rw := server.WithIdle(ctx, conn, s.patience)
			defer rw.Release()
			act(ctx, conn, rw)
		}, server.Options{}))
	})
	return l.Addr().String()
}

// intercept is the proxy's port for one site. Here stands its first sin: where
// a connection leads is decided once, by the address that the client dialled,
// whatever the requests on it say.
func (s *Stage) intercept(site string) func(context.Context, net.Conn, io.ReadWriter) {
	return func(ctx context.Context, client net.Conn, _ io.ReadWriter) {
		d := net.Dialer{Timeout: s.patience}
		dialled, err := d.DialContext(ctx, "tcp", site)
		if err != nil {
			return
		}
		defer dialled.Close()
		defer context.AfterFunc(ctx, func() { dialled.Close() })()
		s.relay(ctx, s.cut(client), s.cut(dialled))
	}
}

func (s *Stage) cut(conn net.Conn) net.Conn {
	if s.Cut <= 0 {
		return conn
	}
	return sliced{conn, s.Cut}
}

// sliced is a connection whose reads return at most n bytes: TCP may do so to
// anybody.
type sliced struct {
	net.Conn
	n int
}

func (c sliced) Read(p []byte) (int, error) { return c.Conn.Read(p[:min(len(p), c.n)]) }

// CloseWrite half-closes the connection.
func (c sliced) CloseWrite() error { return c.Conn.(*net.TCPConn).CloseWrite() }

func (s *Stage) limits() handshake.Limits { return handshake.Limits{Time: s.patience} }

func (s *Stage) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.err = errors.Join(s.err, err)
}

// say prints what an actor does, before the actor does it: so the lines stand
// in the order of cause and effect, although the actors run at the same time.
func (s *Stage) say(who, format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.Out != nil {
		fmt.Fprintf(s.Out, "  %-10s %s\n", who, fmt.Sprintf(format, args...))
	}
}
