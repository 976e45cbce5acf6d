package websocket_test

import (
	"errors"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/websocket"
)

func TestEchoAtEveryLengthBoundary(t *testing.T) {
	s := testServer(t, nil).echoing()
	for _, n := range []int{0, 1, 125, 126, 127, 128, 65535, 65536, 65537} {
		for _, op := range []frame.Opcode{text, binary} {
			payload := strings.Repeat("x", n)
			s.send(masked(true, op, payload))
			s.expect(plain(true, op, payload))
		}
	}
}

// M01, M13, M20: how bytes are cut into writes means nothing.
func TestEchoHoweverBytesAreCut(t *testing.T) {
	s := testServer(t, nil).echoing()
	story := append(masked(false, text, "Hel"), masked(true, ping, "hb-1")...)
	story = append(story, masked(true, continuation, "lo")...)
	story = append(story, masked(true, binary, strings.Repeat("\x00", 126))...)
	for i := range story {
		s.send(story[i : i+1])
	}
	want := append(plain(true, pong, "hb-1"), plain(true, text, "Hello")...)
	want = append(want, plain(true, binary, strings.Repeat("\x00", 126))...)
	s.expect(want)
	s.send(story, story) // and all of it twice in one write
	s.expect(want, want)
}

// M06: a control frame is no part of the message in which it stands.
func TestControlFramesBetweenFragments(t *testing.T) {
	s := testServer(t, nil).echoing()
	s.send(masked(false, text, "Hel"), masked(true, ping, "x"))
	s.expect(plain(true, pong, "x"))
	s.send(masked(false, continuation, ""), masked(true, pong, "unasked"), masked(true, continuation, "lo"))
	s.expect(plain(true, text, "Hello"))
}

// M07: the pong has the ping's own payload.
func TestPingIsAnsweredWithItsPayload(t *testing.T) {
	s := testServer(t, nil).echoing()
	for _, payload := range []string{"", "hb-1", "\x00\xff\xfe", strings.Repeat("p", 125)} {
		s.send(masked(true, ping, payload))
		s.expect(plain(true, pong, payload))
	}
}

// Rows are of the table of violations; sent is what decides, and no byte more.
func TestViolationsAreAnsweredOnTheFirstByteThatShows(t *testing.T) {
	for _, tt := range []struct {
		name string
		sent []byte
		code frame.CloseCode
	}{
		{"1 RSV1 set", h("c1 80"), 1002},
		{"1 RSV2 set", h("a1 80"), 1002},
		{"1 RSV3 set", h("91 80"), 1002},
		{"1 HTTP/1.1 where a frame belongs", []byte("HTTP/1.1 200 OK\r\n\r\n"), 1002},
		{"1 GET where a frame belongs", []byte("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), 1002},
		{"2 opcode 3", h("83 80"), 1002},
		{"3 opcode b", h("8b 80"), 1002},
		{"4 ping with FIN 0", h("09 80"), 1002},
		{"5 ping of 126", h("89 fe"), 1002},
		{"5 close of 127 form", h("88 ff"), 1002},
		{"6 unmasked", h("81 05"), 1002},
		{"8 length 125 in 126 form", h("82 fe 00 7d"), 1002},
		{"8 length 65535 in 127 form", h("82 ff 00 00 00 00 00 00 ff ff"), 1002},
		{"9 top bit of the length", h("82 ff 80 00 00 00 00 00 00 00"), 1002},
		{"10 over the limit", h("82 ff 00 00 00 00 01 00 00 01"), 1009},
		{"10 64 GiB", h("82 ff 00 00 00 10 00 00 00 00"), 1009},
		{"10 2^63-1", h("82 ff 7f ff ff ff ff ff ff ff"), 1009},
		{"11 sum of fragments over the limit", append(masked(false, binary, "1"), h("80 ff 00 00 00 00 01 00 00 00")...), 1009},
		{"12 continuation without a start", h("80 80"), 1002},
		{"12 continuation after a whole message", append(masked(true, pong, ""), h("00 80")...), 1002},
		{"13 text inside a message", append(masked(false, text, "a"), h("81 80")...), 1002},
		{"13 text with FIN 0 inside a message", append(masked(false, text, "a"), h("01 80")...), 1002},
		{"14 text c3 28", masked(true, text, "\xc3\x28"), 1007},
		{"14 decided inside the frame", masked(true, text, "ab\xff"+strings.Repeat("x", 100))[:6+3], 1007},
		{"15 close payload of one byte", masked(true, closing, "\x03"), 1002},
		{"17 close reason not UTF-8", masked(true, closing, goodbye(1000, "")+"\xff"), 1007},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := testServer(t, nil).echoing()
			s.send(tt.sent)
			s.expectClose(tt.code)
			if err := s.ended(tt.code); !is[*frame.Error](err) {
				t.Errorf("ended with %T %v, want a *frame.Error", err, err)
			}
		})
	}
}

