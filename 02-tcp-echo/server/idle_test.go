package server

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"testing/synctest"
	"time"
)

const limit = time.Minute

func TestIdleBoundsEachReadAndWrite(t *testing.T) {
	for name, wait := range map[string]func(*Idle) (int, error){
		"read":  func(i *Idle) (int, error) { return i.Read(make([]byte, 1)) },
		"write": func(i *Idle) (int, error) { return i.Write([]byte("Hello")) },
	} {
		synctest.Test(t, func(t *testing.T) {
			near, far := net.Pipe()
			defer near.Close()
			defer far.Close()
			rw := WithIdle(t.Context(), near, limit)
			defer rw.Release()
			start := time.Now()
			_, err := wait(rw)
			if took := time.Since(start); !errors.Is(err, os.ErrDeadlineExceeded) || took != limit {
				t.Errorf("%s: %v after %v, want a timeout after %v", name, err, took, limit)
			}
		})
	}
}

func TestIdleCountsFromTheLastSignOfLife(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		defer near.Close()
		go func() {
			for range 5 {
				<-time.After(limit - time.Second)
				io.WriteString(far, "Hello")
			}
			far.Close()
		}()
		rw := WithIdle(t.Context(), near, limit)
		defer rw.Release()
		if n, err := io.Copy(io.Discard, rw); n != 25 || err != nil {
			t.Errorf("read %d bytes, %v; want all 25 of a slow but living client", n, err)
		}
	})
}

func TestContextEndsABlockedRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		defer near.Close()
		defer far.Close()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		rw := WithIdle(ctx, near, limit)
		defer rw.Release()
		start := time.Now()
		for range 2 { // and every later one
			_, err := rw.Read(make([]byte, 1))
			if took := time.Since(start); !errors.Is(err, context.DeadlineExceeded) || took != time.Second {
				t.Errorf("%v after %v, want %v after 1s", err, took, context.DeadlineExceeded)
			}
		}
	})
}

// A goodbye can still be written when ctx is done.
func TestContextLeavesWritesAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		defer near.Close()
		defer far.Close()
		ctx, cancel := context.WithCancel(t.Context())
		rw := WithIdle(ctx, near, limit)
		defer rw.Release()
		go rw.Write([]byte("goodbye")) // it waits when ctx ends
		synctest.Wait()
		cancel()
		synctest.Wait()
		b := make([]byte, 7)
		if _, err := io.ReadFull(far, b); string(b) != "goodbye" {
			t.Errorf("read %q, %v; want goodbye", b, err)
		}
	})
}

func TestReleaseHandsTheDeadlinesBack(t *testing.T) {
	for name, early := range map[string]bool{"before ctx ends": false, "after ctx has ended": true} {
		synctest.Test(t, func(t *testing.T) {
			near, far := net.Pipe()
			defer near.Close()
			defer far.Close()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			rw := WithIdle(ctx, near, limit)
			if early {
				cancel()
			}
			rw.Release()
			rw.Release() // a second one, say a deferred one, does nothing

			near.SetReadDeadline(time.Now().Add(time.Hour))
			cancel()
			synctest.Wait()
			start := time.Now()
			_, err := near.Read(make([]byte, 1))
			if took := time.Since(start); took != time.Hour {
				t.Errorf("%s: the caller's deadline of 1h ended the read after %v (%v)", name, took, err)
			}
		})
	}
}

// slow takes a second to set a read deadline that has passed.
type slow struct {
	net.Conn
	set bool
}

func (s *slow) SetReadDeadline(at time.Time) error {
	if at.Before(time.Now()) {
		<-time.After(time.Second)
		s.set = true
	}
	return s.Conn.SetReadDeadline(at)
}

// A deadline of ctx's that is about to be set must not come after the
// caller's own.
func TestReleaseWaitsForADeadlineOnItsWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		defer near.Close()
		defer far.Close()
		conn := &slow{Conn: near}
		ctx, cancel := context.WithCancel(t.Context())
		rw := WithIdle(ctx, conn, limit)
		cancel()
		rw.Release()
		if !conn.set {
			t.Error("Release returned before the deadline that ctx causes was set")
		}
	})
}
