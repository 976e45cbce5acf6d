package frame_test

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"example/websocket/04-frames/dissect"
	"example/websocket/04-frames/frame"
	"example/websocket/04-frames/frame/frametest"
)

// A breach is a header that breaks rules, and how many of its bytes are enough
// to know it.
type breach struct {
	name     string
	bytes    string
	rules    frame.Rules
	sections string // of every rule that is broken
	at       int
	code     frame.CloseCode
}

var (
	anyone  = frame.Rules{Limit: -1}
	client  = frame.Rules{From: frame.Client, Limit: -1}
	server  = frame.Rules{From: frame.Server, Limit: -1}
	between = frame.Rules{Place: frame.Between, Limit: -1}
	inside  = frame.Rules{Place: frame.Inside, Limit: -1}
	deflate = frame.Rules{Rsv: 4, Limit: -1} // RSV1 has a meaning (RFC 7692)
)

var breaches = []breach{
	{"RSV1", "c1 05", anyone, "5.2", 2, 1002},
	{"RSV2", "a1 05", anyone, "5.2", 2, 1002},
	{"RSV3", "91 05", anyone, "5.2", 2, 1002},
	{"RSV1 on a binary fragment", "42 05", anyone, "5.2", 2, 1002},
	{"all RSV", "f1 05", anyone, "5.2 5.2 5.2", 2, 1002},
	{"RSV2 where RSV1 is allowed", "e1 05", deflate, "5.2", 2, 1002},
	{"RSV1 on a continuation, RSV1 allowed", "c0 05", deflate, "5.2", 2, 1002},
	{"RSV1 on a close, RSV1 allowed", "c8 05", deflate, "5.2", 2, 1002},
	{"RSV1 on a ping, RSV1 allowed", "c9 05", deflate, "5.2", 2, 1002},
	{"RSV1 on a pong, RSV1 allowed", "ca 05", deflate, "5.2", 2, 1002},
	{"RSV1 on opcode 3, RSV1 allowed", "c3 05", deflate, "5.2 5.2", 2, 1002},

	{"close with FIN 0", "08 05", anyone, "5.5", 2, 1002},
	{"ping with FIN 0", "09 00", anyone, "5.5", 2, 1002},
	{"pong with FIN 0", "0a 05", anyone, "5.5", 2, 1002},
	{"close of 126 bytes", "88 7e 00 7e", anyone, "5.5", 2, 1002},
	{"ping of 125 bytes in the 126 form", "89 7e 00 7d", anyone, "5.5", 2, 1002},
	{"pong of 64 KiB", "8a 7f 00 00 00 00 00 01 00 00", anyone, "5.5", 2, 1002},
	{"masked ping of 126 bytes", "89 fe 00 7e 37 fa 21 3d", client, "5.5", 2, 1002},

	{"unmasked frame from a client", "81 05", client, "5.1", 2, 1002},
	{"unmasked 126 form from a client", "81 7e 01 00", client, "5.1", 2, 1002},
	{"unmasked ping from a client", "89 00", client, "5.1", 2, 1002},
	{"masked frame from a server", "81 85 37 fa 21 3d", server, "5.1", 2, 1002},
	{"masked 127 form from a server", "82 ff 00 00 00 00 00 01 00 00 37 fa 21 3d", server, "5.1", 2, 1002},

	{"0 in the 126 form", "81 7e 00 00", anyone, "5.2", 4, 1002},
	{"125 in the 126 form", "81 7e 00 7d", anyone, "5.2", 4, 1002},
	{"125 in the masked 126 form", "81 fe 00 7d 37 fa 21 3d", client, "5.2", 4, 1002},
	{"0 in the 127 form", "81 7f 00 00 00 00 00 00 00 00", anyone, "5.2", 10, 1002},
	{"126 in the 127 form", "81 7f 00 00 00 00 00 00 00 7e", anyone, "5.2", 10, 1002},
	{"65535 in the 127 form", "81 7f 00 00 00 00 00 00 ff ff", anyone, "5.2", 10, 1002},
	{"65535 in the masked 127 form", "80 ff 00 00 00 00 00 00 ff ff 37 fa 21 3d", client, "5.2", 10, 1002},
	{"2^63", "82 7f 80 00 00 00 00 00 00 00", anyone, "5.2", 10, 1002},
	{"2^64-1, masked", "82 ff ff ff ff ff ff ff ff ff 37 fa 21 3d", client, "5.2", 10, 1002},

	{"continuation of nothing", "80 05", between, "5.4", 2, 1002},
	{"continuation of nothing, FIN 0", "00 00", between, "5.4", 2, 1002},
	{"text in a message", "81 05", inside, "5.4", 2, 1002},
	{"text with FIN 0 in a message", "01 05", inside, "5.4", 2, 1002},
	{"binary in a message", "82 7e 01 00", inside, "5.4", 2, 1002},

	// What people send who have not noticed that the handshake is over, and
	// the framing of 2010 (00, text, ff).
	{"HTTP/1.1 from a server", "48 54", server, "5.2 5.5", 2, 1002},
	{"HTTP/1.1 from a client", "48 54", client, "5.2 5.5 5.1", 2, 1002},
	{"GET from a client", "47 45", client, "5.2 5.2 5.1", 2, 1002},
	{"GET, direction not said", "47 45", anyone, "5.2 5.2", 2, 1002},
	{"hixie-76", "00 48", frame.Rules{From: frame.Client, Place: frame.Between, Limit: -1}, "5.1 5.4", 2, 1002},
	{"everything that two bytes can break", "7f ff", server, "5.2 5.2 5.2 5.2 5.5 5.5 5.1", 2, 1002},
}