// Claim C9.
func TestClientRefusesAMaskedFrame(t *testing.T) {
	s := testClient(t, nil).echoing()
	s.send(h("81 85"))
	s.expectClose(1002)
	s.ended(1002)
}

// M03: what is announced costs nothing until it has come.
func TestAnnouncedLengthAllocatesNothing(t *testing.T) {
	for _, limit := range []int64{0, -1} {
		s := testServer(t, &websocket.Options{Limit: limit}).echoing()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		s.send(h("82 ff 00 00 00 00 00 ff ff ff 00 00 00 00"), make([]byte, 1000)) // 16 MiB - 1
		s.raw.Close()
		s.ended(frame.Abnormal)
		runtime.ReadMemStats(&after)
		if got := after.TotalAlloc - before.TotalAlloc; got > 1<<20 {
			t.Errorf("limit %d: %d bytes allocated for a message of which 1,000 came", limit, got)
		}
	}
}

func TestLimitIsExact(t *testing.T) {
	s := testServer(t, &websocket.Options{Limit: 10}).echoing()
	s.send(masked(true, binary, "0123456789"))
	s.expect(plain(true, binary, "0123456789"))
	s.send(masked(false, binary, "01234"), masked(true, ping, "not counted"), masked(true, continuation, "56789"))
	s.expect(plain(true, pong, "not counted"), plain(true, binary, "0123456789"))
	s.send(masked(false, binary, "01234"), masked(true, continuation, "567890")[:2])
	s.expectClose(1009)
}

// Empty fragments cost their sender six bytes each; somebody has to count.
func TestTooManyFragments(t *testing.T) {
	s := testServer(t, &websocket.Options{Fragments: 1000}).echoing()
	s.send(masked(false, text, ""))
	for range 998 {
		s.send(masked(false, continuation, ""))
	}
	s.send(masked(true, continuation, "1000"))
	s.expect(plain(true, text, "1000"))
	s.send(masked(false, text, ""))
	for range 1000 {
		s.send(masked(false, continuation, ""))
	}
	s.expectClose(1009)
}

func TestTextMayBeCutAnywhere(t *testing.T) {
	s := testServer(t, nil).echoing()
	const greek = "κόσμε é 𝄞"
	for i := range greek + "x" {
		for j := i; j <= len(greek); j++ {
			s.send(masked(false, text, greek[:i]), masked(false, continuation, greek[i:j]), masked(true, continuation, greek[j:]))
			s.expect(plain(true, text, greek))
		}
	}
}

func TestTextThatIsNotUTF8(t *testing.T) {
	for name, bad := range map[string]string{
		"overlong slash": "\xc0\xaf", "overlong three": "\xe0\x80\xaf", "overlong four": "\xf0\x80\x80\xaf",
		"surrogate": "\xed\xa0\x80", "above 10FFFF": "\xf4\x90\x80\x80", "lone continuation": "\x80",
		"five bytes": "\xf8\x88\x80\x80\x80", "ff": "\xff", "cut off": "κόσ\xce", "cut off four": "\xf0\x9d\x84",
	} {
		t.Run(name, func(t *testing.T) {
			for cut := range len(bad) {
				s := testServer(t, nil).echoing()
				s.send(masked(false, text, "ok "+bad[:cut]), masked(true, continuation, bad[cut:]))
				s.expectClose(1007)
			}
		})
	}
}

