package websocket

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/04-frames/frame"
)

// Accept serves the handshake on a connection from which nothing has been read
// (chapters 02 and 03), and returns the WebSocket. ctx bounds the handshake,
// beside Options.HandshakeTime. On an error nc has been closed: the error is a
// *handshake.Refusal, which the client was told, handshake.ErrPlain if
// Options.Plain has answered, or the connection's.
//
// The handshake runs in a goroutine of its own, which ends with it: parsing takes
// more stack than anything later, and the caller's may be one of ten thousand.
func Accept(ctx context.Context, nc net.Conn, o *Options) (c *Conn, err error) {
	panicked := make(chan any)
	go func() {
		defer func() { panicked <- recover() }() // a function of o's may
		c, err = accept(ctx, nc, o.orDefault())
	}()
	if p := <-panicked; p != nil {
		nc.Close()
		panic(p) // where somebody may be prepared for it
	}
	return c, err
}

func accept(ctx context.Context, nc net.Conn, o *Options) (*Conn, error) {
	return within(ctx, nc, func() (*Conn, error) {
		agreed, err := handshake.Accept(nc, o.rules())
		if err != nil {
			return nil, err
		}
		return newConn(nc, frame.Server, agreed, o), nil
	})
}

// Upgrade makes a WebSocket of a request that a net/http server has read. On
// an error the client has been answered, and the handler should return: the
// error is a *handshake.Refusal, or the connection's. The handler may return
// while the WebSocket lives on.
func Upgrade(w http.ResponseWriter, r *http.Request, o *Options) (*Conn, error) {
	opts := o.orDefault()
	answer, err := handshake.Judge(handshake.FromHTTP(r), opts.rules())
	var refusal *handshake.Refusal
	if errors.As(err, &refusal) {
		refusal.ServeHTTP(w, r)
		return nil, err
	}
	nc, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		http.Error(w, "this server cannot hand over its connection", http.StatusInternalServerError)
		return nil, err
	}
	nc.SetDeadline(time.Now().Add(opts.HandshakeTime))
	head := answer.Append(nil)
	if _, err := nc.Write(head); err != nil {
		nc.Close()
		return nil, err
	}
	nc.SetDeadline(time.Time{})
	rest, _ := buffered.Reader.Peek(buffered.Reader.Buffered()) // frames that came with the request
	agreed := &handshake.Agreement{Subprotocol: answer.Subprotocol, Extensions: answer.Extensions, Sent: head, Rest: bytes.Clone(rest)}
	return newConn(nc, frame.Server, agreed, opts), nil
}
