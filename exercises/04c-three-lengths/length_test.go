package frame_test

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"testing"

	frame "example/websocket/exercises/04c-three-lengths"
	"example/websocket/exercises/internal/check"
)

//go:embed length.go
var yours string

//go:embed testdata/stub.go
var stub string

const section = "RFC 6455 §5.2"

// A form is a length and its bytes.
type form struct {
	n    uint64
	wire []byte
}

var (
	short = []form{{0, []byte{0}}, {1, []byte{1}}, {124, []byte{0x7c}}, {125, []byte{0x7d}}}
	two   = []form{
		{126, []byte{0x7e, 0, 0x7e}},
		{127, []byte{0x7e, 0, 0x7f}},
		{128, []byte{0x7e, 0, 0x80}},
		{256, []byte{0x7e, 1, 0}},
		{65534, []byte{0x7e, 0xff, 0xfe}},
		{65535, []byte{0x7e, 0xff, 0xff}},
	}
	eight = []form{
		{65536, []byte{0x7f, 0, 0, 0, 0, 0, 1, 0, 0}},
		{65537, []byte{0x7f, 0, 0, 0, 0, 0, 1, 0, 1}},
	}
	large = []form{
		{1 << 31, []byte{0x7f, 0, 0, 0, 0, 0x80, 0, 0, 0}},
		{1 << 32, []byte{0x7f, 0, 0, 0, 1, 0, 0, 0, 0}},
		{1<<32 + 5, []byte{0x7f, 0, 0, 0, 1, 0, 0, 0, 5}},
		{1<<63 - 1, []byte{0x7f, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}},
	}
)

func TestLength(t *testing.T) {
	cases := slices.Concat(appending, parsing, judging)
	check.Run(t, check.File{Name: "length.go", Yours: yours, Stub: stub}, cases...)
}

var appending = []check.Case{
	{
		Name: "append-one-byte", Section: section,
		Says: "AppendLength writes 0, 1, 124 and 125 as one byte: 00, 01, 7c and 7d.",
		Run:  func(t *check.T) { appends(t, short) },
	},
	{
		Name: "append-three-bytes", Section: section,
		Says: "AppendLength writes 126, 127, 128, 256, 65534 and 65535 as 7e and two bytes, the high one first: 126 is 7e 00 7e, 256 is 7e 01 00.",
		Run:  func(t *check.T) { appends(t, two) },
	},
	{
		Name: "append-nine-bytes", Section: section,
		Says: "AppendLength writes 65536 and 65537 as 7f and eight bytes, the highest first: 65536 is 7f 00 00 00 00 00 01 00 00.",
		Run:  func(t *check.T) { appends(t, eight) },
	},
	{
		Name: "append-large", Section: section,
		Says: "AppendLength writes all eight bytes of 2^31, 2^32, 2^32+5 and 2^63-1.",
		Run:  func(t *check.T) { appends(t, large) },
	},
	{
		Name: "append-behind",
		Says: "What dst holds stays in front: 5, 126 and 65536 behind the byte 81 leave it the first.",
		Run: func(t *check.T) {
			for _, f := range []form{{5, []byte{5}}, two[0], eight[0]} {
				t.Call("AppendLength([]byte{0x81}, %d)", f.n)
				t.Frames(frame.AppendLength([]byte{0x81}, f.n), append([]byte{0x81}, f.wire...))
			}
		},
	},
}

func appends(t *check.T, forms []form) {
	for _, f := range forms {
		t.Call("AppendLength(nil, %d)", f.n)
		if got := frame.AppendLength(nil, f.n); !slices.Equal(got, f.wire) {
			t.Wrong(fmt.Sprintf("% x", got), fmt.Sprintf("% x", f.wire))
		}
	}
}

