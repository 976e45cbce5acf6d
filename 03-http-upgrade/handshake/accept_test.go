package handshake_test

import (
	"io"
	"net"
	"strings"
	"testing"

	"example/websocket/03-http-upgrade/handshake"
)

func TestAcceptKeyIsTheRFCs(t *testing.T) {
	if got, want := handshake.AcceptKey("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="; got != want {
		t.Errorf("AcceptKey of the sample key is %q, want %q (RFC 6455 §1.3)", got, want)
	}
}

// Every byte of the 101 counts: the blank line, CR before LF, no length, no
// more fields than are needed.
func TestAcceptAnswersByteForByte(t *testing.T) {
	answer, r := send(t, handshake.Rules{}, valid)
	if r.err != nil {
		t.Fatal(r.err)
	}
	if answer != accepted {
		t.Errorf("the 101 is\n%q, want\n%q (RFC 6455 §4.2.2 (5))", answer, accepted)
	}
	if string(r.agreed.Sent) != accepted || string(r.agreed.Received) != valid || len(r.agreed.Rest) != 0 {
		t.Errorf("the agreement shows\n%q sent,\n%q received,\n%q behind it", r.agreed.Sent, r.agreed.Received, r.agreed.Rest)
	}
	if r.agreed.Request == nil || r.agreed.Request.Target != "/chat" || r.agreed.Request.Host[0] != "server.example" {
		t.Errorf("the agreement's request is %+v", r.agreed.Request)
	}
}

func TestAcceptAnswersWithTheSubprotocol(t *testing.T) {
	rules := handshake.Rules{Subprotocols: []string{"chat", "superchat"}}
	answer, r := send(t, rules, add(valid, "Sec-WebSocket-Protocol: mqtt, superchat", "Sec-WebSocket-Protocol: chat"))
	want := add(accepted, "Sec-WebSocket-Protocol: superchat")
	if r.err != nil || answer != want || r.agreed.Subprotocol != "superchat" {
		t.Errorf("error %v, subprotocol picked %+v, answer\n%q, want\n%q (RFC 6455 §4.2.2)", r.err, r.agreed, answer, want)
	}
}

// acceptedThoughOdd: what a server must put up with. Rows 16, 18 and 26.
var acceptedThoughOdd = map[string]string{
	"16/no common subprotocol":                     add(valid, "Sec-WebSocket-Protocol: mqtt"),
	"17/empty list elements in Protocol":           add(valid, "Sec-WebSocket-Protocol: , mqtt,, stomp,"),
	"17/Protocol on two lines, one empty":          add(valid, "Sec-WebSocket-Protocol: mqtt", "Sec-WebSocket-Protocol:"),
	"18/unknown extension":                         add(valid, "Sec-WebSocket-Extensions: x-foo; a=1; b, permessage-deflate; client_max_window_bits"),
	"18/parameter that nobody knows":               add(valid, `Sec-WebSocket-Extensions: permessage-deflate; size="9"`),
	"23/Content-Length: 0":                         add(valid, "Content-Length: 0"),
	"26/names in lower case":                       lowerNames(valid),
	"26/names in upper case":                       change(valid, "Host", "HOST", "Upgrade: w", "UPGRADE: w", "Connection", "CONNECTION", "Sec-WebSocket-Key", "SEC-WEBSOCKET-KEY", "Sec-WebSocket-Version", "SEC-WEBSOCKET-VERSION"),
	"26/Upgrade: WebSocket":                        change(valid, "websocket\r\n", "WebSocket\r\n"),
	"26/Upgrade: h2c, websocket":                   change(valid, ": websocket\r\n", ": h2c, websocket\r\n"),
	"26/Connection: upgrade":                       change(valid, "Connection: Upgrade", "Connection: upgrade"),
	"26/Connection: keep-alive, Upgrade (Firefox)": change(valid, "Connection: Upgrade", "Connection: keep-alive, Upgrade"),
	"26/Connection with empty elements":            change(valid, "Connection: Upgrade", "Connection: ,,\tUpgrade ,"),
	"26/two Connection lines":                      change(valid, "Connection: Upgrade", "Connection: keep-alive\r\nConnection: Upgrade"),
	"26/no space after the colon":                  strings.ReplaceAll(valid, ": ", ":"),
	"26/tabs and spaces around values":             change(valid, ": server.example", ":\t server.example \t", ": 13", ":\t13\t", ": dGhl", ":  dGhl", "ZQ==", "ZQ==  "),
	"26/absolute URI":                              change(valid, " /chat", " http://server.example/chat"),
	"26/absolute URI without a path":               change(valid, " /chat", " http://server.example"),
	"26/absolute URI in the ws scheme":             change(valid, " /chat", " ws://server.example/chat?x=1"),
	"26/a query and escapes in the target":         change(valid, " /chat", " /ch%61t/%C3%A9?a=b&c=%zz"),
	"26/target of two slashes":                     change(valid, " /chat", " //evil.example/chat"),
	"26/Origin of our own":                         add(valid, "Origin: http://server.example"),
	"26/unknown fields, obs-text in one":           add(valid, "X-Forwarded-For: 192.0.2.1", "Cookie: a=b; c=d", "X: caf\xe9", "X:", "DNT: 1"),
	"26/key with pad bits set (erratum 3150)":      change(valid, "dGhlIHNhbXBsZSBub25jZQ==", "AQIDBAUGBwgJCgsMDQ4PEC=="),
	"26/Host with a port":                          change(valid, hostLine, "Host: server.example:15000\r\n"),
	"26/Host with an empty port":                   change(valid, hostLine, "Host: server.example:\r\n"),
	"26/Host in IPv6":                              change(valid, hostLine, "Host: [::1]:15000\r\n"),
	"26/key as the last field":                     change(valid, keyLine, "", versionLine, versionLine+keyLine),
	"26/order turned round":                        reversed(valid),
	"26/HTTP 1.2":                                  change(valid, "HTTP/1.1", "HTTP/1.2"),

	"browser/Chromium": "GET / HTTP/1.1\r\nHost: 127.0.0.1:15000\r\nConnection: Upgrade\r\nPragma: no-cache\r\nCache-Control: no-cache\r\n" +
		"User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36\r\n" +
		"Upgrade: websocket\r\nOrigin: http://127.0.0.1:15000\r\nSec-WebSocket-Version: 13\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n" +
		"Sec-WebSocket-Key: 3yMLSWFdF1MH1YDDPW/aYQ==\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n",
	"browser/Firefox": "GET / HTTP/1.1\r\nHost: localhost:15000\r\n" +
		"User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0\r\nAccept: */*\r\nAccept-Language: en-US,en;q=0.5\r\n" +
		"Accept-Encoding: gzip, deflate, br, zstd\r\nSec-WebSocket-Version: 13\r\nOrigin: http://localhost:15000\r\n" +
		"Sec-WebSocket-Extensions: permessage-deflate\r\nSec-WebSocket-Key: 8xkMEdXTkRVEfBEvWZPTSg==\r\nConnection: keep-alive, Upgrade\r\n" +
		"Sec-Fetch-Dest: empty\r\nSec-Fetch-Mode: websocket\r\nSec-Fetch-Site: same-origin\r\nPragma: no-cache\r\nCache-Control: no-cache\r\nUpgrade: websocket\r\n\r\n",
}

func lowerNames(request string) string {
	lines := strings.Split(request, "\r\n")
	for i, line := range lines[1:] {
		name, value, _ := strings.Cut(line, ":")
		if value != "" {
			lines[i+1] = strings.ToLower(name) + ":" + value
		}
	}
	return strings.Join(lines, "\r\n")
}

func reversed(request string) string {
	lines := strings.Split(strings.TrimSuffix(request, "\r\n\r\n"), "\r\n")
	for i, j := 1, len(lines)-1; i < j; i, j = i+1, j-1 {
		lines[i], lines[j] = lines[j], lines[i]
	}
	return strings.Join(lines, "\r\n") + "\r\n\r\n"
}

// keyOf finds the key without any of the code under test.
func keyOf(t *testing.T, request string) string {
	t.Helper()
	at := strings.Index(strings.ToLower(request), "sec-websocket-key:")
	value, _, ok := strings.Cut(request[max(at, 0)+len("sec-websocket-key:"):], "\r\n")
	if at < 0 || !ok {
		t.Fatalf("no key in %q", request)
	}
	return strings.Trim(value, " \t")
}

func TestAcceptAcceptsTheOdd(t *testing.T) {
	for name, request := range acceptedThoughOdd {
		want := change(accepted, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", handshake.AcceptKey(keyOf(t, request)))
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, r := send(t, handshake.Rules{}, request); r.err != nil || got != want {
				t.Errorf("error %v, answer\n%q, want\n%q", r.err, got, want)
			}
		})
		t.Run(name+", in net/http", func(t *testing.T) {
			t.Parallel()
			if got, reached := sendToNetHTTP(t, row{request: request}); !reached || parse(t, got).status != 204 {
				t.Errorf("refused, handler reached: %t: %q", reached, got)
			}
		})
	}
}

