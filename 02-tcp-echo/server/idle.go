package server

import (
	"context"
	"net"
	"time"
)

// An Idle is a connection's reads and writes with a bound on each.
type Idle struct {
	conn  net.Conn
	ctx   context.Context
	limit time.Duration
	stop  func() bool
	ended chan struct{}
}

// WithIdle returns conn's reader and writer for a handler: each Read and each
// Write waits at most limit, and a Read ends when ctx is done, as it is at
// shutdown. Its errors are conn's (os.ErrDeadlineExceeded after limit) or
// ctx's. One goroutine may read while another writes. Call Release before you
// set deadlines of your own.
func WithIdle(ctx context.Context, conn net.Conn, limit time.Duration) *Idle {
	i := &Idle{conn: conn, ctx: ctx, limit: limit, ended: make(chan struct{})}
	i.stop = context.AfterFunc(ctx, func() {
		conn.SetReadDeadline(time.Unix(1, 0)) // long past: ends a Read that waits
		close(i.ended)
	})
	return i
}

// Read reads what has come, or waits for it. It sets the deadline first and
// asks ctx afterwards, so that whenever ctx ends, either this look sees it or
// the later, past deadline stands.
func (i *Idle) Read(p []byte) (int, error) {
	i.conn.SetReadDeadline(time.Now().Add(i.limit))
	if err := i.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := i.conn.Read(p)
	if err != nil && i.ctx.Err() != nil {
		err = i.ctx.Err()
	}
	return n, err
}

// Write writes all of p, or fails; ctx does not end it.
func (i *Idle) Write(p []byte) (int, error) {
	i.conn.SetWriteDeadline(time.Now().Add(i.limit))
	return i.conn.Write(p)
}

// Release stops watching ctx. Afterwards the deadlines are the caller's. It
// may be called more than once.
func (i *Idle) Release() {
	if i.stop() {
		close(i.ended)
	}
	<-i.ended
}
