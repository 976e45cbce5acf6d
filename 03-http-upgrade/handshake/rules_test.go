package handshake_test

import (
	"slices"
	"testing"

	"example/websocket/03-http-upgrade/handshake"
)

func TestOriginAllowed(t *testing.T) {
	const self, port = "good.example", "good.example:8080"
	for _, test := range []struct {
		origin, host string
		allowed      []string
		want         bool
	}{
		{"", self, nil, true}, // no browser (RFC 6455 §10.1)
		{"http://good.example", self, nil, true},
		{"https://good.example", self, nil, true}, // TLS may end before us
		{"HTTP://Good.Example", self, nil, true},
		{"http://good.example", "GOOD.example", nil, true},
		{"http://good.example:80", self, nil, true},
		{"http://good.example", "good.example:80", nil, true},
		{"https://good.example", "good.example:443", nil, true},
		{"https://good.example", "good.example:80", nil, false},
		{"http://good.example:8080", port, nil, true},
		{"http://good.example", port, nil, false},
		{"http://good.example:8081", port, nil, false},
		{"http://good.example:8080", self, nil, false},
		{"http://[::1]:15000", "[::1]:15000", nil, true},
		{"http://[::1]", "[::1]:80", nil, true},
		{"http://[::1]:15000", "[::2]:15000", nil, false},
		{"http://127.0.0.1:15000", "localhost:15000", nil, false},

		{"https://evil.test", self, nil, false},
		{"https://good.example.evil.test", self, nil, false},
		{"https://evilgood.example", self, nil, false},
		{"https://sub.good.example", self, nil, false},
		{"https://good.example@evil.test", self, nil, false},
		{"https://evil.test/good.example", self, nil, false},
		{"https://evil.test#good.example", self, nil, false},
		{"https://good.example/", self, nil, false}, // an origin has no path (RFC 6454 §6.2)
		{"good.example", self, nil, false},
		{"//good.example", self, nil, false},
		{"null", self, nil, false}, // a sandboxed page, or a file
		{"null", "null", nil, false},
		{"http://", self, nil, false},
		{"http://", "", nil, false},
		{"http://good.example http://evil.test", self, nil, false},
		{"file://", self, nil, false},

		{"https://app.example", self, []string{"https://app.example"}, true},
		{"https://APP.example:443", self, []string{"https://app.example"}, true},
		{"https://app.example", self, []string{"https://app.example:443"}, true},
		{"http://app.example", self, []string{"https://app.example"}, false},
		{"https://app.example:444", self, []string{"https://app.example"}, false},
		{"https://app.example.evil.test", self, []string{"https://app.example"}, false},
		{"https://sub.app.example", self, []string{"https://app.example"}, false},
		{"https://app.example", self, []string{"app.example"}, false},
		{"http://good.example", self, []string{"https://app.example"}, true}, // besides the own one
		{"https://b.example", self, []string{"https://a.example", "https://b.example"}, true},
		{"null", self, []string{"null"}, true},
		{"null", self, []string{"also no origin"}, false},
		{"chrome-extension://abcdefgh", self, []string{"chrome-extension://abcdefgh"}, true},
		{"https://evil.test", self, []string{"*"}, true},
		{"null", self, []string{"*"}, true},
		{"https://evil.test", self, []string{"https://*"}, false},
	} {
		if got := handshake.OriginAllowed(test.origin, test.host, test.allowed); got != test.want {
			t.Errorf("page from %q to host %q, allowed %q: %t, want %t (RFC 6455 §10.2)", test.origin, test.host, test.allowed, got, test.want)
		}
	}
}

// Behind an absolute URI the page's own host is the URI's: the Host field does
// not count (RFC 9112 §3.2.2).
func TestJudgeComparesOriginWithAbsoluteURI(t *testing.T) {
	for origin, status := range map[string]int{"http://other.example": 0, "http://server.example": 403} {
		request := add(change(valid, " /chat", " http://other.example/chat"), "Origin: "+origin)
		_, r := send(t, handshake.Rules{}, request)
		if got := statusOf(r.err); got != status {
			t.Errorf("origin %s: %v, want status %d (0 is accepted)", origin, r.err, status)
		}
	}
}

func statusOf(err error) int {
	if r, ok := err.(*handshake.Refusal); ok {
		return r.Status
	}
	return 0
}

