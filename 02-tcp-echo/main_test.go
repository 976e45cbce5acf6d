package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"

	"example/websocket/01-raw-socket/program/programtest"
)

func TestMain(m *testing.M) { programtest.Main(m, limited) }

// checkEcho fails unless conn is being echoed.
func checkEcho(t *testing.T, conn net.Conn, text string) {
	t.Helper()
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
	b := make([]byte, len(text))
	if _, err := io.ReadFull(conn, b); string(b) != text {
		t.Errorf("echo of %q is %q, %v", text, b, err)
	}
}

func TestEchoThroughItsOwnDial(t *testing.T) {
	p, addr := programtest.Serve(t)
	for _, test := range []struct{ flags, input, want string }{
		{"", "Hello\n", "Hello\n"},
		{"", "Hello", "Hello"},
		{"-hex", "48 65 6c\n6c6f 0a\n", "Hello\n"},
		{"-dribble=1ms", "Hello, world\n", "Hello, world\n"},
		{"", strings.Repeat("0123456789abcde\n", 1<<16), strings.Repeat("0123456789abcde\n", 1<<16)},
	} {
		output, status := programtest.Run(t, test.input, append(strings.Fields("dial "+test.flags), addr)...)
		first, echoed, _ := strings.Cut(output, "\n")
		if status != 0 || !strings.HasPrefix(first, "connected: ") || echoed != test.want {
			t.Errorf("dial %s: status %d, %q, then %d bytes, want the %d of the echo: %.80q",
				test.flags, status, first, len(echoed), len(test.want), echoed)
		}
		p.Line(fmt.Sprintf("%d bytes echoed, it has finished", len(test.want)))
	}
}

func TestDialIsAnsweredLineByLine(t *testing.T) {
	server, addr := programtest.Serve(t)
	p := programtest.Start(t, "dial", addr)
	for _, line := range []string{"Hello", "are you there", "goodbye"} {
		p.Type(line + "\n")
		if got := p.Line(line); got != line {
			t.Errorf("%q comes back as %q", line, got)
		}
	}
	server.InterruptWell()
	if status := p.Wait(); status != 0 { // the server has left in good order
		t.Errorf("dial ends with status %d, want 0:\n%s", status, p.Output())
	}
}

func TestClientThatHasFinishedSendingGetsAllOfItsEcho(t *testing.T) {
	_, addr := programtest.Serve(t)
	payload := bytes.Repeat([]byte("0123456789abcde\n"), 256<<10) // 4 MiB: more than the kernels hold
	conn := programtest.Connect(t, addr)
	go func() {
		conn.Write(payload)
		conn.CloseWrite()
	}()
	got, err := io.ReadAll(conn)
	if err != nil || !bytes.Equal(got, payload) {
		t.Errorf("%d bytes came back, %v; want the %d that were sent", len(got), err, len(payload))
	}
}

// M22.
func TestSilentClientDelaysNobody(t *testing.T) {
	_, addr := programtest.Serve(t)
	silent := programtest.Connect(t, addr)
	for i := range 5 {
		checkEcho(t, programtest.Connect(t, addr), fmt.Sprintf("client %d", i))
	}
	checkEcho(t, silent, "I have found my voice")
}

// M23: a client that ends, either way, is reported once, and no loop is left
// that would print more.
func TestEachClientsEndIsReportedOnce(t *testing.T) {
	p, addr := programtest.Serve(t)
	for _, test := range []struct {
		leave func(*net.TCPConn)
		line  string
	}{
		{func(c *net.TCPConn) { c.CloseWrite() }, "3 bytes echoed, it has finished"},
		{func(c *net.TCPConn) { c.SetLinger(0); c.Close() }, "3 bytes echoed, read tcp "},
	} {
		conn := programtest.Connect(t, addr)
		checkEcho(t, conn, "Hel")
		test.leave(conn)
		p.Line(conn.LocalAddr().String() + ": " + test.line)
	}
	next := programtest.Connect(t, addr)
	checkEcho(t, next, "Hello")
	next.Close()
	p.Line("5 bytes echoed, it has finished")
	p.InterruptWell()
	// The first line, and two for each of three clients.
	if n := strings.Count(p.Output(), "\n"); n != 7 {
		t.Errorf("%d lines, want 7:\n%s", n, p.Output())
	}
}

func TestInterruptEndsServe(t *testing.T) {
	t.Run("without a client", func(t *testing.T) {
		p, _ := programtest.Serve(t)
		p.InterruptWell()
	})
	t.Run("with a client", func(t *testing.T) {
		p, addr := programtest.Serve(t)
		conn := programtest.Connect(t, addr)
		checkEcho(t, conn, "Hello")
		p.Interrupt()
		if rest, err := io.ReadAll(conn); len(rest) > 0 || err != nil {
			t.Errorf("the client reads %q, %v; want a clean end", rest, err)
		}
		conn.Close()
		if status := p.Wait(); status != 0 {
			t.Errorf("status %d, want 0:\n%s", status, p.Output())
		}
	})
	t.Run("with a client that does not leave", func(t *testing.T) {
		p, addr := programtest.Serve(t)
		checkEcho(t, programtest.Connect(t, addr), "Hello")
		p.InterruptWell()
	})
}

func TestMaxLimitsTheConnections(t *testing.T) {
	p, addr := programtest.Serve(t, "-max", "1")
	first := programtest.Connect(t, addr)
	checkEcho(t, first, "Hello")
	if b, err := io.ReadAll(programtest.Connect(t, addr)); len(b) > 0 || err != nil {
		t.Errorf("one too many reads %q, %v; want the end at once", b, err)
	}
	p.Line("too many connections")
	checkEcho(t, first, "still here")
}

func TestCommandLine(t *testing.T) {
	for _, test := range []struct {
		line, want string
		status     int
	}{
		{"-h", "example: go run ./02-tcp-echo serve -addr 127.0.0.1:0\n", 0},
		{"-h", "example: go run ./02-tcp-echo dial 127.0.0.1:15000\n", 0},
		{"-max 0", "want a whole number from 1 to 1048576", 2},
		{"-buf 16", "not defined: -buf", 2},
		{"syscalls", `"syscalls" is not a verb of this chapter`, 2},
	} {
		output, status := programtest.Run(t, "", strings.Fields(test.line)...)
		if status != test.status || strings.Count(output, test.want) != 1 {
			t.Errorf("%s: status %d, want %d and %q:\n%s", test.line, status, test.status, test.want, output)
		}
	}
}
