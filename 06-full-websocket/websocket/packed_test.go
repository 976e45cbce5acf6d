package websocket_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"runtime"
	"strings"
	"testing"

	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/deflate"
	"example/websocket/06-full-websocket/websocket"
)

// zip is a message as another compressor, with an empty window, would make it.
func zip(message string) []byte {
	return deflate.NewCompressor(0, false).Append(nil, []byte(message), true)
}

// noise cannot be compressed, and is the same each time.
func noise(n int) string {
	b := make([]byte, n)
	rand.NewChaCha8([32]byte{}).Read(b)
	return string(b)
}

var compressed = websocket.Options{Compression: &websocket.Compression{}}

// What can be wrong with a compressed message, and with a bit.
func TestCompressedViolations(t *testing.T) {
	whole := zip("Hello, " + strings.Repeat("world ", 100))
	withRsv := func(f []byte, bits byte) []byte { f[0] |= bits << 4; return f }
	for _, tt := range []struct {
		name string
		sent [][]byte
		code frame.CloseCode
	}{
		{"RSV1 on a ping", [][]byte{packed(true, ping, nil)}, 1002},
		{"RSV1 on a pong", [][]byte{packed(true, pong, nil)}, 1002},
		{"RSV1 on a Close", [][]byte{packed(true, closing, nil)}, 1002},
		{"RSV1 on a ping inside a message", [][]byte{packed(false, text, whole[:9]), packed(true, ping, nil)}, 1002},
		{"RSV1 on the continuation of a compressed message", [][]byte{packed(false, text, whole[:9]), packed(true, continuation, whole[9:])}, 1002},
		{"RSV1 on the continuation of a plain message", [][]byte{masked(false, text, "Hel"), packed(true, continuation, whole[9:])}, 1002},
		{"RSV2 on a compressed message", [][]byte{withRsv(packed(true, text, whole), 2)}, 1002},
		{"RSV3 on a plain message", [][]byte{withRsv(masked(true, text, "Hello"), 1)}, 1002},
		{"garbage", [][]byte{packed(true, binary, []byte("\xff\xff\xff\xff garbage"))}, 1007},
		{"a plain message that is called compressed", [][]byte{packed(true, text, []byte("Hello"))}, 1007},
		{"no payload at all", [][]byte{packed(true, text, nil)}, 1007},
		{"half a message", [][]byte{packed(true, binary, whole[:len(whole)/2])}, 1007},
		{"a look back to before the beginning", [][]byte{packed(true, text, h("f2 00 11 00 00"))}, 1007},
		{"text that inflates to no UTF-8", [][]byte{packed(true, text, zip("c3 28 is \xc3\x28"))}, 1007},
		{"text that inflates to half a character", [][]byte{packed(true, text, zip("half \xc3"))}, 1007},
		{"text with a wrong byte, and an end that never comes", [][]byte{packed(false, text, zip("ok \xff "+strings.Repeat("x", 1000)))}, 1007},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := packedServer(t, &compressed).echoing()
			s.sendLast(tt.sent...)
			s.expectClose(tt.code)
			if err := s.ended(tt.code); !is[*frame.Error](err) {
				t.Errorf("ended with %T %v", err, err)
			}
		})
	}
}

// M06, compressed: fragments may be cut anywhere, inside a block and inside what
// stands between two, with control frames in between.
func TestCompressedMessageCutAnywhere(t *testing.T) {
	s := packedServer(t, &websocket.Options{Compression: &websocket.Compression{Threshold: 1 << 20}}).echoing()
	const hello = "Hello, hello, hello! €"
	whole := zip(hello)
	for i := range len(whole) + 1 {
		for _, j := range []int{i, (i + len(whole)) / 2, len(whole)} {
			s.send(packed(false, text, whole[:i]), masked(true, ping, "x"), masked(false, continuation, string(whole[i:j])),
				masked(true, pong, "unasked"), masked(true, continuation, string(whole[j:])))
			s.expect(plain(true, pong, "x"), plain(true, text, hello))
		}
	}
}

// The forms that an empty message may have, and messages that are not compressed
// in between: those are no part of the window.
func TestCompressedAndPlainMessagesMixed(t *testing.T) {
	s := packedServer(t, &websocket.Options{Compression: &websocket.Compression{Threshold: 1 << 20}}).echoing()
	in := deflate.NewCompressor(0, true)
	for i := range 20 {
		hello := fmt.Sprint("Hello, hello, hello ", i%3)
		s.send(packed(true, text, in.Append(nil, []byte(hello), true)), masked(true, text, hello+" plain"),
			packed(true, binary, h("00")), packed(true, binary, h("02 00")), packed(false, text, nil), masked(true, continuation, "\x00"), masked(true, text, ""))
		s.expect(plain(true, text, hello), plain(true, text, hello+" plain"),
			plain(true, binary, ""), plain(true, binary, ""), plain(true, text, ""), plain(true, text, ""))
	}
}

