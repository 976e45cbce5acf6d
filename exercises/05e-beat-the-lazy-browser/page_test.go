package page_test

import (
	_ "embed"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"testing"
	"time"

	"example/websocket/04-frames/frame"
	"example/websocket/05-masking/mask"
	"example/websocket/05-masking/poison"
	page "example/websocket/exercises/05e-beat-the-lazy-browser"
	"example/websocket/exercises/internal/check"
)

//go:embed page.go
var yours string

//go:embed testdata/stub.go
var stub string

func TestPage(t *testing.T) {
	check.Run(t, check.File{Name: "page.go", Yours: yours, Stub: stub},
		check.Case{
			Name: "premask-get", Section: "RFC 6455 §10.3",
			Says: `Premask(37 fa 21 3d, "GET ") is 70 bf 75 1d.`,
			Run: func(t *check.T) {
				key := [4]byte{0x37, 0xfa, 0x21, 0x3d}
				t.Call("Premask(% x, %q)", key, "GET ")
				t.Bytes(page.Premask(key, "GET "), []byte{0x70, 0xbf, 0x75, 0x1d})
			},
		},
		check.Case{
			Name: "premask-the-lure", Section: "RFC 6455 §10.3",
			Says: "The whole lure, 43 bytes, premasked with 37 fa 21 3d and then masked with it, is the lure.",
			Run: func(t *check.T) {
				key := [4]byte{0x37, 0xfa, 0x21, 0x3d}
				t.Call("Premask(% x, the lure)\nand the browser's mask", key)
				b := page.Premask(key, poison.Lure)
				mask.XOR(b, key, 0)
				t.Bytes(b, []byte(poison.Lure))
			},
		},
		check.Case{
			Name: "next-of-a-constant",
			Says: "After 37 fa 21 3d three times comes 37 fa 21 3d.",
			Run: func(t *check.T) {
				guesses(t, 0x37fa213d, 0x37fa213d, 0x37fa213d, 0x37fa213d)
			},
		},
		check.Case{
			Name: "next-of-a-count",
			Says: "After 00 00 00 07, 00 00 00 08, 00 00 00 09 comes 00 00 00 0a.",
			Run: func(t *check.T) {
				guesses(t, 0x0a, 0x07, 0x08, 0x09)
			},
		},
		check.Case{
			Name: "next-of-a-carry",
			Says: "After 00 00 00 fe, 00 00 00 ff comes 00 00 01 00.",
			Run: func(t *check.T) {
				guesses(t, 0x100, 0xfe, 0xff)
			},
		},
		check.Case{
			Name: "next-of-large-steps",
			Says: "After 01 00 00 00, 01 00 10 00 comes 01 00 20 00.",
			Run: func(t *check.T) {
				guesses(t, 0x01002000, 0x01000000, 0x01001000)
			},
		},
		check.Case{
			Name: "next-of-a-count-down",
			Says: "After 00 01 00 01, 00 01 00 00 comes 00 00 ff ff.",
			Run: func(t *check.T) {
				guesses(t, 0x0000ffff, 0x00010001, 0x00010000)
			},
		},
		check.Case{
			Name: "next-after-the-end",
			Says: "After ff ff ff fe, ff ff ff ff comes 00 00 00 00.",
			Run: func(t *check.T) {
				guesses(t, 0, 0xfffffffe, 0xffffffff)
			},
		},
		check.Case{
			Name: "poisons-a-constant-key", Section: "RFC 6455 §10.3", Limit: time.Minute,
			Says: "In the demo, your page behind a browser whose key is always 37 fa 21 3d poisons victim B.",
			Run: func(t *check.T) {
				poisons(t, "always 37 fa 21 3d", func() func() [4]byte { return count(0x37fa213d, 0) })
			},
		},
		check.Case{
			Name: "poisons-a-key-per-connection", Section: "RFC 6455 §10.3", Limit: time.Minute,
			Says: "So it does behind one that draws a key for each connection, c2 5e 07 99 this time.",
			Run: func(t *check.T) {
				poisons(t, "c2 5e 07 99, all through this connection", func() func() [4]byte { return count(0xc25e0799, 0) })
			},
		},
		check.Case{
			Name: "poisons-a-counting-key", Section: "RFC 6455 §10.3", Limit: time.Minute,
			Says: "So it does behind one that counts in ones from 00 ff ff fd.",
			Run: func(t *check.T) {
				poisons(t, "from 00 ff ff fd on, plus 1", func() func() [4]byte { return count(0x00fffffd, 1) })
			},
		},
		check.Case{
			Name: "poisons-a-key-that-counts-down", Section: "RFC 6455 §10.3", Limit: time.Minute,
			Says: "So it does behind one that counts down by 3 from 00 00 00 08, through 00 00 00 00.",
			Run: func(t *check.T) {
				poisons(t, "from 00 00 00 08 on, minus 3", func() func() [4]byte { return count(8, 1<<32-3) })
			},
		},
		check.Case{
			Name: "fresh-keys-stay-clean", Section: "RFC 6455 §5.3", Limit: time.Minute,
			Says: "Behind a browser that draws each key from crypto/rand, victim B gets the genuine script.",
			Run: func(t *check.T) {
				r := visit(t, "drawn from crypto/rand, each", func() func() [4]byte { return mask.NewKey })
				t.Equal(r.Verdict(), "clean")
			},
		},
	)
}

// guesses hands all but the wanted key to NextKey.
func guesses(t *check.T, want uint32, before ...uint32) {
	history := make([][4]byte, len(before))
	for i, n := range before {
		history[i] = count(n, 0)()
	}
	t.Call("NextKey(% x)", history)
	got := page.NextKey(history)
	if binary.BigEndian.Uint32(got[:]) != want {
		t.Wrong(fmt.Sprintf("% x", got), fmt.Sprintf("% x", count(want, 0)()))
	}
}

// count returns keys that begin at first and go on in equal steps.
func count(first, step uint32) func() [4]byte {
	next := first
	return func() (key [4]byte) {
		binary.BigEndian.PutUint32(key[:], next)
		next += step
		return key
	}
}

// visit plays the demo with the learner's page behind a browser that takes its
// keys from there.
func visit(t *check.T, keys string, from func() func() [4]byte) poison.Result {
	t.Call("the demo: four questions, then Premask(NextKey(the answers), the lure)\nkeys %s", keys)
	r, err := poison.Play(t.Context(), poison.Mode{Name: keys, Keys: from, Page: askThenLure}, poison.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// askThenLure is the page: it is told four keys, guesses the fifth, and sends
// what this one turns into the lure.
func askThenLure(send poison.Send) error {
	var history [][4]byte
	for range 4 {
		answer, err := send(frame.Text, []byte(poison.Question))
		if err != nil {
			return err
		}
		key, err := hex.DecodeString(string(answer))
		if err != nil || len(key) != 4 {
			return fmt.Errorf("asked for a key, was told %q", answer)
		}
		history = append(history, [4]byte(key))
	}
	_, err := send(frame.Binary, page.Premask(page.NextKey(history), poison.Lure))
	return err
}

// poisons shows what went out in the lure's place, if B is not poisoned.
func poisons(t *check.T, keys string, from func() func() [4]byte) {
	r := visit(t, keys, from)
	if r.Poisoned {
		return
	}
	_, size := frame.Parse(r.Wire)
	t.Bytes(r.Wire[size:], []byte(poison.Lure))
	t.Equal(r.Verdict(), "POISONED")
}
