package deflate_test

import (
	"bytes"
	"fmt"
	"io"
	"testing"

	"example/websocket/06-full-websocket/deflate"
)

// With buffers that the caller keeps, a message costs no allocation once the
// pools are warm. (compress/flate makes small tables of its own for messages
// with rare symbols: those have to be larger than this one.)
func TestNothingIsAllocatedForAMessage(t *testing.T) {
	if raceEnabled {
		t.Skip("with the race detector, sync.Pool drops things at random")
	}
	for _, bits := range []int{9, 15} {
		for _, takeover := range []bool{true, false} {
			for _, n := range []int{0, 64, 1024} {
				p, out, wire := text(n), make([]byte, 0, 4096), new(bytes.Reader)
				c, d := deflate.NewCompressor(bits, takeover), deflate.NewDecompressor(bits, takeover)
				got := make([]byte, 2048)
				message := func() {
					wire.Reset(c.Append(out, p, true))
					d.Reset(wire)
					if n, err := io.ReadFull(d, got); n != len(p) || err == nil {
						t.Fatal(n, err)
					}
				}
				for range 100 {
					message() // until the window is full
				}
				if allocs := testing.AllocsPerRun(200, message); allocs != 0 {
					t.Errorf("bits %d, takeover %v, %d bytes: %v allocations a message", bits, takeover, n, allocs)
				}
			}
		}
	}
}

func BenchmarkCompress(b *testing.B) {
	each(b, func(b *testing.B, p []byte, takeover bool) {
		c := deflate.NewCompressor(0, takeover)
		var out []byte
		for b.Loop() {
			out = c.Append(out[:0], p, true)
		}
		b.ReportMetric(float64(len(out)), "wire-B")
	})
}

func BenchmarkDecompress(b *testing.B) {
	each(b, func(b *testing.B, p []byte, takeover bool) {
		payload := deflate.NewCompressor(0, false).Append(nil, p, true)
		d, wire, out := deflate.NewDecompressor(0, takeover), new(bytes.Reader), make([]byte, len(p)+1)
		for b.Loop() {
			wire.Reset(payload)
			d.Reset(wire)
			if n, err := io.ReadFull(d, out); n != len(p) || err != io.ErrUnexpectedEOF {
				b.Fatal(n, err)
			}
		}
	})
}

func each(b *testing.B, f func(b *testing.B, p []byte, takeover bool)) {
	for _, n := range []int{64, 1024, 65536} {
		for _, takeover := range []bool{true, false} {
			b.Run(fmt.Sprintf("size=%d/takeover=%v", n, takeover), func(b *testing.B) {
				b.SetBytes(int64(n))
				b.ReportAllocs()
				f(b, text(n), takeover)
			})
		}
	}
}
