package handshake_test

import (
	"crypto/rand"
	_ "embed"
	"encoding/base64"
	"testing"

	chapter "example/websocket/03-http-upgrade/handshake"
	handshake "example/websocket/exercises/03b-accept-key"
	"example/websocket/exercises/internal/check"
)

//go:embed key.go
var yours string

//go:embed testdata/stub.go
var stub string

func TestAcceptKey(t *testing.T) {
	check.Run(t, check.File{Name: "key.go", Yours: yours, Stub: stub},
		check.Case{
			Name: "rfc-vector", Section: "RFC 6455 §1.3",
			Says: "The key dGhlIHNhbXBsZSBub25jZQ== gets the answer s3pPLMBiTxaQ9kYGzzhZRbK+xOo=, as in the RFC.",
			Run: func(t *check.T) {
				answers(t, "dGhlIHNhbXBsZSBub25jZQ==", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
			},
		},
		check.Case{
			Name: "openssl", Section: "RFC 6455 §4.2.2 (5.4)",
			Says: "Three more keys get the answers that openssl computes for them.",
			Run: func(t *check.T) {
				answers(t, "x3JJHMbDL1EzLkh9GBhXDw==", "HSmrc0sMlYUkAGmm5OPpG2HaGWk=")
				answers(t, "AAAAAAAAAAAAAAAAAAAAAA==", "ICX+Yqv66kxgM0FcWaLWlFLwTAI=")
				answers(t, "/////////////////////w==", "XXpj4jYzLM2yUE0C7TIgMwTQh2g=")
			},
		},
		check.Case{
			Name: "key-is-text", Section: "RFC 6455 §4.2.2 (5.4)",
			Says: "The key dGhlIHNhbXBsZSBub25jZR==, which decodes to the same bytes as the RFC's, gets an answer of its own.",
			Run: func(t *check.T) {
				answers(t, "dGhlIHNhbXBsZSBub25jZR==", "Zgw8jYXtqX5qJr7MJ1Q/MqzeSRI=")
			},
		},
		check.Case{
			Name: "random-keys", Section: "RFC 6455 §4.2.2 (5.4)",
			Says: "A hundred random keys get the answers that chapter 03 gives.",
			Run: func(t *check.T) {
				for range 100 {
					var nonce [16]byte
					rand.Read(nonce[:])
					key := base64.StdEncoding.EncodeToString(nonce[:])
					answers(t, key, chapter.AcceptKey(key))
				}
			},
		},
	)
}

func answers(t *check.T, key, want string) {
	t.Call("AcceptKey(%q)", key)
	t.Equal(handshake.AcceptKey(key), want)
}
