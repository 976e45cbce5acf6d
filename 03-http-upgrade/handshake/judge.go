package handshake

import (
	"encoding/base64"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
)

// Rules are what a server allows. The zero value serves every path, to pages
// of its own origin and to clients that are no browsers.
type Rules struct {
	Paths        []string // that are served; nil serves all
	Origins      []string // allowed besides the server's own; see OriginAllowed
	Subprotocols []string // that are supported

	// Negotiate returns what the answer accepts of the offers; nil accepts none.
	Negotiate func(offers []Extension) []Extension

	Header http.Header // further fields of the 101; not those of the handshake

	// Check is the application's own rule, asked last; it may be nil.
	Check func(*Request, *Answer) *Refusal

	// Plain answers requests for no WebSocket, and closes; nil: they get 426.
	Plain func(net.Conn, *Request)

	Limits Limits
}

// An Answer is the response that accepts a handshake. Rules.Check sees it before
// it goes out, may pick another of the subprotocols that were offered, and may
// add to Header: a cookie, say.
type Answer struct {
	Accept      string      // for Sec-WebSocket-Accept
	Subprotocol string      // "" sends none
	Extensions  []Extension // as Negotiate accepted them
	Header      http.Header // further fields; not those of the handshake
}

// Append appends the 101 response to dst. It has no body and no length: after
// the blank line the connection no longer speaks HTTP.
func (a *Answer) Append(dst []byte) []byte {
	dst = append(dst, "HTTP/1.1 101 Switching Protocols\r\n"+
		"Upgrade: websocket\r\n"+
		"Connection: Upgrade\r\n"+
		"Sec-WebSocket-Accept: "+a.Accept+"\r\n"...)
	if a.Subprotocol != "" {
		dst = appendField(dst, "Sec-WebSocket-Protocol", a.Subprotocol)
	}
	dst = appendExtensions(dst, a.Extensions)
	dst = appendHeader(dst, a.Header, fixed)
	return append(dst, "\r\n"...)
}

// Judge decides on a request (RFC 6455 §4.2): an Answer, or a *Refusal by the
// first rule that the request breaks. An extension that the server does not
// know is no reason to refuse: it is not mentioned in the answer (§9.1).
func Judge(r *Request, rules Rules) (*Answer, error) {
	for _, rule := range []func(*Request, Rules) *Refusal{
		judgeHTTP, judgeBytes, judgeUpgrade, judgeVersion,
		judgeKey, judgePath, judgeOrigin, judgeLists,
	} {
		if refusal := rule(r, rules); refusal != nil {
			return nil, refusal
		}
	}
	offered := elements(r.Header.Values("Sec-WebSocket-Protocol"))
	answer := &Answer{
		Accept:      AcceptKey(r.Header.Get("Sec-WebSocket-Key")),
		Subprotocol: Subprotocol(offered, rules.Subprotocols),
		Header:      rules.Header.Clone(),
	}
	if answer.Header == nil {
		answer.Header = make(http.Header)
	}
	if offers, _ := extensions(r.Header); len(offers) > 0 && rules.Negotiate != nil {
		answer.Extensions = rules.Negotiate(offers)
	}
	if rules.Check != nil {
		if refusal := rules.Check(r, answer); refusal != nil {
			return nil, refusal
		}
	}
	if sub := answer.Subprotocol; sub != "" && !slices.Contains(offered, sub) {
		return nil, refuse(500,
			fmt.Sprintf("Check picked subprotocol %.60q, and %.60q were offered", sub, offered),
			"RFC 6455 §4.2.2 (5)")
	}
	return answer, nil
}

// judgeHTTP: GET, HTTP/1.1, one Host, no body (RFC 6455 §4.2.1 (1), (2)).
func judgeHTTP(r *Request, _ Rules) *Refusal {
	switch {
	case r.Major != 1:
		return refuse(505,
			fmt.Sprintf("HTTP/%d.%d, but a handshake is HTTP/1.1", r.Major, r.Minor),
			"RFC 9110 §15.6.6")
	case r.Minor == 0:
		return refuse(426, "HTTP/1.0, which has no Upgrade; a handshake is HTTP/1.1",
			"RFC 6455 §4.2.1 (1)").with("Upgrade", "websocket")
	case r.Method != "GET":
		return refuse(405, fmt.Sprintf("method %.20s, but a handshake is a GET", r.Method),
			"RFC 6455 §4.2.1 (1)").with("Allow", "GET")
	case len(r.Host) != 1:
		return refuse(400, fmt.Sprintf("%d Host fields, one wanted", len(r.Host)), "RFC 9112 §3.2")
	case !isHost(r.Host[0]):
		return refuse(400, fmt.Sprintf("Host %.60q is not HOST or HOST:PORT", r.Host[0]),
			"RFC 9112 §3.2")
	case r.URL() == nil:
		return refuse(400,
			fmt.Sprintf("the request target %.60q is neither a path nor a URI", r.Target),
			"RFC 9112 §3.2")
	case strings.Contains(r.Target, "#"):
		return refuse(400, "the request target has a fragment (#), which stays with the client",
			"RFC 6455 §3")
	case r.Body:
		return refuse(400, "the request announces a body, and a handshake has none", "RFC 9112 §6")
	}
	return nil
}

// interpreted are the fields that a handshake reads, but for Host, which
// isHost has judged.
var interpreted = [...]string{"Upgrade", "Connection", "Origin", "Sec-Websocket-Key",
	"Sec-Websocket-Version", "Sec-Websocket-Protocol", "Sec-Websocket-Extensions"}

