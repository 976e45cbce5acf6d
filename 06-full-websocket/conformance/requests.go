package conformance

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"time"
)

// The request of a client that is judged (RFC 6455 §4.1). Each case looks at one
// part of it, and then lets the conversation go well.

func clientRequests() (cases []Case) {
	add := func(id, title, expected string, problem func(p *Peer) string) {
		cases = append(cases, Case{ID: id, Title: title, Side: Clients, Bare: true,
			Steps: append([]Step{theRequest(expected, problem), respond(acceptance)}, hello()...)})
	}
	add("4.1/request-is-a-get", "the request line", "GET and a path", func(p *Peer) string {
		if !strings.HasPrefix(p.request.first, "GET /") {
			return fmt.Sprintf("it begins %+q", p.request.first)
		}
		return ""
	})
	add("4.1/request-is-http-1.1", "the request's version", "HTTP/1.1, or higher in its second digit", func(p *Peer) string {
		if !strings.Contains(p.request.first, " HTTP/1.") || strings.HasSuffix(p.request.first, ".0") {
			return fmt.Sprintf("it begins %+q", p.request.first)
		}
		return ""
	})
	add("4.1/request-names-the-host", "the Host field", "one Host, with the port unless it is 80", func(p *Peer) string {
		host := p.request.values("Host")
		if len(host) != 1 || host[0] == "" || !strings.Contains(host[0], ":") && !strings.HasSuffix(p.conn.LocalAddr().String(), ":80") {
			return fmt.Sprintf("its values are %+q", host)
		}
		return ""
	})
	add("4.1/request-upgrades", "the Upgrade field", "the token websocket in Upgrade", hasToken("Upgrade", "websocket"))
	add("4.1/request-connection", "the Connection field", "the token Upgrade in Connection", hasToken("Connection", "upgrade"))
	add("4.1/request-version-13", "the Sec-WebSocket-Version field", "one Sec-WebSocket-Version: 13", func(p *Peer) string {
		if v := p.request.values("Sec-WebSocket-Version"); len(v) != 1 || v[0] != "13" {
			return fmt.Sprintf("its values are %+q", v)
		}
		return ""
	})
	add("4.1/request-key-of-16-bytes", "the Sec-WebSocket-Key field", "one Sec-WebSocket-Key of 16 bytes in base64", func(p *Peer) string {
		key := p.request.values("Sec-WebSocket-Key")
		if b, err := base64.StdEncoding.DecodeString(strings.Join(key, ", ")); len(key) != 1 || err != nil || len(b) != 16 {
			return fmt.Sprintf("its values are %+q", key)
		}
		return ""
	})
	add("4.1/request-key-is-random", "the key is neither of one byte nor the RFC's sample", "16 bytes that nobody could have guessed", func(p *Peer) string {
		b, _ := base64.StdEncoding.DecodeString(p.clientKey())
		slices.Sort(b)
		if n := len(slices.Compact(b)); n < 4 || p.clientKey() == "dGhlIHNhbXBsZSBub25jZQ==" {
			return fmt.Sprintf("the key is %+q", p.clientKey())
		}
		return ""
	})
	add("4.1/request-key-is-fresh", "the key is another one on each connection", "a key that was on no connection before", func(p *Peer) string {
		if p.keySeen > 0 {
			return fmt.Sprintf("the key %+q was on %d connections before", p.clientKey(), p.keySeen)
		}
		return ""
	})
	add("11.3.3/request-proves-nothing", "Sec-WebSocket-Accept is for responses", "no Sec-WebSocket-Accept", hasNo("Sec-WebSocket-Accept"))
	add("4.1/request-has-no-length", "the request announces no body", "no Content-Length but 0", func(p *Peer) string {
		if v := p.request.values("Content-Length"); len(v) > 0 && v[0] != "0" {
			return fmt.Sprintf("its values are %+q", v)
		}
		return ""
	})
	add("4.1/request-is-not-chunked", "the request announces no body in chunks", "no Transfer-Encoding", hasNo("Transfer-Encoding"))
	add("4.1/request-subprotocols", "the Sec-WebSocket-Protocol field, if there is one", "tokens, each once", func(p *Peer) string {
		names := p.request.list("Sec-WebSocket-Protocol")
		if len(p.request.values("Sec-WebSocket-Protocol")) > 0 && len(names) == 0 {
			return "it names none"
		}
		for i, name := range names {
			if slices.Contains(names[:i], name) || strings.ContainsAny(name, " \t()<>@;:\\\"/[]?={}") {
				return fmt.Sprintf("its elements are %+q", names)
			}
		}
		return ""
	})
	add("4.1/request-waits-for-the-answer", "a client says nothing before the answer has come", "nothing behind it for 200 ms", func(p *Peer) string {
		if p.wait(200 * time.Millisecond) {
			if _, err := p.in.Peek(1); err != nil {
				return "it has ended the connection"
			}
			b, _ := p.in.Peek(p.in.Buffered())
			return fmt.Sprintf("it sent %d bytes, %+q", len(b), b[:min(20, len(b))])
		}
		return ""
	})
	return cases
}

// hasToken looks for an element of a field that is a list, in any case.
func hasToken(name, token string) func(p *Peer) string {
	return func(p *Peer) string {
		if !slices.ContainsFunc(p.request.list(name), func(s string) bool { return strings.EqualFold(s, token) }) {
			return fmt.Sprintf("its values are %+q", p.request.values(name))
		}
		return ""
	}
}

func hasNo(name string) func(p *Peer) string {
	return func(p *Peer) string {
		if v := p.request.values(name); len(v) > 0 {
			return fmt.Sprintf("its values are %+q", v)
		}
		return ""
	}
}
