package handshake_test

import (
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"

	"example/websocket/03-http-upgrade/handshake"
)

const rfcKey = "dGhlIHNhbXBsZSBub25jZQ=="

// slips are the ways to get Sec-WebSocket-Accept wrong. Literal is what comes
// of the RFC's sample key.
var slips = []struct {
	name, literal, says string
	make                func(key string) string
}{
	{"correct", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "correct", func(k string) string { return sum(k + theGUID) }},
	{"key empty", "Kfh9QIsMVZcl6xEPYxPHzW8SZ8w=", "key is empty", func(string) string { return "Kfh9QIsMVZcl6xEPYxPHzW8SZ8w=" }},
	{"space in the GUID", "9IZAeK9wO5ZSe7JgQ7zGFoDfes0=", "line wrap", func(k string) string { return sum(k + strings.Replace(theGUID, "-95", "- 95", 1)) }},
	{"key decoded first", "BXhwxM0SZasKmCD9S4BfpPmCnEw=", "decoded first", func(k string) string {
		b, _ := base64.StdEncoding.DecodeString(k)
		return sum(string(b) + theGUID)
	}},
	{"base64 of hex", "YjM3YTRmMmNjMDYyNGYxNjkwZjY0NjA2Y2YzODU5NDViMmJlYzRlYQ==", "base64 of the SHA-1 in hex", func(k string) string {
		b := sha1.Sum([]byte(k + theGUID))
		return base64.StdEncoding.EncodeToString([]byte(hex.EncodeToString(b[:])))
	}},
	{"hex", "b37a4f2cc0624f1690f64606cf385945b2bec4ea", "has to be in base64", func(k string) string {
		b := sha1.Sum([]byte(k + theGUID))
		return hex.EncodeToString(b[:])
	}},
	{"GUID in lower case", "WJfwerbIozKsJXHxxI0JTO1SQgU=", "lower case", func(k string) string { return sum(k + strings.ToLower(theGUID)) }},
	{"CR kept", "zvnId+CMmoYWpbuFiCx6kU/bpAw=", `ends in \r`, func(k string) string { return sum(k + "\r" + theGUID) }},
	{"CRLF kept", "", `ends in \r\n`, func(k string) string { return sum(k + "\r\n" + theGUID) }},
	{"space kept", "s3mCG3XUBfFRrUGpYOBQiHm5i8g=", "space before the key", func(k string) string { return sum(" " + k + theGUID) }},
	{"GUID left out", "", "GUID is left out", sum},
	{"GUID first", "", "before the key", func(k string) string { return sum(theGUID + k) }},
	{"SHA-1 of nothing", "2jmj7l5rSw0yVb/vlWAYkK/YBwk=", "nothing", func(string) string { return "2jmj7l5rSw0yVb/vlWAYkK/YBwk=" }},
	{"key sent back", rfcKey, "key itself", func(k string) string { return k }},
	{"anything else", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "no known slip", func(string) string { return "AAAAAAAAAAAAAAAAAAAAAAAAAAA=" }},
}

const theGUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

func sum(s string) string {
	b := sha1.Sum([]byte(s))
	return base64.StdEncoding.EncodeToString(b[:])
}

func TestAutopsyNamesEachSlip(t *testing.T) {
	for _, key := range []string{rfcKey, handshake.NewKey()} {
		seen := make(map[string]string)
		for _, slip := range slips {
			value := slip.make(key)
			if key == rfcKey && slip.literal != "" && value != slip.literal {
				t.Fatalf("%s: the test makes %q, the table says %q", slip.name, value, slip.literal)
			}
			got := handshake.Autopsy(key, value)
			if !strings.Contains(got, slip.says) || seen[got] != "" {
				t.Errorf("key %s, %s: %q; want words about %q, said of nothing else (%s)", key, slip.name, got, slip.says, seen[got])
			}
			seen[got] = slip.name
		}
	}
	if got := handshake.Autopsy(handshake.NewKey(), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="); !strings.Contains(got, "sample key") {
		t.Errorf("the sample key's answer to another key: %q", got)
	}
}
