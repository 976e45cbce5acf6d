package firstbyte_test

import (
	_ "embed"
	"testing"

	firstbyte "example/websocket/exercises/04b-eight-bits"
	"example/websocket/exercises/internal/check"
)

//go:embed byte.go
var yours string

//go:embed testdata/stub.go
var stub string

const section = "RFC 6455 §5.2"

func TestFirstByte(t *testing.T) {
	check.Run(t, check.File{Name: "byte.go", Yours: yours, Stub: stub},
		check.Case{
			Name: "pack-text", Section: section,
			Says: "A text frame, opcode 1, that ends its message is 81. One that does not end it is 01.",
			Run: func(t *check.T) {
				packs(t, true, 0, 1, 0x81)
				packs(t, false, 0, 1, 0x01)
			},
		},
		check.Case{
			Name: "pack-control", Section: section,
			Says: "A close, opcode 8, is 88; a ping, opcode 9, is 89; a pong, opcode 10, is 8a. Each has FIN 1.",
			Run: func(t *check.T) {
				packs(t, true, 0, 8, 0x88)
				packs(t, true, 0, 9, 0x89)
				packs(t, true, 0, 10, 0x8a)
			},
		},
		check.Case{
			Name: "pack-rsv", Section: section,
			Says: "A text frame with FIN 1 is c1 with rsv 4, which is RSV1; a1 with rsv 2; 91 with rsv 1.",
			Run: func(t *check.T) {
				packs(t, true, 4, 1, 0xc1)
				packs(t, true, 2, 1, 0xa1)
				packs(t, true, 1, 1, 0x91)
			},
		},
		check.Case{
			Name: "pack-too-wide",
			Says: "Of rsv only the low three bits count, and of op only the low four: a text frame with FIN 0 and rsv 8 is 01, and one with rsv 0 and op 17 is 01 too.",
			Run: func(t *check.T) {
				packs(t, false, 8, 1, 0x01)
				packs(t, false, 0, 17, 0x01)
			},
		},
		check.Case{
			Name: "unpack-fin", Section: section,
			Says: "81 has FIN 1, and 01 has FIN 0. 08, a close with FIN 0, and 41, with RSV1, have it 0 too.",
			Run: func(t *check.T) {
				for _, b := range []byte{0x81, 0x01, 0x08, 0x41} {
					t.Call("fin, _, _ := Unpack(%#02x)", b)
					fin, _, _ := firstbyte.Unpack(b)
					t.Equal(fin, b == 0x81)
				}
			},
		},
		check.Case{
			Name: "unpack-rsv", Section: section,
			Says: "c1 has rsv 4, a1 has 2, 91 has 1, f1 has 7 and 8f has 0.",
			Run: func(t *check.T) {
				for _, c := range []struct{ b, rsv byte }{{0xc1, 4}, {0xa1, 2}, {0x91, 1}, {0xf1, 7}, {0x8f, 0}} {
					t.Call("_, rsv, _ := Unpack(%#02x)", c.b)
					_, rsv, _ := firstbyte.Unpack(c.b)
					t.Equal(rsv, c.rsv)
				}
			},
		},
		check.Case{
			Name: "unpack-opcode", Section: section,
			Says: "81 has opcode 1, 8a has 10, 8f has 15, c1 has 1, f0 has 0.",
			Run: func(t *check.T) {
				for _, c := range []struct{ b, op byte }{{0x81, 1}, {0x8a, 10}, {0x8f, 15}, {0xc1, 1}, {0xf0, 0}} {
					t.Call("_, _, op := Unpack(%#02x)", c.b)
					_, _, op := firstbyte.Unpack(c.b)
					t.Equal(op, c.op)
				}
			},
		},
		check.Case{
			Name: "all-256",
			Says: "Each of the 256 bytes, unpacked and packed again, is itself.",
			Run: func(t *check.T) {
				for n := range 256 {
					t.Call("Pack(Unpack(%#02x))", n)
					t.Equal(firstbyte.Pack(firstbyte.Unpack(byte(n))), byte(n))
				}
			},
		},
	)
}

func packs(t *check.T, fin bool, rsv, op, want byte) {
	t.Call("Pack(%v, %d, %d)", fin, rsv, op)
	t.Equal(firstbyte.Pack(fin, rsv, op), want)
}
