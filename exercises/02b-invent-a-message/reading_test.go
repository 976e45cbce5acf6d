package message_test

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing/iotest"

	message "example/websocket/exercises/02b-invent-a-message"
	"example/websocket/exercises/internal/check"
)

var reading = []check.Case{
	{
		Name: "read-hello",
		Says: "From 00 05 48 65 6c 6c 6f, with a max of 100, ReadMsg reads Hello.",
		Run: func(t *check.T) {
			reads(t, "00 05 Hello", strings.NewReader("\x00\x05Hello"), 100, "Hello")
		},
	},
	{
		Name: "read-nothing",
		Says: "From 00 00, the last bytes of r, it reads an empty message, and no error.",
		Run: func(t *check.T) {
			reads(t, "00 00", strings.NewReader("\x00\x00"), 100, "")
		},
	},
	{
		Name: "every-byte-read",
		Says: "From 01 00, and then the 256 bytes 00 to ff, it reads these 256 bytes.",
		Run: func(t *check.T) {
			reads(t, "01 00, and 00 01 02 … fe ff", strings.NewReader("\x01\x00"+string(every)), 300, string(every))
		},
	},
	{
		Name: "glued",
		Says: "If one Read could bring Hello, an empty message and world, three calls of ReadMsg return these three, in order.",
		Run: func(t *check.T) {
			r := strings.NewReader("\x00\x05Hello\x00\x00\x00\x05world")
			for _, want := range []string{"Hello", "", "world"} {
				reads(t, fmt.Sprintf("00 05 Hello 00 00 00 05 world; the call for %q", want), r, 100, want)
			}
		},
	},
	{
		Name: "sliced",
		Says: "If each Read brings one byte, it reads Hello all the same.",
		Run: func(t *check.T) {
			reads(t, "00 05 Hello, one byte a Read", iotest.OneByteReader(strings.NewReader("\x00\x05Hello")), 100, "Hello")
		},
	},
	{
		Name: "end-with-the-last-byte",
		Says: "If io.EOF comes together with the last bytes of Hello, the message is whole: Hello, and no error.",
		Run: func(t *check.T) {
			reads(t, "00 05 Hello, io.EOF with the o", iotest.DataErrReader(strings.NewReader("\x00\x05Hello")), 100, "Hello")
		},
	},
}

// reads holds that ReadMsg reads this message.
func reads(t *check.T, what string, r io.Reader, max int, want string) {
	call(t, what, max)
	got, err := message.ReadMsg(r, max)
	if err != nil {
		t.Wrong(say(err), "no error")
	}
	t.Bytes(got, []byte(want))
}

func call(t *check.T, what string, max int) {
	t.Call("ReadMsg(r, %d), where r brings\n%s", max, what)
}

var judging = []check.Case{
	{
		Name: "max-exactly",
		Says: "A message of exactly max bytes is fine: 5 with a max of 5, 65535 with a max of 65535, and 0 with a max of 0.",
		Run: func(t *check.T) {
			for _, n := range []int{5, 65535, 0} {
				reads(t, fmt.Sprintf("a message of %d bytes", n), bytes.NewReader(wire(n)), n, strings.Repeat("x", n))
			}
		},
	},
	{
		Name: "over-max",
		Says: "One byte more is an error, and it is neither io.EOF nor io.ErrUnexpectedEOF: 6 with a max of 5, 65535 with a max of 65534, 1 with a max of 0.",
		Run: func(t *check.T) {
			for _, n := range []int{6, 65535, 1} {
				refuses(t, fmt.Sprintf("a message of %d bytes", n), bytes.NewReader(wire(n)), n-1)
			}
		},
	},
	{
		Name: "left-unread",
		Says: "Of a message over max only the length is read: of 00 06 Hello!, with a max of 5, six bytes stay in r.",
		Run: func(t *check.T) {
			r := strings.NewReader("\x00\x06Hello!")
			call(t, "00 06 Hello!", 5)
			message.ReadMsg(r, 5)
			if r.Len() != 6 {
				t.Wrong(fmt.Sprintf("%d bytes left in r", r.Len()), "6 bytes left in r")
			}
		},
	},
	{
		Name: "no-room-for-a-promise",
		Says: "A hundred times ff ff comes, with a max of 5: that is a hundred errors, and under 1 MiB is allocated for all of them.",
		Run: func(t *check.T) {
			call(t, "ff ff and no more, a hundred times", 5)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			for range 100 {
				message.ReadMsg(strings.NewReader("\xff\xff"), 5)
			}
			runtime.ReadMemStats(&after)
			if n := (after.TotalAlloc - before.TotalAlloc) >> 20; n > 0 {
				t.Wrong(fmt.Sprintf("%d MiB allocated", n), "under 1 MiB")
			}
			refuses(t, "ff ff and no more", strings.NewReader("\xff\xff"), 5)
		},
	},
}

// wire returns a message of n bytes, as it is sent.
func wire(n int) []byte {
	return append([]byte{byte(n >> 8), byte(n)}, strings.Repeat("x", n)...)
}

// refuses holds that ReadMsg finds a message too big.
func refuses(t *check.T, what string, r io.Reader, max int) {
	call(t, what, max)
	p, err := message.ReadMsg(r, max)
	if got := say(err); got != "another error" {
		t.Wrong(fmt.Sprintf("%d bytes, and %s", len(p), got), "an error of your own")
	}
}

var ending = []check.Case{
	{
		Name: "end-between",
		Says: "If r ends before a message, the error is io.EOF: at once, and behind 00 05 Hello.",
		Run: func(t *check.T) {
			ends(t, "nothing", strings.NewReader(""), io.EOF)
			r := strings.NewReader("\x00\x05Hello")
			reads(t, "00 05 Hello", r, 100, "Hello")
			ends(t, "nothing behind 00 05 Hello", r, io.EOF)
		},
	},
	{
		Name: "end-in-the-length",
		Says: "If r ends after 00, the error is io.ErrUnexpectedEOF.",
		Run: func(t *check.T) {
			ends(t, "00", strings.NewReader("\x00"), io.ErrUnexpectedEOF)
		},
	},
	{
		Name: "end-behind-the-length",
		Says: "If r ends after 00 05, the error is io.ErrUnexpectedEOF.",
		Run: func(t *check.T) {
			ends(t, "00 05", strings.NewReader("\x00\x05"), io.ErrUnexpectedEOF)
		},
	},
	{
		Name: "end-in-the-middle",
		Says: "If r ends after 00 05 48 65 6c, the error is io.ErrUnexpectedEOF.",
		Run: func(t *check.T) {
			ends(t, "00 05 48 65 6c", strings.NewReader("\x00\x05Hel"), io.ErrUnexpectedEOF)
		},
	},
	{
		Name: "another-error",
		Says: "If r fails with an error of its own, that one is returned: before the first byte of 00 05 Hello, after the first, the second and the third.",
		Run: func(t *check.T) {
			for n := range 4 {
				r := io.MultiReader(strings.NewReader("\x00\x05Hello"[:n]), iotest.ErrReader(errCut))
				ends(t, fmt.Sprintf("%d bytes of 00 05 Hello, and then an error", n), r, errCut)
			}
		},
	},
}

// ends holds that ReadMsg returns this error.
func ends(t *check.T, what string, r io.Reader, want error) {
	call(t, what, 100)
	if _, err := message.ReadMsg(r, 100); say(err) != say(want) {
		t.Wrong(say(err), say(want))
	}
}
