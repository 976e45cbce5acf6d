package choice_test

import (
	_ "embed"
	"testing"

	choice "example/websocket/exercises/03g-whose-page-is-it"
	"example/websocket/exercises/internal/check"
)

//go:embed choose.go
var yours string

//go:embed testdata/stub.go
var stub string

func TestChoices(t *testing.T) {
	check.Run(t, check.File{Name: "choose.go", Yours: yours, Stub: stub},
		check.Case{
			Name: "own-page", Section: "RFC 6455 §10.2",
			Says: "https://good.example may connect to the host good.example, and http://127.0.0.1:15000 to 127.0.0.1:15000.",
			Run: func(t *check.T) {
				allows(t, true, "https://good.example", "good.example")
				allows(t, true, "http://127.0.0.1:15000", "127.0.0.1:15000")
			},
		},
		check.Case{
			Name: "foreign-page", Section: "RFC 6455 §10.2",
			Says: "https://evil.test may not connect to good.example, also if https://app.example is allowed.",
			Run: func(t *check.T) {
				allows(t, false, "https://evil.test", "good.example")
				allows(t, false, "https://evil.test", "good.example", "https://app.example")
			},
		},
		check.Case{
			Name: "absent", Section: "RFC 6455 §10.1",
			Says: "No origin, which is \"\", may connect: it is no browser.",
			Run:  func(t *check.T) { allows(t, true, "", "good.example", "https://app.example") },
		},
		check.Case{
			Name: "null", Section: "RFC 6454 §7.1",
			Says: "The origin null is not the same as none, and may not connect.",
			Run:  func(t *check.T) { allows(t, false, "null", "good.example", "https://app.example") },
		},
		check.Case{
			Name: "other-port", Section: "RFC 6454 §4",
			Says: "Another port is another origin: http://good.example:8080 may not connect to good.example, nor to good.example:15000.",
			Run: func(t *check.T) {
				allows(t, false, "http://good.example:8080", "good.example")
				allows(t, false, "http://good.example:8080", "good.example:15000")
			},
		},
		check.Case{
			Name: "case", Section: "RFC 6454 §4",
			Says: "Case does not count: https://good.example may connect to Good.Example, and where HTTPS://App.Example is allowed, https://app.example may.",
			Run: func(t *check.T) {
				allows(t, true, "https://good.example", "Good.Example")
				allows(t, true, "https://app.example", "good.example", "HTTPS://App.Example")
			},
		},
		check.Case{
			Name: "allowed", Section: "RFC 6455 §10.2",
			Says: "https://app.example may connect to good.example if it is in the allowed list, first or last.",
			Run: func(t *check.T) {
				allows(t, true, "https://app.example", "good.example", "https://app.example", "https://news.example")
				allows(t, true, "https://app.example", "good.example", "https://news.example", "https://app.example")
			},
		},
		check.Case{
			Name: "other-scheme", Section: "RFC 6454 §4",
			Says: "Where https://app.example is allowed, http://app.example may not connect.",
			Run:  func(t *check.T) { allows(t, false, "http://app.example", "good.example", "https://app.example") },
		},
		check.Case{
			Name: "begins-alike", Section: "RFC 6455 §10.2",
			Says: "https://good.example.evil.test may not connect to good.example, nor where https://good.example is allowed.",
			Run: func(t *check.T) {
				allows(t, false, "https://good.example.evil.test", "good.example")
				allows(t, false, "https://good.example.evil.test", "chat.example", "https://good.example")
			},
		},
		check.Case{
			Name: "ends-alike", Section: "RFC 6455 §10.2",
			Says: "https://notgood.example may not connect to good.example, and neither may https://evil.good.example.",
			Run: func(t *check.T) {
				allows(t, false, "https://notgood.example", "good.example")
				allows(t, false, "https://evil.good.example", "good.example")
			},
		},
		check.Case{
			Name: "one-in-common", Section: "RFC 6455 §4.2.2 (5)",
			Says: "Of news and chat offered, a server of chat picks chat.",
			Run:  func(t *check.T) { picks(t, "chat", []string{"news", "chat"}, []string{"chat"}) },
		},
		check.Case{
			Name: "client-first", Section: "RFC 6455 §4.1 (10)",
			Says: "The client's order counts: of v2 and v1 offered, a server of v1 and v2 picks v2.",
			Run:  func(t *check.T) { picks(t, "v2", []string{"v2", "v1"}, []string{"v1", "v2"}) },
		},
		check.Case{
			Name: "none-in-common", Section: "RFC 6455 §4.2.2 (5)",
			Says: "Of news offered, a server of chat picks none, which is \"\".",
			Run:  func(t *check.T) { picks(t, "", []string{"news"}, []string{"chat"}) },
		},
		check.Case{
			Name: "none-offered", Section: "RFC 6455 §4.2.2 (5)",
			Says: "Of none offered, a server of chat picks none; a server of none picks none of chat.",
			Run: func(t *check.T) {
				picks(t, "", nil, []string{"chat"})
				picks(t, "", []string{"chat"}, nil)
			},
		},
		check.Case{
			Name: "subprotocol-case", Section: "RFC 6455 §4.2.2 (5)",
			Says: "A subprotocol's case counts: of Chat offered, a server of chat picks none.",
			Run:  func(t *check.T) { picks(t, "", []string{"Chat"}, []string{"chat"}) },
		},
	)
}

func allows(t *check.T, want bool, origin, host string, allowed ...string) {
	t.Call("OriginAllowed(%q, %q, %q)", origin, host, allowed)
	t.Equal(choice.OriginAllowed(origin, host, allowed), want)
}

func picks(t *check.T, want string, offered, supported []string) {
	t.Call("Subprotocol(%q, %q)", offered, supported)
	t.Equal(choice.Subprotocol(offered, supported), want)
}
