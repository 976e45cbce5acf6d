package header_test

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"example/websocket/04-frames/frame/frametest"
	header "example/websocket/exercises/04d-a-whole-header"
	"example/websocket/exercises/internal/check"
)

//go:embed header.go
var yours string

//go:embed testdata/stub.go
var stub string

const (
	section = "RFC 6455 §5.2"
	vectors = "RFC 6455 §5.7"
)

// key is that of the RFC's examples.
var key = [4]byte{0x37, 0xfa, 0x21, 0x3d}

// A pair is a header and its bytes in hex.
type pair struct {
	header.Header
	wire string
}

var (
	hello    = pair{header.Header{Fin: true, Opcode: header.Text, Length: 5}, "81 05"}
	fragment = pair{header.Header{Opcode: header.Text, Masked: true, Length: 3, Key: key}, "01 83 37 fa 21 3d"}
	long     = pair{header.Header{Fin: true, Opcode: header.Binary, Length: 256}, "82 7e 01 00"}
	longest  = pair{header.Header{Fin: true, Opcode: header.Binary, Masked: true, Length: 65536, Key: key}, "82 ff 00 00 00 00 00 01 00 00 37 fa 21 3d"}

	pieces  = []pair{{header.Header{Opcode: header.Text, Length: 3}, "01 03"}, {header.Header{Fin: true, Length: 2}, "80 02"}}
	control = []pair{
		{header.Header{Fin: true, Opcode: header.Close, Length: 2}, "88 02"},
		{header.Header{Fin: true, Opcode: header.Ping}, "89 00"},
		{header.Header{Fin: true, Opcode: header.Pong}, "8a 00"},
	}
	reserved = []pair{
		{header.Header{Fin: true, Rsv: 4, Opcode: header.Text, Length: 5}, "c1 05"},
		{header.Header{Fin: true, Rsv: 1, Opcode: header.Text, Length: 5}, "91 05"},
	}
)

func TestHeader(t *testing.T) {
	cases := slices.Concat(appending, parsing, writing)
	check.Run(t, check.File{Name: "header.go", Yours: yours, Stub: stub}, cases...)
}

var appending = []check.Case{
	{
		Name: "append-hello", Section: vectors,
		Says: "AppendHeader writes a text frame of 5 bytes with FIN 1 as 81 05.",
		Run:  func(t *check.T) { appends(t, hello) },
	},
	{
		Name: "append-pieces", Section: vectors,
		Says: "AppendHeader writes a text frame of 3 bytes with FIN 0 as 01 03, and a continuation of 2 bytes with FIN 1 as 80 02.",
		Run:  func(t *check.T) { appends(t, pieces...) },
	},
	{
		Name: "append-control", Section: section,
		Says: "AppendHeader writes a close of 2 bytes as 88 02, an empty ping as 89 00, an empty pong as 8a 00.",
		Run:  func(t *check.T) { appends(t, control...) },
	},
	{
		Name: "append-rsv", Section: section,
		Says: "AppendHeader writes Rsv 4, which is RSV1, on a text frame of 5 bytes as c1 05, and Rsv 1 as 91 05.",
		Run:  func(t *check.T) { appends(t, reserved...) },
	},
	{
		Name: "append-long", Section: vectors,
		Says: "AppendHeader writes a binary frame of 256 bytes as 82 7e 01 00.",
		Run:  func(t *check.T) { appends(t, long) },
	},
	{
		Name: "append-masked", Section: section,
		Says: "AppendHeader sets MASK in the second byte of a masked frame, and ends with the key: 01 83 37 fa 21 3d with FIN 0 and 3 bytes, 82 ff 00 00 00 00 00 01 00 00 37 fa 21 3d with FIN 1 and 65536.",
		Run:  func(t *check.T) { appends(t, fragment, longest) },
	},
	{
		Name: "append-behind",
		Says: "What dst holds stays as it is: behind 81 05 Hello, the masked header 01 83 37 fa 21 3d changes no byte of it.",
		Run: func(t *check.T) {
			before := append(frametest.Unhex(t, "81 05"), "Hello"...)
			t.Call("AppendHeader(dst, %s)\nwhere dst is 81 05 Hello", say(fragment.Header))
			got := header.AppendHeader(slices.Clone(before), fragment.Header)
			t.Frames(got, append(before, frametest.Unhex(t, fragment.wire)...))
		},
	},
}

func appends(t *check.T, pairs ...pair) {
	for _, p := range pairs {
		t.Call("AppendHeader(nil, %s)", say(p.Header))
		t.Frames(header.AppendHeader(nil, p.Header), frametest.Unhex(t, p.wire))
	}
}

