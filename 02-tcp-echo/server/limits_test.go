package server

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// full is what accept returns when no file descriptor is left.
var full = &net.OpError{Op: "accept", Net: "tcp", Err: os.NewSyscallError("accept", syscall.EMFILE)}

func TestAcceptErrorsThatPassAreRetriedWithAGrowingPause(t *testing.T) {
	const ms = time.Millisecond
	want := []time.Duration{5 * ms, 10 * ms, 20 * ms, 40 * ms, 80 * ms, 160 * ms, 320 * ms, 640 * ms, 1000 * ms, 1000 * ms}
	synctest.Test(t, func(t *testing.T) {
		r := start(t, echo, Options{})
		for range want {
			r.accepted <- full
		}
		conn := r.pipes.dial()
		defer conn.Close()
		checkEcho(t, conn, "Hello") // served as soon as the trouble is over
		synctest.Wait()
		if got := pauses(r.calls[:len(want)+1]); !slices.Equal(got, want) {
			t.Errorf("pauses between calls of Accept: %v, want %v", got, want)
		}

		calls := len(r.calls) // the last of them waits
		r.accepted <- full
		synctest.Wait() // it has returned, at a time of its own
		failed := time.Now()
		<-time.After(time.Second)
		synctest.Wait()
		if len(r.calls) != calls+1 || r.calls[calls].Sub(failed) != want[0] {
			t.Errorf("after a success: further calls %v after the error, want one after %v again", r.calls[calls:], want[0])
		}
		if n := strings.Count(r.log.String(), "accept failed"); n != len(want)+1 {
			t.Errorf("%d errors were logged, want %d:\n%s", n, len(want)+1, r.log.String())
		}
		conn.Close()
		r.end()
	})
}

func pauses(calls []time.Time) (between []time.Duration) {
	for i := range calls[1:] {
		between = append(between, calls[i+1].Sub(calls[i]))
	}
	return between
}

func TestShutdownDoesNotWaitForThePause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t, echo, Options{})
		for range 20 {
			r.accepted <- full
		}
		<-time.After(5 * time.Second) // in the middle of a pause of 1 s
		at := time.Now()
		r.end()
		if took := time.Since(at); took != 0 {
			t.Errorf("Serve returned %v after ctx was done, want at once", took)
		}
	})
}

func TestPanicCostsOneConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t, func(ctx context.Context, conn net.Conn) {
			b := make([]byte, 1)
			conn.Read(b)
			if b[0] == '!' {
				panic("out of order")
			}
			conn.Write(b)
			echo(ctx, conn)
		}, Options{})
		bystander, victim := r.dial(), r.dial()
		checkEcho(t, bystander, "Hello")
		io.WriteString(victim, "!")
		checkRead(t, victim, "") // closed
		checkEcho(t, bystander, "still here")
		newcomer := r.dial()
		checkEcho(t, newcomer, "Hello")
		if log := r.log.String(); !strings.Contains(log, "out of order") || !strings.Contains(log, "limits_test.go") {
			t.Errorf("the log names neither the panic nor its place:\n%s", log)
		}
		bystander.Close()
		newcomer.Close()
		r.end()
	})
}

func TestCallerBeyondTheLimitIsClosedAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t, echo, Options{MaxConns: 2})
		first, second, third := r.dial(), r.dial(), r.dial()
		checkRead(t, third, "")
		checkEcho(t, first, "Hello")
		checkEcho(t, second, "Hello")
		if !strings.Contains(r.log.String(), "too many connections") {
			t.Errorf("nothing is said of it in the log:\n%s", r.log.String())
		}
		first.Close()
		synctest.Wait()
		fourth := r.dial() // in the place that is free again
		checkEcho(t, fourth, "Hello")
		second.Close()
		fourth.Close()
		r.end()
	})
}

func TestCallerBeyondTheLimitIsAnsweredByFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t, echo, Options{MaxConns: 1, Full: func(_ context.Context, conn net.Conn) {
			io.WriteString(conn, "no place")
		}})
		first := r.dial()
		checkRead(t, r.dial(), "no place")
		checkRead(t, r.dial(), "no place")
		checkEcho(t, first, "Hello")
		first.Close()
		synctest.Wait()
		next := r.dial()
		checkEcho(t, next, "Hello")
		next.Close()
		r.end()
	})
}

// Whoever turns callers away must not be overrun by them either.
func TestCallersTurnedAwayAreLimitedToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		answering := 0
		r := start(t, echo, Options{MaxConns: 1, Full: func(_ context.Context, conn net.Conn) {
			answering++ // one after the other: dial waits
			<-release
			io.WriteString(conn, "no place")
		}})
		first := r.dial()
		var waiting []net.Conn
		for range turnedAway {
			waiting = append(waiting, r.dial())
		}
		checkRead(t, r.dial(), "") // one too many
		if answering != turnedAway {
			t.Errorf("%d callers are being turned away, want %d", answering, turnedAway)
		}
		close(release)
		for _, conn := range waiting {
			checkRead(t, conn, "no place")
		}
		synctest.Wait()
		checkRead(t, r.dial(), "no place")
		first.Close()
		r.end()
	})
}

func TestPermanentAcceptErrorIsReturned(t *testing.T) {
	broken := errors.New("the listener is broken")
	synctest.Test(t, func(t *testing.T) {
		left := false
		r := start(t, func(ctx context.Context, conn net.Conn) {
			<-ctx.Done()
			left = true
		}, Options{})
		defer r.dial().Close()
		r.accepted <- broken
		if err := <-r.done; !errors.Is(err, broken) {
			t.Errorf("Serve: %v, want %v", err, broken)
		}
		if len(r.calls) != 2 {
			t.Errorf("Accept was called %d times, want twice: the error does not pass", len(r.calls))
		}
		if !left {
			t.Error("Serve returned before the handler that it had told to leave")
		}
		if !r.isClosed() {
			t.Error("the listener is not closed")
		}
		r.stop()
	})
}
