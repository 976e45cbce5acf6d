package buffer_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"runtime"
	"slices"
	"testing"
	"time"

	"example/websocket/02-tcp-echo/buffer"
)

// everywhere runs a test over every transport.
func everywhere(t *testing.T, test func(t *testing.T, near, far net.Conn)) {
	for name, connect := range transports {
		t.Run(name, func(t *testing.T) {
			near, far := connect(t)
			test(t, near, far)
		})
	}
}

// fill reads until n bytes are buffered, however they come.
func fill(t *testing.T, r *buffer.Reader, n int) {
	t.Helper()
	for r.Buffered() < n {
		if err := r.More(); err != nil {
			t.Fatal(err)
		}
	}
}

// Whoever waits with nothing in hand holds no buffer; whoever waits for the rest
// of something holds the smallest, whatever it came in, and nothing of it is
// lost.
func TestWhatIsHeldInAWait(t *testing.T) {
	everywhere(t, func(t *testing.T, near, far net.Conn) {
		var r *buffer.Reader
		var held []int
		r = read(near, user{wait: func() { held = append(held, buffer.Held(r)) }})
		var next byte
		for _, left := range []int{0, 1, 13, 125, buffer.Small - 1, 0} {
			p := make([]byte, 600)
			for i := range p {
				p[i] = next
				next += 7
			}
			sent := send(far, p)
			fill(t, r, len(p))
			r.Discard(len(p) - left)
			held = nil
			scribble()
			// Most of what was waited for is used; now it waits behind the rest.
			got := make(chan error, 1)
			last := next
			next += 7
			go func() {
				<-sent
				_, err := far.Write([]byte{last})
				got <- err
			}()
			if err := r.More(); err != nil {
				t.Fatal(err)
			}
			most := 0
			if left > 0 {
				most = buffer.Small
			}
			if len(held) > 0 && slices.Max(held) > most {
				t.Errorf("with %d bytes of something it waits with a buffer of %d, at most %d allowed", left, slices.Max(held), most)
			}
			is, err := r.Peek(left + 1)
			if err != nil || !bytes.Equal(is, append(p[len(p)-left:], last)) {
				t.Fatalf("of %d bytes that were left before the wait there came back % x, %v", left, is, err)
			}
			r.Discard(left + 1)
			if err := <-got; err != nil {
				t.Fatal(err)
			}
		}
	})
}

// What a wrapper's Read sees while it waits is the Reader's few bytes, and no
// buffer in its hand; but if those have just been filled, a small buffer.
func TestPlainWaitIsAReadOfAFewBytes(t *testing.T) {
	near, far := tcp(t)
	for _, tt := range []struct{ came, held int }{{0, 0}, {5, 0}, {15, 0}, {16, buffer.Small}, {17, 0}, {100, 0}, {5000, 0}} {
		var r *buffer.Reader
		var got, held, asked int
		w := &witness{TCPConn: near, waits: func(p []byte) {
			if got == tt.came {
				held, asked = buffer.Held(r), len(p)
			}
		}}
		r = read(w, user{})
		if _, err := far.Write(make([]byte, tt.came)); err != nil {
			t.Fatal(err)
		}
		for p := make([]byte, 500); ; {
			if got == tt.came {
				near.SetReadDeadline(time.Unix(1, 0))
			}
			n, err := r.Read(p[:min(len(p), tt.came-got+1)])
			if got += n; errors.Is(err, os.ErrDeadlineExceeded) {
				break
			} else if err != nil {
				t.Fatal(err)
			}
		}
		near.SetReadDeadline(time.Now().Add(patience))
		if held != tt.held || asked > max(held, 16) {
			t.Errorf("after %d bytes it waits in a Read of %d, and holds a buffer of %d", tt.came, asked, held)
		}
	}
}

// A wrapper, TLS or a pipe is asked for the first few bytes, and then for what
// is behind them: never for all of it in a few bytes at a time.
func TestPlainReadsAreFew(t *testing.T) {
	for _, piece := range []int{1, 16, 60, 1500, 2048, 9000} {
		near, far := tcp(t)
		if _, err := far.Write(make([]byte, 9000)); err != nil {
			t.Fatal(err)
		}
		reads := 0
		r := read(&witness{TCPConn: near, waits: func([]byte) { reads++ }}, user{})
		for left := 9000; left > 0; left -= min(piece, left) {
			if _, err := io.ReadFull(r, make([]byte, min(piece, left))); err != nil {
				t.Fatal(err)
			}
		}
		if reads > 20 {
			t.Errorf("9000 bytes, wanted %d at a time, took %d reads", piece, reads)
		}
	}
}

