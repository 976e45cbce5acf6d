package server

import (
	"bytes"
	"context"
	"example/websocket/01-raw-socket/program/programtest"
	"fmt"
	"io"
	"net"
	"sync"
	"testing"
	"time"
)

// onLoopback serves with real sockets until the test ends, and returns the
// address.
func onLoopback(t *testing.T, handle Handler) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- Serve(ctx, l, handle, Options{Grace: 30 * time.Second}) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Serve: %v, want nil", err)
		}
	})
	return l.Addr().String()
}

// M22: nobody waits for a client that says nothing.
func TestSilentClientDelaysNobody(t *testing.T) {
	addr := onLoopback(t, echo)
	silent := programtest.Connect(t, addr) // first in the queue
	var busy sync.WaitGroup
	for i := range 50 {
		conn := programtest.Connect(t, addr)
		busy.Go(func() {
			for j := range 20 {
				checkEcho(t, conn, fmt.Sprintf("client %d, line %d", i, j))
			}
		})
	}
	busy.Wait()
	checkEcho(t, silent, "I have found my voice") // nor has it been forgotten
}

// M24: what one client sends, that client gets.
func TestClientsDoNotMix(t *testing.T) {
	addr := onLoopback(t, echo)
	said := map[string]*net.TCPConn{"a": programtest.Connect(t, addr), "b": programtest.Connect(t, addr)}
	for payload, conn := range said {
		if _, err := io.WriteString(conn, payload); err != nil { // both are under way
			t.Fatal(err)
		}
	}
	for payload, conn := range said {
		got := make([]byte, 1)
		if _, err := io.ReadFull(conn, got); string(got) != payload {
			t.Errorf("the client that sent %q got %q, %v", payload, got, err)
		}
		checkEcho(t, conn, payload+" again")
	}
	for _, conn := range said {
		conn.CloseWrite()
		checkRead(t, conn, "") // nothing of anybody else's
	}
}

// M23: the end of a client is the end of its handler.
func TestHandlerEndsWithItsClient(t *testing.T) {
	ended := make(chan error, 2)
	addr := onLoopback(t, func(_ context.Context, conn net.Conn) {
		_, err := io.Copy(conn, conn)
		ended <- err
	})
	for _, test := range []struct {
		how   string
		leave func(*net.TCPConn)
		clean bool
	}{
		{"FIN", func(c *net.TCPConn) { c.CloseWrite() }, true},
		{"RST", func(c *net.TCPConn) { c.SetLinger(0); c.Close() }, false},
	} {
		conn := programtest.Connect(t, addr)
		checkEcho(t, conn, "Hel") // in the middle of something
		test.leave(conn)
		select {
		case err := <-ended:
			if (err == nil) != test.clean {
				t.Errorf("%s: the handler's read ends with %v", test.how, err)
			}
		case <-time.After(30 * time.Second):
			t.Fatalf("%s: the handler still runs", test.how)
		}
	}
}

func TestHandlersReturnClosesTheConnection(t *testing.T) {
	addr := onLoopback(t, func(_ context.Context, conn net.Conn) { io.WriteString(conn, "goodbye") })
	checkRead(t, programtest.Connect(t, addr), "goodbye")
}

func TestMuchIsEchoedWhileItIsBeingSent(t *testing.T) {
	addr := onLoopback(t, echo)
	payload := make([]byte, 8<<20) // more than the buffers of both kernels
	for i := range payload {
		payload[i] = byte(i ^ i>>8 ^ i>>16)
	}
	conn := programtest.Connect(t, addr)
	go func() {
		conn.Write(payload)
		conn.CloseWrite() // finished first, and yet to hear most of it
	}()
	got, err := io.ReadAll(conn)
	if err != nil || !bytes.Equal(got, payload) {
		t.Errorf("%d bytes came back, %v; want the %d that were sent", len(got), err, len(payload))
	}
}