var parsing = []check.Case{
	{
		Name: "parse-one-byte", Section: section,
		Says: "ParseLength of 00, 01, 7c and 7d is 0, 1, 124 and 125, with size 1.",
		Run:  func(t *check.T) { parses(t, short) },
	},
	{
		Name: "parse-three-bytes", Section: section,
		Says: "ParseLength of 7e and the two bytes of 126, 127, 128, 256, 65534 and 65535 is these numbers, with size 3.",
		Run:  func(t *check.T) { parses(t, two) },
	},
	{
		Name: "parse-nine-bytes", Section: section,
		Says: "ParseLength of 7f and the eight bytes of 65536 and 65537 is these numbers, with size 9.",
		Run:  func(t *check.T) { parses(t, eight) },
	},
	{
		Name: "parse-large", Section: section,
		Says: "ParseLength of 7f and the eight bytes of 2^31, 2^32, 2^32+5 and 2^63-1 is these numbers.",
		Run:  func(t *check.T) { parses(t, large) },
	},
	{
		Name: "parse-any-form",
		Says: "ParseLength takes a number in any form and leaves the judging to CheckLength: 7e 00 05 is 5 with size 3, 7f and eight bytes that hold 5 are 5 with size 9, 7f 80 and seven zeros are 2^63.",
		Run: func(t *check.T) {
			parses(t, []form{
				{5, []byte{0x7e, 0, 5}},
				{5, []byte{0x7f, 0, 0, 0, 0, 0, 0, 0, 5}},
				{1 << 63, []byte{0x7f, 0x80, 0, 0, 0, 0, 0, 0, 0}},
			})
		},
	},
	{
		Name: "parse-with-mask", Section: section,
		Says: "The top bit of the first byte, MASK, is no part of the length: 85 is 5, fe 01 00 is 256, ff 00 00 00 00 00 01 00 00 is 65536.",
		Run: func(t *check.T) {
			parses(t, []form{
				{5, []byte{0x85}},
				{256, []byte{0xfe, 1, 0}},
				{65536, []byte{0xff, 0, 0, 0, 0, 0, 1, 0, 0}},
			})
		},
	},
	{
		Name: "parse-with-more-behind",
		Says: "The bytes behind the length are not looked at: of 05, 7e 01 00 and 7f 00 00 00 00 00 01 00 00, each with Hello behind, the lengths are 5, 256 and 65536.",
		Run: func(t *check.T) {
			for _, f := range []form{{5, []byte{5}}, two[3], eight[0]} {
				parsesTo(t, append(slices.Clone(f.wire), "Hello"...), f.n, len(f.wire))
			}
		},
	},
	{
		Name: "parse-cut",
		Says: "Of a length that is cut, ParseLength returns 0 and the size that it will have: 7e and 7e 01 are 0 with size 3, and the first one to eight bytes of 7f 00 00 00 00 00 01 00 00 are 0 with size 9.",
		Run: func(t *check.T) {
			for _, f := range []form{two[3], eight[0]} {
				for n := 1; n < len(f.wire); n++ {
					parsesTo(t, f.wire[:n:n], 0, len(f.wire))
				}
			}
		},
	},
}

func parses(t *check.T, forms []form) {
	for _, f := range forms {
		parsesTo(t, f.wire, f.n, len(f.wire))
	}
}

func parsesTo(t *check.T, b []byte, n uint64, size int) {
	t.Call("ParseLength of % x", b)
	gotN, gotSize := frame.ParseLength(b)
	if gotN != n || gotSize != size {
		t.Wrong(fmt.Sprintf("%d, size %d", gotN, gotSize), fmt.Sprintf("%d, size %d", n, size))
	}
}

var judging = []check.Case{
	{
		Name: "check-right", Section: section,
		Says: "CheckLength is nil for 0, 1 and 125 with size 1, for 126 and 65535 with size 3, and for 65536, 2^32 and 2^63-1 with size 9.",
		Run: func(t *check.T) {
			for _, c := range []judged{{0, 1}, {1, 1}, {125, 1}, {126, 3}, {65535, 3}, {65536, 9}, {1 << 32, 9}, {1<<63 - 1, 9}} {
				c.judge(t, false)
			}
		},
	},
	{
		Name: "check-three-bytes", Section: section,
		Says: "0, 5 and 125 with size 3 are protocol errors: one byte would do.",
		Run: func(t *check.T) {
			for _, c := range []judged{{0, 3}, {5, 3}, {125, 3}} {
				c.judge(t, true)
			}
		},
	},
	{
		Name: "check-nine-bytes", Section: section,
		Says: "0, 125, 126 and 65535 with size 9 are protocol errors: fewer bytes would do.",
		Run: func(t *check.T) {
			for _, c := range []judged{{0, 9}, {125, 9}, {126, 9}, {65535, 9}} {
				c.judge(t, true)
			}
		},
	},
	{
		Name: "check-top-bit", Section: section,
		Says: "2^63 and 2^64-1 are protocol errors: the top bit of the eight bytes must be 0.",
		Run: func(t *check.T) {
			for _, c := range []judged{{1 << 63, 9}, {1<<64 - 1, 9}} {
				c.judge(t, true)
			}
		},
	},
}

// judged is a length, and how many bytes it took.
type judged struct {
	n    uint64
	size int
}

// judge wants an error, an *Error with ProtocolError, or nil.
func (c judged) judge(t *check.T, refused bool) {
	t.Call("CheckLength(%d, %d)", c.n, c.size)
	err := frame.CheckLength(c.n, c.size)
	var broken *frame.Error
	switch {
	case errors.As(err, &broken) && broken == nil:
		t.Wrong("an error that is not nil, and holds a nil *Error", "return nil, as error")
	case err == nil && refused:
		t.Wrong("nil", "an *Error with ProtocolError")
	case err != nil && !refused:
		t.Call("CheckLength(%d, %d), which says: %v", c.n, c.size, err)
		t.Wrong("an error", "nil")
	case err != nil && broken == nil:
		t.Wrong(fmt.Sprintf("an error of type %T", err), "an *Error")
	case err != nil && broken.Code != frame.ProtocolError:
		t.Wrong(fmt.Sprintf("an *Error with %v", broken.Code), fmt.Sprintf("an *Error with %v", frame.ProtocolError))
	}
}
