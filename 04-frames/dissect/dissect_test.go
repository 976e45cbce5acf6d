package dissect_test

import (
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"example/websocket/04-frames/dissect"
	"example/websocket/04-frames/frame"
	"example/websocket/04-frames/frame/frametest"
)

var update = flag.Bool("update", false, "write testdata/pictures.txt anew")

// What is drawn in testdata/pictures.txt, in this order.
var pictures = []struct{ name, bytes string }{
	{"RFC 6455 §5.7: a single-frame unmasked text message", "81 05 48 65 6c 6c 6f"},
	{"RFC 6455 §5.7: a single-frame masked text message", "81 85 37 fa 21 3d 7f 9f 4d 51 58"},
	{"RFC 6455 §5.7: a fragmented unmasked text message", "01 03 48 65 6c 80 02 6c 6f"},
	{"RFC 6455 §5.7: ping and masked pong", "89 05 48 65 6c 6c 6f 8a 85 37 fa 21 3d 7f 9f 4d 51 58"},
	{"RFC 6455 §5.7: 256 bytes of binary", "82 7e 01 00" + strings.Repeat("ab", 256)},
	{"RFC 6455 §5.7: 64 KiB of binary", "82 7f 00 00 00 00 00 01 00 00" + strings.Repeat("00", 65536)},
	{"a masked frame of 126 bytes", "82 fe 00 7e 37 fa 21 3d" + strings.Repeat("37fa213d", 31) + "76 bb"},
	{"a masked frame of 64 KiB", "82 ff 00 00 00 00 00 01 00 00 37 fa 21 3d" + strings.Repeat("76bb607c", 16384)},
	{"no payload", "82 00"},
	{"no payload, masked", "82 80 37 fa 21 3d"},
	{"two-byte characters, one of them cut by the row", "81 09 47 72 c3 bc c3 9f 65 c3 a9"},
	{"terminal control characters", "81 07 1b 5b 32 4a 07 0d 0a"},
	{"close without a code", "88 00"},
	{"close with a code and a reason", "88 05 03 e8 62 79 65"},
	{"masked close", "88 85 37 fa 21 3d 34 12 43 44 52"},
	{"close with two spaces in its reason", "88 06 03 e9 61 20 20 62"},
	{"close with one long word", "88 7d 0f a1" + strings.Repeat("78", 123)},
	{"close of one byte", "88 01 03"},
	{"close with a code for reporting only", "88 02 03 ed"},
	{"close with a reason that is not UTF-8", "88 04 03 e8 c3 28"},
	{"nothing but the first byte", "81"},
	{"cut in the length", "81 fe 00"},
	{"cut in the key", "81 85 37 fa"},
	{"cut before the payload", "81 05"},
	{"cut in the payload", "81 85 37 fa 21 3d 7f 9f"},
	{"HTTP/1.1", "48 54 54 50 2f 31 2e 31"},
	{"GET", "47 45 54 20 2f"},
	{"hixie-76", "00 48 65 6c 6c 6f ff"},
	{"every rule of two bytes", "7f ff"},
	{"125 bytes in the 126 form", "82 7e 00 7d 01"},
	{"65535 bytes in the 127 form", "82 7f 00 00 00 00 00 00 ff ff 01"},
	{"a length of 2^64-1", "82 7f ff ff ff ff ff ff ff ff 41 41 41 41 41 41"},
	{"a length of 2^64-10, masked", "82 ff ff ff ff ff ff ff ff f6 37 fa 21 3d 76"},
}