// judgeBytes: what we interpret is ASCII.
func judgeBytes(r *Request, _ Rules) *Refusal {
	for _, name := range interpreted {
		for _, value := range r.Header[name] {
			if strings.ContainsFunc(value, func(c rune) bool { return c >= 0x80 }) {
				return refuse(400, name+" holds bytes beyond ASCII", "RFC 9110 §5.5")
			}
		}
	}
	return nil
}

func judgeUpgrade(r *Request, _ Rules) *Refusal {
	if !r.asksForWebSocket() {
		return refuse(426, "no websocket in Upgrade: this port speaks WebSocket",
			"RFC 6455 §4.2.1 (3)").with("Upgrade", "websocket")
	}
	if !HasToken(r.Header["Connection"], "upgrade") {
		return refuse(400,
			fmt.Sprintf("Connection is %.60q, without the token Upgrade", r.Header["Connection"]),
			"RFC 6455 §4.2.1 (4)")
	}
	return nil
}

func judgeVersion(r *Request, _ Rules) *Refusal {
	const wanted = "Sec-WebSocket-Version"
	switch got := r.Header.Values(wanted); {
	case len(got) == 0:
		return refuse(400, "no Sec-WebSocket-Version; 13 is wanted",
			"RFC 6455 §4.2.1 (6)").with(wanted, "13")
	case len(got) > 1 || strings.Contains(got[0], ","):
		return refuse(400,
			fmt.Sprintf("Sec-WebSocket-Version is %.60q, and one value is allowed", got),
			"RFC 6455 §11.3.5").with(wanted, "13")
	case got[0] != "13":
		return refuse(426,
			fmt.Sprintf("Sec-WebSocket-Version is %.20q; 13 is spoken here", got[0]),
			"RFC 6455 §4.2.2 (4)").with(wanted, "13").with("Upgrade", "websocket")
	}
	return nil
}

func judgeKey(r *Request, _ Rules) *Refusal {
	key := r.Header.Values("Sec-WebSocket-Key")
	if len(key) == 0 {
		return refuse(400, "no Sec-WebSocket-Key", "RFC 6455 §4.2.1 (5)")
	}
	if len(key) > 1 {
		return refuse(400, fmt.Sprintf("%d Sec-WebSocket-Key fields, one allowed", len(key)),
			"RFC 6455 §11.3.1")
	}
	if nonce, err := base64.StdEncoding.DecodeString(key[0]); err != nil || len(nonce) != 16 {
		return refuse(400,
			fmt.Sprintf("Sec-WebSocket-Key is %.60q, not 16 bytes in base64", key[0]),
			"RFC 6455 §4.2.1 (5)")
	}
	return nil
}

func judgePath(r *Request, rules Rules) *Refusal {
	if rules.Paths == nil || slices.Contains(rules.Paths, r.URL().Path) {
		return nil
	}
	return refuse(404, fmt.Sprintf("nothing is served at %.60q", r.URL().Path),
		"RFC 6455 §4.2.2 (4)")
}

func judgeOrigin(r *Request, rules Rules) *Refusal {
	origins := r.Header["Origin"]
	if len(origins) > 1 {
		return refuse(400, fmt.Sprintf("%d Origin fields, at most one allowed", len(origins)),
			"RFC 6454 §7.3")
	}
	if origin := r.Header.Get("Origin"); origin != "" &&
		!OriginAllowed(origin, r.URL().Host, rules.Origins) {
		return refuse(403, fmt.Sprintf("pages from %.80q may not connect here", origin),
			"RFC 6455 §10.2")
	}
	return nil
}

// judgeLists: the two optional lists, if present, are well formed.
func judgeLists(r *Request, _ Rules) *Refusal {
	if lines := r.Header.Values("Sec-WebSocket-Protocol"); len(lines) > 0 {
		names := elements(lines)
		for i, name := range names {
			if !isToken(name) || slices.Contains(names[:i], name) {
				return refuse(400,
					fmt.Sprintf("Sec-WebSocket-Protocol: %.60q is not a token, "+
						"or stands there twice", name),
					"RFC 6455 §4.1 (10)")
			}
		}
		if len(names) == 0 {
			return refuse(400, "Sec-WebSocket-Protocol names no subprotocol", "RFC 6455 §4.1 (10)")
		}
	}
	if _, err := extensions(r.Header); err != nil {
		return refuse(400, err.Error(), "RFC 6455 §9.1").because(err)
	}
	return nil
}

// isHost reports whether s is a host, or a host and a port (RFC 9112 §3.2).
func isHost(s string) bool {
	if strings.HasPrefix(s, "[") {
		end := strings.IndexByte(s, ']')
		return end > 0 && strings.Contains(s[1:end], ":") &&
			net.ParseIP(s[1:end]) != nil && isPort(s[end+1:])
	}
	host, port, _ := strings.Cut(s, ":")
	for i := range len(host) {
		if c := host[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(`/?#@\[]<>"^{|}`+"`", c) >= 0 {
			return false
		}
	}
	return host != "" && isPort(s[len(host):]) && !strings.Contains(port, ":")
}

// isPort accepts "", ":" and ":0" to ":65535".
func isPort(s string) bool {
	n := 0
	for i := range len(s) {
		if i == 0 {
			if s[0] != ':' {
				return false
			}
			continue
		}
		if !isDigit(s[i]) || n > 65535 {
			return false
		}
		n = 10*n + int(s[i]-'0')
	}
	return n <= 65535
}