func TestJudgeRules(t *testing.T) {
	chat := handshake.Rules{Paths: []string{"/", "/chat"}}
	good := handshake.Rules{Origins: []string{"https://app.example"}}
	for _, test := range []struct {
		name, request string
		rules         handshake.Rules
		status        int
	}{
		{"path served", valid, chat, 0},
		{"path served, query", change(valid, "/chat", "/chat?room=1"), chat, 0},
		{"path served, absolute", change(valid, "/chat", "http://server.example/chat"), chat, 0},
		{"root served, absolute without a path", change(valid, "/chat", "http://server.example"), chat, 0},
		{"path below", change(valid, "/chat", "/chat/1"), chat, 404},
		{"path above", change(valid, "/chat", "/cha"), chat, 404},
		{"all paths", change(valid, "/chat", "/any/thing"), handshake.Rules{}, 0},
		{"allowed origin", add(valid, "Origin: https://app.example"), good, 0},
		{"other origin", add(valid, "Origin: https://app.example.evil.test"), good, 403},
		{"no origin", valid, good, 0},
		{"check agrees", valid, handshake.Rules{Check: func(*handshake.Request, *handshake.Answer) *handshake.Refusal { return nil }}, 0},
		{"check refuses", valid, checked(302, "Location", "/login"), 302},
		{"check is asked last", change(valid, ": 13", ": 8"), checked(401, "A", "b"), 426},
	} {
		if _, r := send(t, test.rules, test.request); statusOf(r.err) != test.status {
			t.Errorf("%s: %v, want status %d (0 is accepted)", test.name, r.err, test.status)
		}
	}
}

func TestCheckSeesTheRequest(t *testing.T) {
	var got *handshake.Request
	rules := handshake.Rules{Check: func(r *handshake.Request, _ *handshake.Answer) *handshake.Refusal { got = r; return nil }}
	send(t, rules, add(change(valid, "/chat", "/chat?token=1"), "cookie: a=b", "COOKIE: c=d"))
	if got == nil || got.URL().Query().Get("token") != "1" || !slices.Equal(got.Header["Cookie"], []string{"a=b", "c=d"}) {
		t.Errorf("Check sees %+v", got)
	}
}

func TestSubprotocolIsOneOfTheOffered(t *testing.T) {
	for _, test := range []struct {
		offered, supported []string
		want               string
	}{
		{nil, nil, ""},
		{[]string{"chat"}, nil, ""},
		{nil, []string{"chat"}, ""},
		{[]string{"chat"}, []string{"chat"}, "chat"},
		{[]string{"a", "b"}, []string{"b", "a"}, "a"}, // the client's order
		{[]string{"x", "b"}, []string{"a", "b"}, "b"},
		{[]string{"Chat"}, []string{"chat"}, ""}, // case counts here
		{[]string{"chat2"}, []string{"chat"}, ""},
	} {
		if got := handshake.Subprotocol(test.offered, test.supported); got != test.want {
			t.Errorf("offered %q, supported %q: %q, want %q (RFC 6455 §4.2.2)", test.offered, test.supported, got, test.want)
		}
	}
}

func TestHasToken(t *testing.T) {
	for _, test := range []struct {
		lines []string
		want  bool
	}{
		{nil, false},
		{[]string{""}, false},
		{[]string{"upgrade"}, true},
		{[]string{"UPGRADE"}, true},
		{[]string{"keep-alive, Upgrade"}, true},
		{[]string{"Upgrade,keep-alive"}, true},
		{[]string{" \tUpgrade\t "}, true},
		{[]string{",,Upgrade,"}, true},
		{[]string{"keep-alive", "Upgrade"}, true},
		{[]string{"notupgrade"}, false},
		{[]string{"upgraded"}, false},
		{[]string{"keep-alive Upgrade"}, false},
		{[]string{"Up", "grade"}, false},
		{[]string{"Upgrade;q=1"}, false},
		{[]string{"\"Upgrade\""}, false},
		{[]string{"upgrade\u00a0"}, false},
	} {
		if got := handshake.HasToken(test.lines, "upgrade"); got != test.want {
			t.Errorf("%q has the token upgrade: %t, want %t (RFC 9110 §5.6.1)", test.lines, got, test.want)
		}
	}
	if handshake.HasToken([]string{"web\u017foc\u212aet"}, "websocket") {
		t.Error("a long s and a Kelvin sign pass for websocket: case is ASCII's (RFC 6455 §4.2.1 (3))")
	}
}
