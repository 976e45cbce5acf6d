package server

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"runtime/debug"
	"sync"
	"time"
)

// turnedAway is how many callers beyond MaxConns are answered at a time; any
// further one is closed without a word.
const turnedAway = 64

// crowd is the set of connections that are being served.
type crowd struct {
	Options
	ctx    context.Context // of the handlers
	cancel context.CancelFunc

	handlers sync.WaitGroup
	mu       sync.Mutex
	conns    map[net.Conn]bool // whether it is being served, or turned away
	served   int               // how many of them are
}

func newCrowd(ctx context.Context, o Options) *crowd {
	if o.MaxConns <= 0 {
		o.MaxConns = 10_000
	}
	if o.Grace <= 0 {
		o.Grace = 3 * time.Second
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	s := &crowd{Options: o, conns: make(map[net.Conn]bool)}
	s.ctx, s.cancel = context.WithCancel(ctx)
	return s
}

// serve runs the handler in a goroutine, or turns the caller away.
func (s *crowd) serve(conn net.Conn, handle Handler) {
	s.mu.Lock()
	room := s.served < s.MaxConns // whoever is being turned away takes nobody's place
	if !room {
		handle = s.Full
	}
	if handle == nil || !room && len(s.conns)-s.served >= turnedAway {
		s.mu.Unlock()
		s.Log.Warn("too many connections", "limit", s.MaxConns, "refused", conn.RemoteAddr())
		conn.Close()
		return
	}
	if s.conns[conn] = room; room {
		s.served++
	}
	s.mu.Unlock()
	s.handlers.Add(1)
	go s.run(conn, handle)
}

func (s *crowd) run(conn net.Conn, handle Handler) {
	defer func() {
		if r := recover(); r != nil {
			s.Log.Error("handler panicked", "remote", conn.RemoteAddr(), "panic", r, "stack", string(debug.Stack()))
		}
		conn.Close()
		s.mu.Lock()
		if s.conns[conn] {
			s.served--
		}
		delete(s.conns, conn)
		s.mu.Unlock()
		s.handlers.Done()
	}()
	ctx, cancel := context.WithCancel(s.ctx)
	defer cancel()
	handle(ctx, conn)
}

// acceptPatiently is l.Accept, tried again after an error that passes by
// itself, such as having no file descriptor left. The pause doubles from 5 ms
// to 1 s, so that a server in trouble does not spend its time on failing.
func acceptPatiently(ctx context.Context, l net.Listener, log *slog.Logger) (net.Conn, error) {
	for pause := 5 * time.Millisecond; ; pause = min(2*pause, time.Second) {
		conn, err := l.Accept()
		var passing interface{ Temporary() bool }
		if err == nil || !errors.As(err, &passing) || !passing.Temporary() {
			return conn, err
		}
		log.Warn("accept failed, trying again", "pause", pause, "error", err)
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}
