package frame_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"example/websocket/04-frames/dissect"
	"example/websocket/04-frames/frame"
	"example/websocket/04-frames/frame/frametest"
)

var key = [4]byte{0x37, 0xfa, 0x21, 0x3d}

// The headers of RFC 6455 §5.7, and what they say.
var vectors = []struct {
	name, bytes string
	header      frame.Header
}{
	{"unmasked text", "81 05", frame.Header{Fin: true, Opcode: frame.Text, Length: 5}},
	{"masked text", "81 85 37 fa 21 3d", frame.Header{Fin: true, Opcode: frame.Text, Masked: true, Length: 5, Key: key}},
	{"first fragment", "01 03", frame.Header{Opcode: frame.Text, Length: 3}},
	{"last fragment", "80 02", frame.Header{Fin: true, Opcode: frame.Continuation, Length: 2}},
	{"ping", "89 05", frame.Header{Fin: true, Opcode: frame.Ping, Length: 5}},
	{"masked pong", "8a 85 37 fa 21 3d", frame.Header{Fin: true, Opcode: frame.Pong, Masked: true, Length: 5, Key: key}},
	{"256 bytes", "82 7e 01 00", frame.Header{Fin: true, Opcode: frame.Binary, Length: 256}},
	{"64 KiB", "82 7f 00 00 00 00 00 01 00 00", frame.Header{Fin: true, Opcode: frame.Binary, Length: 65536}},
}

// Where the form of a length changes, and where a type in some program does.
var lengths = []struct {
	length uint64
	bytes  string
}{
	{0, "00"}, {1, "01"}, {124, "7c"}, {125, "7d"},
	{126, "7e 00 7e"}, {127, "7e 00 7f"}, {128, "7e 00 80"}, {255, "7e 00 ff"}, {256, "7e 01 00"},
	{32768, "7e 80 00"}, {65534, "7e ff fe"}, {65535, "7e ff ff"},
	{65536, "7f 00 00 00 00 00 01 00 00"}, {65537, "7f 00 00 00 00 00 01 00 01"},
	{1 << 31, "7f 00 00 00 00 80 00 00 00"}, {1 << 32, "7f 00 00 00 01 00 00 00 00"},
	{0x0102030405060708, "7f 01 02 03 04 05 06 07 08"}, // each byte in its place
	{math.MaxInt64, "7f 7f ff ff ff ff ff ff ff"},
}

func TestHeaderOfTheRFC(t *testing.T) {
	for _, v := range vectors {
		t.Run(v.name, func(t *testing.T) { bothWays(t, frametest.Unhex(t, v.bytes), v.header) })
	}
}

func TestHeaderLengthForms(t *testing.T) {
	for _, l := range lengths {
		for _, masked := range []bool{false, true} {
			t.Run(fmt.Sprintf("%d masked=%v", l.length, masked), func(t *testing.T) {
				h := frame.Header{Fin: true, Opcode: frame.Binary, Length: l.length}
				wire := append([]byte{0x82}, frametest.Unhex(t, l.bytes)...)
				if masked {
					h.Masked, h.Key = true, key
					wire[1] |= 0x80
					wire = append(wire, key[:]...)
				}
				bothWays(t, wire, h)
			})
		}
	}
}

// bothWays checks that wire and h are the same header, and that Parse of fewer
// bytes asks for what is missing.
func bothWays(t *testing.T, wire []byte, h frame.Header) {
	t.Helper()
	if diff := dissect.Compare(h.Append(nil), wire); diff != "" {
		t.Errorf("Append (RFC 6455 §5.2): %s", diff)
	}
	if got := h.Append([]byte("before")); string(got[:6]) != "before" || len(got) != 6+len(wire) {
		t.Errorf("Append to 6 bytes gives %d, want %d behind them", len(got), len(wire))
	}
	got, size := frame.Parse(wire)
	if got != h || size != len(wire) {
		t.Errorf("Parse (RFC 6455 §5.2) of %s\nis %+v, %d bytes\nwant %+v, %d bytes", dissect.Frame(wire), got, size, h, len(wire))
	}
	for n := range wire {
		want := len(wire)
		if n < 2 {
			want = 2
		}
		if _, size := frame.Parse(wire[:n:n]); size != want {
			t.Errorf("Parse of the first %d bytes of % x asks for %d, want %d", n, wire, size, want)
		}
	}
}

// One byte says what the frame is; the picture of a cut frame relies on it.
func TestParseOfOneByte(t *testing.T) {
	for first := range 256 {
		whole, _ := frame.Parse([]byte{byte(first), 0})
		if got, _ := frame.Parse([]byte{byte(first)}); got != whole {
			t.Errorf("Parse of %02x alone is %+v, want %+v", first, got, whole)
		}
	}
}

// All first and second bytes: each field comes from its own bits, no byte
// behind the header matters, and what Parse took apart Append puts together.
func TestParseEveryFirstAndSecondByte(t *testing.T) {
	rest := frametest.Unhex(t, "01 02 03 04 05 06 07 08 09 0a 0b 0c")
	for first := range 256 {
		for second := range 256 {
			b := append([]byte{byte(first), byte(second)}, rest...)
			h, size := frame.Parse(b)
			want := frame.Header{
				Fin:    first >= 128,
				Rsv:    byte(first / 16 % 8),
				Opcode: frame.Opcode(first % 16),
				Masked: second >= 128,
				Length: uint64(second % 128),
			}
			wantSize := 2
			switch second % 128 {
			case 126:
				want.Length, wantSize = 0x0102, 4
			case 127:
				want.Length, wantSize = 0x0102030405060708, 10
			}
			if want.Masked {
				want.Key = [4]byte(b[wantSize:])
				wantSize += 4
			}
			if h != want || size != wantSize {
				t.Fatalf("Parse(% x) is %+v, %d bytes\nwant %+v, %d bytes (RFC 6455 §5.2)", b, h, size, want, wantSize)
			}
			if exact, _ := frame.Parse(b[:size:size]); exact != h {
				t.Fatalf("Parse(% x): bytes behind the header change it", b)
			}
			if diff := dissect.Compare(h.Append(nil), b[:size]); diff != "" {
				t.Fatalf("Append (RFC 6455 §5.2): %s", diff)
			}
		}
	}
}

func TestCodecAllocatesNothing(t *testing.T) {
	good := frametest.Unhex(t, "82 ff 00 00 00 00 00 01 00 00 37 fa 21 3d")
	h, _ := frame.Parse(good)
	dst := make([]byte, 0, frame.MaxHeader)
	for name, f := range map[string]func(){
		"Parse":  func() { frame.Parse(good) },
		"Append": func() { dst = h.Append(dst[:0]) },
		"Check":  func() { frame.Check(good, frame.Rules{From: frame.Client, Place: frame.Between, Limit: 1 << 20}) },
	} {
		if n := testing.AllocsPerRun(100, f); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
	if !slices.Equal(dst, good) {
		t.Errorf("Append into capacity: % x, want % x", dst, good)
	}
}

func BenchmarkCodec(b *testing.B) {
	for _, v := range vectors {
		wire := frametest.Unhex(b, v.bytes)
		dst := make([]byte, 0, frame.MaxHeader)
		b.Run("parse/"+v.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				frame.Parse(wire)
			}
		})
		b.Run("append/"+v.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				dst = v.header.Append(dst[:0])
			}
		})
	}
}
