package program

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example/websocket/01-raw-socket/program/programtest"
)

func TestServeIsTheVerbWithoutAVerb(t *testing.T) {
	for _, line := range []string{"-addr 127.0.0.1:0 -buf 16", "serve -buf=16 -addr=127.0.0.1:0"} {
		p := programtest.Start(t, strings.Fields(line)...)
		conn, err := net.Dial("tcp", p.Addr()) // "listening on" is the first line, and true
		if err != nil {
			t.Fatal(err)
		}
		conn.Close()
		p.Line("buf 16")
		p.Interrupt()
		if status := p.Wait(); status != 0 {
			t.Errorf("%s: Ctrl-C ends it with status %d, want 0:\n%s", line, status, p.Output())
		}
	}
}

// A dial that waits for an answer holds a goroutine in standard input, which
// nothing can interrupt: Ctrl-C must end the program all the same.
func TestInterruptEndsADialThatWaits(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	p := programtest.Start(t, "dial", l.Addr().String())
	l.(*net.TCPListener).SetDeadline(time.Now().Add(30 * time.Second))
	conn, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.Write([]byte("Hello\n"))
	p.Line("Hello")
	p.Interrupt()
	if status := p.Wait(); status != 0 {
		t.Errorf("status %d, want 0:\n%s", status, p.Output())
	}
}

// The verb ends with some error because it was interrupted, and may do so
// before anybody has looked at ctx.
func TestWhatAnInterruptCausesIsNoFailure(t *testing.T) {
	p := New("sample", "")
	p.Verb("v", "", "", "", func(context.Context, []string) error { return net.ErrClosed })
	p.Verb("typo", "", "", "", func(context.Context, []string) error { return Usage(errors.New("a typo")) })
	for range 100 {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := p.runWithin(ctx, []string{"v"}); err != nil {
			t.Fatalf("interrupted: %v, want nil", err)
		}
		if err := p.runWithin(ctx, []string{"typo"}); !isUsage(err) {
			t.Fatalf("a typo, interrupted: %v, want the typo", err)
		}
	}
	if err := p.runWithin(t.Context(), []string{"v"}); !errors.Is(err, net.ErrClosed) {
		t.Errorf("not interrupted: %v, want what the verb returned", err)
	}
}

func TestVerbThatIgnoresTheInterruptIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		defer close(release)
		p := New("sample", "")
		p.Verb("deaf", "", "", "", func(context.Context, []string) error { <-release; return nil })
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		start := time.Now()
		err := p.runWithin(ctx, []string{"deaf"})
		if err == nil || isUsage(err) {
			t.Errorf("given up: %v, want an error that makes status 1", err)
		}
		if took := time.Since(start) - time.Hour; took != leaveWithin {
			t.Errorf("given up %v after the interrupt, want %v", took, leaveWithin)
		}
	})
}
