package conformance

import (
	"strings"
	"time"
)

var (
	s400    = []int{400}
	s400426 = []int{400, 426}
)

func refusableFields() []refusable {
	return []refusable{
		// The key.
		{"4.2.1/no-key", "no Sec-WebSocket-Key", change(valid, keyLine, ""), Failed, s400},
		{"4.2.1/key-empty", "an empty key", change(valid, "{key}", ""), Failed, s400},
		{"4.2.1/key-not-16-bytes", "a key of 15 bytes", change(valid, "{key}", "dGhlIHNhbXBsZSBub25j"), Failed, s400},
		{"4.2.1/key-of-17-bytes", "a key of 17 bytes", change(valid, "{key}", "dGhlIHNhbXBsZSBub25jZSE="), Failed, s400},
		{"4.2.1/key-one-letter", "a key of one letter", change(valid, "{key}", "x"), Failed, s400},
		{"4.2.1/key-without-padding", "a key without its ==", change(valid, "{key}", "dGhlIHNhbXBsZSBub25jZQ"), Failed, s400},
		// "It is not necessary for the server to base64-decode" the key (§4.2.2).
		{"4.2.1/key-not-base64", "a key of the right length that is not base64", change(valid, "{key}", "not base64, at all!!!!=="), NonStrict, s400},
		{"4.2.1/key-of-base64url", "a key in the other base64, with - and _", change(valid, "{key}", "_-_-_-_-_-_-_-_-_-_-_w=="), NonStrict, s400},
		{"4.2.1/key-beyond-ascii", "a key with a byte beyond ASCII", change(valid, "{key}", "dGhlIHNhbXBsZSBub25jZ\xe9=="), NonStrict, s400},
		{"11.3.1/key-twice", "two keys", with(valid, "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="), Failed, s400},
		{"11.3.1/same-key-twice", "the same key twice", with(valid, "Sec-WebSocket-Key: {key}"), Failed, s400},

		// The version.
		{"4.2.1/no-version", "no Sec-WebSocket-Version", change(valid, versionLine, ""), Failed, s400426},
		{"4.2.2/version-8", "version 8", change(valid, ": 13", ": 8"), Failed, s400426},
		{"4.2.2/version-0", "version 0", change(valid, ": 13", ": 0"), Failed, s400426},
		{"4.2.2/version-14", "version 14", change(valid, ": 13", ": 14"), Failed, s400426},
		{"4.2.2/version-255", "version 255", change(valid, ": 13", ": 255"), Failed, s400426},
		{"4.2.2/version-130", "version 130, which begins like 13", change(valid, ": 13", ": 130"), Failed, s400426},
		{"4.2.2/version-013", "version 013: no zero may lead", change(valid, ": 13", ": 013"), Failed, s400426},
		{"4.2.2/version-empty", "an empty version", change(valid, ": 13", ":"), Failed, s400426},
		{"4.2.2/version-beyond-ascii", "version 13 and a byte beyond ASCII", change(valid, ": 13", ": 13\xa0"), Failed, s400426},
		{"11.3.5/version-twice", "versions 13 and 8 in two fields", with(valid, "Sec-WebSocket-Version: 8"), Failed, s400426},
		{"11.3.5/version-is-a-list", "version 13, 8", change(valid, ": 13", ": 13, 8"), Failed, s400426},

		// The origin: whether to check it, a server decides (§10.2); a browser's user
		// is safe only if it does.
		{"10.2/foreign-origin", "a page from elsewhere, with the user's cookies", with(valid, "Origin: https://evil.example", "Cookie: session=1"), NonStrict, []int{403}},
		{"10.2/origin-null", "Origin: null, from a sandbox or a file", with(valid, "Origin: null"), NonStrict, []int{403}},
		{"10.2/origin-that-begins-alike", "an origin that only begins like the server's own", with(valid, "Origin: http://{host}.evil.example"), NonStrict, []int{403}},
		{"6454-7.3/two-origins", "two Origin fields", with(valid, "Origin: http://{host}", "Origin: http://{host}"), NonStrict, []int{400, 403}},
		{"10.2/origin-beyond-ascii", "an Origin with a byte beyond ASCII", with(valid, "Origin: http://{host}\xe9"), NonStrict, []int{400, 403}},

		// The lists.
		{"11.3.4/protocol-empty", "an empty list of subprotocols", with(valid, "Sec-WebSocket-Protocol:"), Failed, s400},
		{"11.3.4/protocol-of-commas", "a list of subprotocols in which there is none", with(valid, "Sec-WebSocket-Protocol: , ,"), Failed, s400},
		{"11.3.4/protocol-no-token", "a subprotocol with a space", with(valid, "Sec-WebSocket-Protocol: chat room"), Failed, s400},
		{"11.3.4/protocol-beyond-ascii", "a subprotocol with bytes beyond ASCII", with(valid, "Sec-WebSocket-Protocol: caf\xc3\xa9"), Failed, s400},
		{"4.1/protocol-twice-the-same", "the same subprotocol twice", with(valid, "Sec-WebSocket-Protocol: chat, chat"), NonStrict, s400},
		{"4.1/protocol-twice-on-two-lines", "the same subprotocol twice, on two lines", with(valid, "Sec-WebSocket-Protocol: chat", "Sec-WebSocket-Protocol: superchat, chat"), NonStrict, s400},
		{"9.1/extensions-empty", "an empty list of extensions", with(valid, "Sec-WebSocket-Extensions:"), Failed, s400},
		{"9.1/extensions-break-the-grammar", "an extension whose parameter has no name", with(valid, "Sec-WebSocket-Extensions: x-judge; ="), Failed, s400},
		{"9.1/extension-without-a-name", "parameters of no extension", with(valid, "Sec-WebSocket-Extensions: ; a=1"), Failed, s400},
		{"9.1/extension-with-an-open-quote", "a quoted value that does not end", with(valid, `Sec-WebSocket-Extensions: x-judge; a="1`), Failed, s400},
		{"9.1/extension-quoting-no-token", "a quoted value that is no token", with(valid, "Sec-WebSocket-Extensions: x-judge; a=\"caf\xe9 au lait\""), Failed, s400},

		// Too much.
		{"10.4/request-line-without-end", "a request line of 1 MiB that has no end", "GET /" + strings.Repeat("a", 1<<20), NonStrict, []int{414, 431, 400}},
		{"10.4/head-of-1-mib", "a field of 1 MiB", with(valid, "X-Judge: "+strings.Repeat("a", 1<<20)), NonStrict, []int{431, 400, 413}},
		{"10.4/head-without-end", "20,000 fields, and no end", strings.TrimSuffix(valid, "\r\n") + strings.Repeat("X-Judge: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n", 20_000), NonStrict, []int{431, 400, 413}},
	}
}

