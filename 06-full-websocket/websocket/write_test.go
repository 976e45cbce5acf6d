package websocket_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"example/websocket/04-frames/dissect"
	"example/websocket/04-frames/frame"
	"example/websocket/05-masking/mask"
	"example/websocket/06-full-websocket/websocket"
)

func TestServerNeverMasks(t *testing.T) {
	s := testServer(t, nil)
	for _, n := range []int{0, 125, 126, 65535, 65536} {
		p := bytes.Repeat([]byte("x"), n)
		wrote := make(chan error, 1)
		go func() { wrote <- s.conn.WriteMessage(binary, p) }()
		s.expect(plain(true, binary, string(p)))
		if err := <-wrote; err != nil {
			t.Fatal(err)
		}
	}
}

// M28: every frame has a key of its own, and the caller's bytes stay as they
// were.
func TestClientMasksEveryFrameWithAKeyOfItsOwn(t *testing.T) {
	s := testClient(t, nil)
	in := bufio.NewReader(s.raw)
	keys := make(map[[4]byte]bool)
	p := []byte("Hello")
	for range 100 {
		if err := s.conn.WriteMessage(text, p); err != nil {
			t.Fatal(err)
		}
		s.raw.SetReadDeadline(time.Now().Add(patience))
		h, payload, err := frame.Read(in, frame.Rules{From: frame.Client, Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		keys[h.Key] = true
		mask.Plain(payload, h.Key, 0)
		if string(payload) != "Hello" || string(p) != "Hello" {
			t.Fatalf("sent %q as %q", p, payload)
		}
	}
	if len(keys) < 99 {
		t.Errorf("100 frames have %d keys", len(keys))
	}
}

// M25: whatever many writers do, the stream is whole frames, each writer's in
// order, and no message between the fragments of another.
func TestManyWriters(t *testing.T) {
	s := testServer(t, nil)
	const writers, messages = 50, 20
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			for m := range messages {
				p := fmt.Sprintf("%d %d %s", w, m, strings.Repeat("x", w*m))
				if m%5 == 0 {
					out, err := s.conn.NextWriter(text)
					if err != nil {
						t.Error(err)
						return
					}
					io.WriteString(out, p[:len(p)/2])
					io.WriteString(out, p[len(p)/2:])
					out.Close()
				} else if err := s.conn.WriteMessage(text, []byte(p)); err != nil {
					t.Error(err)
					return
				}
			}
		})
		if w%10 == 0 {
			all.Go(func() {
				if err := s.conn.Ping(within(t), []byte(fmt.Sprint(w))); err != nil {
					t.Error(err)
				}
			})
		}
	}
	go s.conn.ReadMessage(nil) // sees the pongs

	in := bufio.NewReader(s.raw)
	s.raw.SetReadDeadline(time.Now().Add(patience))
	next := make(map[int]int)
	var message []byte
	rules := frame.Rules{From: frame.Server, Limit: 1 << 20, Place: frame.Between}
	for got, pinged := 0, 0; got < writers*messages || pinged < writers/10; {
		h, payload, err := frame.Read(in, rules)
		if err != nil {
			t.Fatalf("after %d messages: %v", got, err)
		}
		if h.Opcode == ping {
			pinged++
			s.send(masked(true, pong, string(payload)))
			continue
		}
		message = append(message, payload...)
		rules.Place = frame.Inside
		if !h.Fin {
			continue
		}
		var w, m int
		var xs string
		fmt.Sscan(string(message), &w, &m, &xs)
		if want := fmt.Sprintf("%d %d %s", w, m, strings.Repeat("x", w*m)); string(message) != want {
			t.Fatalf("message %q, want %q", message, want)
		}
		if next[w] != m {
			t.Fatalf("writer %d: message %d came when %d was next", w, m, next[w])
		}
		next[w]++
		got++
		message, rules.Place = nil, frame.Between
	}
	all.Wait()
}

func TestNextWriterOnTheWire(t *testing.T) {
	s := testServer(t, nil).echoing()
	out, err := s.conn.NextWriter(text)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(out, "Hel")
	s.send(masked(true, ping, "x"))
	s.expect(plain(false, text, "Hel"), plain(true, pong, "x")) // a pong does not wait
	io.WriteString(out, "")
	io.WriteString(out, "lo")
	s.send(masked(true, binary, "waits")) // the echo of which has to
	s.expect(plain(false, continuation, "lo"))
	if err := errors.Join(out.Close(), out.Close()); err != nil {
		t.Fatal(err)
	}
	s.expect(plain(true, continuation, ""), plain(true, binary, "waits"))
	if _, err := io.WriteString(out, "late"); err == nil {
		t.Error("a write after Close succeeded")
	}

	empty, err := s.conn.NextWriter(binary)
	if err != nil {
		t.Fatal(err)
	}
	empty.Close()
	s.expect(plain(true, binary, ""))
}