// A cancelled or failed write is an error, not an agreement.
func TestAcceptReportsALostClient(t *testing.T) {
	client, server := net.Pipe()
	go func() {
		io.WriteString(client, valid)
		client.Close()
	}()
	if agreed, err := handshake.Accept(server, handshake.Rules{}); err == nil {
		t.Errorf("agreed %+v with nobody", agreed)
	}
}

func TestAcceptHandsPlainRequestsOver(t *testing.T) {
	var got *handshake.Request
	rules := handshake.Rules{Plain: func(conn net.Conn, r *handshake.Request) {
		got = r
		io.WriteString(conn, "HTTP/1.1 200 OK\r\n\r\n")
		conn.Close()
	}}
	for name, test := range map[string]struct {
		request string
		plain   bool
	}{
		"GET":                      {"GET /x HTTP/1.1\r\nHost: h\r\n\r\n", true},
		"GET of HTTP 1.0":          {"GET /x HTTP/1.0\r\n\r\n", true},
		"Upgrade: h2c":             {change(valid, ": websocket", ": h2c"), true},
		"a handshake":              {valid, false},
		"a handshake of HTTP 1.0":  {change(valid, "HTTP/1.1", "HTTP/1.0"), false},
		"a handshake of version 8": {change(valid, ": 13", ": 8"), false},
		"HTTP 2":                   {"PRI * HTTP/2.0\r\n\r\n", false},
	} {
		got = nil
		answer, r := send(t, rules, test.request)
		plain := r.err == handshake.ErrPlain
		if plain != test.plain || plain != (got != nil) || plain != strings.HasPrefix(answer, "HTTP/1.1 200 ") {
			t.Errorf("%s: error %v, answer %q; want it handed over: %t", name, r.err, answer, test.plain)
		}
	}
}
