package tamper_test

import (
	"bytes"
	_ "embed"
	"fmt"
	"testing"

	"example/websocket/05-masking/mask"
	tamper "example/websocket/exercises/05d-not-encryption"
	"example/websocket/exercises/internal/check"
)

//go:embed tamper.go
var yours string

//go:embed testdata/stub.go
var stub string

const (
	order  = "pay 10 to Bob"
	before = "Please, " // what may stand before the order, or a part of it
)

// key is the one of RFC 6455 §5.7.
var key = [4]byte{0x37, 0xfa, 0x21, 0x3d}

func TestTamper(t *testing.T) {
	check.Run(t, check.File{Name: "tamper.go", Yours: yours, Stub: stub},
		check.Case{
			Name: "key-at-the-beginning", Section: "RFC 6455 §5.3",
			Says: `RecoverKey of "pay 10 to Bob", masked with 37 fa 21 3d, finds that key from "pay " at position 0.`,
			Run: func(t *check.T) {
				recovers(t, order, "pay ", 0)
			},
		},
		check.Case{
			Name: "key-from-a-long-text", Section: "RFC 6455 §5.3",
			Says: `RecoverKey finds the same key from the whole of "pay 10 to Bob" at position 0.`,
			Run: func(t *check.T) {
				recovers(t, order, order, 0)
			},
		},
		check.Case{
			Name: "key-anywhere", Section: "RFC 6455 §5.3",
			Says: `RecoverKey finds the same key from "pay " at each position from 1 to 8, with as many letters of "Please, " before it.`,
			Run: func(t *check.T) {
				for at := 1; at <= len(before); at++ {
					recovers(t, before[:at]+order, "pay ", at)
				}
			},
		},
		check.Case{
			Name: "key-only-looks",
			Says: "RecoverKey leaves the masked bytes as they are.",
			Run: func(t *check.T) {
				b, want := masked(order), masked(order)
				t.Call("RecoverKey(% x, %q, 0)", b, "pay ")
				tamper.RecoverKey(b, "pay ", 0)
				t.Bytes(b, want)
			},
		},
		check.Case{
			Name: "pay-99", Section: "RFC 6455 §5.3",
			Says: `FlipWord of "pay 10 to Bob", masked, from "10" to "99" at position 4, makes the text "pay 99 to Bob", and touches no other byte.`,
			Run: func(t *check.T) {
				flips(t, order, "10", "99", 4)
			},
		},
		check.Case{
			Name: "one-letter", Section: "RFC 6455 §5.3",
			Says: `FlipWord from "1" to "9" at position 4 makes it "pay 90 to Bob".`,
			Run: func(t *check.T) {
				flips(t, order, "1", "9", 4)
			},
		},
		check.Case{
			Name: "whole-order", Section: "RFC 6455 §5.3",
			Says: `FlipWord from "pay 10 to Bob" to "pay 99 to Eve" at position 0 changes the whole text.`,
			Run: func(t *check.T) {
				flips(t, order, order, "pay 99 to Eve", 0)
			},
		},
		check.Case{
			Name: "word-anywhere", Section: "RFC 6455 §5.3",
			Says: `FlipWord from "pay 10" to "pay 99" works at each position from 1 to 8, with as many letters of "Please, " before it.`,
			Run: func(t *check.T) {
				for at := 1; at <= len(before); at++ {
					flips(t, before[:at]+order, "pay 10", "pay 99", at)
				}
			},
		},
	)
}

// masked returns text as it is on the wire.
func masked(text string) []byte {
	b := []byte(text)
	mask.XOR(b, key, 0)
	return b
}

func recovers(t *check.T, text, known string, at int) {
	b := masked(text)
	t.Call("RecoverKey(% x, %q, %d)", b, known, at)
	if got := tamper.RecoverKey(b, known, at); got != key {
		t.Wrong(fmt.Sprintf("% x", got), fmt.Sprintf("% x", key))
	}
}

func flips(t *check.T, text, from, to string, at int) {
	b := masked(text)
	t.Call("FlipWord(% x, %q, %q, %d)\nand the mask undone", b, from, to, at)
	tamper.FlipWord(b, from, to, at)
	mask.XOR(b, key, 0)
	t.Bytes(b, bytes.Replace([]byte(text), []byte(from), []byte(to), 1))
}