// To look at a change: go test ./04-frames/dissect -update, and git diff.
func TestPictures(t *testing.T) {
	const file = "testdata/pictures.txt"
	var all strings.Builder
	for _, p := range pictures {
		fmt.Fprintf(&all, "# %s\n\n%s\n", p.name, dissect.Frames(frametest.Unhex(t, p.bytes)))
	}
	if *update {
		if err := os.WriteFile(file, []byte(all.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	golden, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(strings.ReplaceAll(string(golden), "\r\n", "\n"), "# ")
	got := strings.Split(all.String(), "# ")
	if len(got) != len(want) {
		t.Fatalf("%d pictures, %s has %d", len(got)-1, file, len(want)-1)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("got\n%s\nwant\n%s", got[i], want[i])
		}
	}
}

// The picture that protocol and lessons show, here in full.
func TestPictureOfAMaskedHello(t *testing.T) {
	const want = `
81 85 37 fa 21 3d 7f 9f 4d 51 58
1... ....                           FIN   1: last of its message
.000 ....                           RSV   0
.... 0001                           OP    1: text
   1... ....                        MASK  1: masked
   .000 0101                        LEN   5
      37 fa 21 3d                   KEY
                  7f 9f 4d 51 58    payload on the wire
                ^ 37 fa 21 3d 37    the key, repeated
                = 48 65 6c 6c 6f    "Hello"
`
	if got := "\n" + dissect.Frame(frametest.Unhex(t, "81 85 37 fa 21 3d 7f 9f 4d 51 58")); got != want {
		t.Errorf("got%swant%s", got, want)
	}
}

// Without its mask a payload is noise, and Wire does not undo it.
func TestWireShowsNoise(t *testing.T) {
	got := dissect.Wire(frametest.Unhex(t, "81 85 37 fa 21 3d 7f 9f 4d 51 58"))
	if strings.Contains(got, "Hello") || strings.Contains(got, "repeated") || !strings.Contains(got, "\n                  7f 9f 4d 51 58    ") {
		t.Errorf("a masked payload is to be drawn as it is on the wire:\n%s", got)
	}
	if got := dissect.Wire(frametest.Unhex(t, "81 05 48 65 6c 6c 6f")); !strings.Contains(got, `"Hello"`) {
		t.Errorf("an unmasked payload is readable on the wire:\n%s", got)
	}
}

// Cut anywhere, the picture says what is missing, and a whole frame misses
// nothing.
func TestPictureOfACutFrame(t *testing.T) {
	for _, s := range []string{
		"81 05 48 65 6c 6c 6f",
		"81 85 37 fa 21 3d 7f 9f 4d 51 58",
		"82 fe 00 7e 37 fa 21 3d" + strings.Repeat("00", 126),
		"82 ff 00 00 00 00 00 01 00 00 37 fa 21 3d" + strings.Repeat("00", 65536),
	} {
		whole := frametest.Unhex(t, s)
		h, size := frame.Parse(whole)
		for n := 1; n <= min(len(whole), 300); n++ {
			want := fmt.Sprintf("cut: %d more bytes of payload\n", size+int(h.Length)-n)
			switch {
			case n == 1:
				want = "cut: a header has two bytes at least\n"
			case n < size:
				want = fmt.Sprintf("cut: %d more bytes of header, then the payload\n", size-n)
			case n == len(whole):
				want = ""
			}
			want = strings.Replace(want, " 1 more bytes", " 1 more byte", 1)
			got := dissect.Frame(whole[:n:n])
			if want == "" && strings.Contains(got, "cut:") || !strings.HasSuffix(got, want) {
				t.Fatalf("the first %d of %d bytes: want %q below\n%s", n, len(whole), want, got)
			}
			if !strings.Contains(got, "FIN   1:") {
				t.Fatalf("the first %d bytes: FIN is set, and the picture says otherwise\n%s", n, got)
			}
		}
	}
}

// Every first byte, with every form of length, cut and whole, fits the width of
// a terminal.
func TestPicturesFit80Columns(t *testing.T) {
	payload := "\u00e9\u20ac\U0001f600 \x00\xff" + strings.Repeat("W", 60)
	forms := []string{"\x00", "\x01", "\x7d", "\x7e\x00\x7e", "\x7e\x00\x00", "\x7f\x00\x00\x00\x00\x00\x01\x00\x00",
		"\x7f\xff\xff\xff\xff\xff\xff\xff\xff", "\x7f\xff\xff\xff\xff\xff\xff\xff\xf6"}
	for first := range 256 {
		for _, form := range forms {
			for _, mask := range []byte{0, 0x80} {
				b := []byte(string([]byte{byte(first)}) + form + payload)
				b[1] |= mask
				for _, n := range []int{2, 7, len(b)} {
					fits(t, b[:n:n])
				}
			}
		}
	}
	for length := range 126 { // what a peer writes into a Close
		for _, reason := range []string{"x", "word ", "é", "\x01", "\U0010fffd"} {
			reason := frame.AppendClose(nil, 4001, strings.Repeat(reason, length))
			fits(t, frame.Append(nil, frame.Close, reason))
		}
	}
}

// fits checks the picture of b: its width, no blank at a line's end, and
// nothing that a terminal would obey.
func fits(t testing.TB, b []byte) {
	t.Helper()
	for _, picture := range []string{dissect.Frame(b), dissect.Wire(b)} {
		if len(b) > 0 && !strings.HasPrefix(picture, hex.EncodeToString(b[:1])) {
			t.Fatalf("% x: the first row is not its bytes:\n%s", b, picture)
		}
		for line := range strings.Lines(picture) {
			line = strings.TrimSuffix(line, "\n")
			if n := utf8.RuneCountInString(line); n > 80 {
				t.Fatalf("% x: a line of %d columns, at most 80 wanted:\n%s", b, n, picture)
			}
			if strings.ContainsFunc(line, func(r rune) bool { return r < ' ' || r == 0x7f }) || !utf8.ValidString(line) {
				t.Fatalf("% x: control characters in %q", b, line)
			}
		}
	}
}

func FuzzDissect(f *testing.F) {
	for _, p := range pictures {
		f.Add(frametest.Unhex(f, p.bytes))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		fits(t, b)
		all := dissect.Frames(b)
		if len(b) > 0 && !strings.HasPrefix(all, dissect.Frame(b)) {
			t.Fatalf("Frames of % x does not begin with its first frame", b)
		}
	})
}
