package websocket_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/deflate"
	"example/websocket/06-full-websocket/websocket"
)

// A message may take a minute.
var minute = websocket.Options{MessageTime: time.Minute, KeepaliveInterval: -1, Compression: &websocket.Compression{}}

// trickle sends pieces, one every ten seconds, until the other end is gone. It
// returns what that has sent, and after which time it went.
func (s *story) trickle(pieces ...[]byte) (got []byte, took time.Duration) {
	start, gone := time.Now(), make(chan bool)
	go func() {
		defer close(gone)
		got, _ = io.ReadAll(s.raw)
		took = time.Since(start)
	}()
	for _, p := range pieces {
		if _, err := s.raw.Write(p); err != nil {
			break
		}
		<-time.After(10 * time.Second)
	}
	<-gone
	return got, took
}

// bytewise cuts a frame into its bytes.
func bytewise(f []byte) (pieces [][]byte) {
	for i := range f {
		pieces = append(pieces, f[i:i+1])
	}
	return pieces
}

// However a message trickles, and whatever comes in between, it ends the
// connection a minute after it has begun.
func TestMessageTime(t *testing.T) {
	fragments, withPings := [][]byte{masked(false, text, "a")}, [][]byte{masked(false, text, "a")}
	compressed := [][]byte{packed(false, binary, nil)}
	for _, c := range deflate.NewCompressor(0, true).Append(nil, []byte("trickles"), true) {
		compressed = append(compressed, masked(false, continuation, string(c)), masked(true, ping, "x"))
	}
	for range 30 {
		fragments = append(fragments, masked(false, continuation, ""))
		withPings = append(withPings, masked(true, ping, "x"), masked(false, continuation, "b"))
	}
	for name, pieces := range map[string][][]byte{
		"byte by byte":                  bytewise(masked(true, text, "Hello")),
		"in fragments":                  fragments,
		"in fragments with pings":       withPings,
		"compressed":                    compressed,
		"half a header":                 {{0x82}},
		"a header":                      bytewise(masked(true, binary, strings.Repeat("x", 70_000))[:14]),
		"a ping":                        bytewise(masked(true, ping, "never comes")),
		"a Close":                       bytewise(masked(true, closing, goodbye(1000, "bye"))),
		"a message and half of another": {append(masked(true, text, "whole"), 0x81)},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := pipeServer(t, &minute).reading()
				<-time.After(time.Hour) // that nothing comes is nobody's fault
				got, took := s.trickle(pieces...)
				err := <-s.done
				if !is[*frame.Error](err) || websocket.CloseStatus(err) != frame.PolicyViolation {
					t.Errorf("ended with %v, want 1008", err)
				}
				if took != time.Minute {
					t.Errorf("ended after %v", took)
				}
				last := plain(true, closing, goodbye(1008, "message not complete within 1m0s (RFC 6455 §10.4)"))
				if pongs, ok := bytes.CutSuffix(got, last); !ok || strings.HasPrefix(name, "in fragments with") && len(pongs) == 0 {
					t.Errorf("sent % x, want pongs and then a Close with 1008", got)
				}
			})
		})
	}
}

// What is complete in time is complete, however large, and the next message has
// a minute of its own. What comes between two messages does not count.
func TestMessageTimeIsForOneMessage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := pipeServer(t, &minute)
		sizes := make(chan int)
		go func() {
			for {
				_, p, err := s.conn.ReadMessage(nil)
				if err != nil {
					s.done <- err
					return
				}
				sizes <- len(p)
			}
		}()
		go io.Copy(io.Discard, s.raw) // pongs
		whole := masked(true, binary, string(make([]byte, 1<<20)))
		for range 100 {
			for rest := whole; len(rest) > 0; rest = rest[len(rest)/2+1:] {
				s.raw.Write(rest[:len(rest)/2+1])
				<-time.After(2 * time.Second)
			}
			if n := <-sizes; n != 1<<20 {
				t.Fatal(n)
			}
			for _, b := range masked(true, ping, "slow") {
				s.raw.Write([]byte{b})
				<-time.After(5 * time.Second)
			}
		}
		s.conn.Close()
		<-s.done
	})
}

// The caller's deadline and the message's time: the earlier counts, whatever the
// other says.
func TestMessageTimeAndTheCallersDeadline(t *testing.T) {
	for _, tt := range []struct {
		callers, want time.Duration
		code          frame.CloseCode
	}{
		{59 * time.Second, 59 * time.Second, frame.Abnormal},
		{61 * time.Second, time.Minute, frame.PolicyViolation},
		{time.Hour, time.Minute, frame.PolicyViolation},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := pipeServer(t, &minute)
			go io.Copy(io.Discard, s.raw)
			go s.raw.Write(masked(false, text, "Hel"))
			start, again := time.Now(), time.NewTicker(7*time.Second)
			defer again.Stop()
			s.conn.SetReadDeadline(start.Add(tt.callers))
			go func() {
				for range 5 {
					<-again.C
					s.conn.SetReadDeadline(start.Add(tt.callers))
				}
			}()
			_, _, err := s.conn.ReadMessage(nil)
			if took := time.Since(start); took != tt.want || websocket.CloseStatus(err) != tt.code {
				t.Errorf("deadline after %v: ended after %v with %v; want %v and %v", tt.callers, took, err, tt.want, tt.code)
			}
			if errors.Is(err, os.ErrDeadlineExceeded) != (tt.code == frame.Abnormal) {
				t.Error(err)
			}
		})
	}
}

// Whoever looks in between with short deadlines loses no byte, and does not give
// the peer more time either.
func TestMessageTimeOverManyReads(t *testing.T) {
	for name, begun := range map[string][]byte{"half a header": {0x81}, "half a ping": masked(true, ping, "?")[:6], "nothing": nil} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := pipeServer(t, &minute)
				go io.Copy(io.Discard, s.raw)
				if begun != nil {
					go s.raw.Write(begun)
				}
				start, err := time.Now(), error(nil)
				for n := 1; n <= 100 && websocket.CloseStatus(err) == 0; n++ {
					s.conn.SetReadDeadline(start.Add(time.Duration(n) * 7 * time.Second))
					if _, _, err = s.conn.ReadMessage(nil); websocket.CloseStatus(err) == 0 && !errors.Is(err, os.ErrDeadlineExceeded) {
						t.Fatal(err)
					}
				}
				if begun == nil {
					go s.raw.Write(masked(true, text, "here I am"))
					s.conn.SetReadDeadline(time.Time{})
					if _, p, err := s.conn.ReadMessage(nil); string(p) != "here I am" || err != nil {
						t.Errorf("%q, %v", p, err)
					}
					s.conn.Close()
				} else if took := time.Since(start); took != time.Minute || websocket.CloseStatus(err) != frame.PolicyViolation {
					t.Errorf("after %v: %v; want 1008 after a minute", took, err)
				}
			})
		})
	}
}

// Negative is no bound at all.
func TestMessageTimeOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := pipeServer(t, &websocket.Options{MessageTime: -1, KeepaliveInterval: -1})
		go func() {
			for _, b := range masked(true, text, "Hello") {
				<-time.After(time.Hour)
				s.raw.Write([]byte{b})
			}
		}()
		if _, p, err := s.conn.ReadMessage(nil); string(p) != "Hello" || err != nil {
			t.Errorf("%q, %v", p, err)
		}
		s.conn.Close()
	})
}
