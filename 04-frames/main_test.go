package main

import (
	"strings"
	"testing"

	"example/websocket/01-raw-socket/program/programtest"
	"example/websocket/04-frames/dissect"
	"example/websocket/04-frames/frame"
	"example/websocket/04-frames/frame/frametest"
)

func TestMain(m *testing.M) { programtest.Main(m, main) }

// greeting is what the server pushes, as bytes: each message is one frame with
// FIN and text, unmasked, and its length counts bytes.
var greeting = []byte("\x81\x05Hello" + "\x81\x07Gr\xc3\xbc\xc3\x9fe" + "\x81\x7e\x00\x7e" + strings.Repeat("126 ", 31) + "!!")

// masked and plain are the text Hello of RFC 6455 §5.7.
const (
	masked = "81 85 37 fa 21 3d 7f 9f 4d 51 58"
	plain  = "81 05 48 65 6c 6c 6f"
)

// bye is a Close with code 1000, masked with the key 0.
const bye = "88 82 00 00 00 00 03 e8"

func text(s string) []byte { return frame.Append(nil, frame.Text, []byte(s)) }

func TestDecodeDrawsTheBytes(t *testing.T) {
	for name, args := range map[string][]string{
		"one argument a byte": strings.Fields(masked + " 88 00"),
		"one argument":        {masked + " 88 00"},
		"without blanks":      {strings.ReplaceAll(masked, " ", ""), "8800"},
	} {
		output, status := programtest.Run(t, "", append([]string{"decode"}, args...)...)
		if want := dissect.Frames(frametest.Unhex(t, masked+"8800")); output != want || status != 0 {
			t.Errorf("%s: exit %d, output\n%s\nwant\n%s", name, status, output, want)
		}
	}
}

func TestDecodeShowsWhatIsBrokenOrMissing(t *testing.T) {
	for args, want := range map[string]string{
		"48 54 54 50":                   "broken: RSV1 set on a close frame",
		"81 7f 80 00 00 00 00 00 00 00": "broken: length 0x8000000000000000",
		"81 85 37":                      "cut: 3 more bytes of header",
		"81 05 48":                      "cut: 4 more bytes of payload",
	} {
		if output, status := programtest.Run(t, "", "decode", args); !strings.Contains(output, want) || status != 0 {
			t.Errorf("decode %s: exit %d, want a picture that says %q:\n%s", args, status, want, output)
		}
	}
}

func TestDecodeOfNoHexIsAMistake(t *testing.T) {
	for _, args := range [][]string{{"decode"}, {"decode", "8g"}, {"decode", "81", "0"}, {"decode", "Hello"}} {
		output, status := programtest.Run(t, "", args...)
		if status != 2 || strings.Count(output, "\n") != 1 {
			t.Errorf("%q: exit %d, want 2 and one line:\n%s", args, status, output)
		}
	}
}

func TestInterruptEndsServe(t *testing.T) {
	p := programtest.Start(t, "-addr", "127.0.0.1:0")
	peer := frametest.Connect(t, p.Addr())
	peer.Expect(greeting, "RFC 6455 §5.2")
	p.Interrupt()
	peer.ExpectEnd()
	peer.Close()
	if status := p.Wait(); status != 0 {
		t.Errorf("exit status %d after Ctrl-C:\n%s", status, p.Output())
	}
}
