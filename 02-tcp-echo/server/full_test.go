package server_test

import (
	"context"
	"io"
	"math"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"example/websocket/02-tcp-echo/server"
)

// patience bounds every wait; no test is meant to come near it.
const patience = 30 * time.Second

// caller dials a server that says who answers: "serving" or "full".
type caller struct {
	net.Conn
	answer string
}

// startFull starts a server; gone gets a value whenever a served connection
// has been let go. The first three callers beyond the limit stay until the test
// ends.
func startFull(t *testing.T, most int) (call func() caller, gone chan bool) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	gone, ended := make(chan bool, 8), make(chan error, 1)
	say := func(conn net.Conn, word string) { io.WriteString(conn, word+"\n") }
	serve := func(ctx context.Context, conn net.Conn) {
		defer context.AfterFunc(ctx, func() { conn.Close() })()
		say(conn, "serving")
		io.Copy(io.Discard, conn)
		gone <- true
	}
	var turnedAway atomic.Int32
	full := func(ctx context.Context, conn net.Conn) {
		say(conn, "full")
		if turnedAway.Add(1) <= 3 {
			<-ctx.Done()
		}
	}
	go func() { ended <- server.Serve(ctx, l, serve, server.Options{MaxConns: most, Full: full}) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	return func() caller {
		t.Helper()
		conn, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close() })
		conn.SetReadDeadline(time.Now().Add(patience))
		var answer []byte
		for b := make([]byte, 1); b[0] != '\n'; answer = append(answer, b[0]) {
			if _, err := conn.Read(b); err != nil {
				return caller{conn, "nothing: " + err.Error()}
			}
		}
		return caller{conn, string(answer[:len(answer)-1])}
	}, gone
}

// Callers who are still hearing that the server is full must not keep it full:
// otherwise a few of them could shut everybody out for good.
func TestTurnedAwayCallersTakeNobodysPlace(t *testing.T) {
	call, gone := startFull(t, 1)
	first := call()
	for range 3 {
		if second := call(); second.answer != "full" {
			t.Fatalf("beside %q the next caller got %q, want full", first.answer, second.answer)
		}
	}
	first.Close()
	<-gone
	// The place is free a moment after the handler has returned; until then
	// callers are turned away, and leave.
	for range 2000 {
		if call().answer == "serving" {
			return
		}
	}
	t.Error("nobody is served, and yet everybody is told that the server is full")
}

func TestAHugeLimitIsALimit(t *testing.T) {
	call, _ := startFull(t, math.MaxInt)
	if c := call(); c.answer != "serving" {
		t.Errorf("got %q, want to be served", c.answer)
	}
}
