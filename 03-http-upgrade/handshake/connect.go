package handshake

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// An Offer is what a client asks for. Target is required.
type Offer struct {
	Target       *Target
	Origin       string      // "" sends none; browsers always send theirs
	Subprotocols []string    // in order of preference
	Header       http.Header // further fields, such as Authorization; not those of the handshake
	Limits       Limits      // of the response
}

// Connect sends the offer's request over conn, which leads to
// Target.Address, and judges the response. On success conn has no deadline. An
// error is a *Failure if the server answered, else what conn failed with;
// closing conn is left to the caller.
func Connect(conn net.Conn, offer Offer) (*Agreement, error) {
	lim := offer.Limits.orDefault()
	key := NewKey()
	head := offer.Append(nil, key)
	conn.SetWriteDeadline(time.Now().Add(lim.Time))
	if _, err := conn.Write(head); err != nil {
		return nil, err
	}
	resp, rest, err := ReadResponse(conn, lim)
	for n := 0; n < 5 && err == nil && resp.interim(); n++ { // the answer is yet to come
		resp, rest, err = ReadResponse(prefixed{conn, io.MultiReader(bytes.NewReader(rest), conn)}, lim)
	}
	if err != nil {
		return nil, err
	}
	if err := JudgeResponse(resp, key, offer); err != nil {
		return nil, err.(*Failure).readBody(conn, rest)
	}
	conn.SetDeadline(time.Time{})
	return &Agreement{
		Subprotocol: resp.Header.Get("Sec-WebSocket-Protocol"),
		Sent:        head, Received: resp.Head, Rest: rest,
	}, nil
}

// Dial opens the connection that a ws or wss URL names and shakes hands on it
// as Connect does, offering nothing more. It tells w which part of the URL goes
// where, and shows the handshake. ctx bounds all of that.
func Dial(ctx context.Context, rawURL string, w io.Writer) (net.Conn, *Agreement, error) {
	target, err := ParseURL(rawURL)
	if err != nil {
		return nil, nil, err
	}
	fmt.Fprintln(w, target)
	conn, err := target.Dial(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	agreed, err := Connect(conn, Offer{Target: target})
	if err != nil {
		conn.Close()
		return nil, nil, err
	}
	fmt.Fprintf(w, "we wrote\n\n%swe read\n\n%s", agreed.Sent, agreed.Received)
	return conn, agreed, nil
}

// NewKey returns a Sec-WebSocket-Key: 16 bytes that nobody can guess, in
// base64. Each handshake needs a new one (RFC 6455 §4.1 (7)).
func NewKey() string {
	var nonce [16]byte
	rand.Read(nonce[:]) // crypto/rand's Read never fails
	return base64.StdEncoding.EncodeToString(nonce[:])
}

// prefixed is a connection from which some bytes have been read already.
type prefixed struct {
	net.Conn
	r io.Reader
}

func (p prefixed) Read(b []byte) (int, error) { return p.r.Read(b) }

// fixed are the fields that Append writes itself: Header cannot repeat them.
var fixed = map[string]bool{
	"Host": true, "Upgrade": true, "Connection": true, "Sec-Websocket-Key": true,
	"Sec-Websocket-Version": true, "Sec-Websocket-Extensions": true,
	"Origin": true, "Sec-Websocket-Protocol": true,
}

// Append appends the request's text to dst (RFC 6455 §4.1).
func (o Offer) Append(dst []byte, key string) []byte {
	dst = append(dst, "GET "+o.Target.RequestTarget+" HTTP/1.1\r\n"+
		"Host: "+o.Target.Host+"\r\n"+
		"Upgrade: websocket\r\n"+
		"Connection: Upgrade\r\n"+
		"Sec-WebSocket-Key: "+key+"\r\n"+
		"Sec-WebSocket-Version: 13\r\n"...)
	if o.Origin != "" {
		dst = appendField(dst, "Origin", o.Origin)
	}
	if len(o.Subprotocols) > 0 {
		dst = appendField(dst, "Sec-WebSocket-Protocol", strings.Join(o.Subprotocols, ", "))
	}
	dst = appendHeader(dst, o.Header, fixed)
	return append(dst, "\r\n"...)
}
