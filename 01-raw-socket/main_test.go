package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"

	"example/websocket/01-raw-socket/program/programtest"
	"example/websocket/01-raw-socket/socket"
)

func TestMain(m *testing.M) { programtest.Main(m, main) }

func write(t *testing.T, conn net.Conn, text string) {
	t.Helper()
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
}

// connected is the line that the server prints for conn.
func connected(conn net.Conn) string {
	return fmt.Sprintf("connected: %v", socket.TupleOf(conn).Mirror())
}

// Claim C2.
func TestServeShowsBothPairsAndEveryRead(t *testing.T) {
	p, addr := programtest.Serve(t)
	conn := programtest.Connect(t, addr)
	p.Line(connected(conn))
	write(t, conn, "Hello\x00\xff")
	p.Line("read 1: 7 bytes")
	p.Line("00000000  48 65 6c 6c 6f 00 ff")
	write(t, conn, "again")
	p.Line("read 2: 5 bytes")
	p.Line("00000000  61 67 61 69 6e")
	conn.CloseWrite()
	p.Line("ended: EOF")
}

func TestServeAnswersWithOneLine(t *testing.T) {
	p, addr := programtest.Serve(t)
	conn := programtest.Connect(t, addr)
	write(t, conn, "Hello")
	in := bufio.NewReader(conn)
	want := fmt.Sprintf("Hello, %s; this is %s\n", conn.LocalAddr(), conn.RemoteAddr())
	if line, err := in.ReadString('\n'); line != want {
		t.Errorf("the answer is %q, %v; want %q", line, err, want)
	}
	write(t, conn, "again") // a second read, no second answer
	p.Line("read 2")
	conn.CloseWrite()
	if rest, err := io.ReadAll(in); len(rest) > 0 || err != nil {
		t.Errorf("after the line came %q, %v; want the end", rest, err)
	}
}

// M01, the first half: one write need not be one read.
func TestOneWriteIsSeenAsTwoReads(t *testing.T) {
	p, addr := programtest.Serve(t, "-buf", "3")
	write(t, programtest.Connect(t, addr), "Hello")
	p.Line("read 1: 3 bytes")
	p.Line("48 65 6c  ")
	p.Line("read 2: 2 bytes")
	p.Line("6c 6f  ")
}

// M01, the other half. The server has one client at a time, and the second
// has written twice before the first leaves.
func TestTwoWritesAreSeenAsOneRead(t *testing.T) {
	p, addr := programtest.Serve(t, "-pause", "100ms")
	first := programtest.Connect(t, addr)
	p.Line(connected(first))
	second := programtest.Connect(t, addr)
	write(t, second, "Hel")
	write(t, second, "lo")
	first.Close()
	p.Line(connected(second))
	p.Line("read 1: 5 bytes")
	p.Line("48 65 6c 6c 6f")
}

func TestNextClientIsServed(t *testing.T) {
	p, addr := programtest.Serve(t)
	for _, how := range []struct {
		end  string
		done func(*net.TCPConn)
	}{
		{"ended", func(c *net.TCPConn) { c.Close() }},
		{"reset", func(c *net.TCPConn) { c.SetLinger(0); c.Close() }},
		{"ended", func(c *net.TCPConn) { c.CloseWrite() }},
	} {
		conn := programtest.Connect(t, addr)
		p.Line(connected(conn))
		write(t, conn, "Hello")
		p.Line("read 1: 5 bytes")
		if _, err := bufio.NewReader(conn).ReadString('\n'); err != nil {
			t.Fatal(err) // unread, it would turn the close into a reset
		}
		how.done(conn)
		p.Line(how.end + ": ")
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
		p.Line(connected(conn))
		p.InterruptWell()
		if _, err := io.ReadAll(conn); socket.Explain(err) == "timed out" {
			t.Error("the client's connection is still open")
		}
	})
	t.Run("in a pause", func(t *testing.T) {
		p, addr := programtest.Serve(t, "-pause", "1h")
		p.Line(connected(programtest.Connect(t, addr)))
		p.InterruptWell()
	})
}

func TestMistypedFlagsAreOneLine(t *testing.T) {
	for _, line := range []string{"serve -buf 0", "-pause soon", "-addr 127.0.0.1", "listen", "syscalls now", "dial"} {
		output, status := programtest.Run(t, "", strings.Fields(line)...)
		if status != 2 || strings.Count(output, "\n") != 1 {
			t.Errorf("%s: status %d, want 2 and one line:\n%s", line, status, output)
		}
	}
}

func TestHelpShowsEveryVerb(t *testing.T) {
	output, status := programtest.Run(t, "", "-h")
	for _, want := range []string{
		"example: go run ./01-raw-socket serve ",
		"example: go run ./01-raw-socket dial 127.0.0.1:15000\n",
		"example: go run ./01-raw-socket syscalls\n",
		"-buf N ", "-pause DURATION ", "-hex ", "-dribble ",
	} {
		if strings.Count(output, want) != 1 || status != 0 {
			t.Errorf("status %d, want 0 and %q once in:\n%s", status, want, output)
		}
	}
}
