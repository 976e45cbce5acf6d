package handshake_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"example/websocket/03-http-upgrade/handshake"
)

func TestParseURL(t *testing.T) {
	for raw, want := range map[string]handshake.Target{
		"ws://h":                  {Address: "h:80", Host: "h", RequestTarget: "/"},
		"ws://h/":                 {Address: "h:80", Host: "h", RequestTarget: "/"},
		"wss://h/":                {Address: "h:443", TLS: true, Host: "h", RequestTarget: "/"},
		"WS://h/":                 {Address: "h:80", Host: "h", RequestTarget: "/"},
		"Wss://h/":                {Address: "h:443", TLS: true, Host: "h", RequestTarget: "/"},
		"ws://h:8080/x":           {Address: "h:8080", Host: "h:8080", RequestTarget: "/x"},
		"ws://h:80/":              {Address: "h:80", Host: "h", RequestTarget: "/"},
		"ws://h:443/":             {Address: "h:443", Host: "h:443", RequestTarget: "/"},
		"wss://h:443/":            {Address: "h:443", TLS: true, Host: "h", RequestTarget: "/"},
		"wss://h:80/":             {Address: "h:80", TLS: true, Host: "h:80", RequestTarget: "/"},
		"ws://h:/":                {Address: "h:80", Host: "h", RequestTarget: "/"},
		"ws://h:080/":             {Address: "h:80", Host: "h", RequestTarget: "/"},
		"ws://h:1/":               {Address: "h:1", Host: "h:1", RequestTarget: "/"},
		"ws://h:65535/":           {Address: "h:65535", Host: "h:65535", RequestTarget: "/"},
		"ws://127.0.0.1:15000/":   {Address: "127.0.0.1:15000", Host: "127.0.0.1:15000", RequestTarget: "/"},
		"ws://[::1]:15000/":       {Address: "[::1]:15000", Host: "[::1]:15000", RequestTarget: "/"},
		"ws://[::1]/":             {Address: "[::1]:80", Host: "[::1]", RequestTarget: "/"},
		"ws://[2001:db8::1]:80/":  {Address: "[2001:db8::1]:80", Host: "[2001:db8::1]", RequestTarget: "/"},
		"ws://h/chat?room=1&x=%2": {Address: "h:80", Host: "h", RequestTarget: "/chat?room=1&x=%2"},
		"ws://h?room=1":           {Address: "h:80", Host: "h", RequestTarget: "/?room=1"},
		"ws://h/?":                {Address: "h:80", Host: "h", RequestTarget: "/?"},
		"ws://h//a/../b":          {Address: "h:80", Host: "h", RequestTarget: "//a/../b"},
		"ws://h/a%2Fb":            {Address: "h:80", Host: "h", RequestTarget: "/a%2Fb"},
		"ws://h/a b":              {Address: "h:80", Host: "h", RequestTarget: "/a%20b"},
		"ws://h/é":                {Address: "h:80", Host: "h", RequestTarget: "/%C3%A9"},
		"ws://h/?a b":             {Address: "h:80", Host: "h", RequestTarget: "/?a%20b"},
		"ws://h/?é":               {Address: "h:80", Host: "h", RequestTarget: "/?%C3%A9"},
		"ws://h/?http://other/@:": {Address: "h:80", Host: "h", RequestTarget: "/?http://other/@:"},
	} {
		got, err := handshake.ParseURL(raw)
		if err != nil || *got != want {
			t.Errorf("%q: %+v, %v; want %+v (RFC 6455 §3)", raw, got, err, want)
		}
	}
}

func TestParseURLRefuses(t *testing.T) {
	for raw, why := range map[string]string{
		"":                          "ws://",
		"127.0.0.1:15000":           "begin",
		"h":                         "ws://",
		"h/chat":                    "ws://",
		"/chat":                     "ws://",
		"//h/chat":                  "ws://",
		"http://h/":                 "ws://",
		"https://h/":                "ws://",
		"wsss://h/":                 "ws://",
		"localhost:15000":           "ws://",
		"ws:":                       "begin",
		"ws:h":                      "begin",
		"ws:/h":                     "begin",
		"ws://":                     "host",
		"ws:///chat":                "host",
		"ws://:15000/":              "host",
		"ws://?x":                   "host",
		"ws://[]/":                  "",
		"ws://me@h/":                "user",
		"ws://me:secret@h/":         "user",
		"ws://@h/":                  "user",
		"ws://h/#top":               "fragment",
		"ws://h/#":                  "fragment",
		"ws://h#":                   "fragment",
		"ws://h:0/":                 "port 0",
		"ws://h:00/":                "port 0",
		"ws://h:65536/":             "HOST:PORT",
		"ws://h:999999999999999999": "HOST:PORT",
		"ws://h:-1/":                "",
		"ws://h:http/":              "",
		"ws://h:80:80/":             "",
		"ws://::1/":                 "",
		"ws://[::1/":                "",
		"ws://[::1]x/":              "",
		"ws://[127.0.0.1]/":         "",
		"ws://[fe80::1%25eth0]/":    "HOST",
		"ws://h h/":                 "host",
		"ws://h/\r\nX: y":           "control",
		"ws://h/?\r\nX: y":          "control",
		"ws://h\x00/":               "control",
		"ws://bücher.example/":      "HOST",
		"ws://h/%zz":                "escape",
	} {
		got, err := handshake.ParseURL(raw)
		var link *url.Error
		if !errors.As(err, &link) {
			t.Errorf("%q: %+v, %v; want a *url.Error", raw, got, err)
			continue
		}
		if oneLine(t, err.Error()); !strings.Contains(err.Error(), why) || !strings.Contains(err.Error(), "RFC 6455 §3") {
			t.Errorf("%q: %v; want it to speak of %q and RFC 6455 §3", raw, err, why)
		}
	}
}

// dial shows this to its user: each part where it is used.
//
// Claim C4.
func TestTargetStringShowsTheParts(t *testing.T) {
	for raw, want := range map[string][2]string{
		"ws://h/chat":        {"ws, WebSocket over TCP\nto the socket:       h:80\n", "GET /chat, Host: h\n"},
		"wss://h:8443/?a=b":  {"wss, WebSocket over TCP with TLS\nto the socket:       h:8443\n", "GET /?a=b, Host: h:8443\n"},
		"ws://[::1]:15000/x": {"ws, WebSocket over TCP\nto the socket:       [::1]:15000\n", "GET /x, Host: [::1]:15000\n"},
	} {
		target, err := handshake.ParseURL(raw)
		if err != nil {
			t.Fatal(err)
		}
		socket, inside, ok := strings.Cut(target.String(), "in the handshake:")
		if !ok || !strings.HasSuffix(socket, want[0]) || !strings.HasSuffix(inside, want[1]) {
			t.Errorf("%s is shown as\n%s", raw, target)
		}
	}
}
