package conformance

import (
	"strings"
	"time"
)

// What a server has to answer with 101, however odd it looks (RFC 6455 §4.2).

// sampleKey is the key of RFC 6455 §1.3.
const sampleKey = "dGhlIHNhbXBsZSBub25jZQ=="

const (
	hostLine       = "Host: {host}\r\n"
	upgradeLine    = "Upgrade: websocket\r\n"
	connectionLine = "Connection: Upgrade\r\n"
	keyLine        = "Sec-WebSocket-Key: {key}\r\n"
	versionLine    = "Sec-WebSocket-Version: 13\r\n"
)

// welcome is a request that has to be accepted. Refusing it is failed, or what
// or says.
type welcome struct {
	id, title, request string
	or                 Verdict
}

var welcomes = []welcome{
	{"4.2.2/plain-request", "the smallest request that is complete", valid, Failed},
	{"4.2.2/accept-of-the-rfc", "the RFC's own key, whose proof is s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", change(valid, "{key}", sampleKey), Failed},
	{"4.2.1/names-in-lower-case", "names of fields in lower case", lower(valid), Failed},
	{"4.2.1/names-in-upper-case", "names of fields in upper case", upper(valid), Failed},
	{"4.2.1/upgrade-in-mixed-case", "Upgrade: WebSocket", change(valid, ": websocket", ": WebSocket"), Failed},
	{"4.2.1/upgrade-in-upper-case", "Upgrade: WEBSOCKET", change(valid, ": websocket", ": WEBSOCKET"), Failed},
	{"4.2.1/upgrade-is-a-list", "Upgrade: h2c, websocket", change(valid, ": websocket", ": h2c, websocket"), NonStrict},
	{"4.2.1/upgrade-on-two-lines", "two Upgrade fields, which are one list", change(valid, upgradeLine, "Upgrade: h2c\r\n"+upgradeLine), NonStrict},
	{"4.2.1/connection-in-lower-case", "Connection: upgrade", change(valid, ": Upgrade", ": upgrade"), Failed},
	{"4.2.1/connection-is-a-list", "Connection: keep-alive, Upgrade, as Firefox sends it", change(valid, ": Upgrade", ": keep-alive, Upgrade"), Failed},
	{"4.2.1/connection-list-without-spaces", "Connection: keep-alive,upgrade,x", change(valid, ": Upgrade", ": keep-alive,upgrade,x"), Failed},
	{"4.2.1/connection-on-two-lines", "two Connection fields, which are one list", change(valid, connectionLine, "Connection: keep-alive\r\n"+connectionLine), Failed},
	{"9110-5.6.1/list-with-empty-elements", "Connection: , Upgrade ,", change(valid, ": Upgrade", ": , Upgrade ,"), NonStrict},
	{"9112-5/no-space-after-the-colon", "no space after the colons", strings.ReplaceAll(valid, ": ", ":"), Failed},
	{"9112-5/spaces-around-values", "tabs and spaces around the values, which are no part of them",
		strings.NewReplacer(": ", ": \t ", "websocket\r", "websocket \t\r", "}\r", "} \r", "13\r", "13\t\r").Replace(valid), Failed},
	{"4.2.1/fields-in-reverse-order", "the fields in reverse order", "GET {target} HTTP/1.1\r\n" + versionLine + keyLine + connectionLine + upgradeLine + hostLine + "\r\n", Failed},
	{"4.2.1/key-first", "the key as the first field", "GET {target} HTTP/1.1\r\n" + keyLine + hostLine + upgradeLine + connectionLine + versionLine + "\r\n", Failed},
	{"4.2.1/key-last", "the key as the last field", "GET {target} HTTP/1.1\r\n" + hostLine + upgradeLine + connectionLine + versionLine + keyLine + "\r\n", Failed},
	{"4.2.1/key-with-spaces-around", "spaces around the key, which are no part of it", change(valid, " {key}", "   {key}  "), Failed},
	{"4.2.1/key-with-odd-padding", "a key whose last unused bits are not 0, as in the RFC's own example (erratum 3150)", change(valid, "{key}", "AQIDBAUGBwgJCgsMDQ4PEC=="), NonStrict},
	{"9112-3.2.2/absolute-target", "the request target is a whole URI", change(valid, "{target}", "http://{host}{target}"), Failed},
	{"3/query-in-the-target", "the request target has a query", change(valid, "{target}", "{target}?room=1&x=%20"), Informational},
	{"9112-2.3/http-1.2", "HTTP/1.2: a later minor version says the same", change(valid, "HTTP/1.1", "HTTP/1.2"), NonStrict},
	{"9112-6.2/content-length-0", "a body of no bytes, announced", with(valid, "Content-Length: 0"), NonStrict},
	{"9112-2.2/empty-line-before-the-request", "an empty line before the request, which a server should ignore", "\r\n" + valid, Informational},
	{"9112-3/request-line-of-8000-bytes", "a request line of 8,000 bytes, which a server should take", change(valid, "{target}", "{target}?"+strings.Repeat("a", 7970)), Informational},
	{"4.2.1/unknown-fields", "fields that mean nothing to a server", with(valid, "User-Agent: judge", "X-Judge: 1", "Cookie: a=b; c=d", "Accept-Encoding: gzip", "Pragma: no-cache"), Failed},
	{"4.2.1/fifty-unknown-fields", "fifty fields that mean nothing to a server", with(valid, strings.TrimSpace(strings.Repeat("X-Judge: 1\r\n", 50))), Failed},
	{"4.2.1/what-chromium-sends", "the fields of a browser, but for the extensions", with(valid, "Pragma: no-cache", "Cache-Control: no-cache", "Origin: http://{host}",
		"User-Agent: Mozilla/5.0 (X11; Linux x86_64)", "Accept-Encoding: gzip, deflate, br, zstd", "Accept-Language: en-US,en;q=0.9"), Failed},
	{"10.2/own-origin", "a page of the server's own", with(valid, "Origin: http://{host}"), Informational},
	{"4.2.2/subprotocol-offered", "subprotocols offered: one of them comes back, or none", with(valid, "Sec-WebSocket-Protocol: chat, superchat"), Failed},
	{"4.2.2/subprotocol-nobody-knows", "a subprotocol that no server can know", with(valid, "Sec-WebSocket-Protocol: x-judge.example"), Informational},
	{"11.3.4/subprotocols-on-two-lines", "two Sec-WebSocket-Protocol fields, which are one list", with(valid, "Sec-WebSocket-Protocol: chat", "Sec-WebSocket-Protocol: superchat"), Failed},
	{"9110-5.6.1/subprotocols-with-empty-elements", "a list with empty elements", with(valid, "Sec-WebSocket-Protocol: , chat,,superchat,"), NonStrict},
	{"9.1/unknown-extension", "an unknown extension is not mentioned in the answer", with(valid, "Sec-WebSocket-Extensions: x-judge"), Failed},
	{"9.1/unknown-extension-with-parameters", "an unknown extension with parameters, one of them quoted", with(valid, `Sec-WebSocket-Extensions: x-judge; a=1; b="2"; c`), Failed},
	{"9.1/several-unknown-extensions", "several extensions on two lines", with(valid, "Sec-WebSocket-Extensions: x-judge, x-other; a", "Sec-WebSocket-Extensions: x-third"), Failed},
	{"9.1/empty-elements", "a list of extensions with empty elements", with(valid, "Sec-WebSocket-Extensions: , x-judge ,, x-other"), NonStrict},
}

