package websocket_test

import (
	"bufio"
	"context"
	"io"
	"net"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example/websocket/04-frames/frame"
	"example/websocket/06-full-websocket/websocket"
)

// Whatever is queued is on the wire before our Close, whoever closes and why.
func TestQueuedAnswersPrecedeOurClose(t *testing.T) {
	asked := masked(true, text, "to")
	answers := slices.Concat(plain(true, text, "to 0"), plain(true, text, "to 1"), plain(true, text, "to 2"))
	for name, tt := range map[string]struct {
		o    websocket.Options
		sent []byte // behind the question, in the same segment
		then func(c *websocket.Conn)
		code frame.CloseCode
	}{
		"the peer's Close":         {sent: masked(true, closing, goodbye(4001, "")), code: 4001},
		"the peer's Close, 1005":   {sent: masked(true, closing, ""), code: frame.NoStatus},
		"a broken rule":            {sent: plain(true, text, "not masked"), code: 1002},
		"a frame that is no frame": {sent: h("ff ff"), code: 1002},
		"a message too big":        {o: websocket.Options{Limit: 100}, sent: masked(true, text, strings.Repeat("x", 101)), code: 1009},
		"text that is none":        {sent: masked(true, text, "\xff"), code: 1007},
		"CloseWrite":               {then: func(c *websocket.Conn) { go c.CloseWrite(1000, "") }, code: 1000},
		"Shutdown":                 {then: func(c *websocket.Conn) { go c.Shutdown(context.Background(), 1001, "") }, code: 1001},
		"a group's Shutdown": {then: func(c *websocket.Conn) {
			var g websocket.Group
			g.Add(c)
			go g.Shutdown(context.Background(), "")
		}, code: 1001},
		"CloseRead": {sent: masked(true, text, "unwanted"), then: func(c *websocket.Conn) { c.CloseRead(context.Background()) }, code: 1008},
	} {
		for over, connect := range map[string]func(testing.TB) (net.Conn, net.Conn){"TCP": loopback, "net.Pipe": overs["net.Pipe"]} {
			t.Run(name+"/"+over, func(t *testing.T) {
				raw, theirs := connect(t)
				s := serve(t, raw, theirs, &tt.o)
				defer s.conn.Close()
				wrote := make(chan error, 1)
				go func() { // not everything that we send is read
					_, err := raw.Write(slices.Concat(asked, tt.sent))
					wrote <- err
				}()
				op, p, err := s.conn.ReadMessage(nil)
				for i := 0; i < 3 && err == nil; i++ {
					err = s.conn.Queue(op, append(p, " "+string(rune('0'+i))...))
				}
				if err != nil {
					t.Fatal(err)
				}
				if tt.then == nil {
					go s.conn.ReadMessage(nil)
				} else {
					tt.then(s.conn)
				}
				s.expect(answers)
				h, payload, err := frame.Read(bufio.NewReader(s.raw), frame.Rules{From: frame.Server, Limit: 100})
				if err != nil || h.Opcode != frame.Close {
					t.Fatalf("behind the answers: %v, %v, want our Close", h, err)
				}
				if code, _, err := frame.ParseClose(payload); code != tt.code || err != nil {
					t.Errorf("our Close has the code %v, %v, want %v", code, err, tt.code)
				}
				if err := <-wrote; err != nil && over == "TCP" {
					t.Error(err)
				}
			})
		}
	}
}

// The same behind a writer that is stuck: the answer was queued before the peer
// said goodbye, and the message before that was under way.
func TestCloseBehindAStuckWriter(t *testing.T) {
	silent(t, nil, func(t *testing.T, s *story, _ *meter) {
		large := strings.Repeat("large", 100_000)
		wrote := make(chan error, 1)
		go func() { wrote <- s.conn.WriteMessage(binary, []byte(large)) }()
		synctest.Wait()
		if err := s.conn.Queue(text, []byte("an answer")); err != nil {
			t.Fatal(err)
		}
		read := make(chan error, 1)
		go func() {
			_, _, err := s.conn.ReadMessage(nil)
			read <- err
		}()
		s.send(masked(true, ping, "?"), masked(true, closing, goodbye(1000, "")))
		synctest.Wait()
		s.expect(plain(true, binary, large), plain(true, text, "an answer"), plain(true, pong, "?"), plain(true, closing, goodbye(1000, "")))
		if err := <-wrote; err != nil {
			t.Error(err)
		}
		if err := <-read; websocket.CloseStatus(err) != 1000 {
			t.Errorf("ended with %v", err)
		}
	})
}

