package websocket

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
	"time"

	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/04-frames/frame"
)

// An Opcode is a message's kind: Text or Binary.
type Opcode = frame.Opcode

// The two kinds of message.
const (
	Text   = frame.Text
	Binary = frame.Binary
)

// A CloseCode says why a connection ends; frame has their names.
type CloseCode = frame.CloseCode

// Options are a connection's limits and its handshake's wishes. The zero value,
// and nil, are safe defaults. A field is never changed.
type Options struct {
	// Limits, for both sides.
	Limit         int64         // bytes of a message; 0 is 16 MiB, negative none
	Fragments     int           // frames of a message; 0 is 131,072
	HandshakeTime time.Duration // for each step of the handshake; 0 is 10 s
	WriteTime     time.Duration // for one frame to be taken, or to get its turn; 0 is 30 s

	// Subprotocols that the server supports, or the client offers, in order of
	// preference; the client's order counts.
	Subprotocols []string

	// The server's rules; see handshake.Rules.
	Paths   []string // served; nil is every path
	Origins []string // allowed besides the server's own
	Check   func(*handshake.Request, *handshake.Answer) *handshake.Refusal
	Plain   func(net.Conn, *handshake.Request) // for Accept: answers plain HTTP

	// Further fields of the client's request, or of the server's 101.
	Header http.Header

	// The client's request.
	Origin      string                                      // of the page, if it is one
	DialContext func(ctx context.Context) (net.Conn, error) // nil is Open: what the URL says, Proxy and TLS
	Proxy       func(*http.Request) (*url.URL, error)       // nil is http.ProxyFromEnvironment; asked for http://, for wss https://
	TLS         *tls.Config                                 // for wss, and an https proxy; see handshake.Target.Secure
}

func (o *Options) orDefault() Options {
	var opts Options
	if o != nil {
		opts = *o
	}
	if opts.Limit == 0 {
		opts.Limit = 16 << 20
	}
	if opts.Fragments <= 0 {
		opts.Fragments = 131_072
	}
	if opts.HandshakeTime <= 0 {
		opts.HandshakeTime = 10 * time.Second
	}
	if opts.WriteTime <= 0 {
		opts.WriteTime = 30 * time.Second
	}
	return opts
}

func (o *Options) handshakeLimits() handshake.Limits {
	return handshake.Limits{Time: o.HandshakeTime}
}

func (o *Options) rules() handshake.Rules {
	return handshake.Rules{
		Paths: o.Paths, Origins: o.Origins, Subprotocols: o.Subprotocols,
		Header: o.Header, Check: o.Check, Plain: o.Plain, Limits: o.handshakeLimits(),
	}
}