// lower puts the names of a head's fields in lower case.
func lower(head string) string { return names(head, strings.ToLower) }

// upper puts the names of a head's fields in upper case.
func upper(head string) string { return names(head, strings.ToUpper) }

func names(head string, change func(string) string) string {
	lines := strings.Split(head, "\r\n")
	for i, line := range lines[1:] {
		if name, value, ok := strings.Cut(line, ":"); ok {
			lines[i+1] = change(name) + ":" + value
		}
	}
	return strings.Join(lines, "\r\n")
}

// hello is a conversation that goes well.
func hello() []Step {
	return []Step{send(text("Hello")), expect(text("Hello")), goodbye()}
}

func welcomed() (cases []Case) {
	for _, w := range welcomes {
		cases = append(cases, Case{ID: w.id, Title: w.title, Side: Servers, Bare: true, Worst: w.or,
			Steps: append([]Step{ask(w.request), accepted()}, hello()...)})
	}
	return cases
}

// awkward are places at which a request may be cut: the second piece begins with
// these bytes.
var awkward = []struct{ where, at string }{
	{"in-the-method", "ET "},
	{"before-the-target", "{target}"},
	{"in-the-version", "TP/1.1"},
	{"in-the-first-crlf", "\nHost"},
	{"in-a-name", "Socket-Key"},
	{"after-a-colon", " {key}"},
	{"in-a-value", "socket\r\n"},
	{"before-the-version", "Sec-WebSocket-Version"},
	{"in-the-last-value", "3\r\n\r\n"},
	{"before-the-last-crlf", "\r\n\r\n"},
	{"in-the-blank-line", "\n\r\n"},
}

// delivered are the ways in which a request can arrive.
func delivered() (cases []Case) {
	c := func(id, title string, steps ...Step) {
		cases = append(cases, Case{ID: id, Title: title, Side: Servers, Bare: true, Steps: append(steps, hello()...)})
	}
	twoPieces := func(i int, where string) {
		c("4.2.1/cut-"+where, "a request in two pieces, cut "+strings.ReplaceAll(where, "-", " "),
			ask(valid[:i]), pause(20*time.Millisecond), askMore(valid[i:]), accepted())
	}
	for _, a := range awkward {
		twoPieces(strings.Index(valid, a.at), a.where)
	}
	twoPieces(len(valid)-2, "before-the-blank-line")
	twoPieces(len(valid)-1, "before-the-last-byte")
	c("4.2.1/byte-by-byte", "a request that arrives byte by byte", askBytewise(valid), accepted())
	c("4.2.1/line-by-line", "a request that arrives line by line", append(askLines(valid), accepted())...)

	// A client has to wait for the answer (§4.1), so whatever a server does with
	// bytes that do not wait, it breaks no rule.
	glued := func(id, title string, steps ...Step) {
		cases = append(cases, Case{ID: id, Title: title, Side: Servers, Bare: true, Worst: NonStrict, Steps: append(steps, goodbye())})
	}
	glued("4.1/frame-glued-to-the-request", "a frame in the same write as the request: no byte is lost",
		askAnd(text("Hello")), accepted(), expect(text("Hello")))
	glued("4.1/three-frames-glued-to-the-request", "three frames in the same write as the request",
		askAnd(text("one"), ping("two"), text("three")), accepted(), expect(text("one"), pong("two"), text("three")))
	glued("4.1/half-a-frame-glued-to-the-request", "half a frame in the same write as the request, the rest later",
		askAndHalf(text("Hello")), accepted(), sendRest(), expect(text("Hello")))
	glued("4.1/long-message-glued-to-the-request", "100,000 bytes of message in the same write as the request",
		askAnd(text(letters(100_000))), accepted(), expect(text(letters(100_000))))
	return cases
}

func opening() (cases []Case) {
	cases = append(cases, welcomed()...)
	cases = append(cases, delivered()...)
	cases = append(cases, refusals()...)
	return append(cases, answers()...)
}
