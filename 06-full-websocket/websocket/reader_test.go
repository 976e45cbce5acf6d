package websocket_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"example/websocket/04-frames/frame"
	"example/websocket/05-masking/mask"
	"example/websocket/06-full-websocket/deflate"
	"example/websocket/06-full-websocket/websocket"
)

// A message larger than memory allows goes through a small buffer: in one frame,
// in many, and compressed.
func TestReaderStreamsALargeMessage(t *testing.T) {
	const size = 64 << 20
	piece := bytes.Repeat([]byte("0123456789abcdef"), 4<<10)
	inFrames := func(o *websocket.Options) (*websocket.Conn, func() error) {
		client, server := couple(t, o, o)
		return server, func() error {
			w, err := client.NextWriter(binary)
			for n := 0; n < size && err == nil; n += len(piece) {
				_, err = w.Write(piece)
			}
			return errors.Join(err, w.Close())
		}
	}
	for name, begin := range map[string]func() (*websocket.Conn, func() error){
		"in one frame": func() (*websocket.Conn, func() error) {
			s := testServer(t, &websocket.Options{Limit: -1})
			return s.conn, func() (err error) {
				h := frame.Header{Fin: true, Opcode: binary, Length: size, Masked: true, Key: [4]byte{1, 2, 3, 4}}
				hidden := bytes.Clone(piece)
				mask.Plain(hidden, h.Key, 0)
				_, err = s.raw.Write(h.Append(nil))
				for n := 0; n < size && err == nil; n += len(piece) {
					_, err = s.raw.Write(hidden)
				}
				return err
			}
		},
		"in many frames": func() (*websocket.Conn, func() error) { return inFrames(&websocket.Options{Limit: -1}) },
		"compressed": func() (*websocket.Conn, func() error) {
			return inFrames(&websocket.Options{Limit: -1, Compression: &websocket.Compression{}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			conn, send := begin()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			sent := make(chan error, 1)
			go func() { sent <- send() }()
			op, r, err := conn.NextReader()
			if op != binary || err != nil {
				t.Fatal(op, err)
			}
			p := make([]byte, len(piece))
			for n := 0; n < size; n += len(p) {
				if _, err := io.ReadFull(r, p); err != nil || !bytes.Equal(p, piece) {
					t.Fatalf("after %d bytes: %v, or not what was sent", n, err)
				}
			}
			if n, err := r.Read(p); n != 0 || err != io.EOF {
				t.Errorf("at the end: %d, %v", n, err)
			}
			if err := soon(t, sent); err != nil {
				t.Fatal(err)
			}
			runtime.ReadMemStats(&after)
			if got := after.TotalAlloc - before.TotalAlloc; got > size/4 && !raceEnabled { // its pools forget on purpose
				t.Errorf("%d bytes allocated for a message of %d", got, size)
			}
		})
	}
}

// What a reader returns in the smallest pieces is what was sent, however it was
// cut into frames; and at the end there is the end, as often as one asks.
func TestReaderInSmallPieces(t *testing.T) {
	s := testServer(t, nil)
	s.send(masked(false, text, "Hé"), masked(true, ping, "x"), masked(false, continuation, ""), masked(false, continuation, "\xe2\x82"),
		masked(true, pong, ""), masked(true, continuation, "\xac"), masked(true, text, ""), masked(true, binary, "next"))
	for _, want := range []string{"Hé€", "", "next"} {
		_, r, err := s.conn.NextReader()
		if err != nil {
			t.Fatal(err)
		}
		if p, err := io.ReadAll(iotest.OneByteReader(r)); string(p) != want || err != nil {
			t.Errorf("%q, %v, want %q", p, err, want)
		}
		for range 3 {
			if n, err := r.Read(make([]byte, 10)); n != 0 || err != io.EOF {
				t.Errorf("after the end: %d, %v", n, err)
			}
		}
	}
	s.expect(plain(true, pong, "x"))
}

// Whatever was left unread of a message is dropped by the next call, whichever
// it is; with it go no pings, and no message behind it.
func TestRestOfAMessageIsDropped(t *testing.T) {
	for _, read := range []int{0, 1, 3, 4, 10} {
		for _, compression := range []*websocket.Compression{nil, {}} {
			s := packedServer(t, &websocket.Options{Compression: compression})
			first := [][]byte{masked(false, text, "Hel"), masked(true, ping, "x"), masked(false, continuation, strings.Repeat("lo", 40_000)), masked(true, continuation, "")}
			if compression != nil {
				z := deflate.NewCompressor(0, true).Append(nil, []byte("Hel"+strings.Repeat("lo", 40_000)), true)
				first = [][]byte{packed(false, text, z[:2]), masked(true, ping, "x"), masked(true, continuation, string(z[2:]))}
			}
			s.send(append(first, masked(true, binary, "second"), masked(true, text, "third"))...)
			_, r, err := s.conn.NextReader()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.ReadFull(r, make([]byte, read)); err != nil {
				t.Fatal(err)
			}
			if op, p, err := s.conn.ReadMessage(nil); op != binary || string(p) != "second" || err != nil {
				t.Errorf("after %d bytes of a message ReadMessage returns %v %q %v", read, op, p, err)
			}
			if op, r, err := s.conn.NextReader(); op != text || err != nil {
				t.Error(op, err)
			} else if p, err := io.ReadAll(r); string(p) != "third" || err != nil {
				t.Errorf("%q, %v", p, err)
			}
			s.expect(plain(true, pong, "x"))
		}
	}
}

// What is dropped has to be as right as what is read.
func TestRestOfAMessageIsChecked(t *testing.T) {
	for name, tt := range map[string]struct {
		rest []byte
		code frame.CloseCode
	}{
		"not UTF-8":         {masked(true, continuation, "ok\xff"), 1007},
		"cut character":     {masked(true, continuation, "ok\xc3"), 1007},
		"over the limit":    {masked(true, continuation, strings.Repeat("x", 100)), 1009},
		"another message":   {masked(true, text, ""), 1002},
		"a Close":           {masked(true, closing, goodbye(4000, "")), 4000},
		"too many of them":  {bytes.Repeat(masked(false, continuation, ""), 10), 1009},
		"a fragmented ping": {masked(false, ping, ""), 1002},
	} {
		t.Run(name, func(t *testing.T) {
			s := testServer(t, &websocket.Options{Limit: 50, Fragments: 10})
			s.sendLast(masked(false, text, "Hello"), tt.rest, masked(true, text, "never read"))
			if _, _, err := s.conn.NextReader(); err != nil {
				t.Fatal(err)
			}
			_, _, err := s.conn.NextReader()
			if websocket.CloseStatus(err) != tt.code {
				t.Errorf("%v, want %v", err, tt.code)
			}
			s.expectClose(tt.code)
		})
	}
}

// Text that has come is given out before the rest has; the first wrong byte ends
// the connection, and of the piece in which it is nothing is given out.
func TestReaderChecksTextAsItComes(t *testing.T) {
	s := testServer(t, nil)
	whole := masked(true, text, "ab\xc3"+"\xa9cd"+"ef\xff"+"never comes")
	s.send(whole[:6])
	_, r, err := s.conn.NextReader()
	if err != nil {
		t.Fatal(err)
	}
	p := make([]byte, 100)
	for i, want := range []string{"ab\xc3", "\xa9cd"} {
		s.send(whole[6+3*i:][:3])
		if n, err := r.Read(p); string(p[:n]) != want || err != nil {
			t.Fatalf("read %q, %v, want %q", p[:n], err, want)
		}
	}
	s.sendLast(whole[6+3*2:][:3])
	for range 2 {
		if n, err := r.Read(p); n != 0 || websocket.CloseStatus(err) != 1007 {
			t.Errorf("read %q, %v, want 1007", p[:n], err)
		}
	}
	s.expectClose(1007)
}

// Between two messages, and before the first, there is nothing to read: that is
// the end of no message, and waits for none.
func TestReadBetweenMessages(t *testing.T) {
	s := testServer(t, nil)
	s.send(masked(true, text, "one"), masked(true, text, "two"))
	_, r, err := s.conn.NextReader()
	if err != nil {
		t.Fatal(err)
	}
	io.ReadAll(r)
	if n, err := r.Read(make([]byte, 10)); n != 0 || err != io.EOF {
		t.Errorf("%d, %v", n, err)
	}
	if _, p, err := s.conn.ReadMessage(nil); string(p) != "two" || err != nil {
		t.Fatalf("%q, %v", p, err)
	}
	if n, err := r.Read(make([]byte, 10)); n != 0 || err != io.EOF {
		t.Errorf("after ReadMessage: %d, %v", n, err)
	}
}

// A reader in the middle of its message returns what ended the connection, every
// time, and never io.EOF, which would be a whole message.
func TestReaderAfterTheEnd(t *testing.T) {
	for name, tt := range map[string]struct {
		end  func(s *story)
		want func(error) bool
	}{
		"the peer's Close": {func(s *story) { s.sendLast(masked(true, closing, goodbye(1000, ""))) }, is[*websocket.CloseError]},
		"a violation":      {func(s *story) { s.sendLast(masked(true, text, "")) }, is[*frame.Error]},
		"a lost peer":      {func(s *story) { s.raw.Close() }, func(err error) bool { return websocket.CloseStatus(err) == 1006 }},
		"our Close":        {func(s *story) { s.conn.Close() }, func(err error) bool { return errors.Is(err, net.ErrClosed) }},
	} {
		t.Run(name, func(t *testing.T) {
			s := testServer(t, nil)
			s.send(masked(false, text, "Hel"))
			_, r, err := s.conn.NextReader()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.ReadFull(r, make([]byte, 3)); err != nil {
				t.Fatal(err)
			}
			tt.end(s)
			_, err = r.Read(make([]byte, 10))
			if !tt.want(err) {
				t.Errorf("%T %v", err, err)
			}
			_, again := r.Read(make([]byte, 10))
			_, _, next := s.conn.NextReader()
			if again != err || next != err {
				t.Errorf("then %v and %v, want the same", again, next)
			}
		})
	}
}
