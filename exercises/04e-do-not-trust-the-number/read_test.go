package reading_test

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"example/websocket/04-frames/frame"
	"example/websocket/04-frames/frame/frametest"
	reading "example/websocket/exercises/04e-do-not-trust-the-number"
	"example/websocket/exercises/internal/check"
)

//go:embed read.go
var yours string

//go:embed testdata/stub.go
var stub string

// What a stranger sends after the handshake as if it had not been. Its first
// two bytes are 47 45, so it is a frame with a payload of 69 bytes.
const request = "GET / HTTP/1.1\r\nHost: server.example\r\nUser-Agent: none\r\nAccept: */*\r\n\r\n"

const mib = 1 << 20

func TestReadFrame(t *testing.T) {
	cases := slices.Concat(taking, judging, ending)
	check.Run(t, check.File{Name: "read.go", Yours: yours, Stub: stub}, cases...)
}

var taking = []check.Case{
	{
		Name: "hello", Section: "RFC 6455 §5.7",
		Says: "Of 81 05 Hello, with a limit of 100, come the header and Hello.",
		Run: func(t *check.T) {
			wire := text("Hello")
			reads(t, "81 05 Hello", bytes.NewReader(wire), 100, wire)
		},
	},
	{
		Name: "masked", Section: "RFC 6455 §5.7",
		Says: "Of 81 85 37 fa 21 3d 7f 9f 4d 51 58 come a header with its key and the payload 7f 9f 4d 51 58, still masked.",
		Run: func(t *check.T) {
			wire := frametest.Unhex(t, "81 85 37 fa 21 3d 7f 9f 4d 51 58")
			reads(t, "a masked Hello", bytes.NewReader(wire), 100, wire)
		},
	},
	{
		Name: "one-byte-at-a-time",
		Says: "A reader that returns one byte at a time gives the same: Hello whole.",
		Run: func(t *check.T) {
			wire := text("Hello")
			reads(t, "81 05 Hello, one byte at a time", iotest.OneByteReader(bytes.NewReader(wire)), 100, wire)
		},
	},
	{
		Name: "end-with-the-last-bytes",
		Says: "A reader that returns io.EOF together with the last bytes of Hello has not failed: the frame is whole.",
		Run: func(t *check.T) {
			wire := text("Hello")
			reads(t, "81 05 Hello, io.EOF with the o", iotest.DataErrReader(bytes.NewReader(wire)), 100, wire)
		},
	},
	{
		Name: "two-at-once-then-one",
		Says: "If one Read could give two frames, Hel and lo, and a later one a third, an empty frame, then three calls return these three in order.",
		Run: func(t *check.T) {
			first, second, third := text("Hel"), text("lo"), text("")
			r := io.MultiReader(bytes.NewReader(slices.Concat(first, second)), bytes.NewReader(third))
			reads(t, "81 03 Hel 81 02 lo, then 81 00; first call", r, 100, first)
			reads(t, "81 03 Hel 81 02 lo, then 81 00; second call", r, 100, second)
			reads(t, "81 03 Hel 81 02 lo, then 81 00; third call", r, 100, third)
		},
	},
	{
		Name: "get-is-a-frame", Section: "RFC 6455 §5.2",
		Says: "A request in plain HTTP, GET / and so on, is read like any other bytes: 47 45 is a header with FIN 0, Rsv 4, opcode 7 and a payload of 69 bytes. (To refuse it is another function's work.)",
		Run: func(t *check.T) {
			reads(t, "GET / HTTP/1.1 and headers", strings.NewReader(request), 100, []byte(request))
		},
	},
	{
		Name: "limit-exactly",
		Says: "A payload of exactly limit bytes is fine: 5 with a limit of 5, 65536 with a limit of 65536, and 0 with a limit of 0.",
		Run: func(t *check.T) {
			for _, n := range []int{5, 65536, 0} {
				wire := text(strings.Repeat("x", n))
				reads(t, fmt.Sprintf("a text of %d bytes", n), bytes.NewReader(wire), int64(n), wire)
			}
		},
	},
}

// text returns an unmasked text frame.
func text(s string) []byte { return frame.Append(nil, frame.Text, []byte(s)) }

// reads wants from r the frame that wire is.
func reads(t *check.T, what string, r io.Reader, limit int64, wire []byte) {
	call(t, what, limit)
	h, payload, err := reading.ReadFrame(r, limit)
	if err != nil {
		t.Wrong(say(err), "no error")
	}
	wantH, size := frame.Parse(wire)
	t.Equal(h, wantH)
	t.Bytes(payload, wire[size:])
}

func call(t *check.T, what string, limit int64) {
	t.Call("ReadFrame(r, %d), where r gives\n%s", limit, what)
}