// A peer that says goodbye, or breaks a rule, and then reads nothing holds up the
// last words, and whoever waits behind them, for two seconds and no longer.
func TestLastWordsToAPeerThatReadsNothing(t *testing.T) {
	for name, last := range map[string][]byte{
		"a Close":       masked(true, closing, goodbye(1000, "")),
		"a broken rule": plain(true, text, "not masked"),
	} {
		for _, behind := range []int{0, 10, 1 << 20} {
			silent(t, &websocket.Options{WriteTime: time.Hour, KeepaliveInterval: -1}, func(t *testing.T, s *story, _ *meter) {
				wrote := make(chan error, 1)
				if behind == 0 {
					wrote <- nil
				} else {
					go func() { wrote <- s.conn.WriteMessage(binary, make([]byte, behind)) }()
					synctest.Wait()
				}
				start := time.Now()
				go s.raw.Write(last)
				_, _, err := s.conn.ReadMessage(nil)
				if took := time.Since(start); took != 2*time.Second || err == nil {
					t.Errorf("%s behind %d bytes: %v after %v, want an end after 2 s", name, behind, err, took)
				}
				if late := <-wrote; behind > 0 && late != err {
					t.Errorf("%s: the write behind which it waited ended with %v, want %v", name, late, err)
				}
			})
		}
	}
}

// Whoever waits for the turn of a message of its own is let go when the connection
// is over, though its last words are still on their way.
func TestNobodyWaitsForATurnAfterTheEnd(t *testing.T) {
	silent(t, &websocket.Options{KeepaliveInterval: -1}, func(t *testing.T, s *story, _ *meter) {
		if _, err := s.conn.NextWriter(text); err != nil { // which is never closed
			t.Fatal(err)
		}
		wrote := make(chan error, 1)
		go func() { wrote <- s.conn.WriteMessage(text, []byte("waits")) }()
		synctest.Wait()
		go s.conn.ReadMessage(nil)
		start := time.Now()
		s.send(masked(true, closing, goodbye(1000, "")))
		if err := <-wrote; websocket.CloseStatus(err) != 1000 || time.Since(start) != 0 {
			t.Errorf("it ended with %v after %v, want the peer's Close at once", err, time.Since(start))
		}
	})
}

// A Close does not wait for a message in several frames: it goes between them,
// and the message ends there (§5.5.1).
func TestCloseInsideAMessageOfOurs(t *testing.T) {
	silent(t, nil, func(t *testing.T, s *story, _ *meter) {
		w, err := s.conn.NextWriter(text)
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			io.WriteString(w, "half a")
			s.conn.CloseWrite(1001, "")
			if _, err := io.WriteString(w, " message"); err != websocket.ErrCloseSent {
				t.Errorf("the rest of the message: %v, want ErrCloseSent", err)
			}
			w.Close()
			for name, err := range everyWrite(s.conn) {
				if err != websocket.ErrCloseSent {
					t.Errorf("%s after our Close: %v", name, err)
				}
			}
			s.conn.Close()
		}()
		s.expect(plain(false, text, "half a"), plain(true, closing, goodbye(1001, "")))
		if more := s.rest(); len(more) > 0 {
			t.Errorf("after its Close the server sent % x", more)
		}
	})
}

// everyWrite returns what each call that writes says, one after the other.
func everyWrite(c *websocket.Conn) map[string]error {
	_, writer := c.NextWriter(text)
	gone, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return map[string]error{
		"WriteMessage":         c.WriteMessage(text, nil),
		"a large WriteMessage": c.WriteMessage(binary, make([]byte, 200_000)),
		"Queue":                c.Queue(text, nil),
		"a large Queue":        c.Queue(binary, make([]byte, 200_000)),
		"NextWriter":           writer,
		"Ping":                 c.Ping(gone, nil),
		"CloseWrite":           c.CloseWrite(1000, ""),
	}
}
