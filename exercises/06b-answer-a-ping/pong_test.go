package pong_test

import (
	_ "embed"
	"fmt"
	"slices"
	"testing"

	"example/websocket/04-frames/frame"
	pong "example/websocket/exercises/06b-answer-a-ping"
	"example/websocket/exercises/internal/check"
)

//go:embed pong.go
var yours string

//go:embed testdata/stub.go
var stub string

func TestAnswer(t *testing.T) {
	check.Run(t, check.File{Name: "pong.go", Yours: yours, Stub: stub},
		check.Case{
			Name: "empty-ping", Section: "RFC 6455 §5.5.2",
			Says: "A ping without payload is answered with 8a 00.",
			Run:  func(t *check.T) { answers(t, frame.Ping, nil, []byte{0x8a, 0x00}) },
		},
		check.Case{
			Name: "heartbeat", Section: "RFC 6455 §5.5.3",
			Says: `A ping with "hb-1" is answered with 8a 04 68 62 2d 31: a pong with "hb-1", not masked.`,
			Run: func(t *check.T) {
				answers(t, frame.Ping, []byte("hb-1"), []byte{0x8a, 0x04, 'h', 'b', '-', '1'})
			},
		},
		check.Case{
			Name: "any-bytes", Section: "RFC 6455 §5.5.3",
			Says: "A ping with the 8 bytes f8, f9, … ff, which are no text, is answered with 8a 08 and the same bytes.",
			Run: func(t *check.T) {
				var payload []byte
				for b := 0xf8; b <= 0xff; b++ {
					payload = append(payload, byte(b))
				}
				answers(t, frame.Ping, payload, append([]byte{0x8a, 0x08}, payload...))
			},
		},
		check.Case{
			Name: "room-of-its-own",
			Says: `The answer to "hb-1" still stands after payload, which has room behind it, has been overwritten and "hb-2" has been answered.`,
			Run: func(t *check.T) {
				room := append(make([]byte, 0, 256), "hb-1"...)
				t.Call(`Answer(a ping, "hb-1"), then Answer(a ping, "hb-2") in the same payload`)
				first := pong.Answer(header(frame.Ping, 4), room)
				copy(room[:4], "hb-2")
				second := pong.Answer(header(frame.Ping, 4), room)
				t.Frames(first, []byte{0x8a, 0x04, 'h', 'b', '-', '1'})
				t.Frames(second, []byte{0x8a, 0x04, 'h', 'b', '-', '2'})
			},
		},
		check.Case{
			Name: "pong", Section: "RFC 6455 §5.5.3",
			Says: "A pong is not answered: nothing is sent.",
			Run:  func(t *check.T) { answers(t, frame.Pong, []byte("hb-1"), nil) },
		},
		check.Case{
			Name: "all-others",
			Says: "A Close, a text, a binary and a continuation frame are not answered here.",
			Run: func(t *check.T) {
				for _, op := range []frame.Opcode{frame.Close, frame.Text, frame.Binary, frame.Continuation} {
					answers(t, op, []byte{0x03, 0xe8}, nil)
				}
			},
		},
	)
}

// header is what stands before the frame of a client.
func header(op frame.Opcode, length int) frame.Header {
	return frame.Header{Fin: true, Opcode: op, Masked: true, Key: [4]byte{0x37, 0xfa, 0x21, 0x3d}, Length: uint64(length)}
}

func answers(t *check.T, op frame.Opcode, payload, want []byte) {
	before := slices.Clone(payload)
	t.Call("Answer(header of a masked %v, %q)", op, payload)
	got := pong.Answer(header(op, len(payload)), payload)
	if len(got) == 0 && len(want) > 0 {
		t.Wrong("nothing is sent", fmt.Sprintf("% x", want))
	}
	if len(got) > 0 && len(want) == 0 {
		t.Wrong(fmt.Sprintf("% x", got), "nothing is sent")
	}
	t.Frames(got, want)
	t.Call("Answer(header of a masked %v, %q): payload afterwards", op, before)
	t.Bytes(payload, before)
}
