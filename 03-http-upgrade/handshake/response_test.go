package handshake_test

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"example/websocket/03-http-upgrade/handshake"
)

const (
	upgradeLine    = "Upgrade: websocket\r\n"
	connectionLine = "Connection: Upgrade\r\n"
	acceptLine     = "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
)

// judge reads a response and judges it by the sample key.
func judge(raw string, subprotocols ...string) error {
	resp, _, err := handshake.ReadResponse(&script{pieces: []string{raw}}, handshake.Limits{})
	if err != nil {
		return err
	}
	return handshake.JudgeResponse(resp, rfcKey, handshake.Offer{Target: target, Subprotocols: subprotocols})
}

func TestJudgeResponseFails(t *testing.T) {
	for name, test := range map[string]struct {
		response string
		says     string
		section  string
	}{
		"status 200":                  {change(accepted, "101 Switching Protocols", "200 OK"), `200 "OK", not 101`, "RFC 6455 §4.1"},
		"status 100":                  {change(accepted, "101 Switching Protocols", "100 Continue"), "100", "RFC 6455 §4.1"},
		"status 102":                  {change(accepted, "101", "102"), "102", "RFC 6455 §4.1"},
		"status 302":                  {change(accepted, "101", "302"), "302", "RFC 6455 §4.1"},
		"no Upgrade":                  {change(accepted, upgradeLine, ""), "Upgrade is", "RFC 6455 §4.1"},
		"Upgrade empty":               {change(accepted, upgradeLine, "Upgrade:\r\n"), "Upgrade is", "RFC 6455 §4.1"},
		"Upgrade: h2c":                {change(accepted, upgradeLine, "Upgrade: h2c\r\n"), "h2c", "RFC 6455 §4.1"},
		"Upgrade of two":              {change(accepted, upgradeLine, "Upgrade: websocket, h2c\r\n"), "h2c", "RFC 6455 §4.1"},
		"Upgrade beyond ASCII":        {change(accepted, upgradeLine, "Upgrade: web\u017focket\r\n"), "Upgrade is", "RFC 6455 §4.1"},
		"no Connection":               {change(accepted, connectionLine, ""), "Connection is", "RFC 6455 §4.1"},
		"Connection: close":           {change(accepted, connectionLine, "Connection: close\r\n"), "close", "RFC 6455 §4.1"},
		"Connection: notupgrade":      {change(accepted, connectionLine, "Connection: notupgrade\r\n"), "notupgrade", "RFC 6455 §4.1"},
		"no Accept":                   {change(accepted, acceptLine, ""), "0 Sec-WebSocket-Accept", "RFC 6455 §4.1"},
		"Accept twice":                {change(accepted, acceptLine, acceptLine+acceptLine), "2 Sec-WebSocket-Accept", "RFC 6455 §4.1"},
		"Accept empty":                {change(accepted, acceptLine, "Sec-WebSocket-Accept:\r\n"), "no known slip", "RFC 6455 §4.1"},
		"Accept in other case":        {change(accepted, "xOo=", "xoo="), "no known slip", "RFC 6455 §4.1"},
		"Accept of an empty key":      {change(accepted, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "Kfh9QIsMVZcl6xEPYxPHzW8SZ8w="), "the key is empty", "RFC 6455 §4.1"},
		"an extension":                {add(accepted, "Sec-WebSocket-Extensions: x-foo"), "x-foo", "RFC 6455 §4.1"},
		"a subprotocol, none offered": {add(accepted, "Sec-WebSocket-Protocol: mqtt"), "mqtt", "RFC 6455 §4.1"},

		"not HTTP":               {"\x81\x05Hello", "0x81", "RFC 9112 §4"},
		"another protocol":       {"SSH-2.0-OpenSSH_9.2\r\n\r\n", "SSH", "RFC 9112 §4"},
		"HTTP 2":                 {change(accepted, "HTTP/1.1", "HTTP/2.0"), "HTTP/2.0", "RFC 9112 §4"},
		"no status":              {"HTTP/1.1\r\n\r\n", "first line", "RFC 9112 §4"},
		"status with a sign":     {change(accepted, "101", "+10"), "first line", "RFC 9112 §4"},
		"status of two digits":   {change(accepted, "101", "10"), "first line", "RFC 9112 §4"},
		"control in the reason":  {change(accepted, "Switching", "\x1b[31m"), "first line", "RFC 9112 §4"},
		"bare LF":                {strings.ReplaceAll(accepted, "\r\n", "\n"), "LF alone", "RFC 9112 §2.2"},
		"folding":                {add(accepted, "X: a", " b"), "folding", "RFC 9112 §5"},
		"no colon":               {add(accepted, "X"), "colon", "RFC 9112 §5"},
		"control in a value":     {add(accepted, "X: \x1b[31m"), "control", "RFC 9112 §5"},
		"first line without end": {"HTTP/1.1 200 " + strings.Repeat("a", 9000), "too long", "RFC 9110 §5.4"},
		"head without end":       {"HTTP/1.1 200 OK\r\nX: " + strings.Repeat("a", 20000), "too large", "RFC 9110 §5.4"},
		"too many lines":         {add(accepted, strings.Repeat("X: a\r\n", 100)), "too many", "RFC 9110 §5.4"},
	} {
		err := judge(test.response)
		var failure *handshake.Failure
		if !errors.As(err, &failure) {
			t.Errorf("%s: %v, want a *Failure", name, err)
			continue
		}
		if oneLine(t, err.Error()); !strings.Contains(err.Error(), test.says) || failure.Section != test.section || !strings.Contains(err.Error(), test.section) {
			t.Errorf("%s: %v; want it to speak of %q, and of %s", name, err, test.says, test.section)
		}
	}
}