func TestCheckRejects(t *testing.T) {
	all := slices.Clone(breaches)
	for op := 3; op < 16; op++ {
		if op < 8 || op > 10 {
			all = append(all, breach{fmt.Sprintf("opcode %#x", op), fmt.Sprintf("%02x 05", 0x80+op), anyone, "5.2", 2, 1002})
		}
	}
	for _, c := range all {
		t.Run(c.name, func(t *testing.T) { c.check(t) })
	}
}

// What the short form lets pass, and nothing else, is what breaks no rule.
func TestSoundIsFirstTwo(t *testing.T) {
	for n := range 1 << 16 {
		b := []byte{byte(n >> 8), byte(n)}
		for _, from := range []frame.Role{frame.Anyone, frame.Client, frame.Server} {
			for _, place := range []frame.Place{frame.Anywhere, frame.Between, frame.Inside} {
				for _, rsv := range []byte{0, 4} {
					r := frame.Rules{From: from, Place: place, Rsv: rsv, Limit: -1}
					if sound, broken := frame.Sound(b, r); sound != (len(broken) == 0) {
						t.Fatalf("% x, %+v: sound is %v, and broken is %v", b, r, sound, broken)
					}
				}
			}
		}
	}
}

var oneLine = regexp.MustCompile(`^frame: [^;]+ \(RFC 6455 §[0-9.]+\)(; [^;]+ \(RFC 6455 §[0-9.]+\))*$`)

// check wants the error from c.at bytes on, and none from fewer.
func (c breach) check(t *testing.T) {
	t.Helper()
	wire := frametest.Unhex(t, c.bytes)
	for n := range len(wire) + 1 {
		h, size, err := frame.Check(wire[:n:n], c.rules)
		if wantH, wantSize := frame.Parse(wire[:n]); h != wantH || size != wantSize {
			t.Errorf("Check of %d bytes gives header %+v (%d bytes), Parse %+v (%d bytes)", n, h, size, wantH, wantSize)
		}
		if n < c.at {
			if err != nil {
				t.Errorf("after %d bytes, want an error only after %d: %v", n, c.at, err)
			}
			continue
		}
		var broken *frame.Error
		if !errors.As(fmt.Errorf("reading: %w", err), &broken) {
			t.Fatalf("after %d bytes: error %v, want a *frame.Error for RFC 6455 §%s\n%s", n, err, c.sections, dissect.Frame(wire))
		}
		var sections []string
		for _, b := range broken.Broken {
			sections = append(sections, b.Section)
		}
		if got := strings.Join(sections, " "); got != c.sections || broken.Code != c.code {
			t.Errorf("after %d bytes: code %v for §%s, want %v for §%s\n%s%v", n, broken.Code, got, c.code, c.sections, dissect.Frame(wire), err)
		}
		if !oneLine.MatchString(err.Error()) {
			t.Errorf("error %q has not the form frame: text (RFC 6455 §n)", err)
		}
	}
}