// A writer that nobody closes cannot hold the others for ever, and they do no
// harm by giving up.
func TestMessageThatDoesNotGetItsTurn(t *testing.T) {
	s := testServer(t, &websocket.Options{WriteTime: 50 * time.Millisecond})
	out, err := s.conn.NextWriter(text)
	if err != nil {
		t.Fatal(err)
	}
	err = s.conn.WriteMessage(text, []byte("waits in vain"))
	if !errors.Is(err, os.ErrDeadlineExceeded) || websocket.CloseStatus(err) != 0 {
		t.Fatalf("write behind an open message: %v, close code %v; want a deadline and 0", err, websocket.CloseStatus(err))
	}
	out.Close()
	if err := s.conn.WriteMessage(text, []byte("Hello")); err != nil {
		t.Fatal(err)
	}
	s.expect(plain(true, text, ""), plain(true, text, "Hello"))
}

func TestOnlyTextAndBinaryAreMessages(t *testing.T) {
	s := testServer(t, nil)
	for op := range frame.Opcode(16) {
		if err := s.conn.WriteMessage(op, nil); (err == nil) != op.Data() {
			t.Errorf("WriteMessage of %v: %v", op, err)
		}
	}
	s.expect(plain(true, text, ""), plain(true, binary, ""))
}

// A peer that never reads cannot hold a writer for ever, and the failure
// sticks: whatever comes next returns it too.
func TestSlowReaderFailsTheWrite(t *testing.T) {
	for name, bound := range map[string]func(*websocket.Conn){
		"WriteTime":        func(*websocket.Conn) {},
		"SetWriteDeadline": func(c *websocket.Conn) { c.SetWriteDeadline(time.Now().Add(50 * time.Millisecond)) },
	} {
		t.Run(name, func(t *testing.T) {
			o := &websocket.Options{WriteTime: 50 * time.Millisecond}
			if name == "SetWriteDeadline" {
				o.WriteTime = time.Hour
			}
			s := testServer(t, o)
			bound(s.conn)
			err := s.conn.WriteMessage(binary, make([]byte, 64<<20))
			if !errors.Is(err, os.ErrDeadlineExceeded) || websocket.CloseStatus(err) != frame.Abnormal {
				t.Fatalf("write: %v, close code %v; want a deadline and 1006", err, websocket.CloseStatus(err))
			}
			_, _, readErr := s.conn.ReadMessage(nil)
			for _, again := range []error{readErr, s.conn.WriteMessage(text, nil), s.conn.Ping(within(t), nil), s.conn.Shutdown(within(t), 1000, "")} {
				if again != err {
					t.Errorf("a later call returns %v, want the same %v", again, err)
				}
			}
		})
	}
}

func TestPing(t *testing.T) {
	s := testServer(t, nil)
	go s.conn.ReadMessage(nil)
	results := make(chan error, 3)
	for _, p := range []string{"one", "two"} {
		go func() { results <- s.conn.Ping(within(t), []byte(p)) }()
		s.expect(plain(true, ping, p))
	}
	// A pong for the latest answers those before it; one for none answers none.
	s.send(masked(true, pong, "zero"), masked(true, pong, "two"))
	for range 2 {
		if err := <-results; err != nil {
			t.Error(err)
		}
	}
	if err := s.conn.Ping(within(t), make([]byte, 126)); err == nil {
		t.Error("a ping of 126 bytes was sent")
	}
	go func() { results <- s.conn.Ping(within(t), []byte("lost")) }()
	s.expect(plain(true, ping, "lost"))
	s.raw.Close()
	if err := <-results; websocket.CloseStatus(err) != frame.Abnormal {
		t.Errorf("ping on a lost connection: %v, want 1006", err)
	}
}

func TestPingThatNobodyAnswers(t *testing.T) {
	s := testServer(t, nil)
	ctx := within(t)
	result := make(chan error, 1)
	short, cancel := context.WithCancel(ctx)
	go func() { result <- s.conn.Ping(short, []byte("?")) }()
	s.expect(plain(true, ping, "?"))
	cancel()
	if err := <-result; !errors.Is(err, short.Err()) {
		t.Errorf("ping: %v, want the context's error", err)
	}
	s.echoing().send(masked(true, text, "no harm done"))
	s.expect(plain(true, text, "no harm done"))
}

// A reason is cut to what a control frame can hold, between two characters.
func TestLongReasonIsCut(t *testing.T) {
	s := testServer(t, nil)
	go s.conn.Shutdown(within(t), 4000, strings.Repeat("é", 100))
	got := make([]byte, 2+2+122)
	s.raw.SetReadDeadline(time.Now().Add(patience))
	io.ReadFull(s.raw, got)
	if diff := dissect.Compare(got, plain(true, closing, goodbye(4000, strings.Repeat("é", 61)))); diff != "" {
		t.Error(diff)
	}
}
