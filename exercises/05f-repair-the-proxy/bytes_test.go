package proxy_test

import (
	"fmt"

	"example/websocket/04-frames/frame"
	"example/websocket/05-masking/poison"
	proxy "example/websocket/exercises/05f-repair-the-proxy"
	"example/websocket/exercises/internal/check"
)

const (
	upgrade = "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
	granted = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
		"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
	refused = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHello"

	getEvil = "GET /lib.js HTTP/1.1\r\nHost: evil.example\r\n\r\n"
	script  = "HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n" + poison.Genuine
)

// inBytes tries a Talk without sockets.
func inBytes() []check.Case {
	return []check.Case{
		{
			Name: "a-hit-stays-out-of-a-websocket",
			Says: "After a 101, a frame with the lure goes on to the server unchanged, though lib.js is in the cache, and the client gets nothing out of the cache.",
			Run: func(t *check.T) {
				cache := new(proxy.Cache)
				visit(t, &proxy.Talk{Cache: cache}, 100, poison.Lure, script)
				talk := &proxy.Talk{Cache: cache}
				visit(t, talk, 100, upgrade, granted)
				passes(t, talk, 100, string(frame.Append(nil, frame.Text, []byte(poison.Lure))))
			},
		},
		{
			Name: "its-own-site-too",
			Says: "After a 101 of evil.example, a frame with a GET of evil.example/lib.js and an answer to it put nothing into the cache, for any length of reads.",
			Run: func(t *check.T) {
				for n := 1; n <= len(upgrade); n++ {
					cache := new(proxy.Cache)
					talk := &proxy.Talk{Cache: cache}
					visit(t, talk, n, upgrade, granted)
					visit(t, talk, n, string(frame.Append(nil, frame.Text, []byte(getEvil))), string(frame.Append(nil, frame.Text, []byte(script))))
					t.Call("then, on another connection, FromClient(%q)", getEvil)
					if _, answer := feed(&proxy.Talk{Cache: cache}, getEvil, 100); answer != "" {
						t.Wrong(fmt.Sprintf("from the cache: %.40q …", answer), "nothing from the cache: the request goes on")
					}
				}
			},
		},
		{
			Name: "after-a-101-nothing-is-http", Section: "RFC 9110 §15.2.2",
			Says: "After a 101 the lure alone, which no frame surrounds, goes on at once, however the reads cut it, and its answer does not get into the cache.",
			Run: func(t *check.T) {
				for _, n := range []int{100, 20, 2, 1} {
					cache := new(proxy.Cache)
					talk := &proxy.Talk{Cache: cache}
					visit(t, talk, n, upgrade, granted)
					passes(t, talk, n, poison.Lure)
					talk.FromServer([]byte(script))
					t.Call("after a 101 and %q, FromServer(%.20q …)", poison.Lure, script)
					if cache.Load("cdn.example/lib.js") != nil {
						t.Wrong("cdn.example/lib.js in the cache", "nothing in the cache")
					}
				}
			},
		},
		{
			Name: "a-refused-upgrade-is-none", Section: "RFC 9110 §7.8",
			Says: "After a request with Upgrade that is answered 200, the connection is HTTP as before: the answer to the next request, for lib.js, is cached, and a second request for it is a hit.",
			Run: func(t *check.T) {
				cache := new(proxy.Cache)
				talk := &proxy.Talk{Cache: cache}
				visit(t, talk, 100, upgrade, refused)
				visit(t, talk, 100, poison.Lure, script)
				onward, answer := feed(talk, poison.Lure, 100)
				t.Call("after a 200 and a request for lib.js, FromClient(%q)", poison.Lure)
				if answer != script || onward != "" {
					t.Wrong(fmt.Sprintf("%d bytes from the cache, %d that go on", len(answer), len(onward)), fmt.Sprintf("%d from the cache, none that go on", len(script)))
				}
			},
		},
	}
}

// visit takes what the client says and what the server answers through talk, in
// reads of n bytes.
func visit(t *check.T, talk *proxy.Talk, n int, request, response string) {
	t.Call("FromClient(%.30q …), FromServer(%.20q …), in reads of %s", request, response, size(n))
	feed(talk, request, n)
	for b := []byte(response); len(b) > 0; b = b[min(n, len(b)):] {
		talk.FromServer(b[:min(n, len(b))])
	}
}

// feed takes the client's bytes through talk in reads of n bytes.
func feed(talk *proxy.Talk, text string, n int) (onward, answer string) {
	for b := []byte(text); len(b) > 0; b = b[min(n, len(b)):] {
		o, a := talk.FromClient(b[:min(n, len(b)):min(n, len(b))])
		onward, answer = onward+string(o), answer+string(a)
	}
	return onward, answer
}

// passes fails unless each piece goes on at once, as it is.
func passes(t *check.T, talk *proxy.Talk, n int, text string) {
	for b := []byte(text); len(b) > 0; b = b[min(n, len(b)):] {
		piece := b[:min(n, len(b))]
		t.Call("after a 101, FromClient(%q)", piece)
		onward, answer := talk.FromClient(piece)
		if len(answer) > 0 {
			t.Wrong(fmt.Sprintf("from the cache: %.40q …", answer), "nothing from the cache")
		}
		t.Bytes(onward, piece)
	}
}
