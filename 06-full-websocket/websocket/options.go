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

// An Opcode is a message's kind: Text or Binary. Of the other kinds of frame (RFC
// 6455 §5.2) only Options.Tap gets to know.
type Opcode = frame.Opcode

// The two kinds of message (RFC 6455 §5.6): UTF-8, and any bytes.
const Text, Binary = frame.Text, frame.Binary

// A CloseCode says why a connection ends (RFC 6455 §7.4). frame has names for those
// of the RFC; 4000 to 4999 are the application's.
type CloseCode = frame.CloseCode

// Options are a connection's limits and its handshake's wishes. The zero value,
// and nil, are safe defaults; so is a negative value of which nothing is said.
// Any number of connections may share one: a field is never changed, and the
// functions are called by several goroutines.
type Options struct {
	// Limits, for both sides (RFC 6455 §10.4). A peer that breaks one is told so:
	// with 1009 for the first two, 1008 for MessageTime.
	Limit         int64         // bytes of a message, inflated; 0 is 16 MiB, negative none
	Fragments     int           // frames of a message; 0 is 131,072
	HandshakeTime time.Duration // for each step of the handshake; 0 is 10 s
	MessageTime   time.Duration // for a message to be complete, from the first wait inside it; 0 is 2 min, negative no bound

	// WriteTime bounds a wait for a peer that reads slowly: until the system has
	// taken what is queued, or 127 KiB of a larger message. It also bounds how long a
	// message waits for its turn. 0 is 30 s.
	WriteTime time.Duration

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
	// of each direction, perhaps for both directions at the same time. It keeps no
	// bytes, calls no method of the Conn, and holds everything up while it runs. Nil
	// costs nothing. (After Upgrade, net/http has read the request: its head is empty.)
	Tap func(sent bool, h frame.Header, wire []byte)

	// Subprotocols that the server supports, or the client offers, in order of
	// preference; the client's order counts. With none in common the connection
	// opens without one (RFC 6455 §4.2.2).
	Subprotocols []string

	// The server's rules; see handshake.Rules.
	Paths   []string // served, others get 404; nil is every path
	Origins []string // allowed besides the server's own and none at all, such as "https://app.example"; "*" is all (§10.2)

	// Check is the application's own rule, asked when all others are kept. A Refusal
	// has the status that the client gets; nil accepts. It may change the Answer.
	Check func(*handshake.Request, *handshake.Answer) *handshake.Refusal

	// Plain answers a request that asks for no WebSocket, and closes the connection;
	// nil answers 426. It is for Accept: with Upgrade, net/http routes such requests.
	Plain func(net.Conn, *handshake.Request)

	// Header has further fields of the client's request, or of the server's 101;
	// those of the handshake itself do not count.
	Header http.Header

	// Origin is that of the page for which a client asks, if it is one; "" sends none.
	Origin string

	// DialContext returns the connection that a client shakes hands on: for wss one
	// that speaks TLS already. Nil is a handshake.Dialer with Proxy and TLS; otherwise
	// those two count for nothing.
	DialContext func(ctx context.Context) (net.Conn, error)
	Proxy       func(*http.Request) (*url.URL, error) // nil is http.ProxyFromEnvironment; asked about http:// for ws, https:// for wss
	TLS         *tls.Config                           // for wss, and an https proxy; nil checks certificates as usual; see handshake.Target.Secure

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
