package main

import (
	"fmt"
	"strings"
	"testing"

	"example/websocket/01-raw-socket/program/programtest"
	"example/websocket/04-frames/dissect"
	"example/websocket/04-frames/frame"
	"example/websocket/04-frames/frame/frametest"
)

// connect returns a client that has read the greeting.
func connect(t *testing.T, addr string, glued ...byte) *frametest.Peer {
	t.Helper()
	peer := frametest.Connect(t, addr, glued...)
	peer.Expect(greeting, "the three messages (RFC 6455 §5.2)")
	return peer
}

func TestServeDrawsHeaderDecodedAndPayloadAsNoise(t *testing.T) {
	p := programtest.Start(t, "-addr", "127.0.0.1:0")
	peer := connect(t, p.Addr())
	peer.Send(frametest.Unhex(t, masked+bye))
	peer.ExpectGoodbye(frame.NormalClosure)
	p.Line(masked)
	p.Line("OP    1: text")
	p.Line("MASK  1: masked")
	p.Line("LEN   5")
	p.Line("37 fa 21 3d")
	p.Line("7f 9f 4d 51 58")
	if strings.Contains(p.Output(), "Hello") {
		t.Errorf("the mask is undone, which is chapter 05's lesson:\n%s", p.Output())
	}
}

func TestServeTakesBothMaskedAndUnmasked(t *testing.T) {
	p := programtest.Start(t, "-addr", "127.0.0.1:0")
	peer := connect(t, p.Addr())
	peer.Send(frametest.Unhex(t, plain+masked+plain))
	peer.Send(frame.Append(nil, frame.Close, nil))
	peer.ExpectGoodbye(frame.NormalClosure)
	for _, picture := range []string{plain, masked, plain, "88 00"} {
		p.Line(picture)
	}
}

// However frames are cut into writes, each is drawn once and in its place.
func TestServeWhateverTheCuts(t *testing.T) {
	one, two, three := text("one"), text("two"), text("three")
	all := append(append(append([]byte{}, one...), two...), three...)
	for _, c := range []struct {
		name   string
		glued  []byte // in the same write as the handshake
		writes [][]byte
	}{
		{"one byte a write", nil, bytesOf(all)},
		{"two frames in one write, then one more", nil, [][]byte{all[:len(one)+len(two)], three}},
		{"a frame and a half", nil, [][]byte{all[:len(one)+1], all[len(one)+1:]}},
		{"glued to the handshake", all, nil},
		{"header glued, then byte by byte", all[:2], bytesOf(all[2:])},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := programtest.Start(t, "-addr", "127.0.0.1:0")
			peer := connect(t, p.Addr(), c.glued...)
			for _, b := range c.writes {
				peer.Send(b)
			}
			peer.Send(frametest.Unhex(t, bye))
			peer.ExpectGoodbye(frame.NormalClosure)
			for _, b := range [][]byte{one, two, three, frametest.Unhex(t, bye)} {
				p.Line(fmt.Sprintf("% x", b))
			}
			if n := strings.Count(p.Output(), "FIN "); n != 4 {
				t.Errorf("%d frames drawn, 4 were sent:\n%s", n, p.Output())
			}
		})
	}
}

func bytesOf(b []byte) (each [][]byte) {
	for i := range b {
		each = append(each, b[i:i+1])
	}
	return each
}

// Every length form arrives whole: the frame behind it is still found.
func TestServeReadsEveryLength(t *testing.T) {
	p := programtest.Start(t, "-addr", "127.0.0.1:0")
	addr := p.Addr()
	for _, length := range []int{0, 1, 125, 126, 127, 65535, 65536, 65537, 1 << 20} {
		for _, h := range []frame.Header{{Fin: true, Opcode: frame.Binary}, {Fin: true, Opcode: frame.Binary, Masked: true, Key: [4]byte{1, 2, 3, 4}}} {
			peer := connect(t, addr)
			wire := frametest.Wire(h, make([]byte, length))
			peer.Send(append(wire, frametest.Unhex(t, bye)...))
			peer.ExpectGoodbye(frame.NormalClosure)
			first, _, _ := strings.Cut(dissect.Wire(wire), "\n")
			p.Line(first)
		}
	}
}

