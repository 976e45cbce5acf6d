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
// (chapters 02 and 03), and returns the WebSocket (RFC 6455 §4.2). ctx bounds the
// handshake, beside Options.HandshakeTime, and nothing afterwards. On an error nc
// has been closed: the error is ctx's once that is done, a *handshake.Refusal,
// which the client was told, handshake.ErrPlain if Options.Plain has answered, or
// the connection's. nc may be anything that keeps bytes in order; a *net.TCPConn or
// *net.UnixConn, not wrapped, needs the least memory while it is silent.
//
// The handshake runs in a goroutine of its own, which ends with it: parsing takes
// more stack than anything later, and the caller's may be one of ten thousand. A
// panic of one of o's functions comes out of Accept.
func Accept(ctx context.Context, nc net.Conn, o *Options) (c *Conn, err error) {
	opts, panicked := o.orDefault(), make(chan any)
	go func() {
		defer func() { panicked <- recover() }() // a function of o's may
		c, err = within(ctx, nc, func() (*Conn, error) {
			agreed, err := handshake.Accept(nc, opts.rules())
			if err != nil {
				return nil, err
			}
			return newConn(nc, frame.Server, agreed, opts), nil
		})
	}()
	if p := <-panicked; p != nil {
		nc.Close()
		panic(p) // where somebody may be prepared for it
	}
	return c, err
}

// Upgrade makes a WebSocket of a request that a net/http server has read (RFC 6455
// §4.2). On an error the client has been answered, and the handler should return:
// the error is a *handshake.Refusal, or the connection's. The handler may return
// while the WebSocket lives on, and net/http's deadlines do not count any more; how
// long the request may take to come is the http.Server's ReadHeaderTimeout.
// Options.Plain is not asked: a request for no WebSocket gets 426.
//
// The request has to be HTTP/1.1. From a net/http server that speaks HTTP/2 too,
// browsers ask for a WebSocket with 1.1.
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
