package deflate_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"example/websocket/06-full-websocket/deflate"
)

// The RFC's own bytes (RFC 7692 §7.2.3): what each becomes is "Hello".
var rfcHello = map[string]string{
	"7.2.3.1 one compressed block":   "\xf2\x48\xcd\xc9\xc9\x07\x00",
	"7.2.3.3 a stored block":         "\x00\x05\x00\xfa\xffHello\x00",
	"7.2.3.4 a final block":          "\xf3\x48\xcd\xc9\xc9\x07\x00\x00",
	"7.2.3.5 two blocks":             "\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00",
	"a final block, and no 00":       "\xf3\x48\xcd\xc9\xc9\x07\x00",
	"a final stored block":           "\x01\x05\x00\xfa\xffHello\x00",
	"a final empty block at the end": "\xf2\x48\xcd\xc9\xc9\x07\x00\x00\x00\xff\xff\x01",
	"two final blocks":               "\xf3\x48\x05\x00\xcb\xc9\xc9\x07\x00\x00",
	"empty fixed blocks around":      "\x02\x00\x00\x00\xff\xff\xf2\x48\xcd\xc9\xc9\x07\x00",
}

func text(n int) []byte {
	var b bytes.Buffer
	for i := 0; b.Len() < n; i++ {
		fmt.Fprintf(&b, `{"id":%d,"name":"user %d","score":%.3f}`, i, i*7919%1000, float64(i)*1.37)
	}
	return b.Bytes()[:n]
}

func noise(n int) []byte {
	b := make([]byte, n)
	rand.NewChaCha8([32]byte{}).Read(b)
	return b
}

// far is what tempts a compressor to look back over exactly n bytes, and over
// more: noise that comes again and again.
func far(n, total int) []byte {
	return bytes.Repeat(noise(n), total/n+1)[:total]
}

func inflate(t *testing.T, d *deflate.Decompressor, payload []byte) []byte {
	t.Helper()
	d.Reset(bytes.NewReader(payload))
	p, err := io.ReadAll(d)
	if err != nil {
		t.Fatalf("a payload of %d bytes does not inflate: %v", len(payload), err)
	}
	return p
}

var sizes = []int{0, 1, 16, 127, 128, 255, 256, 257, 511, 512, 513, 4096, 32767, 32768, 32769, 65536}

// Every window, with and without takeover: three inflaters agree, one of them
// with no more window than was agreed on, and each message stands on its own if
// it has to.
func TestEveryWindowIsHonoured(t *testing.T) {
	for bits := 8; bits <= 15; bits++ {
		for _, takeover := range []bool{true, false} {
			t.Run(fmt.Sprintf("bits=%d,takeover=%v", bits, takeover), func(t *testing.T) {
				t.Parallel()
				window := 1 << bits
				c, d := deflate.NewCompressor(bits, takeover), deflate.NewDecompressor(bits, takeover)
				judge := &inflater{window: window}
				messages := [][]byte{far(window, 3*window), far(window-1, 2*window), far(window+1, 2*window), noise(window / 2), noise(window)}
				for _, n := range sizes {
					messages = append(messages, text(n))
				}
				for i, want := range messages {
					payload := c.Append(nil, want, true)
					if got := inflate(t, d, payload); !bytes.Equal(got, want) {
						t.Fatalf("message %d, %d bytes, comes back as %d others", i, len(want), len(got))
					}
					if !takeover {
						judge = &inflater{window: window}
					}
					if got, err := judge.message(payload); err != nil || !bytes.Equal(got, want) {
						t.Fatalf("message %d, %d bytes, inflated another way: %d bytes, %v (RFC 7692 §7.1.2)", i, len(want), len(got), err)
					}
				}
			})
		}
	}
}

// A message in pieces inflates to the same, wherever it is cut.
func TestPieces(t *testing.T) {
	want := text(5000)
	for _, bits := range []int{8, 12, 15} {
		for _, size := range []int{1, 7, 255, 256, 257, 1000, 4999} {
			c, d := deflate.NewCompressor(bits, true), deflate.NewDecompressor(bits, true)
			for range 2 {
				payload := []byte("before")
				for rest := want; len(rest) > 0; rest = rest[min(size, len(rest)):] {
					payload = c.Append(payload, rest[:min(size, len(rest))], false)
				}
				payload = c.Append(payload, nil, true)
				payload, ok := bytes.CutPrefix(payload, []byte("before"))
				if got := inflate(t, d, payload); !ok || !bytes.Equal(got, want) {
					t.Fatalf("bits %d, pieces of %d: %d bytes come back", bits, size, len(got))
				}
			}
		}
	}
}

