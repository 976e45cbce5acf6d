// Package server serves many connections at once: one goroutine each, none
// of which can freeze or end the others.
//
// Read Serve in this file first. Second reading: limits.go (too many callers,
// accept errors), shutdown.go (leaving), idle.go (a bound on silence).
package server

import (
	"context"
	"log/slog"
	"net"
	"time"
)

// A Handler serves one connection. The connection is closed when it returns.
// ctx is done when the server shuts down: the handler should then come to an
// end within the grace period, after which its connection is closed under it.
// A panic costs this connection only.
type Handler func(ctx context.Context, conn net.Conn)

// Options are the limits of a server. The zero value is ready to use.
type Options struct {
	MaxConns int           // connections handled at a time; 0 is 10,000
	Full     Handler       // answers a caller beyond MaxConns; nil closes at once
	Grace    time.Duration // for handlers to end at shutdown; 0 is 3 s
	Log      *slog.Logger  // nil is slog.Default
}

// Serve accepts connections from l and runs handle for each, in a goroutine
// of its own, until ctx is done or l fails. It then stops accepting, lets the
// handlers finish, cuts those that outlast the grace period, and returns when
// none is left: nil if ctx was done or l was closed, otherwise what l failed
// with. Serve closes l. The handler gets the connection as l returned it, and
// Serve sets no deadline on it.
func Serve(ctx context.Context, l net.Listener, handle Handler,
	o Options) error {
	s := newCrowd(ctx, o)
	defer context.AfterFunc(ctx, func() { l.Close() })()
	defer l.Close()
	for {
		conn, err := acceptPatiently(ctx, l, s.Log)
		if err != nil {
			return s.leave(ctx, err)
		}
		s.serve(conn, handle) // at once: who is silent delays nobody
	}
}
