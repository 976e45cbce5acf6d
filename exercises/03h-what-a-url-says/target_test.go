package wsurl_test

import (
	_ "embed"
	"fmt"
	"strings"
	"testing"

	wsurl "example/websocket/exercises/03h-what-a-url-says"
	"example/websocket/exercises/internal/check"
)

//go:embed target.go
var yours string

//go:embed testdata/stub.go
var stub string

func TestTarget(t *testing.T) {
	check.Run(t, check.File{Name: "target.go", Yours: yours, Stub: stub},
		check.Case{
			Name: "network", Section: "RFC 6455 §4.1",
			Says: "The network is tcp, for ws and for wss.",
			Run: func(t *check.T) {
				says(t, network, "ws://127.0.0.1:15000/chat", "tcp")
				says(t, network, "wss://chat.example/", "tcp")
			},
		},
		check.Case{
			Name: "address", Section: "RFC 6455 §3",
			Says: "The address has the port of the URL: ws://127.0.0.1:15000/chat gives 127.0.0.1:15000.",
			Run: func(t *check.T) {
				says(t, address, "ws://127.0.0.1:15000/chat", "127.0.0.1:15000")
			},
		},
		check.Case{
			Name: "port-80", Section: "RFC 6455 §3",
			Says: "Without a port, the address of ws://chat.example/ is chat.example:80.",
			Run:  func(t *check.T) { says(t, address, "ws://chat.example/", "chat.example:80") },
		},
		check.Case{
			Name: "port-443", Section: "RFC 6455 §3",
			Says: "Without a port, the address of wss://chat.example/ is chat.example:443.",
			Run:  func(t *check.T) { says(t, address, "wss://chat.example/", "chat.example:443") },
		},
		check.Case{
			Name: "ipv6-address", Section: "RFC 3986 §3.2.2",
			Says: "An IPv6 address keeps its brackets: ws://[::1]/ gives [::1]:80, and ws://[::1]:15000/ gives [::1]:15000.",
			Run: func(t *check.T) {
				says(t, address, "ws://[::1]/", "[::1]:80")
				says(t, address, "ws://[::1]:15000/", "[::1]:15000")
			},
		},
		check.Case{
			Name: "path-and-query", Section: "RFC 6455 §3",
			Says: "The request target is path and query: /chat?room=1.",
			Run:  func(t *check.T) { says(t, requestTarget, "ws://chat.example/chat?room=1", "/chat?room=1") },
		},
		check.Case{
			Name: "empty-path", Section: "RFC 6455 §3",
			Says: "An empty path is /: ws://chat.example asks for /, and ws://chat.example?room=1 for /?room=1.",
			Run: func(t *check.T) {
				says(t, requestTarget, "ws://chat.example", "/")
				says(t, requestTarget, "ws://chat.example?room=1", "/?room=1")
			},
		},
		check.Case{
			Name: "escaped-path", Section: "RFC 3986 §2.1",
			Says: "What is escaped stays so: /a%20room is asked for as /a%20room.",
			Run:  func(t *check.T) { says(t, requestTarget, "ws://chat.example/a%20room", "/a%20room") },
		},
		check.Case{
			Name: "host", Section: "RFC 6455 §4.1 (4)",
			Says: "The Host is the host alone where the URL has no port: chat.example, and [::1] with its brackets.",
			Run: func(t *check.T) {
				says(t, hostHeader, "ws://chat.example/chat", "chat.example")
				says(t, hostHeader, "wss://[::1]/chat", "[::1]")
			},
		},
		check.Case{
			Name: "host-and-port", Section: "RFC 6455 §4.1 (4)",
			Says: "Another port than the usual stands in the Host too: chat.example:15000, and [::1]:15000.",
			Run: func(t *check.T) {
				says(t, hostHeader, "ws://chat.example:15000/chat", "chat.example:15000")
				says(t, hostHeader, "ws://[::1]:15000/chat", "[::1]:15000")
			},
		},
		check.Case{
			Name: "usual-port", Section: "RFC 6455 §4.1 (4)",
			Says: "The usual port is left out of the Host, though the URL has it: 80 with ws, 443 with wss.",
			Run: func(t *check.T) {
				says(t, hostHeader, "ws://chat.example:80/", "chat.example")
				says(t, hostHeader, "wss://chat.example:443/", "chat.example")
			},
		},
		check.Case{
			Name: "usual-port-ipv6", Section: "RFC 3986 §3.2.2",
			Says: "So it is with an IPv6 address, whose brackets stay: ws://[::1]:80/ and wss://[::1]:443/ both give [::1].",
			Run: func(t *check.T) {
				says(t, hostHeader, "ws://[::1]:80/", "[::1]")
				says(t, hostHeader, "wss://[::1]:443/", "[::1]")
			},
		},
		check.Case{
			Name: "unusual-port", Section: "RFC 6455 §4.1 (4)",
			Says: "443 is not usual with ws, nor 80 with wss: these stay in the Host.",
			Run: func(t *check.T) {
				says(t, hostHeader, "ws://chat.example:443/", "chat.example:443")
				says(t, hostHeader, "wss://chat.example:80/", "chat.example:80")
			},
		},
		check.Case{
			Name: "tls", Section: "RFC 6455 §3",
			Says: "wss is with TLS, on any port, and ws is without, on port 443 too.",
			Run: func(t *check.T) {
				says(t, useTLS, "wss://chat.example:15000/", "true")
				says(t, useTLS, "ws://chat.example:443/", "false")
			},
		},
		check.Case{
			Name: "scheme-in-capitals", Section: "RFC 3986 §3.1",
			Says: "The scheme's case does not count: WSS is with TLS.",
			Run:  func(t *check.T) { says(t, useTLS, "WSS://chat.example/", "true") },
		},
		check.Case{
			Name: "other-scheme", Section: "RFC 6455 §3",
			Says: "Another scheme than these two, http say, is an error; so is none.",
			Run: func(t *check.T) {
				refuses(t, "http://chat.example/")
				refuses(t, "chat.example/chat")
			},
		},
		check.Case{
			Name: "no-host", Section: "RFC 6455 §3",
			Says: "A URL without a host is an error: ws:///chat, and ws://:15000/chat.",
			Run: func(t *check.T) {
				refuses(t, "ws:///chat")
				refuses(t, "ws://:15000/chat")
			},
		},
		check.Case{
			Name: "user", Section: "RFC 6455 §3",
			Says: "A user name is an error, with a password and without.",
			Run: func(t *check.T) {
				refuses(t, "ws://alice:secret@chat.example/")
				refuses(t, "ws://alice@chat.example/")
			},
		},
		check.Case{
			Name: "fragment", Section: "RFC 6455 §3",
			Says: "A fragment is an error.",
			Run:  func(t *check.T) { refuses(t, "ws://chat.example/chat#room") },
		},
		check.Case{
			Name: "empty-fragment", Section: "RFC 6455 §3",
			Says: "So is an empty one, a # at the end.",
			Run:  func(t *check.T) { refuses(t, "ws://chat.example/chat#") },
		},
	)
}

// The results of Target that a case may look at.
const (
	network       = "network"
	address       = "address"
	requestTarget = "requestTarget"
	hostHeader    = "hostHeader"
	useTLS        = "useTLS"
)

// says demands one result, and looks at no other.
func says(t *check.T, result, url, want string) {
	t.Call("Target(%q)", url)
	n, a, r, h, tls, err := wsurl.Target(url)
	if err != nil {
		t.Drawn("an error", "no error", saying(err))
	}
	got := map[string]string{network: n, address: a, requestTarget: r, hostHeader: h, useTLS: fmt.Sprint(tls)}[result]
	if got != want {
		t.Wrong(fmt.Sprintf("%s %q", result, got), fmt.Sprintf("%s %q", result, want))
	}
}

// saying is what a screen shows of an error, below what came and what was wanted.
func saying(err error) string {
	return strings.Join(check.Fold("the error says: "+err.Error(), 76), "\n")
}

func refuses(t *check.T, url string) {
	t.Call("Target(%q)", url)
	if _, _, _, _, _, err := wsurl.Target(url); err == nil {
		t.Wrong("no error", "an error")
	}
}
