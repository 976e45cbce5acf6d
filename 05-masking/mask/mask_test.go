package mask_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"example/websocket/04-frames/dissect"
	"example/websocket/05-masking/mask"
)

// hello is the masked "Hello" of RFC 6455 §5.7.
var (
	helloKey  = [4]byte{0x37, 0xfa, 0x21, 0x3d}
	helloWire = []byte{0x7f, 0x9f, 0x4d, 0x51, 0x58}
)

var forms = []struct {
	name string
	mask func([]byte, [4]byte, int) int
}{{"plain", mask.Plain}, {"fast", mask.XOR}}

// random returns the same bytes in every run.
func random(n int) []byte {
	b := make([]byte, n)
	rand.NewChaCha8([32]byte{}).Read(b)
	return b
}

func TestMaskOfTheRFC(t *testing.T) {
	for _, form := range forms {
		b := []byte("Hello")
		if end := form.mask(b, helloKey, 0); end != 5 {
			t.Errorf("%s: position after 5 bytes is %d (RFC 6455 §5.3)", form.name, end)
		}
		if !bytes.Equal(b, helloWire) {
			t.Errorf("%s: Hello under 37 fa 21 3d is % x, want % x (RFC 6455 §5.7)", form.name, b, helloWire)
		}
	}
}

// Every length around the 8 and 64 bytes of a turn, every position of the key,
// every alignment; and not one byte beside the payload changes.
func TestFastIsPlain(t *testing.T) {
	const margin = 9
	key := [4]byte{0x01, 0x20, 0x03, 0x40}
	source := random(300 + 2*margin)
	for length := range 301 {
		for pos := range 9 {
			for shift := range 8 {
				want, got := bytes.Clone(source), bytes.Clone(source)
				from, to := margin-shift, margin-shift+length
				wantEnd := mask.Plain(want[from:to], key, pos)
				gotEnd := mask.XOR(got[from:to], key, pos)
				if gotEnd != wantEnd || gotEnd != pos+length {
					t.Fatalf("length %d at position %d: returned %d, Plain returned %d", length, pos, gotEnd, wantEnd)
				}
				if !bytes.Equal(got, want) {
					t.Fatalf("payload of %d bytes from byte %d, position %d: byte %d differs (RFC 6455 §5.3)", length, from, pos, firstDifference(got, want))
				}
			}
		}
	}
}

func TestPlainTouchesOnlyThePayload(t *testing.T) {
	before := random(40)
	after := bytes.Clone(before)
	mask.Plain(after[10:30], [4]byte{1, 2, 3, 4}, 0)
	if !bytes.Equal(after[:10], before[:10]) || !bytes.Equal(after[30:], before[30:]) {
		t.Errorf("bytes beside [10:30] changed:\n% x\n% x", before, after)
	}
	for i := range 20 {
		if want := before[10+i] ^ byte(i%4+1); after[10+i] != want {
			t.Errorf("byte %d of the payload is %#02x, want %#02x: key byte %d (RFC 6455 §5.3)", i, after[10+i], want, i%4)
		}
	}
}

// A payload arrives in pieces of any size, and the mask goes on where it was.
func TestChunksMaskAsTheWhole(t *testing.T) {
	key := [4]byte{0x9a, 0x01, 0xfe, 0x33}
	chunks := rand.New(rand.NewPCG(1, 2))
	for _, form := range forms {
		for round := range 500 {
			whole := random(1 + chunks.IntN(1000))
			pieces := bytes.Clone(whole)
			mask.Plain(whole, key, 0)
			pos := 0
			for rest := pieces; len(rest) > 0; {
				n := min(len(rest), chunks.IntN(200)) // 0 as well: an empty read
				pos = form.mask(rest[:n], key, pos)
				rest = rest[n:]
			}
			if pos != len(pieces) || !bytes.Equal(pieces, whole) {
				t.Fatalf("%s, round %d: in chunks the mask ends at %d of %d; byte %d differs from the mask of the whole (RFC 6455 §5.3)",
					form.name, round, pos, len(whole), firstDifference(pieces, whole))
			}
		}
	}
}

func TestMaskingTwiceGivesThePayloadBack(t *testing.T) {
	for _, form := range forms {
		for pos := range 4 {
			b := random(1000)
			form.mask(b, helloKey, pos)
			if bytes.Equal(b, random(1000)) {
				t.Errorf("%s: the mask changed nothing", form.name)
			}
			form.mask(b, helloKey, pos)
			if diff := dissect.Compare(b, random(1000)); diff != "" {
				t.Errorf("%s: masked twice from position %d, the payload is another (RFC 6455 §5.3): %.80s", form.name, pos, diff)
			}
		}
	}
}

// A weak key cannot be told from a strong one by looking. A constant one, one
// of few, or one that is not filled to its end can: over 4,096 fair keys every
// byte position shows far more than 200 of the 256 values, and 4,096 draws
// from 2^32 meet a value twice only about twice in a thousand runs.
func TestKeysAreFreshInEveryByte(t *testing.T) {
	const draws = 4096
	keys := make(map[[4]byte]bool)
	var values [4]map[byte]bool
	for i := range values {
		values[i] = make(map[byte]bool)
	}
	for range draws {
		key := mask.NewKey()
		keys[key] = true
		for i, b := range key {
			values[i][b] = true
		}
	}
	if len(keys) < draws-8 {
		t.Errorf("%d keys drawn, %d different (RFC 6455 §5.3)", draws, len(keys))
	}
	for i := range values {
		if len(values[i]) < 200 {
			t.Errorf("byte %d of the key takes only %d values in %d keys (RFC 6455 §5.3)", i, len(values[i]), draws)
		}
	}
}

func TestMaskingAllocatesNothing(t *testing.T) {
	b := random(1000)
	for _, form := range forms {
		if n := testing.AllocsPerRun(100, func() { form.mask(b, helloKey, 1) }); n != 0 {
			t.Errorf("%s: %v allocations", form.name, n)
		}
	}
}

func BenchmarkMask(b *testing.B) {
	for _, size := range []int{16, 1024, 65536} {
		for _, form := range forms {
			b.Run(fmt.Sprintf("%d/%s", size, form.name), func(b *testing.B) {
				p := random(size)
				b.SetBytes(int64(size))
				b.ReportAllocs()
				for b.Loop() {
					form.mask(p, helloKey, 0)
				}
			})
		}
	}
}

func firstDifference(a, b []byte) int {
	for i := range a {
		if a[i] != b[i] {
			return i
		}
	}
	return len(a)
}
