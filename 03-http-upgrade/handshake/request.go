package handshake

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// A Request is the head of an HTTP request, as far as a handshake needs it.
type Request struct {
	Method       string
	Target       string      // "/chat?room=1", or an absolute URI
	Major, Minor int         // of the HTTP version
	Host         []string    // the values of the Host lines
	Header       http.Header // all other fields; names in http.Header's spelling
	Body         bool        // whether a body is announced
	Head         []byte      // the text as it came; nil if net/http has read it
}

// ReadRequest reads the head of a request from conn, byte by byte if need be,
// within lim. It returns the bytes that came after the blank line: they belong
// to whatever follows. The error is io.EOF if conn ended before the first
// byte, a *Refusal if the head breaks RFC 9112 or a limit, else conn's.
func ReadRequest(conn net.Conn, lim Limits) (req *Request, rest []byte, err error) {
	lim = lim.orDefault()
	req = &Request{Header: make(http.Header)}
	passedOver := false
	head, rest, err := readHead(conn, lim, func(n int, text string) error {
		switch {
		case n == 0 && text == "" && !passedOver: // of a client that ends a body so (RFC 9112 §2.2)
			passedOver = true
			return errEmpty
		case n == 0:
			return req.parseFirstLine(text)
		}
		if problem := parseField(req.Header, text); problem != "" {
			return refuse(400, problem+", which HTTP forbids", "RFC 9112 §5")
		}
		return nil
	})
	if err != nil {
		return nil, nil, refuseHead(err, head, lim)
	}
	req.Head = head
	req.Host = req.Header["Host"]
	delete(req.Header, "Host")
	req.Body = req.Header["Transfer-Encoding"] != nil
	for _, length := range req.Header["Content-Length"] {
		req.Body = req.Body || length == "" || strings.Trim(length, "0") != ""
	}
	return req, rest, nil
}

// FromHTTP returns the request that net/http has read.
func FromHTTP(r *http.Request) *Request {
	return &Request{
		Method: r.Method, Target: r.RequestURI, Major: r.ProtoMajor, Minor: r.ProtoMinor,
		Host: []string{r.Host}, Header: r.Header,
		Body: r.ContentLength != 0 || len(r.TransferEncoding) > 0,
	}
}

// asksForWebSocket reports whether the request names websocket in Upgrade. In
// HTTP/1.0 that means nothing (RFC 9110 §7.8): Judge says so.
func (r *Request) asksForWebSocket() bool {
	return HasToken(r.Header["Upgrade"], "websocket")
}

// isPlain reports whether the request is HTTP that wants no WebSocket. One that
// names no host, or two, is left to Judge to refuse (RFC 9112 §3.2).
func (r *Request) isPlain() bool {
	oneHost := r.Minor == 0 || len(r.Host) == 1 && isHost(r.Host[0])
	return r.Major == 1 && oneHost && !r.asksForWebSocket()
}

// URL returns the target's path and query, and the host that the request is
// for: the target's own if it is an absolute URI (RFC 9112 §3.2.2), else the
// Host field's. It is nil if the target has neither form.
func (r *Request) URL() *url.URL {
	if !strings.HasPrefix(r.Target, "/") {
		u, err := url.ParseRequestURI(r.Target)
		if err != nil || u.Host == "" {
			return nil
		}
		u.Path = cmp.Or(u.Path, "/") // RFC 9110 §4.2.3
		return u
	}
	u, err := url.ParseRequestURI("http://host" + r.Target)
	if err != nil {
		return nil
	}
	u.Host = strings.Join(r.Host, ",")
	return u
}

// parseFirstLine reads "GET /chat HTTP/1.1" (RFC 9112 §3).
func (r *Request) parseFirstLine(line string) error {
	method, rest, ok1 := strings.Cut(line, " ")
	target, version, ok2 := strings.Cut(rest, " ")
	digits, ok3 := strings.CutPrefix(version, "HTTP/")
	if !ok1 || !ok2 || !ok3 || !isToken(method) || target == "" ||
		len(digits) != 3 || digits[1] != '.' || !isDigit(digits[0]) || !isDigit(digits[2]) {
		return refuse(400, fmt.Sprintf("the first line is %.60q, not METHOD TARGET HTTP/1.1", line),
			"RFC 9112 §3")
	}
	for i := range len(target) {
		if c := target[i]; c <= ' ' || c >= 0x7f {
			return refuse(400,
				fmt.Sprintf("the request target holds the byte %#02x, "+
					"which a URI writes as %%%02X", c, c),
				"RFC 9112 §3.2")
		}
	}
	r.Method, r.Target = method, target
	r.Major, r.Minor = int(digits[0]-'0'), int(digits[2]-'0')
	return nil
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// refuseHead gives each way in which reading a head can fail its answer.
func refuseHead(err error, head []byte, lim Limits) error {
	switch {
	case errors.Is(err, errBareLF):
		return refuse(400, "a line ends in LF alone, not in CR LF", "RFC 9112 §2.2")
	case errors.Is(err, errNotHTTP) && head[0] == 0x16:
		return refuse(0, "the client spoke TLS (byte 0x16) on a plain port: it wants https or wss",
			"RFC 6455 §4.2.2 (1)")
	case errors.Is(err, errNotHTTP):
		return refuse(400, fmt.Sprintf("the first byte is %#02x: this is not HTTP", head[0]),
			"RFC 6455 §4.2.1")
	case errors.Is(err, errLine):
		return refuse(414, fmt.Sprintf("the request line is longer than %d bytes", lim.Line),
			"RFC 9110 §15.5.15")
	case errors.Is(err, errHead):
		return refuse(431, fmt.Sprintf("the request's head is longer than %d bytes", lim.Head),
			"RFC 6585 §5")
	case errors.Is(err, errFields):
		return refuse(431, fmt.Sprintf("the request has more than %d header lines", lim.Fields),
			"RFC 6585 §5")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return refuse(400, "the request ended before its blank line", "RFC 9112 §8").because(err)
	case timedOut(err):
		return refuse(408, fmt.Sprintf("the request was not complete within %v", lim.Time),
			"RFC 9110 §15.5.9").because(err)
	}
	return err
}
