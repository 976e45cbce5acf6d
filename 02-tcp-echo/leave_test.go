package main

import (
	"context"
	"example/websocket/01-raw-socket/program/programtest"
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"
)

// half is a pipe that can be half-closed, as far as the handler can see.
type half struct {
	net.Conn
	said chan struct{}
}

func (h *half) CloseWrite() error { close(h.said); return nil }

// At shutdown the client is told first, and what it still sends is read: a
// plain Close would answer it with a reset.
func TestShutdownHearsTheClientOut(t *testing.T) {
	programtest.Silence(t)
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		conn := &half{near, make(chan struct{})}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { handle(ctx, conn); close(done) }()
		checkEcho(t, bounded(far), "Hello")
		cancel()
		select {
		case <-conn.said:
		case <-done:
			t.Fatal("the handler ended without a half-close")
		}
		if _, err := io.WriteString(bounded(far), "goodbye"); err != nil {
			t.Errorf("the client's last words: %v, want them read", err)
		}
		far.Close()
		start := time.Now()
		<-done
		if took := time.Since(start); took != 0 {
			t.Errorf("the handler ended %v after the client had left, want at once", took)
		}
	})
}

func TestSilentClientIsLeftAfterAMinute(t *testing.T) {
	programtest.Silence(t)
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		defer far.Close()
		start := time.Now()
		handle(t.Context(), near)
		if took := time.Since(start); took != idle {
			t.Errorf("a silent client was kept for %v, want %v", took, idle)
		}
	})
}

// bounded gives conn a deadline, half a virtual second from now.
func bounded(conn net.Conn) net.Conn {
	conn.SetDeadline(time.Now().Add(time.Second / 2))
	return conn
}
