package frame_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"example/websocket/04-frames/dissect"
	"example/websocket/04-frames/frame"
	"example/websocket/04-frames/frame/frametest"
)

// RFC 6455 §7.4.1 and §7.4.2, and the codes that IANA has registered since.
var closeCodes = []struct {
	from, to frame.CloseCode
	valid    bool
}{
	{0, 999, false},
	{1000, 1003, true},
	{1004, 1004, false}, // reserved
	{1005, 1006, false}, // for reporting only
	{1007, 1011, true},
	{1012, 1014, true},  // IANA
	{1015, 1015, false}, // for reporting only
	{1016, 2999, false}, // unassigned
	{3000, 3999, true},  // registered by libraries
	{4000, 4999, true},  // private
	{5000, 65535, false},
}

func TestCloseCodesOnTheWire(t *testing.T) {
	next := 0
	for _, r := range closeCodes {
		if int(r.from) != next {
			t.Fatalf("the table leaves out %d", next)
		}
		for ; next <= int(r.to); next++ {
			code := frame.CloseCode(next)
			if code.ValidOnWire() != r.valid {
				t.Errorf("ValidOnWire of %d is %v (RFC 6455 §7.4)", next, !r.valid)
			}
			_, _, err := frame.ParseClose([]byte{byte(next >> 8), byte(next)})
			if (err == nil) != r.valid {
				t.Errorf("ParseClose of code %d: %v (RFC 6455 §7.4)", next, err)
			}
		}
	}
	if next != 65536 {
		t.Fatalf("the table ends at %d", next)
	}
}

func TestParseClose(t *testing.T) {
	long := strings.Repeat("x", frame.MaxReason)
	for _, c := range []struct {
		name, payload string
		code          frame.CloseCode
		reason        string
	}{
		{"nothing", "", frame.NoStatus, ""},
		{"code alone", "\x03\xe8", 1000, ""},
		{"code and reason", "\x03\xe9bye", 1001, "bye"},
		{"reason of two-byte characters", "\x0f\xa1Grüße", 4001, "Grüße"},
		{"longest reason", "\x03\xe8" + long, 1000, long},
		{"a reason that is a zero byte", "\x03\xe8\x00", 1000, "\x00"},
	} {
		code, reason, err := frame.ParseClose([]byte(c.payload))
		if code != c.code || reason != c.reason || err != nil {
			t.Errorf("%s: %v, %q, %v, want %v, %q (RFC 6455 §5.5.1)", c.name, code, reason, err, c.code, c.reason)
		}
		if got := frame.AppendClose([]byte("before"), c.code, c.reason); string(got) != "before"+c.payload {
			t.Errorf("AppendClose, %s: % x, want % x behind the word before (RFC 6455 §5.5.1)", c.name, got, c.payload)
		}
	}
}

func TestParseCloseRejects(t *testing.T) {
	for _, c := range []struct {
		name, payload string
		code          frame.CloseCode
		section       string
	}{
		{"one byte", "\x03", 1002, "5.5.1"},
		{"code 0", "\x00\x00", 1002, "7.4"},
		{"the opcode for a code (M08)", "\x00\x08", 1002, "7.4"},
		{"999", "\x03\xe7", 1002, "7.4"},
		{"1005", "\x03\xed", 1002, "7.4"},
		{"1006 with a reason", "\x03\xeelost", 1002, "7.4"},
		{"5000", "\x13\x88", 1002, "7.4"},
		{"a reason without a code", "bye", 1002, "7.4"},
		{"bad code and bad reason", "\x03\xed\xff", 1002, "7.4"},
		{"a byte that UTF-8 never has", "\x03\xe8ab\xff", 1007, "5.5.1"},
		{"broken sequence", "\x03\xe8\xc3\x28", 1007, "5.5.1"},
		{"cut character", "\x03\xe8\xc3", 1007, "5.5.1"},
		{"overlong slash", "\x03\xe8\xc0\xaf", 1007, "5.5.1"},
		{"surrogate", "\x03\xe8\xed\xa0\x80", 1007, "5.5.1"},
		{"beyond 10FFFF", "\x03\xe8\xf4\x90\x80\x80", 1007, "5.5.1"},
	} {
		_, reason, err := frame.ParseClose([]byte(c.payload))
		var broken *frame.Error
		if !errors.As(err, &broken) || broken.Code != c.code || broken.Broken[0].Section != c.section || reason != "" {
			wire := frame.Append(nil, frame.Close, []byte(c.payload))
			t.Errorf("%s: error %v and reason %q, want %v for RFC 6455 §%s\n%s", c.name, err, reason, c.code, c.section, dissect.Frame(wire))
		}
	}
}

