package main

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"

	"example/websocket/01-raw-socket/program/programtest"
	"example/websocket/04-frames/frame"
	"example/websocket/04-frames/frame/frametest"
	"example/websocket/05-masking/mask"
)

const (
	hello = "81 85 37 fa 21 3d 7f 9f 4d 51 58" // RFC 6455 §5.7
	echo1 = "81 05 48 65 6c 6c 6f"             // and its echo
	bye   = "88 82 00 00 00 00 03 e8"          // a Close with 1000, under the key 0
)

// start returns the address of a server that runs until the test ends.
func start(t *testing.T) (p *programtest.Process, addr string) {
	t.Helper()
	p = programtest.Start(t, "-addr", "127.0.0.1:0")
	return p, p.Addr()
}

// masked returns a client's frame with a key of its own.
func masked(op frame.Opcode, payload []byte) []byte {
	return frametest.Wire(frame.Header{Fin: true, Opcode: op, Masked: true, Key: mask.NewKey()}, payload)
}

// The echo has the type, the length and the bytes of what was sent, and no
// mask, in every form that a length can have and up to the limit.
func TestEchoIsByteExact(t *testing.T) {
	_, addr := start(t)
	binary := make([]byte, 1<<20)
	for i := range binary {
		binary[i] = byte(i * 7 >> 3)
	}
	text := bytes.Repeat([]byte("Grüße, "), 1<<17)
	peer := frametest.Connect(t, addr)
	for _, c := range []struct {
		length int
		header string
	}{
		{0, "00"}, {1, "01"}, {125, "7d"}, {126, "7e 00 7e"}, {127, "7e 00 7f"}, {65535, "7e ff ff"},
		{65536, "7f 00 00 00 00 00 01 00 00"}, {1 << 20, "7f 00 00 00 00 00 10 00 00"},
	} {
		peer.Send(masked(frame.Text, text[:c.length]))
		peer.Expect(append(frametest.Unhex(t, "81"+c.header), text[:c.length]...), "echo of text (RFC 6455 §5.6)")
		peer.Send(masked(frame.Binary, binary[:c.length]))
		peer.Expect(append(frametest.Unhex(t, "82"+c.header), binary[:c.length]...), "echo of binary (RFC 6455 §5.6)")
	}
	peer.Send(frametest.Unhex(t, bye))
	peer.ExpectGoodbye(frame.NormalClosure)
}

func TestEchoWhateverTheCuts(t *testing.T) {
	_, addr := start(t)
	one := frametest.Unhex(t, hello)
	two := masked(frame.Text, []byte("two"))
	three := masked(frame.Binary, []byte{3})
	all := append(append(append([]byte{}, one...), two...), three...)
	want := append(frametest.Unhex(t, echo1), "\x81\x03two\x82\x01\x03"...)
	for _, c := range []struct {
		name   string
		glued  []byte // in the same write as the handshake
		writes [][]byte
	}{
		{"one byte a write", nil, bytesOf(all)},
		{"two frames in one write, then one more", nil, [][]byte{all[:len(one)+len(two)], three}},
		{"cut in the key", nil, [][]byte{all[:4], all[4:]}},
		{"cut in the payload", nil, [][]byte{all[:9], all[9:]}},
		{"glued to the handshake", all, nil},
		{"half a key glued", all[:4], [][]byte{all[4:]}},
	} {
		t.Run(c.name, func(t *testing.T) {
			peer := frametest.Connect(t, addr, c.glued...)
			for _, b := range c.writes {
				peer.Send(b)
			}
			peer.Expect(want, "three echoes in order (RFC 6455 §5.2)")
			peer.Send(frametest.Unhex(t, bye))
			peer.ExpectGoodbye(frame.NormalClosure)
		})
	}
}

func bytesOf(b []byte) (each [][]byte) {
	for i := range b {
		each = append(each, b[i:i+1])
	}
	return each
}

// A frame is answered at once, and two clients do not mix.
func TestEchoInTurns(t *testing.T) {
	_, addr := start(t)
	a, b := frametest.Connect(t, addr), frametest.Connect(t, addr)
	for range 3 {
		a.Send(masked(frame.Text, []byte("from a")))
		b.Send(masked(frame.Text, []byte("from b, longer")))
		b.Expect([]byte("\x81\x0efrom b, longer"), "echo to b")
		a.Expect([]byte("\x81\x06from a"), "echo to a")
	}
}

func TestServeDrawsTheMaskUndone(t *testing.T) {
	p, addr := start(t)
	peer := frametest.Connect(t, addr, frametest.Unhex(t, hello)...)
	peer.Expect(frametest.Unhex(t, echo1), "echo")
	for _, row := range []string{hello, "MASK  1: masked", "37 fa 21 3d", "7f 9f 4d 51 58", "^ 37 fa 21 3d 37", `= 48 65 6c 6c 6f    "Hello"`} {
		p.Line(row)
	}
}

