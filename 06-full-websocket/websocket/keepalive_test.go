package websocket_test

import (
	"errors"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/websocket"
)

// Each side pings every ten seconds, and wants to hear something within five.
var alive = websocket.Options{KeepaliveInterval: 10 * time.Second, KeepaliveWait: 5 * time.Second}

// onBothSides runs a test in virtual time, of a server and of a client; peer makes
// what they are sent.
func onBothSides(t *testing.T, o *websocket.Options, test func(*testing.T, *story, peerFrame)) {
	t.Run("server", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) { test(t, pipeServer(t, o), masked) })
	})
	t.Run("client", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) { test(t, pipeClient(t, o), plain) })
	})
}

type peerFrame = func(fin bool, op frame.Opcode, payload string) []byte

// reading lets the connection under test read, and drop what it reads.
func (s *story) reading() *story {
	go func() {
		for {
			if _, _, err := s.conn.ReadMessage(nil); err != nil {
				s.done <- err
				return
			}
		}
	}()
	return s
}

// expectPing reads a ping, and returns its payload.
func (s *story) expectPing() string {
	s.t.Helper()
	h, payload := s.frame()
	if h.Opcode != ping || !h.Fin {
		s.t.Fatalf("%+v came, want a ping", h)
	}
	return string(payload)
}

func TestKeepalivePingsEveryInterval(t *testing.T) {
	onBothSides(t, &alive, func(t *testing.T, s *story, peer peerFrame) {
		s.reading()
		for start, n := time.Now(), 1; n < 1000; n++ {
			payload := s.expectPing()
			if got := time.Since(start); got != time.Duration(n)*10*time.Second {
				t.Fatalf("ping %d comes after %v", n, got)
			}
			s.send(peer(true, pong, payload))
		}
		s.conn.Close()
	})
}

// A peer that reads the pings and says nothing is gone: after interval and wait
// the connection ends, and says why.
//
// Claim C5.
func TestKeepaliveEndsASilentPeer(t *testing.T) {
	onBothSides(t, &alive, func(t *testing.T, s *story, _ peerFrame) {
		start := time.Now()
		s.reading().expectPing()
		err := <-s.done
		if got := time.Since(start); got != 15*time.Second {
			t.Errorf("ended after %v, want 15 s", got)
		}
		if !errors.Is(err, websocket.ErrSilent) || websocket.CloseStatus(err) != frame.Abnormal {
			t.Errorf("ended with %v, close code %v; want ErrSilent and 1006", err, websocket.CloseStatus(err))
		}
		if again := s.conn.WriteMessage(text, nil); again != err {
			t.Errorf("then %v, want the same", again)
		}
		if got := s.rest(); len(got) > 0 {
			t.Errorf("nobody listens, but % x was sent", got)
		}
	})
}

