package deflate_test

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"example/websocket/06-full-websocket/deflate"
)

// What goes in comes out, in one piece or two, message after message.
func FuzzRoundTrip(f *testing.F) {
	for _, n := range []int{0, 5, 256, 600, 5000} {
		f.Add(text(n), n/2, 8)
		f.Add(noise(n), n/3, 9)
		f.Add(far(512, n), n, 15)
	}
	f.Fuzz(func(t *testing.T, p []byte, cut, bits int) {
		bits = 8 + (bits%8+8)%8
		cut = min(max(cut, 0), len(p))
		for _, takeover := range []bool{true, false} {
			c, d := deflate.NewCompressor(bits, takeover), deflate.NewDecompressor(bits, takeover)
			judge := &inflater{window: 1 << bits}
			for range 3 {
				payload := c.Append(c.Append(nil, p[:cut], false), p[cut:], true)
				if got := inflate(t, d, payload); !bytes.Equal(got, p) {
					t.Fatalf("bits %d, takeover %v: %d bytes come back as %d others", bits, takeover, len(p), len(got))
				}
				if got, err := judge.message(payload); err != nil || !bytes.Equal(got, p) {
					t.Fatalf("bits %d, takeover %v, another inflater: %d bytes, %v", bits, takeover, len(got), err)
				}
			}
		}
	})
}

// Whatever comes: it ends, the error is ErrCorrupt, however it is cut it means the
// same, and what inflates another inflater inflates too.
func FuzzDecompressor(f *testing.F) {
	for _, payload := range rfcHello {
		f.Add([]byte(payload))
	}
	f.Add([]byte("\xf2\x00\x11\x00\x00"))
	f.Add(deflate.NewCompressor(8, false).Append(nil, text(1000), true))
	f.Add(deflate.NewCompressor(0, false).Append(nil, text(3000), true))
	f.Fuzz(func(t *testing.T, payload []byte) {
		const most = 1 << 20
		d := deflate.NewDecompressor(0, true)
		d.Reset(bytes.NewReader(payload))
		p, err := io.ReadAll(io.LimitReader(d, most))
		if err != nil && !errors.Is(err, deflate.ErrCorrupt) {
			t.Fatalf("%v is not ErrCorrupt", err)
		}
		other := deflate.NewDecompressor(15, false)
		other.Reset(io.MultiReader(bytes.NewReader(payload[:len(payload)/2]), bytes.NewReader(payload[len(payload)/2:])))
		if p2, err2 := io.ReadAll(io.LimitReader(other, most)); !bytes.Equal(p, p2) || (err == nil) != (err2 == nil) {
			t.Errorf("in one piece %d bytes, %v; in two %d bytes, %v", len(p), err, len(p2), err2)
		}
		if err != nil || len(p) == most {
			return
		}
		if got, err := (&inflater{window: 1 << 15}).message(payload); err != nil || !bytes.Equal(got, p) {
			t.Errorf("%d bytes; another inflater says %d bytes, %v", len(p), len(got), err)
		}
	})
}