func TestJudgeResponseChecksSubprotocol(t *testing.T) {
	for name, test := range map[string]struct {
		lines []string
		ok    bool
	}{
		"the first":    {[]string{"Sec-WebSocket-Protocol: chat"}, true},
		"the second":   {[]string{"sec-websocket-protocol:superchat"}, true},
		"none":         {[]string{"X: y"}, true},
		"another":      {[]string{"Sec-WebSocket-Protocol: mqtt"}, false},
		"in caps":      {[]string{"Sec-WebSocket-Protocol: CHAT"}, false},
		"two, a list":  {[]string{"Sec-WebSocket-Protocol: chat, superchat"}, false},
		"two, on two":  {[]string{"Sec-WebSocket-Protocol: chat", "Sec-WebSocket-Protocol: superchat"}, false},
		"an empty one": {[]string{"Sec-WebSocket-Protocol:"}, false},
	} {
		if err := judge(add(accepted, test.lines...), "chat", "superchat"); (err == nil) != test.ok {
			t.Errorf("%s: %v; want it accepted: %t (RFC 6455 §4.1 step 6)", name, err, test.ok)
		}
	}
	agreed, _, err := connect(t, handshake.Offer{Target: target, Subprotocols: []string{"chat"}}, func(request string) []string {
		return []string{add(correct(t, request), "Sec-WebSocket-Protocol: chat")}
	})
	if err != nil || agreed.Subprotocol != "chat" {
		t.Errorf("agreed %+v, %v; want the subprotocol chat", agreed, err)
	}
}