func refusals() (cases []Case) {
	for _, r := range append(refusables, refusableFields()...) {
		cases = append(cases, Case{ID: r.id, Title: r.title, Side: Servers, Bare: true, Steps: []Step{ask(r.request), refused(r.or, r.statuses...)}})
	}
	return cases
}

// answers are cases about what stands in a refusal, and about peers that do not
// finish their requests.
func answers() []Case {
	c := func(id, title string, steps ...Step) Case {
		return Case{ID: id, Title: title, Side: Servers, Bare: true, Steps: steps}
	}
	half := valid[:len(valid)/2]
	slow := c("10.4/half-a-request", "half a request, and then silence: a server need not wait for ever", ask(half), waitsNoLongerThan(12*time.Second))
	slow.Worst = Informational
	path := c("4.2.2/path-nobody-serves", "a path that nobody serves: 404, or a server that serves every path",
		ask(change(valid, "{target}", "/judge-a2b9/nobody-serves-this")), refused(Informational, 404))
	path.Worst = Informational
	return []Case{
		slow, path,
		c("4.2.2/version-8-is-told-13", "who asks for another version is told which one is spoken",
			ask(change(valid, ": 13", ": 8")), refused(Failed), hasField(0, "Sec-WebSocket-Version", "13")),
		c("9110-15.5.22/426-names-upgrade", "a 426 says what to upgrade to",
			ask(change(valid, ": 13", ": 8")), refused(Failed), hasField(426, "Upgrade", "websocket")),
		c("9110-15.5.6/405-names-allow", "a 405 says which method is allowed",
			ask(change(valid, "GET", "POST")), refused(Failed), hasField(405, "Allow", "GET")),
		c("4.2.1/refusal-though-more-is-unread", "a refusal arrives though the server has not read all that was sent",
			ask(change(valid, keyLine, "")+strings.Repeat("unread ", 10_000)), refused(Failed)),
		c("4.2.1/half-a-request-delays-nobody", "while one client is slow, another is served",
			ask(half), another(), askMore(valid[len(valid)/2:]), accepted(), another(), goodbye()),
		c("4.2.1/refused-then-served", "a refused client costs the next one nothing",
			ask(change(valid, keyLine, "")), refused(Failed), another()),
		c("4.2.1/hangs-up-in-the-request", "a client that hangs up inside its request costs the next one nothing",
			ask(half), hangUp(), another()),
		c("4.2.1/hangs-up-at-once", "a client that says nothing costs the next one nothing", hangUp(), another()),
	}
}
