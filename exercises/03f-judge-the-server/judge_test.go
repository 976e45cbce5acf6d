package client_test

import (
	_ "embed"
	"testing"

	"example/websocket/exercises/internal/check"
)

//go:embed judge.go
var yours string

//go:embed testdata/stub.go
var stub string

func TestJudgeResponse(t *testing.T) {
	check.Run(t, check.File{Name: "judge.go", Yours: yours, Stub: stub},
		check.Case{
			Name: "the-answer", Section: "RFC 6455 §4.1",
			Says: "The 101 above is accepted: nil.",
			Run:  func(t *check.T) { accepts(t, "the 101 as it stands") },
		},
		check.Case{
			Name: "case", Section: "RFC 6455 §4.1 (2), (3)",
			Says: "Upgrade: WebSocket is accepted, and Connection: upgrade: case does not count in them.",
			Run: func(t *check.T) {
				accepts(t, "Upgrade: WebSocket", set("Upgrade", "WebSocket"))
				accepts(t, "Connection: upgrade", set("Connection", "upgrade"))
			},
		},
		check.Case{
			Name: "connection-list", Section: "RFC 6455 §4.1 (3)",
			Says: "Connection is a list: keep-alive, Upgrade is accepted, on one line or on two.",
			Run: func(t *check.T) {
				accepts(t, "Connection: keep-alive, Upgrade", set("Connection", "keep-alive, Upgrade"))
				accepts(t, "Connection on two lines", set("Connection", "keep-alive", "Upgrade"))
			},
		},
		check.Case{
			Name: "picked-subprotocol", Section: "RFC 6455 §4.1 (6)",
			Says: "Sec-WebSocket-Protocol: chat, which was offered, is accepted.",
			Run:  func(t *check.T) { accepts(t, "Sec-WebSocket-Protocol: chat", set("Sec-WebSocket-Protocol", "chat")) },
		},
		check.Case{
			Name: "picked-extension", Section: "RFC 6455 §4.1 (5)",
			Says: "The extension permessage-deflate, which was offered, is accepted, without parameters and with one.",
			Run: func(t *check.T) {
				accepts(t, "permessage-deflate", set("Sec-WebSocket-Extensions", "permessage-deflate"))
				accepts(t, "permessage-deflate with a parameter", set("Sec-WebSocket-Extensions", "permessage-deflate; server_no_context_takeover"))
			},
		},
		check.Case{
			Name: "refused", Section: "RFC 6455 §4.1 (1)",
			Says: "A 403 is an error, and its text holds 403; a 200 with the fields of a right 101 is an error too.",
			Run: func(t *check.T) {
				fails(t, "the status 200", status(200))
				errorNames(t, 403)
			},
		},
		check.Case{
			Name: "upgrade", Section: "RFC 6455 §4.1 (2)",
			Says: "No Upgrade, or another than websocket, is an error.",
			Run: func(t *check.T) {
				fails(t, "no Upgrade", set("Upgrade"))
				fails(t, "Upgrade: h2c", set("Upgrade", "h2c"))
			},
		},
		check.Case{
			Name: "connection", Section: "RFC 6455 §4.1 (3)",
			Says: "No Connection, or one without the token upgrade, is an error.",
			Run: func(t *check.T) {
				fails(t, "no Connection", set("Connection"))
				fails(t, "Connection: close", set("Connection", "close"))
			},
		},
		check.Case{
			Name: "accept-missing", Section: "RFC 6455 §4.1 (4)",
			Says: "No Sec-WebSocket-Accept is an error.",
			Run:  func(t *check.T) { fails(t, "no Accept", set("Sec-WebSocket-Accept")) },
		},
		check.Case{
			Name: "accept-of-another", Section: "RFC 6455 §4.1 (4)",
			Says: "An Accept that answers another key is an error.",
			Run: func(t *check.T) {
				fails(t, "the Accept for another key", set("Sec-WebSocket-Accept", "HSmrc0sMlYUkAGmm5OPpG2HaGWk="))
			},
		},
		check.Case{
			Name: "accept-case", Section: "RFC 6455 §4.1 (4)",
			Says: "The right Accept in small letters is an error: in base64, case counts.",
			Run: func(t *check.T) {
				fails(t, "the Accept in small letters", set("Sec-WebSocket-Accept", "s3pplmbitxaq9kygzzhzrbk+xoo="))
			},
		},
		check.Case{
			Name: "accept-twice", Section: "RFC 6455 §11.3.3",
			Says: "Sec-WebSocket-Accept on two lines is an error, even if both are right.",
			Run: func(t *check.T) {
				fails(t, "the right Accept twice", set("Sec-WebSocket-Accept", sampleAccept, sampleAccept))
			},
		},
		check.Case{
			Name: "extension", Section: "RFC 6455 §4.1 (5)",
			Says: "An extension that was not offered is an error, alone or behind one that was.",
			Run: func(t *check.T) {
				fails(t, "the extension x-foo", set("Sec-WebSocket-Extensions", "x-foo"))
				fails(t, "the extension x-foo behind one that was offered", set("Sec-WebSocket-Extensions", "permessage-deflate, x-foo"))
			},
		},
		check.Case{
			Name: "extension-grammar", Section: "RFC 6455 §9.1",
			Says: "Sec-WebSocket-Extensions that breaks the grammar is an error.",
			Run: func(t *check.T) {
				fails(t, "Sec-WebSocket-Extensions: permessage-deflate; =", set("Sec-WebSocket-Extensions", "permessage-deflate; ="))
			},
		},
		check.Case{
			Name: "subprotocol", Section: "RFC 6455 §4.1 (6)",
			Says: "A subprotocol that was not offered is an error, and so is any at all when none was.",
			Run: func(t *check.T) {
				fails(t, "Sec-WebSocket-Protocol: news", set("Sec-WebSocket-Protocol", "news"))
				failsUnasked(t)
			},
		},
		check.Case{
			Name: "half-a-subprotocol", Section: "RFC 6455 §4.1 (6)",
			Says: "Half of an offered name is none of them: super is an error.",
			Run: func(t *check.T) {
				fails(t, "Sec-WebSocket-Protocol: super", set("Sec-WebSocket-Protocol", "super"))
			},
		},
		check.Case{
			Name: "subprotocol-list", Section: "RFC 6455 §11.3.4",
			Says: "The server picks one subprotocol: both of the offered on one line, chat, superchat, are an error.",
			Run: func(t *check.T) {
				fails(t, "Sec-WebSocket-Protocol: chat, superchat", set("Sec-WebSocket-Protocol", "chat, superchat"))
			},
		},
		check.Case{
			Name: "subprotocol-on-two-lines", Section: "RFC 6455 §11.3.4",
			Says: "Both of the offered on two lines are an error too.",
			Run: func(t *check.T) {
				fails(t, "Sec-WebSocket-Protocol on two lines, chat and superchat", set("Sec-WebSocket-Protocol", "chat", "superchat"))
			},
		},
		check.Case{
			Name: "subprotocol-behind", Section: "RFC 6455 §11.3.4",
			Says: "So is one that was not offered, news, on a second line behind chat.",
			Run: func(t *check.T) {
				fails(t, "Sec-WebSocket-Protocol on two lines, chat and news", set("Sec-WebSocket-Protocol", "chat", "news"))
			},
		},
	)
}
