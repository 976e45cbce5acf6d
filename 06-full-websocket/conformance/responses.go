package conformance

import (
	"fmt"
	"strings"
	"time"
)

// What a client may find in a response, and has to live with, and how the
// response may arrive (RFC 6455 §4.1, RFC 9110, RFC 9112).

// A response is a case about what the judge answers to a client.
type response struct {
	id, title, head string
	worst           Verdict // of whatever is wrong then
}

const acceptLine = "Sec-WebSocket-Accept: {accept}\r\n"

// goodResponses open a WebSocket.
var goodResponses = []response{
	{"4.1/response-plain", "the four lines that make a response, and no more", acceptance, Failed},
	{"9110-5.1/response-in-lower-case", "field names in lower case", lower(acceptance), Failed},
	{"9110-5.1/response-in-upper-case", "field names in upper case", upper(acceptance), Failed},
	{"4.1/response-upgrade-in-other-case", "Upgrade: WebSocket", change(acceptance, ": websocket", ": WebSocket"), Failed},
	{"4.1/response-connection-in-other-case", "Connection: upgrade", change(acceptance, ": Upgrade", ": upgrade"), Failed},
	{"4.1/response-connection-is-a-list", "Connection: keep-alive, Upgrade", change(acceptance, ": Upgrade", ": keep-alive, Upgrade"), Failed},
	{"9110-5.3/response-connection-on-two-lines", "two Connection fields, which are one list",
		change(acceptance, "Connection: Upgrade", "Connection: keep-alive\r\nConnection: Upgrade"), Failed},
	{"9112-5.1/response-without-spaces", "no space after the colons", strings.ReplaceAll(acceptance, ": ", ":"), Failed},
	{"9112-5.1/response-with-tabs", "tabs and spaces around the values", strings.ReplaceAll(strings.ReplaceAll(acceptance, ": ", ":\t "), "}\r", "}\t \r"), Failed},
	{"4.1/response-accept-with-spaces", "spaces around the proof, which are no part of it", change(acceptance, " {accept}", "    {accept}   "), Failed},
	{"4.1/response-reversed", "the fields in the opposite order",
		"HTTP/1.1 101 Switching Protocols\r\n" + acceptLine + "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n", Failed},
	{"9112-4/response-reason", "another reason phrase", change(acceptance, "Switching Protocols", "Web Socket Protocol Handshake"), Failed},
	{"9112-4/response-reason-empty", "an empty reason phrase", change(acceptance, "Switching Protocols", ""), Failed},
	{"9112-4/response-reason-absent", "no reason phrase, and no space before it", change(acceptance, " Switching Protocols", ""), Informational},
	{"4.1/response-unknown-fields", "fields that mean nothing here", with(acceptance, "Date: Mon, 01 Jan 2024 00:00:00 GMT", "Server: judge", "X-Judge: 1"), Failed},
	{"4.1/response-cookies", "two cookies", with(acceptance, "Set-Cookie: a=b", "Set-Cookie: c=d; Path=/"), Failed},
	{"4.1/response-fifty-unknown-fields", "fifty fields that mean nothing here", with(acceptance, strings.TrimSpace(strings.Repeat("X-Judge: 1\r\n", 50))), Failed},
	{"4.1/response-long-field", "a field of 2,000 bytes", with(acceptance, "X-Judge: "+strings.Repeat("a", 2000)), NonStrict},
	{"9110-8.6/response-length-0", "Content-Length: 0, which a 101 should not have", with(acceptance, "Content-Length: 0"), Informational},
	{"9110-15.2/interim-103", "103 Early Hints before the 101", "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + acceptance, Failed},
	{"9110-15.2/interim-100", "100 Continue before the 101", "HTTP/1.1 100 Continue\r\n\r\n" + acceptance, Failed},
	{"9110-15.2/interim-two", "two interim responses before the 101", "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + acceptance, Failed},
	{"9112-2.3/response-http-1.0", "HTTP/1.0, which has no Upgrade, in the status line", change(acceptance, "HTTP/1.1", "HTTP/1.0"), Informational},
}

// cuts are places at which a response may be cut: each begins the second piece.
var cuts = []struct{ name, at string }{
	{"in-the-version", "/1.1"},
	{"in-the-status", "01 Sw"},
	{"in-the-first-crlf", "\nUpgrade"},
	{"in-a-name", "Socket-Accept"},
	{"after-a-colon", " {accept}"},
	{"in-a-value", "socket\r\n"},
	{"in-the-last-crlf", "\n\r\n"},
	{"before-the-blank-line", "\r\n\r\n"},
}

func clientResponses() (cases []Case) {
	add := func(id, title string, worst Verdict, steps ...Step) {
		cases = append(cases, Case{ID: id, Title: title, Side: Clients, Bare: true, Worst: worst, Steps: steps})
	}
	for _, r := range goodResponses {
		add(r.id, r.title, r.worst, append([]Step{respond(r.head)}, hello()...)...)
	}
	picked := Step{"answer 101 with the first subprotocol that it offered", func(p *Peer) error {
		offered := p.request.list("Sec-WebSocket-Protocol")
		if len(offered) == 0 {
			return &Finding{Verdict: NotOffered, Expected: "a subprotocol", Got: "it offers none"}
		}
		p.respond(with(acceptance, "Sec-WebSocket-Protocol: "+offered[0]), nil, 0, 0)
		return nil
	}}
	add("4.1/response-picks-a-subprotocol", "one of the subprotocols that the client offered", Failed, append([]Step{picked}, hello()...)...)

	for _, c := range cuts {
		i := strings.Index(acceptance, c.at)
		add("4.1/response-cut-"+c.name, "a response in two pieces, cut "+strings.ReplaceAll(c.name, "-", " "), Failed,
			append([]Step{respondApart(acceptance[:i], acceptance[i:])}, hello()...)...)
	}
	last := len(acceptance) - 1
	add("4.1/response-cut-before-the-last-byte", "a response in two pieces, the second of one byte", Failed,
		append([]Step{respondApart(acceptance[:last], acceptance[last:])}, hello()...)...)
	add("4.1/response-byte-by-byte", "a response that arrives byte by byte", Failed,
		append([]Step{respondCut(1, time.Millisecond, acceptance)}, hello()...)...)
	add("4.1/response-line-by-line", "a response that arrives line by line", Failed,
		append([]Step{respondApart(strings.SplitAfter(strings.TrimSuffix(acceptance, "\r\n"), "\r\n")...), respond("\r\n")}, hello()...)...)
	add("9110-15.2/interim-byte-by-byte", "103 Early Hints and the 101, byte by byte", Failed,
		append([]Step{respondCut(1, time.Millisecond, "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"+acceptance)}, hello()...)...)

	add("4.1/frame-glued-to-the-response", "a frame in the same write as the response", Failed,
		respondAnd(acceptance, text("Hello")), expect(text("Hello")), goodbye())
	add("4.1/three-frames-glued-to-the-response", "three frames in the same write as the response", Failed,
		respondAnd(acceptance, text("one"), ping("two"), text("three")), expect(text("one"), pong("two"), text("three")), goodbye())
	add("4.1/fragments-glued-to-the-response", "half a message in the same write as the response, the rest later", Failed,
		respondAnd(acceptance, text("Hel").more()), send(cont("lo")), expect(text("Hello")), goodbye())
	long := strings.Repeat("0123456789", 10_000)
	add("4.1/long-message-glued-to-the-response", fmt.Sprintf("a message of %d bytes in the same write as the response", len(long)), Failed,
		respondAnd(acceptance, text(long)), expect(text(long)), goodbye())
	add("4.1/close-glued-to-the-response", "a Close in the same write as the response", Failed,
		respondAnd(acceptance, closeOf(1000, "")), expectClose(1000))
	return cases
}