// What this chapter cannot do yet is not an error of the peer's: 1003, and the
// reason names the chapter that can.
func TestServeNamesChapter06(t *testing.T) {
	_, addr := start(t)
	for name, wire := range map[string]string{
		"first fragment":       "01 83 37 fa 21 3d 7f 9f 4d",
		"empty first fragment": "02 80 37 fa 21 3d",
		"continuation":         "80 82 37 fa 21 3d 5b 95",
		"continuation, FIN 0":  "00 82 37 fa 21 3d 5b 95",
		"ping":                 "89 80 37 fa 21 3d",
		"ping with a payload":  "89 85 37 fa 21 3d 7f 9f 4d 51 58",
		"pong":                 "8a 85 37 fa 21 3d 7f 9f 4d 51 58",
	} {
		t.Run(name, func(t *testing.T) {
			peer := frametest.Connect(t, addr)
			peer.Send(frametest.Unhex(t, hello+wire+hello))
			peer.Expect(frametest.Unhex(t, echo1), "echo of the frame before")
			if reason := peer.ExpectGoodbye(frame.UnsupportedData); !strings.Contains(reason, "chapter 06") {
				t.Errorf("reason %q does not name chapter 06", reason)
			}
		})
	}
}

// Each violation gets one Close with its code, then the end of the stream, as
// soon as it can be known: behind none of these comes a payload. The next
// client is served.
func TestServeAnswersAViolation(t *testing.T) {
	_, addr := start(t)
	for _, c := range []struct {
		name, bytes string
		code        frame.CloseCode
		section     string
	}{
		{"unmasked text", echo1, 1002, "5.1"},
		{"unmasked, two bytes", "81 05", 1002, "5.1"},
		{"unmasked 126 form, two bytes", "82 7e", 1002, "5.1"},
		{"unmasked ping", "89 00", 1002, "5.1"},
		{"unmasked first fragment", "01 03", 1002, "5.1"},
		{"unmasked close", "88 02 03 e8", 1002, "5.1"},
		{"hixie-76", "00 48 65 6c 6c 6f ff", 1002, "5.1"},
		{"RSV1", "c1 85", 1002, "5.2"},
		{"opcode 3", "83 85", 1002, "5.2"},
		{"opcode b with FIN 0", "0b 85", 1002, "5.2"},
		{"ping of 126 bytes", "89 fe", 1002, "5.5"},
		{"125 in the 126 form", "81 fe 00 7d", 1002, "5.2"},
		{"65535 in the 127 form", "81 ff 00 00 00 00 00 00 ff ff", 1002, "5.2"},
		{"2^63", "82 ff 80 00 00 00 00 00 00 00", 1002, "5.2"},
		{"2^64-1", "82 ff ff ff ff ff ff ff ff ff", 1002, "5.2"},
		{"2^63-1", "82 ff 7f ff ff ff ff ff ff ff", 1009, "10.4"},
		{"64 GiB", "82 ff 00 00 00 10 00 00 00 00", 1009, "10.4"},
		{"limit + 1", "82 ff 00 00 00 00 00 10 00 01", 1009, "10.4"},
		{"GET of a second handshake", hex.EncodeToString([]byte("GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n")), 1002, "5.2"},
		{"with 64 KiB behind it", "83 85" + strings.Repeat("00", 1<<16), 1002, "5.2"},
		{"close of one byte", "88 81 00 00 00 00 03", 1002, "5.5.1"},
		{"close with 1005", "88 82 00 00 00 00 03 ed", 1002, "7.4"},
		{"close with 999, masked", "88 82 37 fa 21 3d 34 1d", 1002, "7.4"},
		{"close whose reason is not UTF-8", "88 84 00 00 00 00 03 e8 c3 28", 1007, "5.5.1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			peer := frametest.Connect(t, addr)
			peer.Send(frametest.Unhex(t, c.bytes))
			if reason := peer.ExpectGoodbye(c.code); !strings.Contains(reason, "§"+c.section) {
				t.Errorf("reason %q does not name RFC 6455 §%s", reason, c.section)
			}
		})
	}
	peer := frametest.Connect(t, addr, frametest.Unhex(t, hello)...)
	peer.Expect(frametest.Unhex(t, echo1), "echo after all that")
}

func TestServeSaysGoodbyeOnce(t *testing.T) {
	_, addr := start(t)
	for name, wire := range map[string]string{
		"code":               bye,
		"no code":            "88 80 37 fa 21 3d",
		"code and reason":    "88 85 37 fa 21 3d 34 12 43 44 52",
		"two":                bye + bye,
		"text behind it":     bye + hello,
		"nonsense behind it": bye + "c1 05",
	} {
		t.Run(name, func(t *testing.T) {
			peer := frametest.Connect(t, addr)
			peer.Send(frametest.Unhex(t, hello+wire))
			peer.Expect(frametest.Unhex(t, echo1), "echo of the frame before")
			peer.ExpectGoodbye(frame.NormalClosure)
		})
	}
}

// A stream that ends without a Close is answered by none, wherever it ends.
func TestServeAndAnEarlyEnd(t *testing.T) {
	p, addr := start(t)
	for n := range frametest.Unhex(t, hello) {
		peer := frametest.Connect(t, addr)
		peer.Send(frametest.Unhex(t, hello)[:n])
		peer.Finish()
		peer.ExpectEnd()
		if n > 0 {
			p.Line("unexpected EOF")
		}
	}
	peer := frametest.Connect(t, addr, frametest.Unhex(t, hello)...)
	peer.Expect(frametest.Unhex(t, echo1), "echo after all that")
	peer.Finish()
	peer.ExpectEnd()
}