// The error says which bits, which opcode, which length.
func TestErrorNamesWhatCame(t *testing.T) {
	for _, c := range []struct {
		bytes string
		rules frame.Rules
		want  []string
	}{
		{"48 54", client, []string{"RSV1", "close frame", "FIN 0", "unmasked"}},
		{"47 45", client, []string{"RSV1", "opcode 0x7", "unmasked"}},
		{"b1 00", anyone, []string{"RSV2", "RSV3", "text"}},
		{"89 7e", anyone, []string{"126", "125"}},
		{"81 7e 00 05", anyone, []string{"length 5", "126 form"}},
		{"81 7f 80 00 00 00 00 00 00 00", anyone, []string{"0x8000000000000000", "top bit"}},
		{"82 7e 01 00", frame.Rules{Limit: 255}, []string{"256", "255"}},
		{"80 00", between, []string{"continuation", "no message is open"}},
		{"02 00", inside, []string{"binary", "inside a message"}},
		{"81 80", server, []string{"masked frame from a server"}},
	} {
		_, _, err := frame.Check(frametest.Unhex(t, c.bytes), c.rules)
		for _, part := range c.want {
			if err == nil || !strings.Contains(err.Error(), part) {
				t.Errorf("%s: error %v does not say %q", c.bytes, err, part)
			}
		}
	}
	const want = "frame: control frame of 126 bytes or more, at most 125 allowed (RFC 6455 §5.5)"
	if _, _, err := frame.Check([]byte{0x89, 0x7e}, anyone); err == nil || err.Error() != want {
		t.Errorf("error %v\nwant  %s", err, want)
	}
}

func TestCheckAccepts(t *testing.T) {
	masked := func(r frame.Rules) frame.Rules { r.From = frame.Client; return r }
	for _, c := range []struct {
		name, bytes string
		rules       frame.Rules
	}{
		{"text between messages", "81 05", between},
		{"first fragment", "01 00", between},
		{"continuation inside a message", "00 05", inside},
		{"last continuation", "80 00", inside},
		{"continuation, place not said", "80 05", anyone},
		{"text, place not said", "01 05", anyone},
		{"close between", "88 00", between}, {"close inside", "88 02", inside},
		{"ping between", "89 7d", between}, {"ping inside", "89 7d", inside},
		{"pong between", "8a 00", between}, {"pong inside", "8a 7d", inside},
		{"masked text from a client", "81 85 37 fa 21 3d", client},
		{"masked ping from a client, inside", "89 fd 37 fa 21 3d", masked(inside)},
		{"masked with the key 0", "82 80 00 00 00 00", client},
		{"unmasked from a server", "81 05", server},
		{"unmasked, direction not said", "81 05", anyone},
		{"masked, direction not said", "81 85 37 fa 21 3d", anyone},
		{"RSV1 on text, RSV1 allowed", "c1 05", deflate},
		{"RSV1 on a binary fragment, RSV1 allowed", "42 05", deflate},
		{"no RSV1, RSV1 allowed", "81 05", deflate},
		{"plain continuation, RSV1 allowed", "80 05", deflate},
		{"all RSV, all allowed", "f1 05", frame.Rules{Rsv: 7, Limit: -1}},
		{"126 in the 126 form", "81 7e 00 7e", anyone},
		{"65535 in the 126 form", "81 7e ff ff", anyone},
		{"65536 in the 127 form", "82 7f 00 00 00 00 00 01 00 00", anyone},
		{"2^63-1 without a limit", "82 ff 7f ff ff ff ff ff ff ff 37 fa 21 3d", client},
	} {
		wire := frametest.Unhex(t, c.bytes)
		for n := range len(wire) + 1 {
			if _, _, err := frame.Check(wire[:n:n], c.rules); err != nil {
				t.Errorf("%s: after %d bytes: %v\n%s", c.name, n, err, dissect.Frame(wire))
			}
		}
	}
}

// Every opcode knows its kind (RFC 6455 §5.2, §5.5, §5.6).
func TestOpcodeKinds(t *testing.T) {
	for n := range 16 {
		op := frame.Opcode(n)
		if want := n >= 8; op.Control() != want {
			t.Errorf("opcode %#x: Control is %v", n, !want)
		}
		if want := n == 1 || n == 2; op.Data() != want {
			t.Errorf("opcode %#x: Data is %v", n, !want)
		}
		if want := slices.Contains([]int{0, 1, 2, 8, 9, 10}, n); op.Known() != want {
			t.Errorf("opcode %#x: Known is %v", n, !want)
		}
	}
}
