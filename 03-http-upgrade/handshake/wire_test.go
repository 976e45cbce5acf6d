package handshake_test

import (
	"bufio"
	"io"
	"net"
	"net/textproto"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"example/websocket/03-http-upgrade/handshake"
)

// patience bounds every wait; no test is meant to come near it.
const patience = 30 * time.Second

// valid is a request that deserves its 101 (RFC 6455 §1.3's own key).
const valid = "GET /chat HTTP/1.1\r\n" +
	"Host: server.example\r\n" +
	"Upgrade: websocket\r\n" +
	"Connection: Upgrade\r\n" +
	"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
	"Sec-WebSocket-Version: 13\r\n" +
	"\r\n"

// accepted is the answer to valid, byte by byte.
const accepted = "HTTP/1.1 101 Switching Protocols\r\n" +
	"Upgrade: websocket\r\n" +
	"Connection: Upgrade\r\n" +
	"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" +
	"\r\n"

// change returns text with the pieces old replaced by new; each has to be there.
func change(text string, oldnew ...string) string {
	for i := 0; i < len(oldnew); i += 2 {
		if strings.Count(text, oldnew[i]) != 1 {
			panic(strconv.Quote(oldnew[i]) + " is not once in the text")
		}
		text = strings.Replace(text, oldnew[i], oldnew[i+1], 1)
	}
	return text
}

// add returns text with further header lines before the blank one.
func add(text string, lines ...string) string {
	return strings.TrimSuffix(text, "\r\n") + strings.Join(lines, "\r\n") + "\r\n\r\n"
}

// pair returns the two ends of a TCP connection over loopback.
func pair(t testing.TB) (client, server *net.TCPConn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	s, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close(); s.Close() })
	c.SetDeadline(time.Now().Add(patience))
	return c.(*net.TCPConn), s.(*net.TCPConn)
}

// result is what Accept returned.
type result struct {
	agreed *handshake.Agreement
	err    error
}

// accept runs Accept, and after a 101 ends the stream, so that a client can
// read to the end in every case.
func accept(conn net.Conn, rules handshake.Rules) <-chan result {
	done := make(chan result, 1)
	go func() {
		agreed, err := handshake.Accept(conn, rules)
		if half, ok := conn.(*net.TCPConn); ok && err == nil {
			half.CloseWrite()
		} else if err == nil {
			conn.Close()
		}
		done <- result{agreed, err}
	}()
	return done
}

// send has Accept read request from a loopback connection, and returns every
// byte that the client gets.
func send(t testing.TB, rules handshake.Rules, request string) (answer string, r result) {
	t.Helper()
	client, server := pair(t)
	done := accept(server, rules)
	if _, err := io.WriteString(client, request); err != nil {
		t.Fatalf("writing the request: %v", err)
	}
	b, err := io.ReadAll(client)
	if err != nil {
		t.Fatalf("after %q the client gets %v", b, err)
	}
	client.Close()
	return string(b), <-done
}

// answer is a response in parts.
type answer struct {
	line   string
	status int
	header textproto.MIMEHeader
	body   string
}

func parse(t testing.TB, raw string) answer {
	t.Helper()
	r := textproto.NewReader(bufio.NewReader(strings.NewReader(raw)))
	line, err := r.ReadLine()
	fields := strings.Fields(line)
	if err != nil || len(fields) < 3 || !strings.HasPrefix(fields[0], "HTTP/1.") {
		t.Fatalf("not an HTTP response: %q (RFC 9112 §4)", raw)
	}
	a := answer{line: line}
	if a.status, err = strconv.Atoi(fields[1]); err != nil {
		t.Fatalf("no status in %q", line)
	}
	if a.header, err = r.ReadMIMEHeader(); err != nil {
		t.Fatalf("header of %q: %v", raw, err)
	}
	body, _ := io.ReadAll(r.R)
	a.body = string(body)
	return a
}

// script is a connection that delivers the pieces, one a Read, and then ends;
// it needs no clock and no kernel.
type script struct {
	net.Conn // nil: what is not below is not called
	pieces   []string
	written  strings.Builder
	closed   bool
}

func (s *script) Read(p []byte) (int, error) {
	if len(s.pieces) == 0 {
		return 0, io.EOF
	}
	n := copy(p, s.pieces[0])
	if s.pieces[0] = s.pieces[0][n:]; s.pieces[0] == "" {
		s.pieces = s.pieces[1:]
	}
	return n, nil
}

func (s *script) Write(p []byte) (int, error)      { return s.written.Write(p) }
func (s *script) Close() error                     { s.closed = true; return nil }
func (s *script) SetDeadline(time.Time) error      { return nil }
func (s *script) SetReadDeadline(time.Time) error  { return nil }
func (s *script) SetWriteDeadline(time.Time) error { return nil }

// bytewise returns s in pieces of one byte.
func bytewise(s string) []string {
	pieces := make([]string, len(s))
	for i := range len(s) {
		pieces[i] = s[i : i+1]
	}
	return pieces
}

// oneLine fails the test if text could do anything to a terminal or a log but
// stand in one line of it.
func oneLine(t testing.TB, text string) {
	t.Helper()
	for _, c := range text {
		if c < ' ' || c >= 0x7f && c < 0xa0 || c == '\u2028' || c == '\u2029' {
			t.Errorf("control character %U in the message %q", c, text)
			return
		}
	}
}

// timeout is what a deadline that has passed looks like.
var timeout error = os.ErrDeadlineExceeded
