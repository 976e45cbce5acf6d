package finish

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"testing/synctest"
	"time"
)

// connect returns both ends of a connection on loopback.
func connect(t *testing.T) (near, far *net.TCPConn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	f, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	n, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { n.Close() })
	for _, conn := range []net.Conn{n, f} {
		conn.SetDeadline(time.Now().Add(30 * time.Second))
	}
	return n.(*net.TCPConn), f.(*net.TCPConn)
}

// lastWords lets the far end send 1 MiB of which the near end reads one byte,
// before it writes its last words and leaves. It returns what of
// the last words the far end heard, and how the near end left.
func lastWords(t *testing.T, words []byte, leave func(net.Conn) error) (heard []byte, left error) {
	t.Helper()
	near, far := connect(t)
	near.SetWriteBuffer(1 << 20) // the kernel takes the words at once; most wait there for the far end to read
	sent := make(chan struct{})
	go func() {
		far.Write(make([]byte, 1<<20)) // fails if near is gone
		far.CloseWrite()
		close(sent)
	}()
	if _, err := io.ReadFull(near, make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	if _, err := near.Write(words); err != nil {
		t.Fatal(err)
	}
	left = leave(near)
	<-sent
	heard, _ = io.ReadAll(far)
	return heard, left
}

// M29's mechanism.
func TestLastWordsAreHeardThoughInputWasUnread(t *testing.T) {
	words := bytes.Repeat([]byte("goodbye "), 32<<10) // 256 KiB
	heard, left := lastWords(t, words, func(conn net.Conn) error { return Close(conn, 30*time.Second) })
	if left != nil || !bytes.Equal(heard, words) {
		t.Errorf("finish.Close: %v; %d of %d bytes were heard", left, len(heard), len(words))
	}
	t.Logf("finish.Close: %d of %d bytes were heard", len(heard), len(words))
	heard, _ = lastWords(t, words, net.Conn.Close)
	t.Logf("a plain Close: %d of %d bytes were heard", len(heard), len(words))
	if len(heard) == len(words) {
		t.Error("all words were heard after a plain Close: this test proves nothing, the words must be more than the buffers hold")
	}
}

// The other end is told first and waited for afterwards: it may be waiting
// for the same.
func TestCloseSaysSoBeforeItWaits(t *testing.T) {
	near, far := connect(t)
	heard := make(chan error, 1)
	go func() {
		_, err := io.ReadAll(far)
		far.Close()
		heard <- err
	}()
	io.WriteString(near, "goodbye")
	if err := Close(near, 30*time.Second); err != nil {
		t.Errorf("Close: %v, want nil: the other end finished in time", err)
	}
	if err := <-heard; err != nil {
		t.Errorf("the other end: %v, want a clean end", err)
	}
	if _, err := near.Write([]byte("x")); !errors.Is(err, net.ErrClosed) {
		t.Errorf("write afterwards: %v, want a closed connection", err)
	}
}

func TestCloseReplacesAnOldDeadline(t *testing.T) {
	near, far := connect(t)
	near.SetDeadline(time.Unix(1, 0))
	far.CloseWrite()
	if err := Close(near, 30*time.Second); err != nil {
		t.Errorf("Close: %v, want nil: a deadline of before is over", err)
	}
}

func TestCloseAfterAResetReturnsTheError(t *testing.T) {
	near, far := connect(t)
	far.SetLinger(0)
	far.Close()
	if err := Close(near, 30*time.Second); err == nil {
		t.Error("Close: nil, want the error: the other end did not finish, it vanished")
	}
	if _, err := near.Write([]byte("x")); !errors.Is(err, net.ErrClosed) {
		t.Errorf("write afterwards: %v, want a closed connection", err)
	}
}

// half is a pipe that can be half-closed, as far as finish can see.
type half struct {
	net.Conn
	said int // how often
	fail error
}

func (h *half) CloseWrite() error { h.said++; return h.fail }

func TestWaitIsBounded(t *testing.T) {
	const wait = 5 * time.Second
	for _, end := range []struct {
		name  string
		leave func(net.Conn, time.Duration) error
		said  int
	}{
		{"Close", Close, 1},
		{"Await", Await, 0}, // must not be the first to finish
	} {
		for name, talk := range map[string]func(far net.Conn){
			"says nothing": func(net.Conn) {},
			"talks on": func(far net.Conn) {
				for range 12 { // three times as long as anybody should listen
					if _, err := far.Write([]byte("and another thing")); err != nil {
						return
					}
					<-time.After(wait / 4)
				}
				far.Close()
			},
		} {
			synctest.Test(t, func(t *testing.T) {
				near, far := net.Pipe()
				conn := &half{Conn: near}
				quiet := make(chan struct{})
				go func() { talk(far); close(quiet) }()
				start := time.Now()
				err := end.leave(conn, wait)
				if took := time.Since(start); !errors.Is(err, os.ErrDeadlineExceeded) || took != wait {
					t.Errorf("%s, the other end %s: %v after %v, want a timeout after %v", end.name, name, err, took, wait)
				}
				if conn.said != end.said {
					t.Errorf("%s half-closed %d times, want %d", end.name, conn.said, end.said)
				}
				if _, err := near.Write([]byte("x")); err != io.ErrClosedPipe {
					t.Errorf("%s: a write afterwards: %v, want a closed connection", end.name, err)
				}
				<-quiet
			})
		}
	}
}

func TestConnectionThatCannotBeHalfClosedIsClosedAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		start := time.Now()
		if err := Close(near, time.Hour); err != nil || time.Since(start) != 0 {
			t.Errorf("Close: %v after %v, want nil at once", err, time.Since(start))
		}
		if _, err := far.Read(make([]byte, 1)); err != io.EOF {
			t.Errorf("the other end reads %v, want EOF", err)
		}
	})
}

func TestFailedHalfCloseClosesAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		gone := errors.New("the other end is gone")
		start := time.Now()
		if err := Close(&half{Conn: near, fail: gone}, time.Hour); !errors.Is(err, gone) || time.Since(start) != 0 {
			t.Errorf("Close: %v after %v, want %v at once", err, time.Since(start), gone)
		}
		if _, err := far.Read(make([]byte, 1)); err != io.EOF {
			t.Errorf("the other end reads %v, want EOF", err)
		}
	})
}

func TestAwaitHearsTheOtherEndOut(t *testing.T) {
	near, far := connect(t)
	go func() {
		far.Write(make([]byte, 1<<20))
		far.CloseWrite()
	}()
	if err := Await(near, 30*time.Second); err != nil {
		t.Errorf("Await: %v, want nil: the other end finished in time", err)
	}
	if b, err := io.ReadAll(far); len(b) > 0 || err != nil {
		t.Errorf("the other end reads %q, %v; want a clean end: all it sent was read", b, err)
	}
}