// An invalid byte is refused while its frame is still under way.
func TestTextFailsAtItsFirstWrongByte(t *testing.T) {
	for name, bad := range map[string]string{
		"e0 80": "\xe0\x80", "ed a0": "\xed\xa0", "f4 90": "\xf4\x90", "f5": "\xf5", "c1": "\xc1",
	} {
		t.Run(name, func(t *testing.T) {
			s := testServer(t, nil).echoing()
			f := masked(false, text, bad+"rest that never comes")
			for i := range f[:6+len(bad)] {
				s.send(f[i : i+1])
			}
			s.expectClose(1007)
		})
	}
}

func TestEndOfStreamAtEveryByte(t *testing.T) {
	f := append(masked(false, text, "Hel"), masked(true, continuation, "lo")...)
	for cut := range len(f) {
		s := testServer(t, nil).echoing()
		s.send(f[:cut])
		s.raw.(interface{ CloseWrite() error }).CloseWrite()
		if got := s.rest(); len(got) != 0 {
			t.Fatalf("cut at %d: % x was sent to a peer that is gone", cut, got)
		}
		want := io.ErrUnexpectedEOF
		if cut == 0 || cut == 6+3 {
			want = io.EOF
		}
		if err := s.ended(frame.Abnormal); !errors.Is(err, want) {
			t.Errorf("cut at %d: %v, want %v", cut, err, want)
		}
	}
}

// A read deadline that passes between messages does no harm, even if the next
// one has sent part of its header; inside a message it ends the connection.
func TestReadDeadline(t *testing.T) {
	s := testServer(t, nil)
	past := func() { s.conn.SetReadDeadline(time.Unix(1, 0)) }
	for _, sent := range []string{"", "81"} {
		s.send(h(sent))
		past()
		if _, _, err := s.conn.ReadMessage(nil); !errors.Is(err, os.ErrDeadlineExceeded) || websocket.CloseStatus(err) != 0 {
			t.Fatalf("deadline before a message: %v, close code %v", err, websocket.CloseStatus(err))
		}
	}
	s.send(masked(true, text, "Hello")[1:])
	s.conn.SetReadDeadline(time.Time{})
	if op, p, err := s.conn.ReadMessage(nil); op != text || string(p) != "Hello" || err != nil {
		t.Fatalf("after a deadline: %v %q %v, want Hello", op, p, err)
	}

	for name, sent := range map[string][]byte{
		"inside a frame":                      masked(true, text, "Hello")[:8],
		"between two fragments":               masked(false, text, "Hel"),
		"inside a ping between two fragments": append(masked(false, text, "Hel"), masked(true, ping, "Hello")[:8]...),
	} {
		t.Run(name, func(t *testing.T) {
			s := testServer(t, nil)
			s.send(sent)
			s.conn.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
			_, _, err := s.conn.ReadMessage(nil)
			if !errors.Is(err, os.ErrDeadlineExceeded) || websocket.CloseStatus(err) != frame.Abnormal {
				t.Fatalf("deadline inside a message: %v, close code %v", err, websocket.CloseStatus(err))
			}
			if again := s.conn.WriteMessage(text, nil); !errors.Is(again, err) {
				t.Errorf("the next call returns %v, want the same error", again)
			}
		})
	}
}

func TestReadMessageReusesTheBuffer(t *testing.T) {
	s := testServer(t, nil)
	buf := make([]byte, 3, 100)
	s.send(masked(true, text, "Hello"))
	_, p, err := s.conn.ReadMessage(buf)
	if err != nil || string(p) != "Hello" || &p[0] != &buf[0] {
		t.Errorf("got %q in a new buffer (%v)", p, err)
	}
}
