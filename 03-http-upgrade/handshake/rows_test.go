package handshake_test

import (
	"strings"

	"example/websocket/03-http-upgrade/handshake"
)

// A row is a request and the answer that it deserves. The numbers in the
// names group them: 1-5 the HTTP of it, 6-15 the handshake, 17-23 lists,
// bytes, limits and bodies.
type row struct {
	name    string
	request string
	rules   handshake.Rules
	status  int
	section string   // that the body names
	header  []string // "Name: value" that the answer must have

	// What happens to the same bytes in front of a net/http server, where
	// they do not reach Judge as they are:
	alone   int  // net/http answers with this status by itself
	lenient bool // net/http mends or skips it, and Judge says 101
}

var upgrade = []string{"Upgrade: websocket", "Connection: Upgrade, close"}

const (
	keyLine     = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
	versionLine = "Sec-WebSocket-Version: 13\r\n"
	hostLine    = "Host: server.example\r\n"
)

func key(k string) string { return change(valid, "dGhlIHNhbXBsZSBub25jZQ==", k) }

var rows = []row{
	{name: "1/not HTTP: binary", request: "\x00\x01\x02\r\n\r\n", status: 400, section: "RFC 6455 §4.2.1", alone: 400},
	{name: "1/not HTTP: one word", request: "hello\r\n\r\n", status: 400, section: "RFC 9112 §3", alone: 400},
	{name: "1/no request at all", request: "\r\n\r\n", status: 400, section: "RFC 9112 §3", alone: 400},
	{name: "1/two spaces in the request line", request: change(valid, "GET /", "GET  /"), status: 400, section: "RFC 9112 §3", alone: 400},
	{name: "1/space behind the version", request: change(valid, "HTTP/1.1", "HTTP/1.1 "), status: 400, section: "RFC 9112 §3", alone: 400},
	{name: "1/no version (HTTP/0.9)", request: change(valid, " HTTP/1.1", ""), status: 400, section: "RFC 9112 §3", alone: 400},
	{name: "1/version in lower case", request: change(valid, "HTTP/1.1", "http/1.1"), status: 400, section: "RFC 9112 §3", alone: 400},
	{name: "1/version of two digits", request: change(valid, "HTTP/1.1", "HTTP/1.11"), status: 400, section: "RFC 9112 §3", alone: 400},
	{name: "1/control character in the target", request: change(valid, "/chat", "/ch\x01at"), status: 400, section: "RFC 9112 §3.2", alone: 400},
	{name: "1/byte beyond ASCII in the target", request: change(valid, "/chat", "/ch\xc3\xa9"), status: 400, section: "RFC 9112 §3.2", lenient: true},
	{name: "1/target is no path", request: change(valid, "/chat", "chat"), status: 400, section: "RFC 9112 §3.2", alone: 400},
	{name: "1/target is *", request: change(valid, "/chat", "*"), status: 400, section: "RFC 9112 §3.2"},
	{name: "1/target with a broken escape", request: change(valid, "/chat", "/%zz"), status: 400, section: "RFC 9112 §3.2", alone: 400},
	{name: "1/target with a fragment", request: change(valid, "/chat", "/chat#x"), status: 400, section: "RFC 6455 §3"},
	{name: "1/bare LF everywhere", request: strings.ReplaceAll(valid, "\r\n", "\n"), status: 400, section: "RFC 9112 §2.2", lenient: true},
	{name: "1/bare LF once", request: change(valid, hostLine, "Host: server.example\n"), status: 400, section: "RFC 9112 §2.2", lenient: true},
	{name: "1/bare CR in a value", request: add(valid, "X: a\rb"), status: 400, section: "RFC 9112 §5", alone: 400},
	{name: "1/folded line", request: add(valid, "X: a", " b"), status: 400, section: "RFC 9112 §5", lenient: true},
	{name: "1/folded line, tab", request: add(valid, "X: a", "\tb"), status: 400, section: "RFC 9112 §5", lenient: true},
	{name: "1/folded first line", request: change(valid, hostLine, " "+hostLine), status: 400, section: "RFC 9112 §5", alone: 400},
	{name: "1/no colon", request: add(valid, "Cookie"), status: 400, section: "RFC 9112 §5", alone: 400},
	{name: "1/no name", request: add(valid, ": v"), status: 400, section: "RFC 9112 §5", alone: 400},
	{name: "1/space before the colon", request: change(valid, "Host:", "Host :"), status: 400, section: "RFC 9112 §5", alone: 400},
	{name: "1/space in a name", request: add(valid, "X Y: v"), status: 400, section: "RFC 9112 §5", alone: 400},
	{name: "1/NUL in a value", request: add(valid, "X: \x00"), status: 400, section: "RFC 9112 §5", alone: 400},
	{name: "1/DEL in a value", request: add(valid, "X: \x7f"), status: 400, section: "RFC 9112 §5", alone: 400},

	{name: "2/POST", request: change(valid, "GET", "POST"), status: 405, section: "RFC 6455 §4.2.1 (1)", header: []string{"Allow: GET"}},
	{name: "2/get in lower case", request: change(valid, "GET", "get"), status: 405, section: "RFC 6455 §4.2.1 (1)", header: []string{"Allow: GET"}},
	{name: "3/HTTP 1.0", request: change(valid, "HTTP/1.1", "HTTP/1.0"), status: 426, section: "RFC 6455 §4.2.1 (1)", header: upgrade},
	{name: "4/HTTP 2 preface", request: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", status: 505, section: "RFC 9110 §15.6.6"},
	{name: "4/HTTP 9.9", request: change(valid, "HTTP/1.1", "HTTP/9.9"), status: 505, section: "RFC 9110 §15.6.6", alone: 505},
	{name: "4/HTTP 0.9, written out", request: change(valid, "HTTP/1.1", "HTTP/0.9"), status: 505, section: "RFC 9110 §15.6.6", alone: 505},

	{name: "5/no Host", request: change(valid, hostLine, ""), status: 400, section: "RFC 9112 §3.2", alone: 400},
	{name: "5/Host twice", request: add(valid, "Host: server.example"), status: 400, section: "RFC 9112 §3.2", alone: 400},
	{name: "5/Host empty", request: change(valid, " server.example", ""), status: 400, section: "RFC 9112 §3.2"},
	{name: "5/Host with a space", request: change(valid, "server.example", "server example"), status: 400, section: "RFC 9112 §3.2", alone: 400},
	{name: "5/Host with a path", request: change(valid, "server.example", "server.example/x"), status: 400, section: "RFC 9112 §3.2", alone: 400},
	{name: "5/Host with a user", request: change(valid, "server.example", "me@server.example"), status: 400, section: "RFC 9112 §3.2", alone: 400},
	{name: "5/Host with a port that is none", request: change(valid, "server.example", "server.example:http"), status: 400, section: "RFC 9112 §3.2"},
	{name: "5/Host with a port too high", request: change(valid, "server.example", "server.example:65536"), status: 400, section: "RFC 9112 §3.2"},
	{name: "5/Host with two ports", request: change(valid, "server.example", "server.example:80:80"), status: 400, section: "RFC 9112 §3.2"},
	{name: "5/Host with an open bracket", request: change(valid, "server.example", "[::1"), status: 400, section: "RFC 9112 §3.2"},
	{name: "5/Host with IPv4 in brackets", request: change(valid, "server.example", "[127.0.0.1]"), status: 400, section: "RFC 9112 §3.2"},

	{name: "6/path not served", request: change(valid, "/chat", "/nothing"), rules: handshake.Rules{Paths: []string{"/chat"}}, status: 404, section: "RFC 6455 §4.2.2 (4)"},
	{name: "6/path in other case", request: change(valid, "/chat", "/Chat"), rules: handshake.Rules{Paths: []string{"/chat"}}, status: 404, section: "RFC 6455 §4.2.2 (4)"},
	{name: "6/no path served", request: valid, rules: handshake.Rules{Paths: []string{}}, status: 404, section: "RFC 6455 §4.2.2 (4)"},

	{name: "7/plain GET", request: "GET / HTTP/1.1\r\nHost: server.example\r\n\r\n", status: 426, section: "RFC 6455 §4.2.1 (3)", header: upgrade},
	{name: "7/no Upgrade", request: change(valid, "Upgrade: websocket\r\n", ""), status: 426, section: "RFC 6455 §4.2.1 (3)", header: upgrade},
	{name: "7/Upgrade: websockets", request: change(valid, "websocket\r\n", "websockets\r\n"), status: 426, section: "RFC 6455 §4.2.1 (3)", header: upgrade},
	{name: "8/Upgrade: h2c", request: change(valid, "Upgrade: websocket", "Upgrade: h2c"), status: 426, section: "RFC 6455 §4.2.1 (3)", header: upgrade},
	{name: "9/no Connection", request: change(valid, "Connection: Upgrade\r\n", ""), status: 400, section: "RFC 6455 §4.2.1 (4)"},
	{name: "9/Connection: keep-alive", request: change(valid, "Connection: Upgrade", "Connection: keep-alive"), status: 400, section: "RFC 6455 §4.2.1 (4)"},
	{name: "9/Connection: notupgrade", request: change(valid, "Connection: Upgrade", "Connection: notupgrade, upgrade-not"), status: 400, section: "RFC 6455 §4.2.1 (4)"},

	{name: "10/no key", request: change(valid, keyLine, ""), status: 400, section: "RFC 6455 §4.2.1 (5)"},
	{name: "10/key empty", request: key(""), status: 400, section: "RFC 6455 §4.2.1 (5)"},
	{name: "10/key not base64", request: key("not base64, at all!!!!!!"), status: 400, section: "RFC 6455 §4.2.1 (5)"},
	{name: "10/key without padding", request: key("dGhlIHNhbXBsZSBub25jZQ"), status: 400, section: "RFC 6455 §4.2.1 (5)"},
	{name: "10/key of base64url", request: key("_-_-_-_-_-_-_-_-_-_-_w=="), status: 400, section: "RFC 6455 §4.2.1 (5)"},
	{name: "10/key of 15 bytes", request: key("dGhlIHNhbXBsZSBub25j"), status: 400, section: "RFC 6455 §4.2.1 (5)"},
	{name: "10/key of 17 bytes", request: key("dGhlIHNhbXBsZSBub25jZSE="), status: 400, section: "RFC 6455 §4.2.1 (5)"},
	{name: "10/key twice", request: add(valid, "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="), status: 400, section: "RFC 6455 §11.3.1"},
	{name: "10/the same key twice", request: add(valid, strings.TrimSpace(keyLine)), status: 400, section: "RFC 6455 §11.3.1"},

	{name: "11/no version", request: change(valid, versionLine, ""), status: 400, section: "RFC 6455 §4.2.1 (6)", header: []string{"Sec-WebSocket-Version: 13"}},
	{name: "12/version 8", request: change(valid, ": 13", ": 8"), status: 426, section: "RFC 6455 §4.2.2 (4)", header: append(upgrade, "Sec-WebSocket-Version: 13")},
	{name: "12/version 14", request: change(valid, ": 13", ": 14"), status: 426, section: "RFC 6455 §4.2.2 (4)", header: append(upgrade, "Sec-WebSocket-Version: 13")},
	{name: "12/version 013", request: change(valid, ": 13", ": 013"), status: 426, section: "RFC 6455 §4.2.2 (4)", header: append(upgrade, "Sec-WebSocket-Version: 13")},
	{name: "12/version empty", request: change(valid, ": 13", ":"), status: 426, section: "RFC 6455 §4.2.2 (4)", header: append(upgrade, "Sec-WebSocket-Version: 13")},
	{name: "13/version twice", request: add(valid, "Sec-WebSocket-Version: 8"), status: 400, section: "RFC 6455 §11.3.5", header: []string{"Sec-WebSocket-Version: 13"}},
	{name: "13/version 13, 8", request: change(valid, ": 13", ": 13, 8"), status: 400, section: "RFC 6455 §11.3.5", header: []string{"Sec-WebSocket-Version: 13"}},

	{name: "14/foreign Origin", request: add(valid, "Origin: https://evil.example"), status: 403, section: "RFC 6455 §10.2"},
	{name: "14/Origin null", request: add(valid, "Origin: null"), status: 403, section: "RFC 6455 §10.2"},
	{name: "14/two Origins", request: add(valid, "Origin: http://server.example", "Origin: http://server.example"), status: 400, section: "RFC 6454 §7.3"},
	{name: "15/not logged in", request: valid, rules: checked(401, "WWW-Authenticate", "Basic realm=\"chat\""), status: 401, section: "RFC 6455 §4.2.2 (2)", header: []string{"WWW-Authenticate: Basic realm=\"chat\""}},
	{name: "15/wrong place", request: valid, rules: checked(307, "Location", "ws://other.example/"), status: 307, section: "RFC 6455 §4.2.2 (2)", header: []string{"Location: ws://other.example/"}},

	{name: "17/Protocol empty", request: add(valid, "Sec-WebSocket-Protocol:"), status: 400, section: "RFC 6455 §4.1 (10)"},
	{name: "17/Protocol of commas", request: add(valid, "Sec-WebSocket-Protocol: , ,"), status: 400, section: "RFC 6455 §4.1 (10)"},
	{name: "17/Protocol twice the same", request: add(valid, "Sec-WebSocket-Protocol: chat, chat"), status: 400, section: "RFC 6455 §4.1 (10)"},
	{name: "17/Protocol twice the same, on two lines", request: add(valid, "Sec-WebSocket-Protocol: chat", "Sec-WebSocket-Protocol: superchat, chat"), status: 400, section: "RFC 6455 §4.1 (10)"},
	{name: "17/Protocol no token", request: add(valid, "Sec-WebSocket-Protocol: chat room"), status: 400, section: "RFC 6455 §4.1 (10)"},
	{name: "19/Extensions empty", request: add(valid, "Sec-WebSocket-Extensions:"), status: 400, section: "RFC 6455 §9.1"},
	{name: "19/Extensions break the grammar", request: add(valid, "Sec-WebSocket-Extensions: x-foo; ="), status: 400, section: "RFC 6455 §9.1"},
	{name: "20/byte beyond ASCII in Protocol", request: add(valid, "Sec-WebSocket-Protocol: caf\xc3\xa9"), status: 400, section: "RFC 9110 §5.5"},
	{name: "20/byte beyond ASCII in Upgrade", request: change(valid, ": websocket", ": web\xc5\xbfoc\xe2\x84\xaaet"), status: 400, section: "RFC 9110 §5.5"},
	{name: "20/byte beyond ASCII in Connection", request: change(valid, "Connection: Upgrade", "Connection: Upgrade, \xff"), status: 400, section: "RFC 9110 §5.5"},
	{name: "20/byte beyond ASCII in Origin", request: add(valid, "Origin: http://server.example\xe9"), status: 400, section: "RFC 9110 §5.5"},

	{name: "20/byte beyond ASCII in the version", request: change(valid, ": 13", ": 13\xa0"), status: 400, section: "RFC 9110 §5.5"},
	{name: "20/byte beyond ASCII in the key", request: key("dGhlIHNhbXBsZSBub25jZ\xe9=="), status: 400, section: "RFC 9110 §5.5"},
	{name: "20/byte beyond ASCII in Extensions", request: add(valid, "Sec-WebSocket-Extensions: x; a=\"caf\xe9\""), status: 400, section: "RFC 9110 §5.5"},
	{name: "20/byte beyond ASCII in Host", request: change(valid, "server.example", "server\xe9.example"), status: 400, section: "RFC 9112 §3.2", alone: 400},

	{name: "21/request line too long", request: change(valid, "/chat", "/"+strings.Repeat("a", 8192)), status: 414, section: "RFC 9110 §15.5.15", lenient: true},
	{name: "21/request line without end", request: "GET /" + strings.Repeat("a", 70<<10), status: 414, section: "RFC 9110 §15.5.15", alone: 431},
	{name: "21/head too large", request: add(valid, "X: "+strings.Repeat("a", 70<<10)), status: 431, section: "RFC 6585 §5", alone: 431},
	{name: "21/too many lines", request: add(valid, strings.TrimSpace(strings.Repeat("X: a\r\n", 101))), status: 431, section: "RFC 6585 §5", lenient: true},

	{name: "23/body of 5 bytes", request: add(valid, "Content-Length: 5") + "Hello", status: 400, section: "RFC 9112 §6"},
	{name: "23/chunked body", request: add(valid, "Transfer-Encoding: chunked") + "0\r\n\r\n", status: 400, section: "RFC 9112 §6"},
	{name: "23/Content-Length no number", request: add(valid, "Content-Length: x"), status: 400, section: "RFC 9112 §6", alone: 400},
	{name: "23/Content-Length empty", request: add(valid, "Content-Length:"), status: 400, section: "RFC 9112 §6", alone: 400},
	{name: "23/two lengths, the second one not 0", request: add(valid, "Content-Length: 0", "Content-Length: 5") + "Hello", status: 400, section: "RFC 9112 §6", alone: 400},
}

// checked is Rules whose Check refuses.
func checked(status int, name, value string) handshake.Rules {
	return handshake.Rules{Check: func(*handshake.Request, *handshake.Answer) *handshake.Refusal {
		return &handshake.Refusal{Status: status, Reason: "not here, not now", Section: "RFC 6455 §4.2.2 (2)",
			Header: map[string][]string{name: {value}}}
	}}
}