var judging = []check.Case{
	{
		Name: "limit-and-one", Section: "RFC 6455 §10.4",
		Says: "One byte over the limit is an *Error with MessageTooBig: 6 with a limit of 5, 65537 with a limit of 65536, 1 with a limit of 0.",
		Run: func(t *check.T) {
			for _, n := range []int{6, 65537, 1} {
				r := bytes.NewReader(text(strings.Repeat("x", n)))
				refuses(t, fmt.Sprintf("a text of %d bytes", n), r, int64(n-1), frame.MessageTooBig)
			}
		},
	},
	{
		Name: "left-unread", Section: "RFC 6455 §7.1.7",
		Says: "Of a frame over the limit only the header is read: of 81 06 Hello!, with a limit of 5, six bytes stay in r.",
		Run: func(t *check.T) {
			r := bytes.NewReader(text("Hello!"))
			refuses(t, "81 06 Hello!", r, 5, frame.MessageTooBig)
			if r.Len() != 6 {
				t.Wrong(fmt.Sprintf("%d bytes left in r", r.Len()), "6 bytes left in r")
			}
		},
	},
	{
		Name: "enormous", Section: "RFC 6455 §10.4",
		Says: "With a limit of 1 MiB, frames that announce 2^63-1, 64 GiB, or 2^32+5 bytes and end there are an *Error with MessageTooBig. Under 1 MiB is allocated.",
		Run: func(t *check.T) {
			// In this order: to make room for 2^63-1 bytes is a panic on every machine,
			// and 64 GiB may be more than this one has.
			for _, n := range []uint64{1<<63 - 1, 64 << 30, 1<<32 + 5} {
				r := bytes.NewReader(announce(n))
				inLittle(t, func() {
					refuses(t, fmt.Sprintf("% x and no more", announce(n)), r, mib, frame.MessageTooBig)
				})
			}
		},
	},
	{
		Name: "top-bit", Section: "RFC 6455 §5.2",
		Says: "With a limit of 1 MiB, frames that announce 2^63 and 2^64-1 bytes are an *Error with ProtocolError: the top bit of the length must be 0.",
		Run: func(t *check.T) {
			for _, n := range []uint64{1 << 63, 1<<64 - 1} {
				refuses(t, fmt.Sprintf("% x and no more", announce(n)), bytes.NewReader(announce(n)), mib, frame.ProtocolError)
			}
		},
	},
	{
		Name: "room-as-it-comes", Section: "RFC 6455 §10.4",
		Says: "With a limit of 64 MiB, a frame that announces 32 MiB and ends after four bytes is io.ErrUnexpectedEOF, and under 1 MiB is allocated.",
		Run: func(t *check.T) {
			r := bytes.NewReader(append(announce(32*mib), "four"...))
			inLittle(t, func() {
				ends(t, fmt.Sprintf("% x and four bytes", announce(32*mib)), r, 64*mib, io.ErrUnexpectedEOF)
			})
		},
	},
}

// announce returns the header of a binary frame of n bytes.
func announce(n uint64) []byte {
	return frame.Header{Fin: true, Opcode: frame.Binary, Length: n}.Append(nil)
}

// refuses wants an *Error with code.
func refuses(t *check.T, what string, r io.Reader, limit int64, code frame.CloseCode) {
	call(t, what, limit)
	_, _, err := reading.ReadFrame(r, limit)
	var broken *frame.Error
	if !errors.As(err, &broken) || broken.Code != code {
		t.Wrong(say(err), fmt.Sprintf("an *Error with %v", code))
	}
}

// inLittle wants that f allocates less than 1 MiB.
func inLittle(t *check.T, f func()) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n >= mib {
		t.Wrong(fmt.Sprintf("%d MiB allocated", n/mib), "under 1 MiB")
	}
}

var ending = []check.Case{
	{
		Name: "end-between-frames",
		Says: "If r ends before the first byte of a frame, the error is io.EOF.",
		Run:  func(t *check.T) { ends(t, "nothing", strings.NewReader(""), 100, io.EOF) },
	},
	{
		Name: "end-inside-a-header",
		Says: "If r ends inside a header, the error is io.ErrUnexpectedEOF: after each of the first five bytes of 81 85 37 fa 21 3d.",
		Run:  func(t *check.T) { cuts(t, 1, 5) },
	},
	{
		Name: "end-behind-the-header",
		Says: "If r ends right behind the header of a frame that has a payload, the error is io.ErrUnexpectedEOF: after 81 85 37 fa 21 3d.",
		Run:  func(t *check.T) { cuts(t, 6, 6) },
	},
	{
		Name: "end-inside-the-payload",
		Says: "If r ends inside the payload, the error is io.ErrUnexpectedEOF: after 81 85 37 fa 21 3d and one to four of its five bytes, 7f 9f 4d 51 58.",
		Run:  func(t *check.T) { cuts(t, 7, 10) },
	},
	{
		Name: "error-of-the-reader",
		Says: "If r fails with an error of its own, that one is returned: before the first byte of 81 05 Hello, after the first, after the second, and after the third.",
		Run: func(t *check.T) {
			for n := range 4 {
				r := io.MultiReader(bytes.NewReader(text("Hello")[:n]), iotest.ErrReader(errCut))
				ends(t, fmt.Sprintf("%d bytes of 81 05 Hello, then its error", n), r, 100, errCut)
			}
		},
	},
}

// cuts cuts a masked Hello after so many bytes, and wants io.ErrUnexpectedEOF.
func cuts(t *check.T, from, to int) {
	wire := frametest.Unhex(t, "81 85 37 fa 21 3d 7f 9f 4d 51 58")
	for n := from; n <= to; n++ {
		ends(t, fmt.Sprintf("% x and no more", wire[:n]), bytes.NewReader(wire[:n]), 100, io.ErrUnexpectedEOF)
	}
}

var errCut = errors.New("the error of r")

// ends wants that error.
func ends(t *check.T, what string, r io.Reader, limit int64, want error) {
	call(t, what, limit)
	if _, _, err := reading.ReadFrame(r, limit); !errors.Is(err, want) {
		t.Wrong(say(err), say(want))
	}
}

// say says which error it is, in words that are the same for everybody's.
func say(err error) string {
	var broken *frame.Error
	switch {
	case err == nil:
		return "no error"
	case errors.As(err, &broken):
		return fmt.Sprintf("an *Error with %v", broken.Code)
	case errors.Is(err, io.EOF):
		return "io.EOF"
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "io.ErrUnexpectedEOF"
	case errors.Is(err, errCut):
		return "the error of r"
	}
	return "another error: " + err.Error()
}
