package conformance_test

import (
	"context"
	"errors"
	"net"
	"testing"
	"time"

	"example/websocket/02-tcp-echo/server"
	"example/websocket/06-full-websocket/conformance"
	"example/websocket/06-full-websocket/conformance/broken"
)

// listen starts a server with a fault ("" is none).
func listen(t *testing.T, fault string) conformance.Server {
	t.Helper()
	return run(t, loopback(t), func(ctx context.Context, l net.Listener) error { return broken.Serve(ctx, l, fault) })
}

func loopback(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// start starts a server, and returns it as the judge sees it.
func start(t *testing.T, l net.Listener, handle server.Handler) conformance.Server {
	t.Helper()
	return run(t, l, func(ctx context.Context, l net.Listener) error {
		return server.Serve(ctx, l, handle, server.Options{Grace: 10 * time.Second})
	})
}

// run runs serve until the test ends.
func run(t *testing.T, l net.Listener, serve func(context.Context, net.Listener) error) conformance.Server {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- serve(ctx, l) }()
	t.Cleanup(func() {
		cancel()
		<-done
	})
	addr := l.Addr().String()
	return conformance.Server{Host: addr, Target: "/", Dial: func(ctx context.Context) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "tcp", addr)
	}}
}

// results judges a server by the cases, and returns the results by id.
func results(t *testing.T, s conformance.Server, cases []conformance.Case, o conformance.Options) map[string]conformance.Result {
	t.Helper()
	byID := make(map[string]conformance.Result)
	if err := conformance.CheckServer(t.Context(), s, cases, o, func(r conformance.Result) { byID[r.ID] = r }); err != nil {
		t.Fatal(err)
	}
	return byID
}

// serve judges a server with a fault.
func serve(t *testing.T, fault string, cases []conformance.Case, o conformance.Options) map[string]conformance.Result {
	t.Helper()
	return results(t, listen(t, fault), cases, o)
}

// dialer is dial as long as may says so.
func dialer(may func() bool, dial func(context.Context) (net.Conn, error)) func(context.Context) (net.Conn, error) {
	return func(ctx context.Context) (net.Conn, error) {
		if !may() {
			return nil, errors.New("refused")
		}
		return dial(ctx)
	}
}