func TestAppendCloseAlwaysFitsAndIsUTF8(t *testing.T) {
	for _, c := range []struct{ name, reason, want string }{
		{"too long", strings.Repeat("x", 500), strings.Repeat("x", 123)},
		{"too long by half a character", strings.Repeat("x", 122) + "é", strings.Repeat("x", 122)},
		{"just fits", strings.Repeat("x", 121) + "é", strings.Repeat("x", 121) + "é"},
		{"invalid", "a\xffb", "a\uFFFDb"},
		{"invalid throughout", strings.Repeat("\x80", 200), "\uFFFD"},
		{"longer once it is valid", strings.Repeat("a\xff", 60), strings.Repeat("a\uFFFD", 30) + "a"},
	} {
		payload := frame.AppendClose(nil, frame.GoingAway, c.reason)
		code, reason, err := frame.ParseClose(payload)
		if code != frame.GoingAway || reason != c.want || err != nil || len(payload) > 125 {
			t.Errorf("%s: %d bytes: %v, %q, %v, want %q (RFC 6455 §5.5)", c.name, len(payload), code, reason, err, c.want)
		}
	}
}

// A cut falls between two characters, and takes no more than it must.
func TestCutReason(t *testing.T) {
	for _, char := range []string{"a", "é", "€", "😀"} {
		for length := range 300 {
			for pad := range 5 {
				s := strings.Repeat("x", pad) + strings.Repeat(char, length/len(char))
				got := frame.CutReason(s)
				if len(s) <= frame.MaxReason && got != s {
					t.Fatalf("%d bytes fit and were cut to %d", len(s), len(got))
				}
				if len(s) > frame.MaxReason && len(got) <= frame.MaxReason-len(char) {
					t.Fatalf("%d bytes of %s after %d cut to %d: one more fits", len(s), char, pad, len(got))
				}
				if len(got) > frame.MaxReason || !strings.HasPrefix(s, got) || !utf8.ValidString(got) {
					t.Fatalf("%d bytes of %s after %d cut to %d: %q (RFC 6455 §5.5)", len(s), char, pad, len(got), got)
				}
			}
		}
	}
}

// An error's text holds a § in two bytes, and many breaches are long.
func TestReasonFitsACloseFrame(t *testing.T) {
	for length := range 250 {
		e := frame.NewError(frame.ProtocolError, "5.5", strings.Repeat("x", length))
		reason := e.Reason()
		if len(reason) > frame.MaxReason || !utf8.ValidString(reason) || !strings.HasPrefix(strings.TrimPrefix(e.Error(), "frame: "), reason) {
			t.Fatalf("reason of %d bytes, %q, for %v (RFC 6455 §5.5)", len(reason), reason, e)
		}
	}
	for _, c := range breaches {
		_, _, err := frame.Check(frametest.Unhex(t, c.bytes), c.rules)
		wire := frame.AppendGoodbye(nil, err)
		if len(wire) < 4 || len(wire) > 127 {
			t.Fatalf("%s: a goodbye of %d bytes (RFC 6455 §5.5)", c.name, len(wire))
		}
		if code, _, err := frame.ParseClose(wire[2:]); code != c.code || err != nil {
			t.Errorf("%s: the goodbye says %v, %v, want %v\n%s", c.name, code, err, c.code, dissect.Frame(wire))
		}
	}
}