func TestEmptyMessageIsOneByte(t *testing.T) {
	for _, takeover := range []bool{true, false} {
		c := deflate.NewCompressor(0, takeover)
		for _, before := range []string{"", "Hello", ""} {
			c.Append(nil, []byte(before), true)
			if got := c.Append(nil, nil, true); string(got) != "\x00" {
				t.Errorf("takeover %v, after %q: an empty message becomes %x, want 00 (RFC 7692 §7.2.3.6)", takeover, before, got)
			}
		}
	}
}

// No message ends with the bytes that stay off the wire, however well its end
// fits a window.
func TestTailIsCut(t *testing.T) {
	for _, n := range []int{255, 256, 257, 512, 1024} {
		c := deflate.NewCompressor(8, true)
		for i := range 3 {
			if got := c.Append(nil, text(n), true); bytes.HasSuffix(got, []byte("\x00\x00\xff\xff")) || bytes.HasPrefix(got, []byte("\x00\x00\x00\xff\xff")) {
				t.Errorf("message %d of %d bytes becomes %x", i, n, got)
			}
		}
	}
}

// What takeover is for: the second message costs a few bytes, and without
// takeover, or after Forget, it costs what the first did.
func TestTakeoverLooksBackAndForgetDoesNot(t *testing.T) {
	p := text(100)
	linked, alone := deflate.NewCompressor(0, true), deflate.NewCompressor(0, false)
	first, second := linked.Append(nil, p, true), linked.Append(nil, p, true)
	if len(second) > len(first)/5 {
		t.Errorf("with takeover %d bytes, then %d", len(first), len(second))
	}
	linked.Forget()
	if again := linked.Append(nil, p, true); !bytes.Equal(again, first) {
		t.Errorf("after Forget %x, before it %x", again, first)
	}
	if first, second := alone.Append(nil, p, true), alone.Append(nil, p, true); !bytes.Equal(first, second) {
		t.Errorf("without takeover %x, then %x", first, second)
	}
}

// With the default window nothing is forgotten on the way, however long the
// connection lasts.
func TestTheWholeWindowIsUsed(t *testing.T) {
	c, p := deflate.NewCompressor(15, true), noise(1000)
	for i := range 200 {
		if got := len(c.Append(nil, p, true)); i > 0 && got > 100 {
			t.Fatalf("message %d of 1000 bytes, all the same, becomes %d bytes", i, got)
		}
	}
}

// A receiver that takes over follows a sender that forgets, and messages from
// other compressors between its own, as a broadcast brings them.
func TestForgetBetweenMessagesOfOthers(t *testing.T) {
	own, other, d := deflate.NewCompressor(0, true), deflate.NewCompressor(0, false), deflate.NewDecompressor(0, true)
	for i := range 5 {
		want := text(300 + i)
		if got := inflate(t, d, own.Append(nil, want, true)); !bytes.Equal(got, want) {
			t.Fatalf("own message %d comes back as %q", i, got)
		}
		if got := inflate(t, d, other.Append(nil, []byte("to everybody"), true)); string(got) != "to everybody" {
			t.Fatalf("the other's message %d comes back as %q", i, got)
		}
		own.Forget()
	}
}

// Released in the middle of a message, nothing of it is left.
func TestRelease(t *testing.T) {
	c, d := deflate.NewCompressor(0, true), deflate.NewDecompressor(0, true)
	whole := c.Append(nil, text(50_000), true)
	c.Append(nil, text(1000), false)
	c.Release()
	c.Release()
	if got := c.Append(nil, []byte("Hello"), true); string(got) != rfcHello["7.2.3.1 one compressed block"] {
		t.Errorf("after Release, Hello becomes %x", got)
	}
	d.Reset(bytes.NewReader(whole))
	d.Read(make([]byte, 100))
	d.Release()
	d.Release()
	if n, err := d.Read(make([]byte, 1)); n != 0 || err != io.EOF {
		t.Errorf("Read after Release: %d, %v; want 0, io.EOF", n, err)
	}
	if got := inflate(t, d, []byte(rfcHello["7.2.3.3 a stored block"])); string(got) != "Hello" {
		t.Errorf("after Release %q", got)
	}
}

// The bytes that the RFC shows for sharing a window (§7.2.3.2).
func TestSharedWindow(t *testing.T) {
	d := deflate.NewDecompressor(0, true)
	for range 3 {
		if got := inflate(t, d, []byte(rfcHello["7.2.3.1 one compressed block"])); string(got) != "Hello" {
			t.Errorf("%q", got)
		}
		if got := inflate(t, d, []byte("\xf2\x00\x11\x00\x00")); string(got) != "Hello" {
			t.Errorf("the second Hello comes back as %q", got)
		}
	}
	alone := deflate.NewDecompressor(0, false)
	inflate(t, alone, []byte(rfcHello["7.2.3.1 one compressed block"]))
	alone.Reset(strings.NewReader("\xf2\x00\x11\x00\x00"))
	if p, err := io.ReadAll(alone); err == nil {
		t.Errorf("without takeover, a message that looks back inflates to %q (RFC 7692 §7.1.1)", p)
	}
}
