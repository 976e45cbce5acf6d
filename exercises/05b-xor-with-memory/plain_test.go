package mask_test

import (
	"bytes"
	_ "embed"
	"math/rand/v2"
	"testing"

	chapter "example/websocket/05-masking/mask"
	mask "example/websocket/exercises/05b-xor-with-memory"
	"example/websocket/exercises/internal/check"
)

//go:embed plain.go
var yours string

//go:embed testdata/stub.go
var stub string

// key and wire are those of the masked "Hello" of RFC 6455 §5.7.
var (
	key  = [4]byte{0x37, 0xfa, 0x21, 0x3d}
	wire = []byte{0x7f, 0x9f, 0x4d, 0x51, 0x58}
)

func TestPlain(t *testing.T) {
	check.Run(t, check.File{Name: "plain.go", Yours: yours, Stub: stub},
		check.Case{
			Name: "rfc-hello", Section: "RFC 6455 §5.7",
			Says: `"Hello" with the key 37 fa 21 3d, from position 0, becomes 7f 9f 4d 51 58, in place.`,
			Run: func(t *check.T) {
				b := []byte("Hello")
				t.Call("Plain(%q, % x, 0)", b, key)
				mask.Plain(b, key, 0)
				t.Bytes(b, wire)
			},
		},
		check.Case{
			Name: "two-pieces", Section: "RFC 6455 §5.3",
			Says: `"Hel" from position 0 and then "lo" from position 3 become the same five bytes.`,
			Run: func(t *check.T) {
				b := []byte("Hello")
				t.Call("Plain(%q, % x, 0), then Plain(%q, % x, 3)", b[:3], key, b[3:], key)
				mask.Plain(b[:3], key, 0)
				mask.Plain(b[3:], key, 3)
				t.Bytes(b, wire)
			},
		},
		check.Case{
			Name: "far-positions", Section: "RFC 6455 §5.3",
			Says: "A piece of 9 bytes is masked rightly from each position from 0 to 12, and from 65535.",
			Run: func(t *check.T) {
				for _, pos := range []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 65535} {
					got, want := []byte("Hello-Bob"), []byte("Hello-Bob")
					t.Call("Plain(%q, % x, %d)", got, key, pos)
					mask.Plain(got, key, pos)
					chapter.XOR(want, key, pos)
					t.Bytes(got, want)
				}
			},
		},
		check.Case{
			Name: "position-after",
			Says: "The position after 5 bytes from position 0 is 5, after 2 bytes from position 3 it is 5, after 4 bytes from position 65535 it is 65539.",
			Run: func(t *check.T) {
				for _, c := range []struct{ pos, n int }{{0, 5}, {3, 2}, {65535, 4}} {
					b := make([]byte, c.n)
					t.Call("Plain(%d bytes, % x, %d)", c.n, key, c.pos)
					t.Equal(mask.Plain(b, key, c.pos), c.pos+c.n)
				}
			},
		},
		check.Case{
			Name: "empty",
			Says: "The position after an empty piece from position 7 is 7.",
			Run: func(t *check.T) {
				t.Call("Plain(nil, % x, 7)", key)
				t.Equal(mask.Plain(nil, key, 7), 7)
			},
		},
		check.Case{
			Name: "neighbours",
			Says: "The bytes before and after the piece, in the same array, stay as they are.",
			Run: func(t *check.T) {
				b := []byte("before-Hello-after")
				want := append(append([]byte("before-"), wire...), "-after"...)
				t.Call(`b := []byte("before-Hello-after"); Plain(b[7:12], % x, 0)`, key)
				mask.Plain(b[7:12], key, 0)
				t.Bytes(b, want)
			},
		},
		check.Case{
			Name: "any-pieces", Section: "RFC 6455 §5.3",
			Says: "A payload of 1000 bytes, cut into pieces of 0 to 49 bytes, each from the position that the one before returned, becomes what it becomes whole.",
			Run:  anyPieces,
		},
		check.Case{
			Name: "twice", Section: "RFC 6455 §5.3",
			Says: `"Hello" masked twice with the same key, from position 2, is "Hello" again.`,
			Run: func(t *check.T) {
				b := []byte("Hello")
				t.Call("Plain(%q, % x, 2), twice", b, key)
				mask.Plain(b, key, 2)
				if string(b) == "Hello" {
					t.Wrong("no byte changed by the first", "a mask, and its undoing")
				}
				mask.Plain(b, key, 2)
				t.Bytes(b, []byte("Hello"))
			},
		},
	)
}

// anyPieces takes the same pieces in every run.
func anyPieces(t *check.T) {
	payload := bytes.Repeat([]byte("Hello, this is a long message. "), 40)[:1000]
	want := bytes.Clone(payload)
	chapter.XOR(want, key, 0)

	sizes := rand.New(rand.NewPCG(1, 2))
	pos := 0
	for rest := payload; len(rest) > 0; {
		n := min(len(rest), sizes.IntN(50))
		t.Call("the payload in pieces; this one is Plain(%d bytes, % x, %d)", n, key, pos)
		pos = mask.Plain(rest[:n], key, pos)
		rest = rest[n:]
	}
	t.Bytes(payload, want)
}
