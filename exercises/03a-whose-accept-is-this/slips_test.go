package autopsy_test

import (
	"crypto/sha1"
	_ "embed"
	"encoding/base64"
	"encoding/hex"
	"testing"

	autopsy "example/websocket/exercises/03a-whose-accept-is-this"
	"example/websocket/exercises/internal/check"
)

//go:embed slips.go
var yours string

//go:embed testdata/stub.go
var stub string

const (
	sampleKey = "dGhlIHNhbXBsZSBub25jZQ==" // of RFC 6455 §1.3
	guid      = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
)

func TestSlips(t *testing.T) {
	check.Run(t, check.File{Name: "slips.go", Yours: yours, Stub: stub},
		made("first", "First", autopsy.First, "Kfh9QIsMVZcl6xEPYxPHzW8SZ8w="),
		made("second", "Second", autopsy.Second, "zvnId+CMmoYWpbuFiCx6kU/bpAw="),
		made("third", "Third", autopsy.Third, "YjM3YTRmMmNjMDYyNGYxNjkwZjY0NjA2Y2YzODU5NDViMmJlYzRlYQ=="),
		made("fourth", "Fourth", autopsy.Fourth, "BXhwxM0SZasKmCD9S4BfpPmCnEw="),
		made("fifth", "Fifth", autopsy.Fifth, "9IZAeK9wO5ZSe7JgQ7zGFoDfes0="),
		check.Case{
			Name: "same-for-every-key", Section: "RFC 6455 §1.3",
			Says: "SameForEveryKey is a slip that gives two different keys the same value.",
			Run: func(t *check.T) {
				const other = "x3JJHMbDL1EzLkh9GBhXDw=="
				t.Call("SameForEveryKey: %s", name(autopsy.SameForEveryKey))
				a, b := slip(t, autopsy.SameForEveryKey, sampleKey), slip(t, autopsy.SameForEveryKey, other)
				if a != b {
					t.Wrong("two values: "+a+"\nand "+b, "one value for the keys "+sampleKey+"\nand "+other)
				}
			},
		},
	)
}

// made is the case that the slip makes value of the sample key.
func made(caseName, constant string, s autopsy.Slip, value string) check.Case {
	return check.Case{
		Name: caseName, Section: "RFC 6455 §4.2.2 (5.4)",
		Says: constant + " is the slip that makes " + value + " of the key " + sampleKey + ".",
		Run: func(t *check.T) {
			t.Call("%s: %s", constant, name(s))
			t.Equal(slip(t, s, sampleKey), value)
		},
	}
}

func name(s autopsy.Slip) string {
	if s == autopsy.NoAnswer {
		return "no answer"
	}
	return string(s)
}

// slip makes the slip, and returns the Accept that comes of it.
func slip(t *check.T, s autopsy.Slip, key string) string {
	switch s {
	case autopsy.EmptyKey:
		return hashed(guid)
	case autopsy.TrailingCR:
		return hashed(key + "\r" + guid)
	case autopsy.DecodedKey:
		nonce, _ := base64.StdEncoding.DecodeString(key)
		return hashed(string(nonce) + guid)
	case autopsy.HexDigest:
		sum := sha1.Sum([]byte(key + guid))
		return base64.StdEncoding.EncodeToString([]byte(hex.EncodeToString(sum[:])))
	case autopsy.WrappedGUID:
		return hashed(key + "258EAFA5-E914-47DA- 95CA-C5AB0DC85B11")
	}
	t.Wrong("no answer", "one of the five slips in given.go")
	return ""
}

// hashed returns the base64 of the SHA-1 of s.
func hashed(s string) string {
	sum := sha1.Sum([]byte(s))
	return base64.StdEncoding.EncodeToString(sum[:])
}
