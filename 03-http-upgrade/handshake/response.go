package handshake

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Response is the head of the server's answer.
type Response struct {
	Status int
	Reason string      // "Switching Protocols"; any text is allowed
	Header http.Header // names in http.Header's spelling
	Head   []byte      // the text as it came
}

// A Failure is why a client fails the handshake: the server refused, or its
// answer breaks a rule.
type Failure struct {
	Response *Response // nil if the answer was not HTTP
	Body     []byte    // of a refusal: its first 4,096 bytes at most
	Problem  string    // one sentence: what came, what was wanted
	Section  string    // the rule's place
	Err      error     // what lies beneath, if anything
}

// Error returns the problem and the section.
func (f *Failure) Error() string {
	s := fmt.Sprintf("handshake: %s (%s)", f.Problem, f.Section)
	if line, _, _ := strings.Cut(strings.TrimSpace(string(f.Body)), "\n"); line != "" {
		s += fmt.Sprintf("; the server says: %.200q", line)
	}
	return s
}

// Unwrap returns what lies beneath.
func (f *Failure) Unwrap() error { return f.Err }

// ReadResponse reads the head of a response from conn, and returns the bytes
// that came after the blank line: they belong to the first frame. The error is
// a *Failure if the head breaks RFC 9112 or a limit, else conn's.
func ReadResponse(conn net.Conn, lim Limits) (resp *Response, rest []byte, err error) {
	lim = lim.orDefault()
	resp = &Response{Header: make(http.Header)}
	head, rest, err := readHead(conn, lim, func(n int, text string) error {
		if n == 0 {
			return resp.parseFirstLine(text)
		}
		if problem := parseField(resp.Header, text); problem != "" {
			return &Failure{Problem: "in the server's answer " + problem, Section: "RFC 9112 §5"}
		}
		return nil
	})
	if err != nil {
		return nil, nil, failHead(err, head, lim)
	}
	resp.Head = head
	return resp, rest, nil
}

// ReadFinalResponse is ReadResponse, but passes over at most five responses that
// only announce another (RFC 9110 §15.2).
func ReadFinalResponse(conn net.Conn, lim Limits) (resp *Response, rest []byte, err error) {
	resp, rest, err = ReadResponse(conn, lim)
	for n := 0; n < 5 && err == nil && resp.interim(); n++ {
		resp, rest, err = ReadResponse(
			prefixed{conn, io.MultiReader(bytes.NewReader(rest), conn)}, lim)
	}
	return resp, rest, err
}

// prefixed is a connection from which some bytes have been read already.
type prefixed struct {
	net.Conn
	r io.Reader
}

func (p prefixed) Read(b []byte) (int, error) { return p.r.Read(b) }

// parseFirstLine reads "HTTP/1.1 101 Switching Protocols" (RFC 9112 §4).
func (r *Response) parseFirstLine(line string) error {
	version, rest, _ := strings.Cut(line, " ")
	code, reason, _ := strings.Cut(rest, " ")
	status, err := strconv.ParseUint(code, 10, 16)
	if err != nil || len(code) != 3 ||
		len(version) != 8 || !strings.HasPrefix(version, "HTTP/1.") || !isDigit(version[7]) ||
		hasControl(reason) {
		return &Failure{
			Problem: fmt.Sprintf("the server's first line is %.60q, "+
				"not HTTP/1.1 and a status", line),
			Section: "RFC 9112 §4",
		}
	}
	r.Status, r.Reason = int(status), reason
	return nil
}

// interim reports whether the response only announces another, such as 103
// Early Hints (RFC 9110 §15.2). 101 does not: after it, no HTTP follows.
func (r *Response) interim() bool { return r.Status/100 == 1 && r.Status != 101 }

func (r *Response) fail(section, format string, args ...any) error {
	return &Failure{Response: r, Section: section, Problem: fmt.Sprintf(format, args...)}
}