// A deadline interrupts a wait wherever it is, and loses nothing: the bytes that
// have come are read after it.
func TestDeadlineInterruptsAWait(t *testing.T) {
	everywhere(t, func(t *testing.T, near, far net.Conn) {
		waiting := make(chan bool, 100)
		r := read(near, user{wait: func() { waiting <- true }})
		want := []byte("\x81\xfe\x01\x02four and more")
		for cut := range want {
			near.SetReadDeadline(time.Now().Add(patience))
			if cut > 0 {
				sent := send(far, want[:cut])
				fill(t, r, cut)
				if err := <-sent; err != nil {
					t.Fatal(err)
				}
			}
			for len(waiting) > 0 {
				<-waiting
			}
			go func() {
				<-waiting
				near.SetReadDeadline(time.Unix(1, 0))
			}()
			few, err := r.Peek(len(want))
			if !errors.Is(err, os.ErrDeadlineExceeded) || !bytes.Equal(few, want[:cut]) {
				t.Fatalf("behind %d bytes: %q, %v; want them, and a deadline", cut, few, err)
			}
			if _, err := r.Peek(len(want)); !errors.Is(err, os.ErrDeadlineExceeded) {
				t.Fatalf("again: %v; the deadline still stands", err)
			}
			if held := buffer.Held(r); cut == 0 && held > 0 {
				t.Errorf("after a wait for nothing a buffer of %d bytes is held", held)
			}
			near.SetReadDeadline(time.Now().Add(patience))
			sent := send(far, want[cut:])
			if all, err := r.Peek(len(want)); err != nil || !bytes.Equal(all, want) {
				t.Fatalf("behind %d bytes and a deadline: %q, %v", cut, all, err)
			}
			r.Discard(len(want))
			if err := <-sent; err != nil {
				t.Fatal(err)
			}
		}
	})
}

// Bytes past the buffer are interrupted and come as well.
func TestDeadlineInterruptsALargeRead(t *testing.T) {
	everywhere(t, func(t *testing.T, near, far net.Conn) {
		r := read(near, user{wait: func() { near.SetReadDeadline(time.Unix(1, 0)) }})
		p := make([]byte, buffer.Large)
		if n, err := r.Read(p); n != 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Fatalf("%d bytes, %v; want a deadline", n, err)
		}
		r = read(near, user{})
		near.SetReadDeadline(time.Now().Add(patience))
		want := bytes.Repeat([]byte("whole"), 10_000)
		sent := send(far, want)
		got := make([]byte, len(want))
		if _, err := io.ReadFull(r, got); err != nil || !bytes.Equal(got, want) {
			t.Errorf("after it: %v, the same bytes %v", err, bytes.Equal(got, want))
		}
		if err := <-sent; err != nil {
			t.Error(err)
		}
	})
}

// Waits tells anybody whether a read waits, and one wait from the next; Heard,
// whether something has come since it was asked.
func TestWaitsAndHeard(t *testing.T) {
	everywhere(t, func(t *testing.T, near, far net.Conn) {
		r := read(near, user{})
		if r.Waits()%2 != 0 || r.Heard() {
			t.Fatal("waits or hears before any read")
		}
		seen := make(map[uint32]bool)
		for range 3 {
			read := make(chan error)
			go func() {
				_, err := r.Peek(5)
				read <- err
			}()
			number := odd(t, r)
			if seen[number] {
				t.Errorf("two waits have the number %d", number)
			}
			seen[number] = true
			if r.Heard() {
				t.Error("heard something while nothing came")
			}
			sent := send(far, []byte("Hello"))
			if err := errors.Join(<-read, <-sent); err != nil {
				t.Fatal(err)
			}
			if r.Waits()%2 != 0 {
				t.Error("waits after the read")
			}
			if !r.Heard() || r.Heard() {
				t.Error("what came was not heard, or twice")
			}
			r.Discard(5)
		}
		// A deadline is nothing that is heard, and ends the wait too.
		near.SetReadDeadline(time.Unix(1, 0))
		if err := r.More(); !errors.Is(err, os.ErrDeadlineExceeded) || r.Heard() || r.Waits()%2 != 0 {
			t.Errorf("after a deadline (%v): heard or waits", err)
		}
	})
}

// odd waits until r waits.
func odd(t *testing.T, r *buffer.Reader) uint32 {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); runtime.Gosched() {
		if n := r.Waits(); n%2 == 1 {
			return n
		}
	}
	t.Fatal("no read waits")
	return 0
}