func TestJudgeResponseAcceptsTheOdd(t *testing.T) {
	for name, response := range map[string]string{
		"as it should be":        accepted,
		"names in lower case":    lowerNames(accepted),
		"names in upper case":    change(accepted, "Upgrade: w", "UPGRADE: w", "Connection", "CONNECTION", "Sec-WebSocket-Accept", "SEC-WEBSOCKET-ACCEPT"),
		"values in other case":   change(accepted, "websocket", "WebSocket", ": Upgrade", ": upgrade"),
		"another reason":         change(accepted, "Switching Protocols", "Web Socket Protocol Handshake"),
		"no reason":              change(accepted, "Switching Protocols", ""),
		"no reason and no space": change(accepted, " Switching Protocols", ""),
		"HTTP 1.0":               change(accepted, "HTTP/1.1", "HTTP/1.0"),
		"list in Connection":     change(accepted, ": Upgrade", ": keep-alive, Upgrade"),
		"spaces":                 strings.ReplaceAll(strings.ReplaceAll(accepted, ": ", ":\t "), "=\r", "= \r"),
		"further fields":         add(accepted, "Date: today", "Server: x", "Set-Cookie: a=b"),
		"reversed":               reversed(accepted),
	} {
		if err := judge(response); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The right Accept for the sample key is wrong for every other.
func TestConnectFailsOnARecordedAnswer(t *testing.T) {
	_, _, err := connect(t, handshake.Offer{Target: target}, func(string) []string { return []string{accepted} })
	if err == nil || !strings.Contains(err.Error(), "sample key") {
		t.Errorf("%v; want words about the sample key", err)
	}
}

// A refusal's status, header and beginning of the body are the caller's.
func TestConnectExposesARefusal(t *testing.T) {
	long := strings.Repeat("no! ", 10_000)
	for name, test := range map[string]struct{ header, behind, body string }{
		"body as announced":     {"Content-Length: 9", "forbidden", "forbidden"},
		"body shorter":          {"Content-Length: 99", "forbidden", "forbidden"},
		"body longer":           {"Content-Length: 6", "forbidden", "forbid"},
		"no length":             {"X: y", "forbidden", "forbidden"},
		"no body":               {"X: y", "", ""},
		"length 0":              {"Content-Length: 0", "forbidden", ""},
		"length negative":       {"Content-Length: -1", "forbidden", ""},
		"length no number":      {"Content-Length: ?", "forbidden", "forbidden"},
		"length beyond bounds":  {"Content-Length: 99999999999999999999", "forbidden", "forbidden"},
		"a long body":           {"Content-Length: 40000", long, long[:4096]},
		"a long body, no end":   {"X: y", long, long[:4096]},
		"a chunked body":        {"Transfer-Encoding: chunked", "6\r\nforbid\r\n3;a=b\r\nden\r\n0\r\n\r\n", "forbidden"},
		"a chunked body, cut":   {"Transfer-Encoding: chunked", "6\r\nforbid\r\n3\r\nd", "forbidd"},
		"a body that is binary": {"X: y", "\x1b[31m\x00\n\u2028", "\x1b[31m\x00\n\u2028"},
	} {
		head := "HTTP/1.1 403 Forbidden\r\nWWW-Authenticate: Basic\r\n" + test.header + "\r\n\r\n"
		for _, pieces := range [][]string{{head + test.behind}, {head, test.behind}, bytewise(head + test.behind)} {
			_, _, err := connect(t, handshake.Offer{Target: target}, func(string) []string { return pieces })
			var failure *handshake.Failure
			if !errors.As(err, &failure) || failure.Response == nil {
				t.Errorf("%s: %v, want a *Failure with a response", name, err)
				continue
			}
			oneLine(t, err.Error())
			if r := failure.Response; r.Status != 403 || r.Header.Get("WWW-Authenticate") != "Basic" || string(failure.Body) != test.body {
				t.Errorf("%s: status %d, header %v, body %.60q (%d bytes), want %.60q (%d bytes)", name, r.Status, r.Header,
					failure.Body, len(failure.Body), test.body, len(test.body))
			}
			if test.body == "forbidden" && !strings.Contains(err.Error(), `the server says: "forbidden"`) {
				t.Errorf("%s: %v does not say what the server says", name, err)
			}
		}
	}
}

// A server that announces more than it sends, and keeps the connection, costs
// a moment; what came is kept.
func TestConnectDoesNotWaitForABody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server := net.Pipe()
		defer server.Close()
		go func() {
			http.ReadRequest(bufio.NewReader(server))
			io.WriteString(server, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 99\r\n\r\nlater")
		}()
		_, err := handshake.Connect(client, handshake.Offer{Target: target})
		var failure *handshake.Failure
		if !errors.As(err, &failure) || string(failure.Body) != "later" {
			t.Errorf("%v, want a *Failure with the body that came", err)
		}
	})
}