// A bomb: a few bytes that inflate to many. What is read of it is never more than
// the limit, and what is allocated not much more.
func TestBomb(t *testing.T) {
	const limit = 1 << 20
	bomb := zip(strings.Repeat("\x00", 64<<20))
	read := map[string]func(*websocket.Conn) (int, error){
		"ReadMessage": func(c *websocket.Conn) (int, error) {
			_, p, err := c.ReadMessage(nil)
			return len(p), err
		},
		"NextReader": func(c *websocket.Conn) (int, error) {
			_, r, err := c.NextReader()
			if err != nil {
				return 0, err
			}
			n, err := io.Copy(io.Discard, r)
			return int(n), err
		},
		"dropped": func(c *websocket.Conn) (int, error) {
			c.NextReader()
			_, _, err := c.NextReader()
			return 0, err
		},
	}
	for name, read := range read {
		t.Run(name, func(t *testing.T) {
			s := packedServer(t, &websocket.Options{Limit: limit, Compression: &websocket.Compression{}})
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			s.sendLast(packed(true, binary, bomb))
			n, err := read(s.conn)
			runtime.ReadMemStats(&after)
			if n > limit || websocket.CloseStatus(err) != frame.MessageTooBig {
				t.Errorf("%d bytes, %v; want 1009", n, err)
			}
			if got := after.TotalAlloc - before.TotalAlloc; got > 8*limit {
				t.Errorf("%d bytes allocated with a limit of %d", got, limit)
			}
			s.expectClose(1009)
		})
	}
}

// The other bomb: blocks that inflate to nothing, without end. On the wire, too,
// a message keeps the limit.
func TestCompressedMessageOfNothingWithoutEnd(t *testing.T) {
	s := packedServer(t, &websocket.Options{Limit: 10_000, Compression: &websocket.Compression{}})
	s.send(packed(false, binary, nil))
	sent := make(chan bool)
	go func() {
		defer close(sent)
		for range 100 {
			s.raw.Write(masked(false, continuation, strings.Repeat("\x00\x00\x00\xff\xff", 200)))
		}
		s.raw.(*net.TCPConn).CloseWrite()
	}()
	if _, _, err := s.conn.ReadMessage(nil); websocket.CloseStatus(err) != frame.MessageTooBig {
		t.Errorf("ended with %v, want 1009", err)
	}
	<-sent
}

// The limit is for what a message says, and exact, though what cannot be
// compressed takes some bytes more on the wire.
func TestCompressedLimitIsExact(t *testing.T) {
	const limit = 100_000
	s := packedServer(t, &websocket.Options{Limit: limit, Compression: &websocket.Compression{Threshold: 1 << 20}}).echoing()
	for _, message := range []string{noise(limit), strings.Repeat("x", limit), noise(limit - 1)} {
		z := zip(message)
		s.send(packed(false, binary, z[:100]), masked(true, continuation, string(z[100:])))
		s.expect(plain(true, binary, message))
	}
	s.sendLast(packed(true, binary, zip(noise(limit+1))))
	s.expectClose(1009)
}

// A server that was not asked, or does not want to, compresses nothing and is
// sent nothing compressed.
func TestCompressionThatOneSideDoesNotWant(t *testing.T) {
	hello := bytes.Repeat([]byte("Hello"), 1000)
	for name, o := range map[string][2]*websocket.Options{
		"the client": {nil, &compressed}, "the server": {&compressed, nil}, "neither": {nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			client, server := couple(t, o[0], o[1])
			for from, to := range map[*websocket.Conn]*websocket.Conn{client: server, server: client} {
				if err := from.WriteMessage(text, hello); err != nil {
					t.Fatal(err)
				}
				if _, p, err := to.ReadMessage(nil); !bytes.Equal(p, hello) || err != nil {
					t.Errorf("%d bytes, %v", len(p), err)
				}
			}
		})
	}
	s := packedServer(t, nil) // wants none
	s.sendLast(packed(true, text, zip("Hello")))
	if _, _, err := s.conn.ReadMessage(nil); websocket.CloseStatus(err) != 1002 {
		t.Errorf("a compressed message: %v, want 1002", err)
	}
}
