package conformance

import (
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// What a client must not take for the beginning of a WebSocket (RFC 6455 §4.1,
// "the client MUST fail").

// refusal is a response with another status, and all else as in a good one.
func refusal(status string, lines ...string) string {
	return with(change(acceptance, "101 Switching Protocols", status), append(lines, "Content-Length: 0")...)
}

var badResponses = []response{
	{"4.1/status-200", "200, though all fields are right", refusal("200 OK"), Failed},
	{"4.1/status-204", "204, though all fields are right", refusal("204 No Content"), Failed},
	{"4.1/status-301", "a redirect that leads nowhere", refusal("301 Moved Permanently", "Location: ws://127.0.0.1:9/"), Failed},
	{"4.1/status-302", "a redirect that leads nowhere", refusal("302 Found", "Location: /nowhere"), Failed},
	{"4.1/status-400", "400", refusal("400 Bad Request"), Failed},
	{"4.1/status-401", "401", refusal("401 Unauthorized", "WWW-Authenticate: Basic realm=\"judge\""), Failed},
	{"4.1/status-403", "403", refusal("403 Forbidden"), Failed},
	{"4.1/status-404", "404", refusal("404 Not Found"), Failed},
	{"4.1/status-426", "426: another version is wanted", refusal("426 Upgrade Required", "Sec-WebSocket-Version: 8"), Failed},
	{"4.1/status-500", "500", refusal("500 Internal Server Error"), Failed},
	{"4.1/status-503", "503", refusal("503 Service Unavailable", "Retry-After: 5"), Failed},
	{"4.1/status-with-a-body", "a page, as from a server that knows no WebSocket",
		"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 15\r\n\r\n<h1>Hello!</h1>", Failed},

	{"4.1/upgrade-missing", "no Upgrade", change(acceptance, "Upgrade: websocket\r\n", ""), Failed},
	{"4.1/upgrade-empty", "an empty Upgrade", change(acceptance, ": websocket", ":"), Failed},
	{"4.1/upgrade-h2c", "Upgrade: h2c", change(acceptance, ": websocket", ": h2c"), Failed},
	{"4.1/upgrade-websockets", "Upgrade: websockets", change(acceptance, ": websocket", ": websockets"), Failed},
	{"4.1/upgrade-two-protocols", "Upgrade: websocket, h2c", change(acceptance, ": websocket", ": websocket, h2c"), NonStrict},
	{"4.1/connection-missing", "no Connection", change(acceptance, "Connection: Upgrade\r\n", ""), Failed},
	{"4.1/connection-empty", "an empty Connection", change(acceptance, ": Upgrade", ":"), Failed},
	{"4.1/connection-close", "Connection: close", change(acceptance, ": Upgrade", ": close"), Failed},
	{"4.1/connection-notupgrade", "Connection: notupgrade, which holds the word but not the token", change(acceptance, ": Upgrade", ": notupgrade"), Failed},

	{"4.1/accept-missing", "no Sec-WebSocket-Accept", change(acceptance, acceptLine, ""), Failed},
	{"4.1/accept-empty", "an empty Sec-WebSocket-Accept", change(acceptance, " {accept}", ""), Failed},
	{"4.1/accept-twice", "the same proof twice", change(acceptance, acceptLine, acceptLine+acceptLine), NonStrict},
	{"4.1/accept-twice-one-wrong", "a proof and, on a second line, another one", change(acceptance, acceptLine, acceptLine+"Sec-WebSocket-Accept: Kfh9QIsMVZcl6xEPYxPHzW8SZ8w=\r\n"), Failed},
	{"4.1/accept-twice-first-wrong", "another proof and, on a second line, the right one", change(acceptance, acceptLine, "Sec-WebSocket-Accept: Kfh9QIsMVZcl6xEPYxPHzW8SZ8w=\r\n"+acceptLine), Failed},
	{"4.1/accept-in-a-list", "the proof twice in one field", change(acceptance, "{accept}", "{accept}, {accept}"), Failed},
	{"4.1/accept-with-more-behind", "the proof, and a letter more", change(acceptance, "{accept}", "{accept}A"), Failed},
	{"4.1/accept-quoted", "the proof in quotes", change(acceptance, "{accept}", `"{accept}"`), Failed},
	{"4.1/accept-is-the-key", "the key, sent back", change(acceptance, "{accept}", "{key}"), Failed},
	{"4.1/accept-of-the-sample-key", "the RFC's sample answer", change(acceptance, "{accept}", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), Failed},

	{"4.1/subprotocol-not-offered", "a subprotocol that nobody offered", with(acceptance, "Sec-WebSocket-Protocol: x-judge.example"), Failed},
	{"4.1/subprotocol-empty", "an empty subprotocol, which nobody offered", with(acceptance, "Sec-WebSocket-Protocol:"), NonStrict},
	{"4.1/extension-not-offered", "an extension that nobody offered", with(acceptance, "Sec-WebSocket-Extensions: x-judge"), Failed},
	{"4.1/extension-not-offered-with-parameters", "an extension that nobody offered, with parameters", with(acceptance, `Sec-WebSocket-Extensions: x-judge; a=1; b="2"`), Failed},
	{"9.1/response-extensions-break-the-grammar", "Sec-WebSocket-Extensions that break the grammar", with(acceptance, "Sec-WebSocket-Extensions: ; ="), Failed},

	{"9112-4/not-http", "a frame instead of a response", "\x81\x05Hello", Failed},
	{"9112-4/another-protocol", "a greeting of another protocol", "SSH-2.0-judge\r\n\r\n", Failed},
	{"9112-4/http-2", "HTTP/2.0 in the status line", change(acceptance, "HTTP/1.1", "HTTP/2.0"), Failed},
	{"9112-4/status-missing", "a status line without a status", change(acceptance, " 101 Switching Protocols", ""), Failed},
	{"9112-4/status-of-two-digits", "a status of two digits", change(acceptance, " 101 ", " 10 "), Failed},
	{"9112-4/status-of-four-digits", "a status of four digits", change(acceptance, " 101 ", " 1010 "), Failed},
	{"9112-5/response-line-without-a-colon", "a header line without a colon", with(acceptance, "X-Judge"), NonStrict},
	{"9112-5.1/response-space-before-the-colon", "a space before a colon", change(acceptance, "Upgrade: websocket", "Upgrade : websocket"), Informational},
	{"9112-5.2/response-folded", "a header line that goes on in the next (folding)", with(acceptance, "X-Judge: a", " b"), Informational},
	{"9112-2.2/response-bare-lf", "lines that end in LF alone", strings.ReplaceAll(acceptance, "\r\n", "\n"), Informational},
	{"9110-5.5/response-zero-byte-in-a-value", "a zero byte in a value", with(acceptance, "X-Judge: a\x00b"), NonStrict},
}

// wrongProofs are the slips by which servers come to a wrong
// Sec-WebSocket-Accept.
var wrongProofs = []struct {
	name, title string
	accept      func(key string) string
}{
	{"of-an-empty-key", "the proof for an empty key", func(string) string { return acceptKey("") }},
	{"of-another-key", "the proof for another key", func(string) string { return acceptKey("AAAAAAAAAAAAAAAAAAAAAA==") }},
	{"of-a-decoded-key", "the proof for the key's 16 bytes", func(key string) string {
		nonce, _ := base64.StdEncoding.DecodeString(key)
		return acceptKey(string(nonce))
	}},
	{"of-a-key-with-cr", "the proof for a key that still ends in CR", func(key string) string { return acceptKey(key + "\r") }},
	{"of-a-key-with-a-space", "the proof for a key with the space before it", func(key string) string { return acceptKey(" " + key) }},
	{"without-the-guid", "the hash of the key alone", func(key string) string { return hashed(key) }},
	{"guid-in-lower-case", "the GUID in lower case", func(key string) string { return hashed(key + strings.ToLower(guid)) }},
	{"guid-with-a-space", "the GUID with the space of a line wrap", func(key string) string { return hashed(key + strings.Replace(guid, "47DA-", "47DA- ", 1)) }},
	{"in-hex", "the hash in hex", func(key string) string {
		sum := sha1.Sum([]byte(key + guid))
		return hex.EncodeToString(sum[:])
	}},
	{"of-the-hex", "the base64 of the hash in hex", func(key string) string {
		sum := sha1.Sum([]byte(key + guid))
		return base64.StdEncoding.EncodeToString([]byte(hex.EncodeToString(sum[:])))
	}},
	{"of-nothing", "the hash of nothing", func(string) string { return hashed("") }},
	{"in-lower-case", "the proof in lower case", func(key string) string { return strings.ToLower(acceptKey(key)) }},
	{"without-padding", "the proof without its last =", func(key string) string { return strings.TrimSuffix(acceptKey(key), "=") }},
}

const guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

func hashed(s string) string {
	sum := sha1.Sum([]byte(s))
	return base64.StdEncoding.EncodeToString(sum[:])
}

func clientRefusals() (cases []Case) {
	for _, r := range badResponses {
		cases = append(cases, Case{ID: r.id, Title: r.title, Side: Clients, Bare: true, Worst: r.worst,
			Steps: []Step{respond(r.head), givesUp()}})
	}
	for _, w := range wrongProofs {
		wrong := Step{"answer 101 with " + w.title, func(p *Peer) error {
			p.respond(change(acceptance, "{accept}", w.accept(p.clientKey())), nil, 0, 0)
			return nil
		}}
		cases = append(cases, Case{ID: "4.1/accept-" + w.name, Title: w.title, Side: Clients, Bare: true, Steps: []Step{wrong, givesUp()}})
	}
	cut := Case{ID: "9112-8/response-cut-short", Title: "a response that ends in the middle", Side: Clients, Bare: true,
		Steps: []Step{respond(acceptance[:len(acceptance)-2]), ends()}}
	endless := Case{ID: "10.4/response-without-end", Title: "a head of a mebibyte that does not end", Side: Clients, Bare: true, Worst: NonStrict,
		Steps: []Step{respond(strings.TrimSuffix(acceptance, "\r\n") + "X-Judge: " + strings.Repeat("a", 1<<20)), givesUp()}}
	return append(cases, cut, endless)
}
