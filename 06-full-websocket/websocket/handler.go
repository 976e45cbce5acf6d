package websocket

import (
	"context"
	"log/slog"
	"net/http"
	"runtime/debug"

	"example/websocket/04-frames/frame"
)

// Handler makes WebSockets of the requests that a net/http server gets, as Upgrade
// does, and runs serve for each, in a goroutine of its own: net/http's, with its
// buffers, ends. The context that serve gets has the request's values, and is done
// when the connection is over. When serve returns, the connection is shut down with
// 1000, if it stands; a panic of serve costs this connection only, which ends with
// 1011, and is logged with slog. Two seconds bound either goodbye.
//
// The server's own Shutdown does not know of these connections: put them into a
// Group, and shut that down too.
func Handler(o *Options, serve func(ctx context.Context, c *Conn)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := Upgrade(w, r, o)
		if err != nil {
			return // the client has been told
		}
		go run(context.WithoutCancel(r.Context()), c, serve)
	})
}

func run(ctx context.Context, c *Conn, serve func(context.Context, *Conn)) {
	code := frame.NormalClosure
	ctx, cancel := c.withContext(ctx)
	defer cancel()
	defer func() {
		if r := recover(); r != nil {
			code = frame.InternalError
			slog.Error("websocket: the handler panicked", "remote", c.RemoteAddr(), "panic", r, "stack", string(debug.Stack()))
		}
		bounded, cancel := context.WithTimeout(context.Background(), closeWait)
		defer cancel()
		c.Shutdown(bounded, code, "")
	}()
	serve(ctx, c)
}

// withContext returns a context that is done when ctx is, or the connection is
// over.
func (c *Conn) withContext(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	c.bounds.mu.Lock()
	defer c.bounds.mu.Unlock()
	if c.over() {
		cancel()
	}
	before := c.atEnd
	c.atEnd = func() { before(); cancel() }
	return ctx, cancel
}