var parsing = []check.Case{
	{
		Name: "parse-hello", Section: vectors,
		Says: "ParseHeader reads 81 05 as a text frame of 5 bytes with FIN 1, and its size is 2.",
		Run:  func(t *check.T) { parses(t, "", hello) },
	},
	{
		Name: "parse-pieces", Section: vectors,
		Says: "ParseHeader reads 01 03 as a text frame of 3 bytes with FIN 0, and 80 02 as a continuation of 2 bytes with FIN 1.",
		Run:  func(t *check.T) { parses(t, "", pieces...) },
	},
	{
		Name: "parse-rsv", Section: section,
		Says: "ParseHeader reads c1 05 as a text frame with Rsv 4, and 91 05 as one with Rsv 1.",
		Run:  func(t *check.T) { parses(t, "", reserved...) },
	},
	{
		Name: "parse-long", Section: vectors,
		Says: "ParseHeader reads 82 7e 01 00 as a binary frame of 256 bytes, and its size is 4.",
		Run:  func(t *check.T) { parses(t, "", long) },
	},
	{
		Name: "parse-masked", Section: section,
		Says: "ParseHeader reads 01 83 37 fa 21 3d as masked, with FIN 0, 3 bytes and size 6; 82 ff 00 00 00 00 00 01 00 00 37 fa 21 3d as masked, with 65536 bytes and size 14. The last four bytes are the key.",
		Run:  func(t *check.T) { parses(t, "", fragment, longest) },
	},
	{
		Name: "parse-with-payload",
		Says: "ParseHeader does not look at the bytes behind the header: with Hello there, 81 05 and 82 7e 01 00 are read as before, and their key is four zeros.",
		Run:  func(t *check.T) { parses(t, "Hello", hello, long) },
	},
	{
		Name: "parse-cut",
		Says: "While a byte of the header is missing, ParseHeader returns an empty Header and size 0: for no byte at all, and for each beginning of 81 05, of 01 83 37 fa 21 3d, of 82 7e 01 00 and of 82 ff 00 00 00 00 00 01 00 00 37 fa 21 3d.",
		Run: func(t *check.T) {
			for _, p := range []pair{hello, fragment, long, longest} {
				wire := frametest.Unhex(t, p.wire)
				for n := range wire {
					reads(t, wire[:n:n], header.Header{}, 0)
				}
			}
		},
	},
	{
		Name: "back-again",
		Says: "Each of the 256 first bytes, followed by 05 or by 85 37 fa 21 3d, is the same after ParseHeader and AppendHeader.",
		Run: func(t *check.T) {
			for n := range 256 {
				for _, rest := range []string{"05", "85 37 fa 21 3d"} {
					wire := frametest.Unhex(t, fmt.Sprintf("%02x %s", n, rest))
					t.Call("AppendHeader(nil, h), with h of ParseHeader(% x)", wire)
					h, _ := header.ParseHeader(wire)
					t.Frames(header.AppendHeader(nil, h), wire)
				}
			}
		},
	},
}

// parses wants each header from its bytes, with more behind them.
func parses(t *check.T, more string, pairs ...pair) {
	for _, p := range pairs {
		wire := frametest.Unhex(t, p.wire)
		reads(t, append(wire[:len(wire):len(wire)], more...), p.Header, len(wire))
	}
}

func reads(t *check.T, b []byte, h header.Header, size int) {
	t.Call("ParseHeader of % x", b)
	gotH, gotSize := header.ParseHeader(b)
	if gotH != h || gotSize != size {
		t.Wrong(fmt.Sprintf("%s, size %d", say(gotH), gotSize), fmt.Sprintf("%s, size %d", say(h), size))
	}
}

func say(h header.Header) string {
	return fmt.Sprintf("{Fin: %v, Rsv: %d, Opcode: %#x, Masked: %v,\n Length: %d, Key: %x}", h.Fin, h.Rsv, byte(h.Opcode), h.Masked, h.Length, h.Key)
}

var writing = []check.Case{
	{
		Name: "write-hello", Section: vectors,
		Says: "WriteText of Hello writes 81 05 48 65 6c 6c 6f.",
		Run:  func(t *check.T) { writes(t, "Hello", "81 05") },
	},
	{
		Name: "write-empty", Section: section,
		Says: "WriteText of an empty text writes 81 00.",
		Run:  func(t *check.T) { writes(t, "", "81 00") },
	},
	{
		Name: "write-126-bytes", Section: section,
		Says: "WriteText of 126 letters x writes 81 7e 00 7e and the letters.",
		Run:  func(t *check.T) { writes(t, strings.Repeat("x", 126), "81 7e 00 7e") },
	},
	{
		Name: "write-letters-of-two-bytes", Section: section,
		Says: "WriteText of Grüße, five letters in seven bytes, writes 81 07 and the seven bytes.",
		Run:  func(t *check.T) { writes(t, "Grüße", "81 07") },
	},
	{
		Name: "write-error",
		Says: "If w returns an error, WriteText returns it.",
		Run:  func(t *check.T) { fails(t, -1, "where w is broken") },
	},
	{
		Name: "write-error-once",
		Says: "If only the first Write to w returns an error, WriteText returns that one.",
		Run:  func(t *check.T) { fails(t, 1, "where the first Write to w fails, and no other") },
	},
}

func writes(t *check.T, text, head string) {
	t.Call("WriteText(w, %.20q)", text)
	var w bytes.Buffer
	if err := header.WriteText(&w, text); err != nil {
		t.Wrong(err.Error(), "no error")
	}
	want := append(frametest.Unhex(t, head), text...)
	if w.Len() == 0 {
		t.Wrong("nothing in w", fmt.Sprintf("% x", start(want)))
	}
	t.Frames(start(w.Bytes()), start(want))
	t.Bytes(w.Bytes(), want)
}

// start is as much of b as fits into a line.
func start(b []byte) []byte { return b[:min(len(b), 16)] }

var errBroken = errors.New("w is broken")

// fails wants the error of a w of which so many Writes fail.
func fails(t *check.T, writes int, which string) {
	t.Call("WriteText(w, \"Hello\"), %s", which)
	switch err := header.WriteText(&broken{writes}, "Hello"); {
	case err == nil:
		t.Wrong("nil", "the error of w")
	case !errors.Is(err, errBroken):
		t.Wrong("another error: "+err.Error(), "the error of w")
	}
}

// broken is a connection that fails so many times: all the time, if it is -1.
type broken struct{ times int }

func (w *broken) Write(b []byte) (int, error) {
	if w.times == 0 {
		return len(b), nil
	}
	w.times--
	return 0, errBroken
}