// JudgeResponse checks a response to the request that offer and key made (RFC
// 6455 §4.1, "the client MUST validate"). The error is a *Failure.
func JudgeResponse(r *Response, key string, offer Offer) error {
	if to := r.Header.Get("Location"); r.Status/100 == 3 && to != "" {
		return r.fail("RFC 6455 §4.1",
			"the server answered %d %.60q, not 101, and points to %.200q; "+
				"dial that yourself if you trust it",
			r.Status, r.Reason, to)
	}
	if r.Status != 101 {
		return r.fail("RFC 6455 §4.1", "the server answered %d %.60q, not 101", r.Status, r.Reason)
	}
	if up := r.Header["Upgrade"]; len(up) != 1 || !equalFold(up[0], "websocket") {
		return r.fail("RFC 6455 §4.1", "Upgrade is %.60q, not websocket", up)
	}
	if conn := r.Header["Connection"]; !HasToken(conn, "upgrade") {
		return r.fail("RFC 6455 §4.1", "Connection is %.60q, without the token Upgrade", conn)
	}
	accept := r.Header.Values("Sec-WebSocket-Accept")
	if len(accept) != 1 {
		return r.fail("RFC 6455 §4.1", "%d Sec-WebSocket-Accept fields, one wanted", len(accept))
	}
	if accept[0] != AcceptKey(key) {
		return r.fail("RFC 6455 §4.1", "Sec-WebSocket-Accept is %.60q, not %q: %s",
			accept[0], AcceptKey(key), Autopsy(key, accept[0]))
	}
	if sub := r.Header.Values("Sec-WebSocket-Protocol"); len(sub) > 1 ||
		len(sub) == 1 && !slices.Contains(offer.Subprotocols, sub[0]) {
		return r.fail("RFC 6455 §4.1",
			"the server picked subprotocol %.60q, and %.60q were offered", sub, offer.Subprotocols)
	}
	return judgeExtensions(r, offer)
}

// judgeExtensions: only what was offered is used, once, and as Offer.Agree wants
// it.
func judgeExtensions(r *Response, offer Offer) error {
	accepted, err := extensions(r.Header)
	if err != nil {
		return r.fail("RFC 6455 §9.1", "in the server's answer %v", err)
	}
	for i, e := range accepted {
		named := func(other Extension) bool { return other.Name == e.Name }
		if !slices.ContainsFunc(offer.Extensions, named) {
			return r.fail("RFC 6455 §4.1",
				"the server uses extension %.60q, which was not offered", e.Name)
		}
		if slices.ContainsFunc(accepted[:i], named) {
			return r.fail("RFC 6455 §9.1", "the server uses extension %.60q twice", e.Name)
		}
	}
	if len(accepted) == 0 || offer.Agree == nil {
		return nil
	}
	err = offer.Agree(accepted)
	if f, ok := err.(*Failure); ok {
		f.Response = r
		return f
	}
	if err != nil {
		return r.fail("RFC 6455 §9.1", "in the server's answer %v", err)
	}
	return nil
}

// ReadBody adds the beginning of a refusal's body, if it comes soon: rest, and
// what conn still sends. It reads until the announced length, the end of the
// stream, 4,096 bytes or two seconds, and returns f.
func (f *Failure) ReadBody(conn net.Conn, rest []byte) *Failure {
	if f.Response.Status < 200 {
		return f
	}
	want := int64(4096)
	if n, err := strconv.ParseInt(f.Response.Header.Get("Content-Length"), 10, 64); err == nil {
		want = max(0, min(n, want))
	}
	conn.SetReadDeadline(time.Now().Add(refuseWithin))
	body := io.MultiReader(bytes.NewReader(rest), conn)
	if HasToken(f.Response.Header["Transfer-Encoding"], "chunked") {
		body = httputil.NewChunkedReader(body)
	}
	f.Body, _ = io.ReadAll(io.LimitReader(body, want))
	return f
}

// failHead gives each way in which reading a head can fail its sentence.
func failHead(err error, head []byte, lim Limits) error {
	fail := func(section, format string, args ...any) error {
		return &Failure{Problem: fmt.Sprintf(format, args...), Section: section, Err: err}
	}
	switch {
	case errors.Is(err, errBareLF):
		return fail("RFC 9112 §2.2", "a line of the server's answer ends in LF alone, not in CR LF")
	case errors.Is(err, errNotHTTP):
		return fail("RFC 9112 §4",
			"the server's answer begins with the byte %#02x: this is not HTTP", head[0])
	case errors.Is(err, errLine), errors.Is(err, errHead), errors.Is(err, errFields):
		return fail("RFC 9110 §5.4", "the server's answer is too long: %v", err)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return fail("RFC 9112 §8", "the server hung up after %d bytes of its answer", len(head))
	case timedOut(err):
		return fail("RFC 9112 §9.5", "the server's answer was not complete within %v", lim.Time)
	}
	return err
}
