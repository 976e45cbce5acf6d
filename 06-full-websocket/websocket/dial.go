package websocket

import (
	"context"
	"net"

	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/04-frames/frame"
)

// Step 6: the other side. A client differs from a server in who speaks first,
// who masks, and who waits for the other to close; all else is shared.

// Dial opens a WebSocket to a ws or wss URL (RFC 6455 §4.1). ctx bounds the whole
// of it and nothing afterwards; beside it Options.HandshakeTime bounds each of two
// steps, the way to the server (TCP, proxy, TLS) and the handshake.
//
// The error is ctx's once that is done, a *url.Error for a URL that cannot be
// meant, a *handshake.Failure if the server, or a proxy, refused or broke a rule,
// with its status, header and the beginning of its body, and else the connection's.
// A redirect is a refusal, and is not followed. After an error nothing stays open.
func Dial(ctx context.Context, url string, o *Options) (*Conn, error) {
	opts := o.orDefault()
	target, err := handshake.ParseURL(url)
	if err != nil {
		return nil, err
	}
	dial := opts.DialContext
	if dial == nil {
		dial = func(ctx context.Context) (net.Conn, error) {
			return handshake.Dialer{Proxy: opts.Proxy, TLS: opts.TLS, Limits: opts.limits()}.Dial(ctx, target)
		}
	}
	nc, err := dial(ctx)
	if err != nil {
		return nil, err
	}
	return within(ctx, nc, func() (*Conn, error) {
		agreed, err := handshake.Connect(nc, handshake.Offer{
			Target: target, Origin: opts.Origin, Header: opts.Header,
			Subprotocols: opts.Subprotocols, Extensions: opts.offers(),
			Agree: opts.agree, Limits: opts.limits(),
		})
		if err != nil {
			return nil, err
		}
		return newConn(nc, frame.Client, agreed, opts), nil
	})
}

// within runs a handshake over nc; when ctx is done, or on failure, nc is
// closed.
func within(ctx context.Context, nc net.Conn, shake func() (*Conn, error)) (*Conn, error) {
	stop := context.AfterFunc(ctx, func() { nc.Close() })
	c, err := shake()
	if !stop() {
		err = ctx.Err() // the real reason of whatever failed
	}
	if err != nil {
		nc.Close()
		return nil, err
	}
	return c, nil
}
