// Package handshake is the opening handshake of RFC 6455 §4: the only moment
// at which WebSocket looks like HTTP. One side sends a request and the other
// a response, both of them text; from then on the connection carries frames.
//
// Read this file first (Accept is the server's side), then key.go and token.go.
// Second reading: refusal.go, judge.go (how to say no), connect.go (the client).
package handshake

import (
	"bytes"
	"errors"
	"io"
	"net"
	"time"
)

// An Agreement is what a completed handshake leaves behind.
type Agreement struct {
	Request     *Request    // the client's request; nil on the client's side
	Subprotocol string      // the one that the server picked; "" is none
	Extensions  []Extension // that are in use
	Sent        []byte      // our head, as it was on the wire
	Received    []byte      // the other side's
	Rest        []byte      // bytes that came after it: the first frames
}

// Reader returns what comes after the handshake: Rest, then what r reads.
func (a *Agreement) Reader(r io.Reader) io.Reader {
	return io.MultiReader(bytes.NewReader(a.Rest), r)
}

// ErrPlain is Accept's error for a request that Rules.Plain has answered.
var ErrPlain = errors.New("plain HTTP: it gets the page, and no WebSocket")

// Accept reads a request from conn, judges it by rules, and answers: with 101,
// after which conn has no deadline, or with the refusal that it returns. The
// error is a *Refusal, ErrPlain, or conn's; after any of them conn is closed.
func Accept(conn net.Conn, rules Rules) (*Agreement, error) {
	req, rest, err := ReadRequest(conn, rules.Limits)
	if err != nil {
		return nil, Refuse(conn, err)
	}
	if rules.Plain != nil && req.isPlain() {
		rules.Plain(conn, req)
		return nil, ErrPlain
	}
	answer, err := Judge(req, rules)
	if err != nil {
		return nil, Refuse(conn, err)
	}
	head := answer.Append(make([]byte, 0, 256))
	conn.SetWriteDeadline(time.Now().Add(rules.Limits.orDefault().Time))
	if _, err := conn.Write(head); err != nil {
		return nil, Refuse(conn, err)
	}
	conn.SetDeadline(time.Time{})
	return &Agreement{Request: req, Received: req.Head, Rest: rest,
		Sent: head, Subprotocol: answer.Subprotocol,
		Extensions: answer.Extensions}, nil
}
