package handshake

import (
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
	Extensions   []Extension // in order of preference; one name may stand there more than once
	Header       http.Header // further fields, such as Authorization; not those of the handshake
	Limits       Limits      // of the response

	// Agree judges the parameters of the extensions that the server accepted; it
	// is called if there are any. Its error fails the handshake: a *Failure with
	// its own section, any other as it is. Nil takes every parameter.
	Agree func(accepted []Extension) error
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
	resp, rest, err := ReadFinalResponse(conn, lim)
	if err != nil {
		return nil, err
	}
	if err := JudgeResponse(resp, key, offer); err != nil {
		return nil, err.(*Failure).ReadBody(conn, rest)
	}
	accepted, _ := extensions(resp.Header)
	conn.SetDeadline(time.Time{})
	return &Agreement{
		Subprotocol: resp.Header.Get("Sec-WebSocket-Protocol"), Extensions: accepted,
		Sent: head, Received: resp.Head, Rest: rest,
	}, nil
}

// Dial opens the connection that a ws or wss URL names and shakes hands on it
// as Connect does, offering nothing more. It tells w which part of the URL goes
// where, and shows the handshake. ctx bounds all of that, and ten seconds bound
// the opening.
func Dial(ctx context.Context, rawURL string, w io.Writer) (net.Conn, *Agreement, error) {
	target, err := ParseURL(rawURL)
	if err != nil {
		return nil, nil, err
	}
	fmt.Fprintln(w, target)
	opening, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	conn, err := target.Dial(opening, nil)
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

// fixed are the fields that a handshake writes itself, and those of a body, which
// it has not: a Header cannot repeat them.
var fixed = map[string]bool{
	"Host": true, "Upgrade": true, "Connection": true, "Sec-Websocket-Key": true,
	"Sec-Websocket-Version": true, "Sec-Websocket-Extensions": true, "Sec-Websocket-Accept": true,
	"Origin": true, "Sec-Websocket-Protocol": true, "Content-Length": true, "Transfer-Encoding": true,
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
	dst = appendExtensions(dst, o.Extensions)
	dst = appendHeader(dst, o.Header, fixed)
	return append(dst, "\r\n"...)
}
