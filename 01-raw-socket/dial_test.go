package main

import (
	"io"
	"net"
	"regexp"
	"strings"
	"testing"
	"time"

	"example/websocket/01-raw-socket/program/programtest"
	"example/websocket/01-raw-socket/socket"
)

// peer is the far end of one dial: it takes one connection and talks.
func peer(t *testing.T, talk func(conn *net.TCPConn)) (addr string, done chan struct{}) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done = make(chan struct{})
	go func() {
		defer close(done)
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		conn.SetDeadline(time.Now().Add(30 * time.Second))
		talk(conn.(*net.TCPConn))
	}()
	t.Cleanup(func() { l.Close(); <-done })
	return l.Addr().String(), done
}

func TestDialSendsItsInput(t *testing.T) {
	for _, test := range []struct{ name, flags, input, want string }{
		{"as it is", "", "Hello\r\n\x00\xff", "Hello\r\n\x00\xff"},
		{"without a line end", "", "Hello", "Hello"},
		{"as hex", "-hex", "48 65 6c\n6c6f # five bytes in all\n\n", "Hello"},
		{"byte by byte", "-dribble=1ms", "Hello, world\n", "Hello, world\n"},
		{"hex, byte by byte", "-dribble=1ms -hex", "00ff 81 05\n", "\x00\xff\x81\x05"},
		{"at length", "", strings.Repeat("0123456789abcdef", 1<<16), strings.Repeat("0123456789abcdef", 1<<16)},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []byte
			addr, done := peer(t, func(conn *net.TCPConn) {
				got, _ = io.ReadAll(conn) // up to the half-close
				io.WriteString(conn, "that was all\n")
			})
			output, status := programtest.Run(t, test.input, append(strings.Fields("dial "+test.flags), addr)...)
			<-done
			if string(got) != test.want {
				t.Errorf("%d bytes arrived, want %d: %.80q", len(got), len(test.want), got)
			}
			// The answer came after the input had ended.
			if status != 0 || !strings.HasSuffix(output, "\nthat was all\n") {
				t.Errorf("status %d, want 0 and the answer printed:\n%s", status, output)
			}
		})
	}
}

func TestDialShowsItsOwnSideOfTheConnection(t *testing.T) {
	var tuple socket.Tuple
	addr, done := peer(t, func(conn *net.TCPConn) { tuple = socket.TupleOf(conn) })
	output, _ := programtest.Run(t, "", "dial", addr)
	<-done
	if want := "connected: " + tuple.Mirror().String() + "\n"; !strings.HasPrefix(output, want) {
		t.Errorf("printed %q, want %q", output, want)
	}
}

func TestDialPrintsWhatComesWhileNobodyTypes(t *testing.T) {
	more := make(chan bool)
	addr, _ := peer(t, func(conn *net.TCPConn) {
		io.WriteString(conn, "Hello\n")
		<-more
		io.WriteString(conn, "and goodbye\n")
	})
	p := programtest.Start(t, "dial", addr)
	p.Line("Hello")
	close(more)
	p.Line("and goodbye")
	if status := p.Wait(); status != 0 { // standard input is still open
		t.Errorf("the other end left in good order: status %d, want 0:\n%s", status, p.Output())
	}
}

func TestDialFailsWithOneLine(t *testing.T) {
	held, _ := peer(t, func(conn *net.TCPConn) { io.Copy(io.Discard, conn) })
	reset, _ := peer(t, func(conn *net.TCPConn) { conn.SetLinger(0) })
	for _, test := range []struct {
		name, line, input, want string
		status                  int
	}{
		{"mistyped hex", "dial -hex " + held, "48 6\n", `"48 6" is not bytes in hex`, 2},
		{"nobody listens", "dial " + unused(t), "", "(refused: nobody listens at that address and port)", 1},
		{"reset", "dial " + reset, "", "(reset: the other end is gone)", 1},
		{"no port", "dial 127.0.0.1", "", "want HOST:PORT", 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			output, status := programtest.Run(t, test.input, strings.Fields(test.line)...)
			if status != test.status {
				t.Errorf("status %d, want %d", status, test.status)
			}
			// The two streams come in any order.
			complaint := regexp.MustCompile(`(?m)^connected: .*\n`).ReplaceAllString(output, "")
			if strings.Count(complaint, "\n") != 1 || !strings.Contains(complaint, test.want) {
				t.Errorf("want one line with %q:\n%s", test.want, output)
			}
		})
	}
}

// unused returns an address on which nobody listens: a connection that is
// still open holds the port.
func unused(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	programtest.Connect(t, l.Addr().String())
	conn, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return l.Addr().String()
}

func TestInterruptEndsADialThatWaits(t *testing.T) {
	addr, _ := peer(t, func(conn *net.TCPConn) { io.Copy(io.Discard, conn) })
	p := programtest.Start(t, "dial", addr)
	p.Line("connected: ")
	p.InterruptWell()
}

func TestServeAndDialMeet(t *testing.T) {
	p, addr := programtest.Serve(t)
	output, status := programtest.Run(t, "Hello\n", "dial", addr)
	if status != 0 || !strings.Contains(output, "; this is "+addr+"\n") {
		t.Errorf("dial: status %d, want 0 and the server's line:\n%s", status, output)
	}
	p.Line("read 1: 6 bytes")
	p.Line("48 65 6c 6c 6f 0a")
	p.Line("ended: EOF")
}
