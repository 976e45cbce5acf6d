package codes_test

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"strings"
	"testing"

	"example/websocket/04-frames/frame"
	codes "example/websocket/exercises/06c-close-codes"
	"example/websocket/exercises/internal/check"
)

//go:embed codes.go
var yours string

//go:embed testdata/stub.go
var stub string

func TestCloseCodes(t *testing.T) {
	check.Run(t, check.File{Name: "codes.go", Yours: yours, Stub: stub},
		check.Case{
			Name: "codes-with-a-meaning", Section: "RFC 6455 §7.4.1; 1012 to 1014: IANA's registry",
			Says: "ValidOnWire is true for 1000 to 1003 and for 1007 to 1014.",
			Run: func(t *check.T) {
				valid(t, true, 1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014)
			},
		},
		check.Case{
			Name: "registered-and-private", Section: "RFC 6455 §7.4.2",
			Says: "ValidOnWire is true for 3000, 3999, 4000 and 4999.",
			Run:  func(t *check.T) { valid(t, true, 3000, 3999, 4000, 4999) },
		},
		check.Case{
			Name: "never-on-the-wire", Section: "RFC 6455 §7.4.1",
			Says: "ValidOnWire is false for 1005, 1006 and 1015.",
			Run:  func(t *check.T) { valid(t, false, 1005, 1006, 1015) },
		},
		check.Case{
			Name: "without-a-meaning", Section: "RFC 6455 §7.4.2",
			Says: "ValidOnWire is false for 0, 8, 999, 1004, 1016, 2999, 5000 and 65535.",
			Run:  func(t *check.T) { valid(t, false, 0, 8, 999, 1004, 1016, 2999, 5000, 65535) },
		},
		check.Case{
			Name: "parse", Section: "RFC 6455 §5.5.1",
			Says: `ParseClose of 03 e8 62 79 65 is code 1000 with the reason "bye", and of 0f a1 is 4001 with none.`,
			Run: func(t *check.T) {
				parses(t, "\x03\xe8bye", 1000, "bye")
				parses(t, "\x0f\xa1", 4001, "")
			},
		},
		check.Case{
			Name: "parse-nothing", Section: "RFC 6455 §7.1.5",
			Says: "ParseClose of no bytes is code 1005 with no reason: the peer has given none.",
			Run:  func(t *check.T) { parses(t, "", 1005, "") },
		},
		check.Case{
			Name: "parse-one-byte", Section: "RFC 6455 §5.5.1",
			Says: "ParseClose of the one byte 03 is refused with 1002.",
			Run:  func(t *check.T) { refuses(t, "\x03", frame.ProtocolError) },
		},
		check.Case{
			Name: "parse-bad-code", Section: "RFC 6455 §7.4",
			Says: "ParseClose of the codes 8, 999, 1005, 1006 and 5000 is refused with 1002, without a reason and with one.",
			Run: func(t *check.T) {
				for _, code := range []uint16{8, 999, 1005, 1006, 5000} {
					payload := string([]byte{byte(code >> 8), byte(code)})
					refuses(t, payload, frame.ProtocolError)
					refuses(t, payload+"bye", frame.ProtocolError)
				}
			},
		},
		check.Case{
			Name: "parse-bad-reason", Section: "RFC 6455 §5.5.1",
			Says: "ParseClose of 03 e8 c3 28, whose reason is not UTF-8, is refused with 1007, and so is 03 e8 c3, where it is cut inside a letter.",
			Run: func(t *check.T) {
				refuses(t, "\x03\xe8\xc3\x28", frame.InvalidPayload)
				refuses(t, "\x03\xe8\xc3", frame.InvalidPayload)
			},
		},
		check.Case{
			Name: "format", Section: "RFC 6455 §5.5.1",
			Says: `FormatClose(1000, "bye") is 03 e8 62 79 65, and FormatClose(4001, "") is 0f a1.`,
			Run: func(t *check.T) {
				formats(t, 1000, "bye", "\x03\xe8bye")
				formats(t, 4001, "", "\x0f\xa1")
			},
		},
		check.Case{
			Name: "format-no-code", Section: "RFC 6455 §7.4.1",
			Says: `FormatClose(1005, "") and FormatClose(1005, "bye") are no bytes, and no error: no reason without a code.`,
			Run: func(t *check.T) {
				formats(t, 1005, "", "")
				formats(t, 1005, "bye", "")
			},
		},
		check.Case{
			Name: "format-bad-code", Section: "RFC 6455 §7.4",
			Says: "FormatClose of 0, 8, 1004, 1006, 1015 and 5000 is an error.",
			Run: func(t *check.T) {
				for _, code := range []uint16{0, 8, 1004, 1006, 1015, 5000} {
					t.Call(`FormatClose(%d, "bye")`, code)
					if payload, err := codes.FormatClose(code, "bye"); err == nil {
						t.Wrong(fmt.Sprintf("%s and no error, for %d", check.Hex(payload), code), "an error")
					}
				}
			},
		},
		check.Case{
			Name: "longest-reason", Section: "RFC 6455 §5.5",
			Says: "A reason of 123 letters a is kept whole, and makes a payload of 125 bytes; of 124, the first 123 are kept.",
			Run: func(t *check.T) {
				cuts(t, strings.Repeat("a", 123), 123)
				cuts(t, strings.Repeat("a", 124), 123)
			},
		},
		check.Case{
			Name: "cut-between-letters", Section: "RFC 6455 §5.5.1",
			Says: "Of 122 letters a and an é, which takes two bytes, the 122 are kept; of 121 and a 𝄞, which takes four, the 121.",
			Run: func(t *check.T) {
				cuts(t, strings.Repeat("a", 122)+"é", 122)
				cuts(t, strings.Repeat("a", 121)+"𝄞", 121)
			},
		},
		check.Case{
			Name: "letters-that-fit", Section: "RFC 6455 §5.5.1",
			Says: "Of 121 letters a and an é, all 123 bytes are kept; of 100 letters é, which take 200 bytes, the first 61.",
			Run: func(t *check.T) {
				cuts(t, strings.Repeat("a", 121)+"é", 123)
				cuts(t, strings.Repeat("é", 100), 122)
			},
		},
	)
}

