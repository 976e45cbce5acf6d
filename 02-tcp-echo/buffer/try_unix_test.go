//go:build unix

package buffer_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"example/websocket/02-tcp-echo/buffer"
)

// sockets can be asked what they take, or have, without waiting.
var sockets = []string{"TCP", "a unix socket"}

// eagerly runs a test over every socket.
func eagerly(t *testing.T, test func(t *testing.T, near, far net.Conn)) {
	for _, name := range sockets {
		t.Run(name, func(t *testing.T) {
			near, far := transports[name](t)
			test(t, near, far)
		})
	}
}

// TryWrite takes what the system takes, says how much, and comes back though
// nobody reads; what it took arrives, and nothing else.
func TestTryWriteTakesWhatFits(t *testing.T) {
	eagerly(t, func(t *testing.T, near, far net.Conn) {
		r := read(near, user{})
		if !r.CanTry() {
			t.Fatal("a socket cannot try")
		}
		p := make([]byte, 64<<10)
		var took bytes.Buffer
		for round := range 3 {
			for n := 1; n > 0; {
				for i := range p {
					p[i] = byte(took.Len() + 31*i)
				}
				n = r.TryWrite(p)
				took.Write(p[:n])
				if took.Len() > 1<<30 {
					t.Fatal("a gibibyte was taken that nobody reads")
				}
			}
			got := make([]byte, took.Len())
			if _, err := io.ReadFull(far, got); err != nil || !bytes.Equal(got, took.Bytes()) || len(got) == 0 {
				t.Fatalf("round %d: of %d bytes that were taken others arrive, %v", round, took.Len(), err)
			}
			took.Reset()
		}
		if n := r.TryWrite(nil); n != 0 {
			t.Errorf("of nothing %d bytes were taken", n)
		}
	})
}

// Why nothing is taken, only a write that waits says: TryWrite neither fails nor
// harms.
func TestTryWriteOnWhatIsOver(t *testing.T) {
	eagerly(t, func(t *testing.T, near, far net.Conn) {
		r := read(near, user{})
		near.SetWriteDeadline(time.Unix(1, 0))
		if n := r.TryWrite([]byte("late")); n != 0 {
			t.Errorf("after the deadline %d bytes were taken", n)
		}
		near.SetWriteDeadline(time.Time{})
		if n := r.TryWrite([]byte("Hello")); n != 5 {
			t.Errorf("without a deadline %d bytes were taken", n)
		}
		near.Close()
		if n := r.TryWrite([]byte("late")); n != 0 {
			t.Errorf("after Close %d bytes were taken", n)
		}
		if got, err := io.ReadAll(far); string(got) != "Hello" || err != nil {
			t.Errorf("%q arrived, %v", got, err)
		}
	})
}

// A writer that does not wait, a reader that does, and somebody who asks how
// they are, are three goroutines.
func TestTryWriteWhileAnotherReads(t *testing.T) {
	eagerly(t, func(t *testing.T, near, far net.Conn) {
		const n = 1 << 20
		a, b := read(near, user{}), read(far, user{})
		var all sync.WaitGroup
		for _, r := range []*buffer.Reader{a, b} {
			all.Go(func() {
				if _, err := io.CopyN(io.Discard, struct{ io.Reader }{r}, n); err != nil {
					t.Error(err)
				}
			})
			all.Go(func() {
				p := make([]byte, 10_000)
				for left := n; left > 0; {
					took := r.TryWrite(p[:min(left, len(p))])
					if left -= took; took == 0 {
						r.Waits()
						r.Heard()
						wrote, err := r.Conn.Write(p[:min(left, len(p))]) // waits, as whoever tried has to
						if left -= wrote; err != nil {
							t.Error(err)
							return
						}
					}
				}
			})
		}
		all.Wait()
	})
}

// What has come already is read without a wait: the user hears of none.
func TestNoWaitForWhatHasCome(t *testing.T) {
	near, far := unix(t) // what is written has arrived
	if _, err := far.Write([]byte("Hello")); err != nil {
		t.Fatal(err)
	}
	reads, waits := 0, 0
	r := read(near, user{func() { reads++ }, func() { waits++ }})
	if _, err := r.Peek(5); err != nil || reads != 1 || waits != 0 {
		t.Errorf("%v; %d reads of the connection and %d waits, want 1 and 0", err, reads, waits)
	}
	if _, err := r.Peek(5); err != nil || reads != 1 || waits != 0 {
		t.Errorf("%v; what is buffered was read again", err)
	}
	near.SetReadDeadline(time.Now().Add(time.Millisecond))
	if _, err := r.Peek(6); err == nil || reads != 2 || waits == 0 {
		t.Errorf("%v; %d reads and %d waits, want 2 and one", err, reads, waits)
	}
}

// What has come and is much goes past the buffer; what is little comes with what
// is behind it: as much as Expect has made room for.
func TestHowMuchIsReadAtATime(t *testing.T) {
	for _, tt := range []struct {
		expect   uint64
		p        int // asked for
		buffered int // left in the buffer, of 8000 bytes
	}{
		{0, 1, 7999},
		{125, 100, 7900},
		{1 << 20, 1, buffer.Medium - 1}, // of one that goes past the buffer its beginning will do
		{0, buffer.Medium / 2, 0},
		{0, 8000, 0},
	} {
		near, far := unix(t)
		if _, err := far.Write(make([]byte, 8000)); err != nil {
			t.Fatal(err)
		}
		r := read(near, user{})
		r.Expect(tt.expect)
		if n, err := r.Read(make([]byte, tt.p)); n != tt.p || err != nil || r.Buffered() != tt.buffered {
			t.Errorf("%+v: %d bytes, %v, and %d are buffered", tt, n, err, r.Buffered())
		}
	}
}

// The system reports that something has come once: whoever does not try again
// after a read that brought less than all would sleep for ever.
func TestEveryWakeUpIsATry(t *testing.T) {
	near, far := tcp(t)
	r := read(near, user{})
	want := []byte("abcdefghij")
	for _, c := range want {
		sent := send(far, []byte{c})
		if got, err := r.Peek(1); err != nil || got[0] != c {
			t.Fatalf("%q, %v; want %q", got, err, c)
		}
		r.Discard(1)
		if err := <-sent; err != nil {
			t.Fatal(err)
		}
	}
	far.CloseWrite()
	if err := r.More(); !errors.Is(err, io.EOF) {
		t.Errorf("then %v, want io.EOF", err)
	}
}