// Nor does it take a peer that reads.
func TestKeepaliveEndsAPeerThatDoesNotRead(t *testing.T) {
	onBothSides(t, &alive, func(t *testing.T, s *story, _ peerFrame) {
		start := time.Now()
		go s.conn.WriteMessage(text, []byte("stuck"))
		if err := <-s.reading().done; !errors.Is(err, websocket.ErrSilent) || time.Since(start) != 15*time.Second {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
	})
}

// On a socket, too.
func TestKeepaliveEndsASilentSocket(t *testing.T) {
	s := testServer(t, &websocket.Options{KeepaliveInterval: time.Millisecond, KeepaliveWait: 20 * time.Millisecond})
	if err := soon(t, s.reading().done); !errors.Is(err, websocket.ErrSilent) {
		t.Errorf("ended with %v", err)
	}
}

// A wait that is longer than the interval is that long: the pings on the way do
// not prolong it.
func TestKeepaliveWaitsLongerThanItsInterval(t *testing.T) {
	o := &websocket.Options{KeepaliveInterval: time.Second, KeepaliveWait: 10 * time.Second}
	onBothSides(t, o, func(t *testing.T, s *story, _ peerFrame) {
		start := time.Now()
		s.reading()
		for range 10 {
			s.expectPing()
		}
		if err := <-s.done; !errors.Is(err, websocket.ErrSilent) || time.Since(start) != 11*time.Second {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
	})
}

// Whatever comes is a sign of life, and no pong is needed: a message, a ping, a
// pong that answers nothing, one byte more of something.
func TestKeepaliveHearsAnything(t *testing.T) {
	onBothSides(t, &alive, func(t *testing.T, s *story, peer peerFrame) {
		s.reading()
		slow := peer(true, binary, "0123456789")
		for i := range 400 {
			s.expectPing()
			<-time.After(5*time.Second - 1)
			switch i % 4 {
			case 0:
				s.send(peer(true, text, "busy"))
			case 1:
				s.send(peer(true, pong, "unasked"))
			case 2:
				s.send(slow[:1])
			case 3:
				s.send(slow[1:])
			}
		}
		s.conn.Close()
		if err := <-s.done; errors.Is(err, websocket.ErrSilent) {
			t.Error(err)
		}
	})
}

// Only a reader hears. While the program is busy, nobody is silent; when it comes
// back, the peer has all its time again, and what it said meanwhile counts.
func TestKeepaliveDoesNotJudgeWhileNobodyReads(t *testing.T) {
	for name, answers := range map[string]bool{"a peer that is gone": false, "a peer that has answered": true} {
		t.Run(name, func(t *testing.T) {
			onBothSides(t, &alive, func(t *testing.T, s *story, peer peerFrame) {
				pongs := make(chan []byte, 1000)
				go func() {
					for p := range pongs {
						s.raw.Write(p) // the pipe takes it when somebody reads
					}
				}()
				for range cap(pongs) {
					if payload := s.expectPing(); answers {
						pongs <- peer(true, pong, payload)
					}
				}
				close(pongs)
				<-time.After(3 * time.Second)
				back := time.Now()
				s.reading()
				go func() {
					for {
						if _, _, err := readFrame(s.raw); err != nil {
							return
						}
					}
				}()
				err := <-s.done
				if !errors.Is(err, websocket.ErrSilent) {
					t.Errorf("ended with %v", err)
				}
				least, most := 5*time.Second, 10*time.Second
				if answers {
					least, most = 10*time.Second, 20*time.Second // the next ping is the first without an answer
				}
				if got := time.Since(back); got < least || got > most {
					t.Errorf("cut %v after the program came back, want %v to %v", got, least, most)
				}
			})
		})
	}
}

func TestKeepaliveOff(t *testing.T) {
	onBothSides(t, &websocket.Options{KeepaliveInterval: -1}, func(t *testing.T, s *story, _ peerFrame) {
		s.reading().expectSilence(24 * time.Hour)
		s.conn.Close()
	})
}

// expectSilence wants nothing to come for some time.
func (s *story) expectSilence(d time.Duration) {
	s.t.Helper()
	s.raw.SetReadDeadline(time.Now().Add(d))
	var b [100]byte
	if n, err := s.raw.Read(b[:]); !errors.Is(err, os.ErrDeadlineExceeded) {
		s.t.Fatalf("% x, %v, where nothing should come", b[:n], err)
	}
}

// Nothing may follow our Close, pings neither, while the peer goes on.
func TestKeepaliveSendsNothingAfterOurClose(t *testing.T) {
	onBothSides(t, &alive, func(t *testing.T, s *story, peer peerFrame) {
		go s.conn.CloseWrite(frame.NormalClosure, "")
		if h, _ := s.frame(); h.Opcode != closing {
			t.Fatalf("%v came, want our Close", h.Opcode)
		}
		s.reading()
		for range 100 {
			s.send(peer(true, text, "not finished"))
			s.expectSilence(4 * time.Second)
		}
		s.conn.Close()
	})
}
