package wire_test

import (
	"bytes"
	_ "embed"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"example/websocket/04-frames/frame"
	"example/websocket/05-masking/mask"
	wire "example/websocket/exercises/05a-predict-the-xor"
	"example/websocket/exercises/internal/check"
)

//go:embed wire.go
var yours string

//go:embed testdata/stub.go
var stub string

func TestPredictions(t *testing.T) {
	check.Run(t, check.File{Name: "wire.go", Yours: yours, Stub: stub},
		check.Case{
			Name: "zero-key", Section: "RFC 6455 §5.3",
			Says: `ZeroKey is "Hello" as the mask of chapter 05 leaves it under the key 00 00 00 00.`,
			Run: func(t *check.T) {
				predicts(t, "ZeroKey", wire.ZeroKey, [4]byte{})
			},
		},
		check.Case{
			Name: "case-key", Section: "RFC 6455 §5.3",
			Says: `CaseKey is "Hello" as the mask of chapter 05 leaves it under the key 20 20 20 20.`,
			Run: func(t *check.T) {
				predicts(t, "CaseKey", wire.CaseKey, [4]byte{0x20, 0x20, 0x20, 0x20})
			},
		},
		check.Case{
			Name: "own-key", Section: "RFC 6455 §5.3",
			Says: `OwnKey is "Hello" as the mask of chapter 05 leaves it under the key 48 65 6c 6c.`,
			Run: func(t *check.T) {
				predicts(t, "OwnKey", wire.OwnKey, [4]byte([]byte("Hell")))
			},
		},
		check.Case{
			Name: "positions-1-3-5", Section: "RFC 6455 §5.3",
			Says: `LikeByte1 names the positions, of 3 and 5, at which the "a" of "banana" is on the wire the byte that it is at position 1, whatever the key: "3", "5", "3 5" or "none".`,
			Run: func(t *check.T) {
				t.Call("LikeByte1")
				if got := strings.Join(strings.Fields(wire.LikeByte1), " "); got != likeByte1() {
					t.Wrong(fmt.Sprintf("%q", got), "another answer: write the key below the word, k0 k1 k2 k3 k0 k1")
				}
			},
		},
		check.Case{
			Name: "frame-size", Section: "RFC 6455 §5.2",
			Says: `FrameSize is how many bytes the masked frame with "Hello" has, header and key included.`,
			Run: func(t *check.T) {
				h := frame.Header{Fin: true, Opcode: frame.Text, Masked: true, Length: 5}
				t.Call("FrameSize")
				if wire.FrameSize != len(h.Append(nil))+5 {
					t.Wrong(fmt.Sprint(wire.FrameSize), "another number: draw the frame, field by field")
				}
			},
		},
	)
}

// predicts compares what was predicted of "Hello" under key with what comes. The
// failure does not tell the answer: there is one more try.
func predicts(t *check.T, name, answer string, key [4]byte) {
	b := []byte("Hello")
	mask.XOR(b, key, 0)
	t.Call("%s, which is %q under the key % x", name, "Hello", key)
	got, err := hex.DecodeString(strings.Join(strings.Fields(answer), ""))
	if err != nil {
		t.Wrong(fmt.Sprintf("%q", answer), `bytes in hex, as in "48 65 6c"`)
	}
	if !bytes.Equal(got, b) {
		t.Wrong(fmt.Sprintf("%d bytes: % x", len(got), got), "5 bytes, and others: XOR each letter with its byte of the key, bit by bit")
	}
}

// likeByte1 finds the positions by masking with a key whose bytes are all
// different.
func likeByte1() string {
	b := []byte("banana")
	mask.XOR(b, [4]byte{1, 2, 3, 4}, 0)
	var same []string
	for _, at := range []int{3, 5} {
		if b[at] == b[1] {
			same = append(same, fmt.Sprint(at))
		}
	}
	if same == nil {
		return "none"
	}
	return strings.Join(same, " ")
}
