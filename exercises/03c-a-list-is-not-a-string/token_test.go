package handshake_test

import (
	_ "embed"
	"testing"

	handshake "example/websocket/exercises/03c-a-list-is-not-a-string"
	"example/websocket/exercises/internal/check"
)

//go:embed token.go
var yours string

//go:embed testdata/stub.go
var stub string

func TestHasToken(t *testing.T) {
	check.Run(t, check.File{Name: "token.go", Yours: yours, Stub: stub},
		check.Case{
			Name: "alone",
			Says: "The value upgrade holds the token upgrade, and not the token websocket.",
			Run: func(t *check.T) {
				holds(t, true, "upgrade", "upgrade")
				holds(t, false, "websocket", "upgrade")
			},
		},
		check.Case{
			Name: "capitals-in-the-value", Section: "RFC 6455 §4.2.1",
			Says: "The values Upgrade and UPGRADE hold the token upgrade: case does not count.",
			Run: func(t *check.T) {
				holds(t, true, "upgrade", "Upgrade")
				holds(t, true, "upgrade", "UPGRADE")
			},
		},
		check.Case{
			Name: "capitals-in-the-token", Section: "RFC 6455 §4.2.1",
			Says: "Nor does it count in the token: who asks for WebSocket finds websocket.",
			Run: func(t *check.T) {
				holds(t, true, "WebSocket", "websocket")
			},
		},
		check.Case{
			Name: "second-element", Section: "RFC 9110 §5.6.1",
			Says: "A line is a list: keep-alive, upgrade holds the token upgrade, as its last element or its first.",
			Run: func(t *check.T) {
				holds(t, true, "upgrade", "keep-alive, upgrade")
				holds(t, true, "upgrade", "upgrade, keep-alive")
			},
		},
		check.Case{
			Name: "white-space", Section: "RFC 9110 §5.6.1",
			Says: "Spaces and tabs beside a comma and at the ends of a line mean nothing, and there may be none.",
			Run: func(t *check.T) {
				holds(t, true, "upgrade", "keep-alive,upgrade")
				holds(t, true, "upgrade", "keep-alive ,  upgrade ")
				holds(t, true, "upgrade", "keep-alive,\tupgrade\t")
			},
		},
		check.Case{
			Name: "second-line", Section: "RFC 9110 §5.3",
			Says: "Several lines are one list: keep-alive on one and upgrade on the next hold both tokens.",
			Run: func(t *check.T) {
				holds(t, true, "upgrade", "keep-alive", "upgrade")
				holds(t, true, "keep-alive", "keep-alive", "upgrade")
			},
		},
		check.Case{
			Name: "empty-elements", Section: "RFC 9110 §5.6.1.2",
			Says: "Empty elements, as in ', ,upgrade,', are passed over, and so is an empty line.",
			Run: func(t *check.T) {
				holds(t, true, "upgrade", ", ,upgrade,")
				holds(t, true, "upgrade", "", "upgrade")
			},
		},
		check.Case{
			Name: "longer-word", Section: "RFC 6455 §4.2.1 (4)",
			Says: "An element counts whole: upgrade-insecure and upgrade/2 begin with upgrade, and do not hold it.",
			Run: func(t *check.T) {
				holds(t, false, "upgrade", "upgrade-insecure")
				holds(t, false, "upgrade", "keep-alive, upgrade/2")
			},
		},
		check.Case{
			Name: "end-of-a-word", Section: "RFC 6455 §4.2.1 (4)",
			Says: "notupgrade ends in upgrade, and does not hold it.",
			Run: func(t *check.T) {
				holds(t, false, "upgrade", "notupgrade")
				holds(t, false, "upgrade", "keep-alive, not-upgrade")
			},
		},
		check.Case{
			Name: "no-comma", Section: "RFC 9110 §5.6.1",
			Says: "Only commas part elements: 'keep-alive upgrade' is one, and does not hold upgrade.",
			Run: func(t *check.T) {
				holds(t, false, "upgrade", "keep-alive upgrade")
			},
		},
		check.Case{
			Name: "space-inside", Section: "RFC 9110 §5.6.1",
			Says: "A space inside an element stays: 'up grade' does not hold upgrade.",
			Run: func(t *check.T) {
				holds(t, false, "upgrade", "up grade")
			},
		},
		check.Case{
			Name: "nothing",
			Says: "A header that is not there, or is empty, holds no token.",
			Run: func(t *check.T) {
				holds(t, false, "upgrade")
				holds(t, false, "upgrade", "")
			},
		},
	)
}

func holds(t *check.T, want bool, token string, values ...string) {
	t.Call("HasToken(%q, %q)", values, token)
	t.Equal(handshake.HasToken(values, token), want)
}
