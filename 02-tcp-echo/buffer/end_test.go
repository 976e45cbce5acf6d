package buffer_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"testing"

	"example/websocket/01-raw-socket/socket"
	"example/websocket/02-tcp-echo/buffer"
)

// A stream that ends gives what has come first, then io.EOF and nothing else,
// as often as one asks.
func TestEndOfTheStream(t *testing.T) {
	everywhere(t, func(t *testing.T, near, far net.Conn) {
		r := read(near, user{})
		go func() { far.Write([]byte("Hello")); far.Close() }()
		if few, err := r.Peek(6); string(few) != "Hello" || err != io.EOF {
			t.Fatalf("Peek: %q, %v; want Hello and io.EOF", few, err)
		}
		r.Discard(1)
		if few, err := r.Peek(5); string(few) != "ello" || err != io.EOF {
			t.Fatalf("Peek behind a byte: %q, %v; want ello and io.EOF", few, err)
		}
		var got bytes.Buffer
		if n, err := io.Copy(&got, struct{ io.Reader }{r}); n != 4 || err != nil || got.String() != "ello" {
			t.Fatalf("copied %q, %v", &got, err)
		}
		for _, n := range []int{1, buffer.Large} {
			if n, err := r.Read(make([]byte, n)); n != 0 || err != io.EOF {
				t.Errorf("at the end: %d bytes, %v", n, err)
			}
		}
		if held := buffer.Held(r); held > 0 {
			t.Errorf("at the end a buffer of %d bytes is held", held)
		}
	})
}

// A reset is the system's error, and says between whom.
func TestReset(t *testing.T) {
	for name, wrap := range map[string]func(*net.TCPConn) net.Conn{
		"TCP":       func(conn *net.TCPConn) net.Conn { return conn },
		"a wrapper": func(conn *net.TCPConn) net.Conn { return &witness{TCPConn: conn} },
	} {
		for _, n := range []int{1, buffer.Large} {
			near, far := tcp(t)
			r := read(wrap(near), user{wait: func() { far.SetLinger(0); far.Close() }})
			n, err := r.Read(make([]byte, n))
			var op *net.OpError
			if n != 0 || !errors.As(err, &op) || op.Op != "read" || op.Source.String() != near.LocalAddr().String() || op.Addr.String() != near.RemoteAddr().String() {
				t.Fatalf("%s: %d bytes, %#v, want a read's error with both addresses", name, n, err)
			}
			if said := socket.Explain(err); !strings.Contains(said, "reset") {
				t.Errorf("%s: %v is explained as %q", name, err, said)
			}
			var call *os.SyscallError
			if !errors.As(err, &call) {
				t.Errorf("%s: %v names no system call", name, err)
			}
		}
	}
}

// Close in another goroutine ends a wait.
func TestCloseEndsAWait(t *testing.T) {
	everywhere(t, func(t *testing.T, near, far net.Conn) {
		r := read(near, user{wait: func() { go near.Close() }})
		if err := r.More(); !errors.Is(err, net.ErrClosed) && !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("ended with %v, want net.ErrClosed", err)
		}
	})
}

// An endless line of reads that bring neither bytes nor an error has an end.
func TestReadOfNothing(t *testing.T) {
	near, _ := tcp(t)
	r := read(idle{near}, user{})
	if err := r.More(); err != io.ErrNoProgress {
		t.Errorf("ended with %v, want io.ErrNoProgress", err)
	}
}

type idle struct{ net.Conn }

func (idle) Read([]byte) (int, error) { return 0, nil }

// Whoever reads and fails in one call is believed in both: the bytes count now,
// the error comes again.
func TestBytesAndAnErrorTogether(t *testing.T) {
	near, _ := tcp(t)
	for _, n := range []int{1, 100, buffer.Large} {
		r := read(last{near}, user{})
		if n, err := r.Read(make([]byte, n)); n != 1 || err != nil {
			t.Errorf("%d bytes, %v; want one and nil", n, err)
		}
	}
}

type last struct{ net.Conn }

func (last) Read(p []byte) (int, error) { p[0] = 'x'; return 1, io.EOF }

// What was read before the Reader began comes first.
func TestRestComesFirst(t *testing.T) {
	everywhere(t, func(t *testing.T, near, far net.Conn) {
		for _, n := range []int{1, buffer.Small, buffer.Large + 1, 2 * buffer.Huge} {
			rest := bytes.Repeat([]byte("r"), n)
			var r buffer.Reader
			r.Init(near, rest, user{})
			if r.Buffered() != n {
				t.Fatalf("%d bytes are there, of %d", r.Buffered(), n)
			}
			sent := send(far, []byte("new"))
			clear(rest) // it is not the Reader's
			got := make([]byte, n+3)
			if _, err := io.ReadFull(&r, got); err != nil || !bytes.Equal(got, append(bytes.Repeat([]byte("r"), n), "new"...)) {
				t.Errorf("behind %d bytes: %v, or other bytes", n, err)
			}
			if err := <-sent; err != nil {
				t.Fatal(err)
			}
		}
	})
}

// A wrapper sees every byte, though a *net.TCPConn stands inside it.
func TestWrapperIsNeverBypassed(t *testing.T) {
	near, far := wrapped(t)
	const n = 100_000
	send(far, make([]byte, n))
	r := read(near, user{})
	for _, size := range []int{1, 100, 3000, n - 3101} {
		if _, err := io.ReadFull(r, make([]byte, size)); err != nil {
			t.Fatal(err)
		}
	}
	if seen := near.(*witness).seen.Load(); seen != n {
		t.Errorf("of %d bytes the wrapper saw %d", n, seen)
	}
	if wrote := r.TryWrite([]byte("past it")); r.CanTry() || wrote != 0 {
		t.Errorf("TryWrite wrote %d bytes past the wrapper", wrote)
	}
}