// Each violation gets one Close with its code, then the end of the stream, as
// soon as it can be known; and the next client is served.
//
// Claim C6.
func TestServeAnswersAViolation(t *testing.T) {
	get := "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
	p := programtest.Start(t, "-addr", "127.0.0.1:0")
	addr := p.Addr()
	for _, c := range []struct {
		name    string
		bytes   []byte
		code    frame.CloseCode
		section string
	}{
		{"RSV1", frametest.Unhex(t, "c1 05"), 1002, "5.2"},
		{"RSV2, masked", frametest.Unhex(t, "a1 85"), 1002, "5.2"},
		{"RSV3", frametest.Unhex(t, "91 00"), 1002, "5.2"},
		{"opcode 3", frametest.Unhex(t, "83 05"), 1002, "5.2"},
		{"opcode 7", frametest.Unhex(t, "07 85"), 1002, "5.2"},
		{"opcode b", frametest.Unhex(t, "8b 00"), 1002, "5.2"},
		{"opcode f", frametest.Unhex(t, "8f 80"), 1002, "5.2"},
		{"ping with FIN 0", frametest.Unhex(t, "09 80"), 1002, "5.5"},
		{"close with FIN 0", frametest.Unhex(t, "08 00"), 1002, "5.5"},
		{"ping of 126 bytes", frametest.Unhex(t, "89 fe"), 1002, "5.5"},
		{"125 in the 126 form", frametest.Unhex(t, "81 fe 00 7d"), 1002, "5.2"},
		{"65535 in the 127 form", frametest.Unhex(t, "81 7f 00 00 00 00 00 00 ff ff"), 1002, "5.2"},
		{"2^63", frametest.Unhex(t, "82 ff 80 00 00 00 00 00 00 00"), 1002, "5.2"},
		{"2^63-1", frametest.Unhex(t, "82 ff 7f ff ff ff ff ff ff ff"), 1009, "10.4"},
		{"64 GiB", frametest.Unhex(t, "82 7f 00 00 00 10 00 00 00 00"), 1009, "10.4"},
		{"limit + 1", frametest.Unhex(t, "82 7f 00 00 00 00 00 10 00 01"), 1009, "10.4"},
		{"behind a good frame", frametest.Unhex(t, plain+"c1 05"), 1002, "5.2"},
		{"a second handshake", []byte(get), 1002, "5.2"},
		{"a request that is none", []byte("POST / HTTP/1.1\r\n\r\n"), 1002, "5.2"},
		{"with 64 KiB behind it", append(frametest.Unhex(t, "83 05"), make([]byte, 1<<16)...), 1002, "5.2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			peer := connect(t, addr)
			peer.Send(c.bytes)
			if reason := peer.ExpectGoodbye(c.code); !strings.Contains(reason, "§"+c.section) {
				t.Errorf("reason %q does not name RFC 6455 §%s", reason, c.section)
			}
		})
	}
	connect(t, addr)
}

// Glued to the handshake, a violation is still a frame and no HTTP.
func TestServeAnswersAViolationInTheHandshakesWrite(t *testing.T) {
	p := programtest.Start(t, "-addr", "127.0.0.1:0")
	connect(t, p.Addr(), []byte("GET / HTTP/1.1\r\n\r\n")...).ExpectGoodbye(frame.ProtocolError)
}

func TestServeSaysGoodbyeOnce(t *testing.T) {
	p := programtest.Start(t, "-addr", "127.0.0.1:0")
	addr := p.Addr()
	for _, b := range []string{bye, bye + bye, bye + masked, bye + "c1 05"} {
		peer := connect(t, addr)
		peer.Send(frametest.Unhex(t, b))
		peer.ExpectGoodbye(frame.NormalClosure)
	}
	if strings.Contains(p.Output(), "OP    1") {
		t.Errorf("a frame behind a Close is drawn (RFC 6455 §5.5.1):\n%s", p.Output())
	}
}

// A stream that ends without a Close is answered by none, wherever it ends. The
// last of these is the framing of 2010: its 0 is a continuation, its H a length
// of 72, and so it never ends.
func TestServeAndAnEarlyEnd(t *testing.T) {
	p := programtest.Start(t, "-addr", "127.0.0.1:0")
	addr := p.Addr()
	frames := [][]byte{nil, frametest.Unhex(t, "00 48 65 6c 6c 6f ff")}
	for n := range frametest.Unhex(t, masked) {
		frames = append(frames, frametest.Unhex(t, masked)[:n])
	}
	for _, b := range frames {
		peer := connect(t, addr)
		peer.Send(b)
		peer.Finish()
		peer.ExpectEnd()
		if len(b) > 0 {
			p.Line("unexpected EOF")
		}
	}
	connect(t, addr)
}
