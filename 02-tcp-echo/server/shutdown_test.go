package server

import (
	"context"
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

const grace = 5 * time.Second

// shutdown ends the server, and checks when Serve returns. The bubble would
// not end if a goroutine were left.
func shutdown(t *testing.T, r *running, after time.Duration) error {
	t.Helper()
	at := time.Now()
	r.stop()
	err := <-r.done
	if took := time.Since(at); took != after {
		t.Errorf("Serve returned %v after ctx was done, want %v", took, after)
	}
	if !r.isClosed() {
		t.Error("the listener is not closed")
	}
	return err
}

func TestShutdownWithoutConnectionsIsImmediate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t, echo, Options{Grace: grace})
		synctest.Wait()
		if err := shutdown(t, r, 0); err != nil {
			t.Errorf("Serve: %v, want nil", err)
		}
	})
}

func TestClosedListenerEndsServeInGoodOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t, func(ctx context.Context, _ net.Conn) { <-ctx.Done() }, Options{Grace: grace})
		defer r.dial().Close()
		at := time.Now()
		r.Close()
		if err := <-r.done; err != nil || time.Since(at) != 0 {
			t.Errorf("Serve: %v after %v, want nil at once", err, time.Since(at))
		}
		r.stop()
	})
}

func TestHandlersFinishWithinTheGracePeriod(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t, func(ctx context.Context, conn net.Conn) {
			<-ctx.Done()
			<-time.After(grace - time.Second)
			io.WriteString(conn, "goodbye")
		}, Options{Grace: grace})
		a, b := r.dial(), r.dial()
		r.stop()
		synctest.Wait()
		if !r.isClosed() {
			t.Error("the server still accepts while its handlers finish")
		}
		go checkRead(t, a, "goodbye")
		go checkRead(t, b, "goodbye")
		if err := shutdown(t, r, grace-time.Second); err != nil {
			t.Errorf("Serve: %v, want nil", err)
		}
	})
}

func TestHandlersThatOutlastTheGracePeriodAreCut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t, echo, Options{Grace: grace}) // never looks at ctx
		silent := r.dial()
		if err := shutdown(t, r, grace); err != nil {
			t.Errorf("Serve: %v, want nil: the handler has ended", err)
		}
		checkRead(t, silent, "")
		if !strings.Contains(r.log.String(), "cut at shutdown") {
			t.Errorf("the log does not say who was cut:\n%s", r.log.String())
		}
	})
}

func TestHandlersThatIgnoreEverythingAreReported(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		defer close(release)
		r := start(t, func(context.Context, net.Conn) { <-release }, Options{Grace: grace})
		r.dial()
		r.dial()
		err := shutdown(t, r, 2*grace)
		if err == nil || !strings.Contains(err.Error(), "2 handlers still run") {
			t.Errorf("Serve: %v, want an error that counts the two handlers left", err)
		}
	})
}

func TestGraceIsThreeSecondsUnlessSaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t, echo, Options{})
		r.dial()
		if err := shutdown(t, r, 3*time.Second); err != nil {
			t.Errorf("Serve: %v, want nil", err)
		}
	})
}

func TestServeWithADoneContextEndsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		l := newPipes()
		if err := Serve(ctx, l, echo, Options{}); err != nil || !l.isClosed() {
			t.Errorf("Serve: %v, want nil and a closed listener", err)
		}
	})
}

// untouched fails the test when a deadline is set on it.
type untouched struct {
	net.Conn
	t *testing.T
}

func (u *untouched) SetDeadline(time.Time) error      { return u.touched() }
func (u *untouched) SetReadDeadline(time.Time) error  { return u.touched() }
func (u *untouched) SetWriteDeadline(time.Time) error { return u.touched() }

func (u *untouched) touched() error {
	u.t.Error("Serve has set a deadline: they are the handler's")
	return nil
}

// A wrapper would hide CloseWrite and SyscallConn.
func TestHandlerGetsTheConnectionAsItIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got net.Conn
		r := start(t, func(ctx context.Context, conn net.Conn) { got = conn; <-ctx.Done() }, Options{})
		client, server := net.Pipe()
		defer client.Close()
		want := &untouched{server, t}
		r.accepted <- want
		synctest.Wait()
		if got != net.Conn(want) {
			t.Errorf("the handler got a %T, want what the listener returned", got)
		}
		r.end()
	})
}
