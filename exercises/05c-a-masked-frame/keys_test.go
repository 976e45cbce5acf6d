package masked_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"example/websocket/04-frames/frame"
	masked "example/websocket/exercises/05c-a-masked-frame"
	"example/websocket/exercises/internal/check"
)

func differ(t *check.T, keys [][4]byte, of string) {
	t.Call("the keys of %s", of)
	different := make(map[[4]byte]bool)
	for _, key := range keys {
		different[key] = true
	}
	if len(different) < len(keys)-1 {
		t.Wrong(fmt.Sprintf("%d different", len(different)), fmt.Sprintf("%d", len(keys)))
	}
}

// steps fails if every key is the one before plus the same number.
func steps(t *check.T, keys [][4]byte) {
	t.Call("the keys of %d frames of one connection", len(keys))
	for _, order := range []binary.ByteOrder{binary.BigEndian, binary.LittleEndian} {
		number := func(i int) uint32 { return order.Uint32(keys[i][:]) }
		step, same := number(1)-number(0), true
		for i := 1; i < len(keys); i++ {
			same = same && number(i)-number(i-1) == step
		}
		if same {
			t.Wrong(fmt.Sprintf("each is the one before plus %d", int32(step)), "no rule")
		}
	}
}

func spread(t *check.T, keys [][4]byte) {
	t.Call("the keys of %d frames of one connection", len(keys))
	for at := range 4 {
		values := make(map[byte]bool)
		for _, key := range keys {
			values[key[at]] = true
		}
		if len(values) <= 200 {
			t.Wrong(fmt.Sprintf("in byte %d of the key always the same few values", at), "more than 200 values")
		}
	}
}

func opening() []check.Case {
	return []check.Case{
		{
			Name: "open-hello", Section: "RFC 6455 §5.7",
			Says: `Open of 81 85 37 fa 21 3d 7f 9f 4d 51 58 is "Hello".`,
			Run: func(t *check.T) {
				opens(t, [4]byte{0x37, 0xfa, 0x21, 0x3d}, "Hello")
			},
		},
		{
			Name: "open-zero-key", Section: "RFC 6455 §5.2",
			Says: `Open of 81 85 00 00 00 00 48 65 6c 6c 6f is "Hello": MASK is 1, and four zeros are a key.`,
			Run: func(t *check.T) {
				opens(t, [4]byte{}, "Hello")
			},
		},
		{
			Name: "open-long", Section: "RFC 6455 §5.2",
			Says: "Open finds the payload behind each of the three forms of length: 125, 126 and 65536 bytes.",
			Run: func(t *check.T) {
				for _, n := range []int{125, 126, 65536} {
					opens(t, [4]byte{0x37, 0xfa, 0x21, 0x3d}, letters(n))
				}
			},
		},
		{
			Name: "open-unmasked", Section: "RFC 6455 §5.1",
			Says: "Open of 81 05 48 65 6c 6c 6f, which is not masked, returns no payload and a protocol error (close code 1002).",
			Run: func(t *check.T) {
				refuses(t, "Hello")
			},
		},
		{
			Name: "open-unmasked-empty", Section: "RFC 6455 §5.1",
			Says: "Open of 81 00, which is not masked either, returns no payload and a protocol error.",
			Run: func(t *check.T) {
				refuses(t, "")
			},
		},
	}
}

// letters returns n letters, a to z over and over.
func letters(n int) string {
	return strings.Repeat("abcdefghijklmnopqrstuvwxyz", n/26+1)[:n]
}

func opens(t *check.T, key [4]byte, want string) {
	h := frame.Header{Fin: true, Opcode: frame.Text, Masked: true, Length: uint64(len(want)), Key: key}
	payload := []byte(want)
	masked.XOR(payload, key, 0)
	got, err := open(t, append(h.Append(nil), payload...))
	if err != nil {
		t.Wrong("an error", fmt.Sprintf("the payload, %d bytes", len(want)))
	}
	if len(want) > 64 && string(got) != want {
		at := 0
		for at < min(len(got), len(want)) && got[at] == want[at] {
			at++
		}
		t.Drawn(fmt.Sprintf("%d bytes, wrong from byte %d on", len(got), at),
			fmt.Sprintf("%d bytes, the letters a to z over and over", len(want)),
			fmt.Sprintf("from byte %d on:\ngot   % x\nwant  % x", at, start(got[at:]), start([]byte(want[at:]))))
	}
	t.Bytes(got, []byte(want))
}

// open has the learner open a frame.
func open(t *check.T, wire []byte) (payload []byte, err error) {
	call := fmt.Sprintf("Open(% x)", wire)
	if n := len(wire) - 16; n > 0 {
		call = fmt.Sprintf("Open(% x … %d more)", start(wire), n)
	}
	t.Call("%s", call)
	if payload, err = masked.Open(wire); err != nil {
		t.Call("%s, which says:\n%q", call, err)
	}
	return payload, err
}

// start is as much of b as fits into a line.
func start(b []byte) []byte { return b[:min(len(b), 16)] }

func refuses(t *check.T, payload string) {
	got, err := open(t, frame.Append(nil, frame.Text, []byte(payload)))
	var broken *frame.Error
	switch {
	case err == nil:
		t.Wrong(fmt.Sprintf("the payload %q and no error", got), "a protocol error, close code 1002")
	case !errors.As(err, &broken):
		t.Wrong("an error that has no close code", "a protocol error, close code 1002: see ProtocolError")
	case broken.Code != frame.ProtocolError:
		t.Wrong(fmt.Sprintf("an error with close code %v", broken.Code), "1002")
	case len(got) > 0:
		t.Wrong(fmt.Sprintf("the error, and the payload %q", got), "no payload")
	}
}
