package websocket

import (
	"cmp"
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
	"time"

	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/deflate"
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
	MessageTime   time.Duration // for a message to be complete once it has begun; 0 is 2 min, negative no bound
	WriteTime     time.Duration // for each MiB to be taken, or a message to get its turn; 0 is 30 s

	// Keepalive, for both sides: every KeepaliveInterval a ping goes out, and a
	// peer that says nothing for KeepaliveWait after it is gone: the connection
	// ends with ErrSilent. Silence counts only while somebody waits for a message.
	KeepaliveInterval time.Duration // 0 is 30 s, negative sends no pings
	KeepaliveWait     time.Duration // 0 is 30 s

	// Compression of messages (RFC 7692), if the other side wants it too; nil is
	// off.
	Compression *Compression

	// Tap, if set, sees what is on the wire: first the heads of the handshake,
	// with a zero h, then for each frame its header's bytes and, in pieces, its
	// payload's, still masked if h says so. It is called in the order of the bytes
	// of each direction, keeps none of them, and calls no method of the Conn.
	Tap func(sent bool, h frame.Header, wire []byte)

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
	DialContext func(ctx context.Context) (net.Conn, error) // nil is a handshake.Dialer with Proxy and TLS
	Proxy       func(*http.Request) (*url.URL, error)       // nil is http.ProxyFromEnvironment; asked for http://, for wss https://
	TLS         *tls.Config                                 // for wss, and an https proxy; see handshake.Target.Secure

	agreed deflate.Params // by both sides, once they have
}

func (o *Options) orDefault() *Options {
	var opts Options
	if o != nil {
		opts = *o
	}
	opts.Limit = cmp.Or(opts.Limit, 16<<20)
	opts.Fragments = cmp.Or(max(opts.Fragments, 0), 131_072)
	opts.HandshakeTime = cmp.Or(max(opts.HandshakeTime, 0), 10*time.Second)
	opts.MessageTime = cmp.Or(opts.MessageTime, 2*time.Minute)
	opts.WriteTime = cmp.Or(max(opts.WriteTime, 0), 30*time.Second)
	opts.KeepaliveInterval = cmp.Or(opts.KeepaliveInterval, 30*time.Second)
	opts.KeepaliveWait = cmp.Or(max(opts.KeepaliveWait, 0), 30*time.Second)
	return &opts
}

func (o *Options) limits() handshake.Limits {
	return handshake.Limits{Time: o.HandshakeTime}
}

func (o *Options) rules() handshake.Rules {
	return handshake.Rules{
		Paths: o.Paths, Origins: o.Origins, Subprotocols: o.Subprotocols,
		Negotiate: o.negotiate, Header: o.Header, Check: o.Check, Plain: o.Plain, Limits: o.limits(),
	}
}
