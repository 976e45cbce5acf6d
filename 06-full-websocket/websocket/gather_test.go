package websocket_test

import (
	"fmt"
	"net"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"example/websocket/06-full-websocket/websocket"
)

// silent runs a test in virtual time, with a server over a pipe that nobody
// reads unless the test does: what has been done when all goroutines wait is
// then exact.
func silent(t *testing.T, o *websocket.Options, test func(t *testing.T, s *story, m *meter)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		raw, theirs := net.Pipe()
		m := &meter{Conn: theirs}
		s := serve(t, raw, m, o)
		m.writes = nil
		test(t, s, m)
		s.conn.Close()
		raw.Close()
	})
}

// At most 64 KiB wait in the queue; then Queue waits, and not the memory.
func TestQueueIsBounded(t *testing.T) {
	silent(t, nil, func(t *testing.T, s *story, _ *meter) {
		const n = 20
		p := strings.Repeat("x", 10_000)
		var queued atomic.Int32
		go func() {
			for range n {
				if err := s.conn.Queue(text, []byte(p)); err != nil {
					t.Error(err)
				}
				queued.Add(1)
			}
		}()
		synctest.Wait()
		if n := queued.Load(); n != 6 {
			t.Errorf("%d messages of 10,000 bytes were queued, want 6", n)
		}
		for range n {
			s.expect(plain(true, text, p))
		}
		synctest.Wait()
		if queued.Load() != n {
			t.Errorf("Queue waits though all of it has left")
		}
	})
}

// What is 16 KiB or more is never queued.
func TestLargeMessageIsNotQueued(t *testing.T) {
	silent(t, nil, func(t *testing.T, s *story, _ *meter) {
		var queued atomic.Int32
		go func() {
			for _, n := range []int{16<<10 - 1, 16 << 10} {
				if err := s.conn.Queue(binary, make([]byte, n)); err != nil {
					t.Error(err)
				}
				queued.Add(1)
			}
		}()
		synctest.Wait()
		if queued.Load() != 1 {
			t.Errorf("%d messages were queued, of which one is large, want 1", queued.Load())
		}
		s.expect(plain(true, binary, string(make([]byte, 16<<10-1))), plain(true, binary, string(make([]byte, 16<<10))))
	})
}

// Many writers at the same time: while one is in a system call, what the others
// have waits, and leaves in one more.
func TestWritersAreGathered(t *testing.T) {
	silent(t, nil, func(t *testing.T, s *story, m *meter) {
		const writers = 16
		wrote := make(chan error, writers)
		for w := range writers {
			go func() { wrote <- s.conn.WriteMessage(text, fmt.Appendf(nil, "%02d", w)) }()
			synctest.Wait() // the first is on its way, the others come one after the other
		}
		if len(wrote) > 0 {
			t.Error("a write was done though nobody has read")
		}
		s.expect(plain(true, text, "00"))
		synctest.Wait()
		if len(wrote) != 1 { // and goes on, while one of the others writes for all of them
			t.Errorf("one message has left, and %d writes are done", len(wrote))
		}
		if err := s.conn.Queue(text, []byte("qq")); err != nil {
			t.Error(err)
		}
		for w := 1; w < writers; w++ {
			s.expect(plain(true, text, fmt.Sprintf("%02d", w)))
		}
		synctest.Wait()
		if len(wrote) != writers-1 { // all but the one that writes what nobody waits for
			t.Errorf("%d messages have left, and %d writes are done", writers, len(wrote))
		}
		s.expect(plain(true, text, "qq"))
		for range writers {
			if err := <-wrote; err != nil {
				t.Error(err)
			}
		}
		if got, want := m.since(0), []int{4, 4 * (writers - 1), 4}; !slices.Equal(got, want) {
			t.Errorf("they took writes of %v bytes, want %v", got, want)
		}
	})
}

// A large message goes out in pieces of 128 KiB at most, which are copied one
// after the other: a message costs no memory in proportion. What another
// goroutine sends meanwhile comes behind it, never into it, pongs and pings too.
func TestNothingComesIntoAFrame(t *testing.T) {
	const size = 500_000
	large := strings.Repeat("large", size/5)
	for name, write := range map[string]func(s *story) error{
		"WriteMessage": func(s *story) error { return s.conn.WriteMessage(binary, []byte(large)) },
		"Queue":        func(s *story) error { return s.conn.Queue(binary, []byte(large)) },
		"NextWriter": func(s *story) error {
			w, err := s.conn.NextWriter(binary)
			if err == nil {
				_, err = w.Write([]byte(large))
			}
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			silent(t, nil, func(t *testing.T, s *story, m *meter) {
				go s.conn.ReadMessage(nil)
				wrote := make(chan error, 3)
				go func() { wrote <- write(s) }()
				whole := plain(name != "NextWriter", binary, large)
				for range 3 { // inside each of its pieces
					n := min(len(whole), 100_000)
					s.expect(whole[:n])
					whole = whole[n:]
					s.send(masked(true, ping, "pong me"))
					synctest.Wait()
				}
				go func() { wrote <- s.conn.Ping(within(t), []byte("a ping")) }()
				synctest.Wait()
				go func() { wrote <- s.conn.CloseWrite(1000, "") }()
				synctest.Wait()
				pongs := slices.Concat(plain(true, pong, "pong me"), plain(true, pong, "pong me"), plain(true, pong, "pong me"))
				s.expect(whole, pongs, plain(true, ping, "a ping"), plain(true, closing, goodbye(1000, "")))
				s.send(masked(true, pong, "a ping"))
				for range 3 {
					if err := <-wrote; err != nil {
						t.Error(err)
					}
				}
				if writes := m.since(0); slices.Max(writes) > 128<<10 || len(writes) > 5 {
					t.Errorf("it took writes of %v bytes", writes)
				}
			})
		})
	}
}

// A peer that pings and reads nothing costs no memory: what waits for it is
// bounded, and its last ping is answered when it reads (§5.5.3). The reader does
// not wait for it: the message behind the pings is read.
func TestFloodOfPings(t *testing.T) {
	silent(t, nil, func(t *testing.T, s *story, _ *meter) {
		const n = 5000
		read := make(chan string, 1)
		go func() {
			_, p, _ := s.conn.ReadMessage(nil)
			read <- string(p)
		}()
		p := strings.Repeat("p", 100)
		var pings []byte
		for i := range n {
			pings = append(pings, masked(true, ping, fmt.Sprintf("%s%04d", p, i))...)
		}
		s.send(pings, masked(true, text, "done"))
		if got := <-read; got != "done" {
			t.Fatalf("behind the pings we read %q", got)
		}
		wrote := make(chan error, 1)
		go func() { wrote <- s.conn.WriteMessage(text, []byte("an answer")) }() // which waits
		got := make([]byte, 1<<20)
		total := 0
		for last := fmt.Sprintf("%s%04d", p, n-1); !strings.Contains(string(got[:total]), "an answer") || !strings.Contains(string(got[:total]), last); {
			m, err := s.raw.Read(got[total:])
			if total += m; err != nil {
				t.Fatal(err)
			}
		}
		// A queue, and the batch that is on its way, each of 64 KiB and one message.
		if total > 2*(64<<10+200) {
			t.Errorf("%d bytes waited for a peer that does not read, at most %d allowed", total, 2*(64<<10+200))
		}
		if err := <-wrote; err != nil {
			t.Error(err)
		}
	})
}
