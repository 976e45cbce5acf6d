package bouncer_test

import (
	_ "embed"
	"testing"

	"example/websocket/exercises/internal/check"
)

//go:embed judge.go
var yours string

//go:embed testdata/stub.go
var stub string

func TestJudge(t *testing.T) {
	check.Run(t, check.File{Name: "judge.go", Yours: yours, Stub: stub},
		check.Case{
			Name: "the-browser", Section: "RFC 6455 §4.2.1",
			Says: "The browser's request above is accepted.",
			Run:  func(t *check.T) { accepts(t, "as it stands") },
		},
		check.Case{
			Name: "names-in-small-letters", Section: "RFC 9110 §5.1",
			Says: "The same request is accepted with the names of all its fields in small letters.",
			Run:  func(t *check.T) { accepts(t, "its names in small letters", lowerNames) },
		},
		check.Case{
			Name: "key-last", Section: "RFC 9110 §5.3",
			Says: "The same request is accepted with the key on its last line: the order means nothing.",
			Run: func(t *check.T) {
				accepts(t, "Sec-WebSocket-Key on the last line", without("Sec-WebSocket-Key"), with("Sec-WebSocket-Key", sampleKey))
			},
		},
		check.Case{
			Name: "lists", Section: "RFC 6455 §4.2.1 (3), (4)",
			Says: "Connection: keep-alive, Upgrade is accepted, and so is Upgrade: WebSocket.",
			Run: func(t *check.T) {
				accepts(t, "Connection: keep-alive, Upgrade", set("Connection", "keep-alive, Upgrade"))
				accepts(t, "Upgrade: WebSocket", set("Upgrade", "WebSocket"))
			},
		},
		check.Case{
			Name: "two-lines", Section: "RFC 9110 §5.3",
			Says: "Connection on two lines, first keep-alive and then Upgrade, is accepted.",
			Run: func(t *check.T) {
				accepts(t, "Connection on two lines", set("Connection", "keep-alive"), with("Connection", "Upgrade"))
			},
		},
		check.Case{
			Name: "no-origin", Section: "RFC 6455 §10.1",
			Says: "A request without Origin is accepted: it comes from no web page.",
			Run:  func(t *check.T) { accepts(t, "no Origin", without("Origin")) },
		},
		check.Case{
			Name: "method", Section: "RFC 6455 §4.2.1 (1)",
			Says: "POST gets 405, with Allow: GET.",
			Run:  func(t *check.T) { refuses(t, "the method POST", 405, "Allow: GET", method("POST")) },
		},
		check.Case{
			Name: "no-upgrade", Section: "RFC 6455 §4.2.1 (3)",
			Says: "No Upgrade, or one without the token websocket, gets 426, with Upgrade: websocket.",
			Run: func(t *check.T) {
				refuses(t, "no Upgrade", 426, "Upgrade: websocket", without("Upgrade"))
				refuses(t, "Upgrade: h2c", 426, "Upgrade: websocket", set("Upgrade", "h2c"))
			},
		},
		check.Case{
			Name: "connection", Section: "RFC 6455 §4.2.1 (4)",
			Says: "No Connection, or one without the token upgrade, gets 400.",
			Run: func(t *check.T) {
				refuses(t, "no Connection", 400, "", without("Connection"))
				refuses(t, "Connection: keep-alive", 400, "", set("Connection", "keep-alive"))
			},
		},
		check.Case{
			Name: "version-missing", Section: "RFC 6455 §4.2.1 (6)",
			Says: "No Sec-WebSocket-Version gets 400, with Sec-WebSocket-Version: 13.",
			Run: func(t *check.T) {
				refuses(t, "no Sec-WebSocket-Version", 400, "Sec-WebSocket-Version: 13", without("Sec-WebSocket-Version"))
			},
		},
		check.Case{
			Name: "version-8", Section: "RFC 6455 §4.2.2 (4)",
			Says: "Version 8 gets 426, with Sec-WebSocket-Version: 13.",
			Run: func(t *check.T) {
				refuses(t, "Sec-WebSocket-Version: 8", 426, "Sec-WebSocket-Version: 13", set("Sec-WebSocket-Version", "8"))
			},
		},
		check.Case{
			Name: "version-8-upgrade", Section: "RFC 9110 §15.5.22",
			Says: "That 426 too has Upgrade: websocket, as every 426 must.",
			Run: func(t *check.T) {
				refuses(t, "Sec-WebSocket-Version: 8", 426, "Upgrade: websocket", set("Sec-WebSocket-Version", "8"))
			},
		},
		check.Case{
			Name: "key-missing", Section: "RFC 6455 §4.2.1 (5)",
			Says: "No Sec-WebSocket-Key gets 400.",
			Run:  func(t *check.T) { refuses(t, "no Sec-WebSocket-Key", 400, "", without("Sec-WebSocket-Key")) },
		},
		check.Case{
			Name: "key-twice", Section: "RFC 6455 §11.3.1",
			Says: "Sec-WebSocket-Key on two lines gets 400, with one value or with two.",
			Run: func(t *check.T) {
				refuses(t, "the key on two lines", 400, "", with("Sec-WebSocket-Key", sampleKey))
				refuses(t, "two keys", 400, "", with("Sec-WebSocket-Key", "x3JJHMbDL1EzLkh9GBhXDw=="))
			},
		},
		check.Case{
			Name: "key-of-12-bytes", Section: "RFC 6455 §4.2.1 (5)",
			Says: "A key that decodes to 12 bytes gets 400, though it has 16 characters; so does one of 15 bytes, and one that is empty.",
			Run: func(t *check.T) {
				refusesKey(t, "c2l4dGVlbiBiaXRz", "dGhlIHNhbXBsZSBub25j", "")
			},
		},
		check.Case{
			Name: "key-of-18-bytes", Section: "RFC 6455 §4.2.1 (5)",
			Says: "A key that decodes to 18 bytes gets 400, though it has 24 characters, as a right one has.",
			Run:  func(t *check.T) { refusesKey(t, "dGhlIHNhbXBsZSBub25jZSEh") },
		},
		check.Case{
			Name: "key-no-base64", Section: "RFC 6455 §4.2.1 (5)",
			Says: "A key that is no base64 gets 400, though it has 16 characters, or 24.",
			Run:  func(t *check.T) { refusesKey(t, "16 is not enough", "the sample nonce, plain.") },
		},
		check.Case{
			Name: "foreign-origin", Section: "RFC 6455 §10.2",
			Says: "Origin: https://evil.example gets 403, since the host is chat.example.",
			Run: func(t *check.T) {
				refuses(t, "Origin: https://evil.example", 403, "", set("Origin", "https://evil.example"))
			},
		},
		check.Case{
			Name: "reasons",
			Says: "Each of these refusals has a Reason, which the client is shown.",
			Run:  reasons,
		},
	)
}
