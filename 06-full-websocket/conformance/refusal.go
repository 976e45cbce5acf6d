package conformance

import "strings"

// What a server has to refuse (RFC 6455 §4.2.1, RFC 9112). An answer that is
// 101 is failed where an RFC says MUST, and non-strict where it lets a server be
// generous, or where the rule is only the client's.

// A refusable is a request, and the statuses that refuse it well; none is any.
type refusable struct {
	id, title, request string
	or                 Verdict // of a 101
	statuses           []int
}

var refusables = []refusable{
	// No HTTP at all, or bent HTTP.
	{"9112-3/binary", "bytes that are no HTTP", "\x00\x01\x02\r\n\r\n", NonStrict, s400},
	{"9112-3/one-word", "a first line of one word", "hello\r\n\r\n", NonStrict, s400},
	{"9112-3/two-spaces", "two spaces in the request line", change(valid, "GET ", "GET  "), NonStrict, s400},
	{"9112-3/space-behind-the-version", "a space behind the version", change(valid, "HTTP/1.1", "HTTP/1.1 "), NonStrict, s400},
	{"9112-2.3/no-version", "a request line without version, as in HTTP/0.9", change(valid, " HTTP/1.1", ""), Failed, s400},
	{"9112-2.3/version-in-lower-case", "http/1.1", change(valid, "HTTP/1.1", "http/1.1"), NonStrict, s400},
	{"9112-2.3/version-of-two-digits", "HTTP/1.11", change(valid, "HTTP/1.1", "HTTP/1.11"), NonStrict, []int{400, 505}},
	{"9112-3.2/control-character-in-target", "a control character in the request target", change(valid, "{target}", "{target}\x01"), NonStrict, s400},
	{"9112-3.2/target-beyond-ascii", "bytes beyond ASCII in the request target", change(valid, "{target}", "{target}\xc3\xa9"), NonStrict, s400},
	{"9112-3.2/target-is-no-path", "a request target that is neither a path nor a URI", change(valid, "{target}", "chat"), NonStrict, s400},
	{"9112-3.2.4/target-is-an-asterisk", "the request target *, which is for OPTIONS", change(valid, "{target}", "*"), NonStrict, []int{400, 404}},
	{"9112-3.2/target-with-a-broken-escape", "a request target with %zz", change(valid, "{target}", "/%zz"), NonStrict, []int{400, 404}},
	{"3/target-with-a-fragment", "a request target with a fragment", change(valid, "{target}", "{target}#x"), NonStrict, []int{400, 404}},
	{"9112-2.2/bare-lf", "lines that end in LF alone", strings.ReplaceAll(valid, "\r\n", "\n"), NonStrict, s400},
	{"9112-2.2/bare-lf-once", "one line that ends in LF alone", change(valid, hostLine, "Host: {host}\n"), NonStrict, s400},
	{"9112-2.2/bare-cr", "a CR inside a value", with(valid, "X-Judge: a\rb"), NonStrict, s400},
	{"9112-5.2/folded-line", "a field that goes on in the next line", with(valid, "X-Judge: a", " b"), NonStrict, s400},
	{"9112-2.2/space-before-the-first-field", "a line of fields that begins with a space, before all others", change(valid, hostLine, " X-Judge: a\r\n"+hostLine), NonStrict, s400},
	{"9112-5/no-colon", "a line of fields without colon", with(valid, "X-Judge"), NonStrict, s400},
	{"9112-5/no-name", "a field without a name", with(valid, ": v"), NonStrict, s400},
	{"9112-5.1/space-before-the-colon", "a space before a colon", change(valid, "Host:", "Host :"), Failed, s400},
	{"9112-5/space-in-a-name", "a space in a name", with(valid, "X Judge: v"), NonStrict, s400},
	{"9110-5.5/nul-in-a-value", "NUL in a value", with(valid, "X-Judge: \x00"), NonStrict, s400},
	{"9110-5.5/del-in-a-value", "DEL in a value", with(valid, "X-Judge: \x7f"), NonStrict, s400},
	{"9112-6.3/content-length-is-no-number", "Content-Length: x", with(valid, "Content-Length: x"), Failed, s400},
	{"9112-6.3/two-content-lengths", "two lengths that differ", with(valid, "Content-Length: 0", "Content-Length: 5") + "Hello", Failed, s400},
	{"9112-6/body-of-five-bytes", "a GET with a body of five bytes", with(valid, "Content-Length: 5") + "Hello", NonStrict, s400},
	{"9112-6/chunked-body", "a GET with a chunked body", with(valid, "Transfer-Encoding: chunked") + "0\r\n\r\n", NonStrict, s400},
	{"4.2.1/tls-on-a-plain-port", "a TLS hello where none is expected", "\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00\r\n\r\n", Failed, []int{0, 400}},

	// The method, the version, the host.
	{"4.2.1/post", "POST", change(valid, "GET", "POST"), Failed, []int{405, 400}},
	{"4.2.1/head", "HEAD", change(valid, "GET", "HEAD"), Failed, []int{405, 400}},
	{"4.2.1/get-in-lower-case", "get, which is another method than GET", change(valid, "GET", "get"), Failed, []int{405, 400, 501}},
	{"4.2.1/http-1.0", "HTTP/1.0", change(valid, "HTTP/1.1", "HTTP/1.0"), Failed, []int{426, 400, 505}},
	{"9110-15.6.6/http-0.9", "HTTP/0.9, written out", change(valid, "HTTP/1.1", "HTTP/0.9"), Failed, []int{505, 400}},
	{"9110-15.6.6/http-9.9", "HTTP/9.9", change(valid, "HTTP/1.1", "HTTP/9.9"), NonStrict, []int{505, 400}},
	{"9110-15.6.6/http-2-preface", "the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", Failed, []int{505, 400}},
	{"9112-3.2/no-host", "no Host", change(valid, hostLine, ""), Failed, s400},
	{"9112-3.2/host-twice", "two Host fields", with(valid, "Host: {host}"), Failed, s400},
	{"9112-3.2/host-empty", "an empty Host", change(valid, " {host}", ""), NonStrict, s400},
	{"9112-3.2/host-with-a-space", "a Host with a space", change(valid, "{host}", "server example"), Failed, s400},
	{"9112-3.2/host-with-a-path", "a Host with a path", change(valid, "{host}", "{host}/x"), Failed, s400},
	{"9112-3.2/host-with-a-user", "a Host with a user name", change(valid, "{host}", "me@{host}"), Failed, s400},
	{"9112-3.2/host-port-is-no-number", "a Host whose port is no number", change(valid, "{host}", "server.example:http"), Failed, s400},
	{"9112-3.2/host-port-too-high", "a Host with port 65536", change(valid, "{host}", "server.example:65536"), NonStrict, s400},
	{"9112-3.2/host-with-two-ports", "a Host with two ports", change(valid, "{host}", "server.example:80:80"), Failed, s400},
	{"9112-3.2/host-with-an-open-bracket", "a Host of [::1", change(valid, "{host}", "[::1"), Failed, s400},
	{"9112-3.2/host-beyond-ascii", "bytes beyond ASCII in the Host", change(valid, "{host}", "server\xe9.example"), Failed, s400},

	// No request for a WebSocket: any answer but 101 will do, a page for example.
	{"4.2.1/plain-get", "a GET that asks for no WebSocket", "GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n", Failed, nil},
	{"4.2.1/no-upgrade", "no Upgrade", change(valid, upgradeLine, ""), Failed, nil},
	{"4.2.1/upgrade-to-websockets", "Upgrade: websockets, which is another word", change(valid, ": websocket", ": websockets"), Failed, nil},
	{"4.2.1/upgrade-to-h2c", "Upgrade: h2c", change(valid, ": websocket", ": h2c"), Failed, nil},
	{"4.2.1/upgrade-with-a-kelvin-sign", "an Upgrade that is websocket only for a careless comparison", change(valid, ": websocket", ": web\xc5\xbfoc\xe2\x84\xaaet"), Failed, nil},
	{"4.2.1/no-connection", "no Connection", change(valid, connectionLine, ""), Failed, nil},
	{"4.2.1/connection-keep-alive", "Connection: keep-alive", change(valid, ": Upgrade", ": keep-alive"), Failed, nil},
	{"4.2.1/connection-notupgrade", "Connection: notupgrade, upgrade-not", change(valid, ": Upgrade", ": notupgrade, upgrade-not"), Failed, nil},
	{"9110-5.5/connection-beyond-ascii", "bytes beyond ASCII in Connection", change(valid, ": Upgrade", ": Upgrade, \xff"), NonStrict, s400},
}