func valid(t *check.T, want bool, list ...uint16) {
	for _, code := range list {
		t.Call("ValidOnWire(%d)", code)
		if got := codes.ValidOnWire(code); got != want {
			t.Wrong(fmt.Sprintf("%v for %d", got, code), fmt.Sprint(want))
		}
	}
}

func parses(t *check.T, payload string, code uint16, reason string) {
	t.Call("ParseClose(% x)", payload)
	got, gotReason, err := codes.ParseClose([]byte(payload))
	if err != nil {
		t.Wrong("an error", fmt.Sprintf("code %d, reason %q", code, reason))
	}
	if got != code || gotReason != reason {
		t.Wrong(fmt.Sprintf("code %d, reason %q", got, gotReason), fmt.Sprintf("code %d, reason %q", code, reason))
	}
}

func refuses(t *check.T, payload string, want frame.CloseCode) {
	t.Call("ParseClose(% x)", payload)
	code, reason, err := codes.ParseClose([]byte(payload))
	wanted := fmt.Sprintf("a *frame.Error with code %d", want)
	var broken *frame.Error
	if err == nil {
		t.Wrong(fmt.Sprintf("code %d, reason %q, no error", code, reason), wanted)
	}
	if !errors.As(err, &broken) {
		t.Wrong(fmt.Sprintf("an error of type %T", err), wanted)
	}
	if broken.Code != want {
		t.Wrong(fmt.Sprintf("a *frame.Error with code %d", broken.Code), wanted)
	}
}

func formats(t *check.T, code uint16, reason, want string) {
	t.Call("FormatClose(%d, %q)", code, reason)
	payload, err := codes.FormatClose(code, reason)
	if err != nil {
		t.Wrong("an error", check.Hex([]byte(want))+" and no error")
	}
	t.Bytes(payload, []byte(want))
}

// cuts looks at how much of a reason is kept.
func cuts(t *check.T, reason string, want int) {
	first := string([]rune(reason)[0])
	n := strings.Count(reason, first)
	t.Call("FormatClose(1000, %d times %q, then %q)", n, first, reason[n*len(first):])
	payload, err := codes.FormatClose(1000, reason)
	if err != nil {
		t.Wrong("an error", fmt.Sprintf("03 e8 and the first %d bytes of the reason", want))
	}
	kept, ok := bytes.CutPrefix(payload, []byte{0x03, 0xe8})
	if !ok {
		t.Wrong("a payload that begins with "+check.Hex(payload[:min(len(payload), 2)]), "one that begins with 03 e8")
	}
	if string(kept) != reason[:want] {
		t.Wrong(fmt.Sprintf("a reason of %d bytes that ends in %s", len(kept), check.Hex(kept[max(0, len(kept)-4):])),
			fmt.Sprintf("a reason of %d bytes that ends in % x", want, reason[want-4:want]))
	}
}
