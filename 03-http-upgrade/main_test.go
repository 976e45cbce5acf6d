package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"example/websocket/01-raw-socket/program/programtest"
	"example/websocket/03-http-upgrade/handshake"
)

// patience bounds every wait; no test is meant to come near it.
const patience = 30 * time.Second

func TestMain(m *testing.M) { programtest.Main(m, main) }

// request is RFC 6455 §1.3's, and accepted what it deserves.
const (
	request = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
	accepted = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
	frame = "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"
)

// connect opens a connection to the server and sends text on it.
func connect(t *testing.T, addr, text string) *net.TCPConn {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(patience))
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
	return conn.(*net.TCPConn)
}

// expect reads exactly want from conn.
func expect(t *testing.T, conn net.Conn, want string) {
	t.Helper()
	got := make([]byte, len(want))
	n, err := io.ReadFull(conn, got)
	if err != nil || string(got) != want {
		t.Fatalf("got %q, %v; want %q", got[:n], err, want)
	}
}

func TestServeSendsThePageOnAPlainGet(t *testing.T) {
	t.Parallel()
	_, addr := programtest.Serve(t)
	conn := connect(t, addr, "GET / HTTP/1.1\r\nHost: "+addr+"\r\n\r\n")
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != 200 || !strings.Contains(string(body), "new WebSocket(") {
		t.Errorf("status %d, %v, page\n%s", resp.StatusCode, err, body)
	}
}

// The 101 byte by byte, and behind it plain text, which is the lesson: 'H' is
// no first byte of a frame.
//
// Claim C6.
func TestServeUpgradesThenSpeaksPlainText(t *testing.T) {
	t.Parallel()
	p, addr := programtest.Serve(t)
	conn := connect(t, addr, request)
	expect(t, conn, accepted+"Hello\n")
	for _, line := range []string{"we read", "GET / HTTP/1.1", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "we wrote", "101 Switching Protocols", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="} {
		p.Line(line)
	}
	io.WriteString(conn, frame)
	p.Line("sent 11 bytes")
	p.Line("81 85 37 fa 21 3d 7f 9f  4d 51 58")
	conn.CloseWrite()
	if rest, err := io.ReadAll(conn); err != nil || len(rest) != 0 {
		t.Errorf("at the end comes %q, %v", rest, err)
	}
	p.Line("EOF")
}

func TestServeDumpsAFrameGluedToTheRequest(t *testing.T) {
	t.Parallel()
	p, addr := programtest.Serve(t)
	conn := connect(t, addr, request+frame)
	expect(t, conn, accepted+"Hello\n")
	p.Line("sent 11 bytes")
	p.Line("81 85 37 fa 21 3d 7f 9f  4d 51 58")
}

func TestServeRefusesAndServesOn(t *testing.T) {
	t.Parallel()
	p, addr := programtest.Serve(t)
	for _, test := range []struct{ request, status, log string }{
		{strings.Replace(request, ": 13", ": 8", 1), "HTTP/1.1 426 ", "426 (RFC 6455 §4.2.2 (4))"},
		{strings.Replace(request, "GET", "POST", 1), "HTTP/1.1 405 ", "405 (RFC 6455 §4.2.1 (1))"},
		{"Hello\r\n\r\n", "HTTP/1.1 400 ", "400 (RFC 9112 §3)"},
		{"\x81\x05Hello", "HTTP/1.1 400 ", "400 (RFC 6455 §4.2.1)"},
		{"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\n", "", "TLS"},
	} {
		conn := connect(t, addr, test.request)
		answer, err := io.ReadAll(conn)
		if !strings.HasPrefix(string(answer), test.status) || test.status == "" && len(answer) > 0 || test.status != "" && err != nil {
			t.Errorf("%q is answered by %q, %v; want %q", test.request, answer, err, test.status)
		}
		conn.Close()
		p.Line(test.log)
	}
	expect(t, connect(t, addr, request), accepted)
}

func TestAutopsyNamesTheSlip(t *testing.T) {
	for _, test := range []struct{ accept, says string }{
		{"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "it is correct\n"},
		{"Kfh9QIsMVZcl6xEPYxPHzW8SZ8w=", "the key is empty: the server did not find the header\n"},
		{"dGhlIHNhbXBsZSBub25jZQ==", "this is the key itself, sent back\n"},
		{"AAAA", "no known slip"},
	} {
		output, status := programtest.Run(t, "", "autopsy", "dGhlIHNhbXBsZSBub25jZQ==", test.accept)
		if status != 0 || !strings.Contains(output, test.says) {
			t.Errorf("%s: status %d, %q; want %q", test.accept, status, output, test.says)
		}
	}
}

// Half a request holds up nobody but itself.
func TestServeIsNotDelayedByASilentClient(t *testing.T) {
	t.Parallel()
	_, addr := programtest.Serve(t)
	connect(t, addr, "")
	half := connect(t, addr, request[:60])
	expect(t, connect(t, addr, request), accepted+"Hello\n")
	io.WriteString(half, request[60:]) // and it is served in its turn
	expect(t, half, accepted+"Hello\n")
}

func TestServeTurnsAwayBeyondMax(t *testing.T) {
	t.Parallel()
	_, addr := programtest.Serve(t, "-max", "1")
	expect(t, connect(t, addr, request), accepted)
	conn := connect(t, addr, request)
	if answer, err := io.ReadAll(conn); err != nil || !strings.HasPrefix(string(answer), "HTTP/1.1 503 ") {
		t.Errorf("the second client gets %q, %v; want 503", answer, err)
	}
}

func TestServeEndsOnInterruptWithAClient(t *testing.T) {
	t.Parallel()
	p, addr := programtest.Serve(t)
	conn := connect(t, addr, request)
	expect(t, conn, accepted+"Hello\n")
	p.Interrupt()
	if rest, err := io.ReadAll(conn); err != nil || len(rest) != 0 {
		t.Errorf("the client sees %q, %v; want the end of the stream", rest, err)
	}
	conn.Close()
	if status := p.Wait(); status != 0 {
		t.Errorf("exit status %d, want 0; it printed\n%s", status, p.Output())
	}
}

func TestDialTalksToServe(t *testing.T) {
	t.Parallel()
	server, addr := programtest.Serve(t)
	p := programtest.Start(t, "dial", "ws://"+addr+"/chat?room=1")
	p.Line("to the socket:       " + addr)
	p.Line("in the handshake:    GET /chat?room=1, Host: " + addr)
	p.Line("we wrote")
	p.Line("GET /chat?room=1 HTTP/1.1")
	p.Line("we read")
	p.Line("HTTP/1.1 101 Switching Protocols")
	p.Line("48 65 6c 6c 6f 0a")
	p.Type("Hi\n")
	server.Line("48 69 0a")
	p.CloseInput()
	if status := p.Wait(); status != 0 {
		t.Errorf("exit status %d; it printed\n%s", status, p.Output())
	}
}

// answerOnce is a server for one connection: it reads a request, sends what
// answer says, and reads to the end.
func answerOnce(t *testing.T, answer func(*http.Request) string) (addr string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	t.Cleanup(func() { l.Close(); <-done })
	go func() {
		defer close(done)
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		conn.SetDeadline(time.Now().Add(patience))
		if r, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
			io.WriteString(conn, answer(r))
		}
		conn.(*net.TCPConn).CloseWrite()
		io.Copy(io.Discard, conn)
	}()
	return l.Addr().String()
}

func TestDialDiagnoses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer string
		says   []string
	}{
		"refused":             {"HTTP/1.1 403 Forbidden\r\nContent-Length: 8\r\n\r\nnot you\n", []string{"403", `the server says: "not you"`}},
		"accept of no key":    {strings.Replace(accepted, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "Kfh9QIsMVZcl6xEPYxPHzW8SZ8w=", 1), []string{"the key is empty", "RFC 6455 §4.1"}},
		"accept of the RFC":   {accepted, []string{"sample key"}},
		"no websocket at all": {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", []string{"200", "not 101"}},
		"nothing":             {"", []string{"hung up after 0 bytes"}},
		"another protocol":    {"SSH-2.0-OpenSSH_9.2\r\n", []string{"SSH"}},
	} {
		addr := answerOnce(t, func(*http.Request) string { return test.answer })
		output, status := programtest.Run(t, "", "dial", "ws://"+addr+"/")
		if status != 1 {
			t.Errorf("%s: exit status %d, want 1", name, status)
		}
		for _, says := range test.says {
			if !strings.Contains(output, says) {
				t.Errorf("%s: nothing about %q in\n%s", name, says, output)
			}
		}
	}
}

func TestDialShowsWhatIsGluedToThe101(t *testing.T) {
	t.Parallel()
	addr := answerOnce(t, func(r *http.Request) string {
		return fmt.Sprintf("HTTP/1.1 101 OK\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n\x81\x05Hello",
			handshake.AcceptKey(r.Header.Get("Sec-WebSocket-Key")))
	})
	if output, status := programtest.Run(t, "", "dial", "ws://"+addr); status != 0 || !strings.Contains(output, "81 05 48 65 6c 6c 6f") {
		t.Errorf("exit status %d, want 0 and the frame dumped; it printed\n%s", status, output)
	}
}

func TestDialRefusesABadURL(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"127.0.0.1:15000", "http://127.0.0.1:1/", "ws://", "ws://h/#x", "ws://me@h/", "ws://h:0/", "ws://h:65536/", "ws://h /"} {
		output, status := programtest.Run(t, "", "dial", url)
		if status != 2 || strings.Count(output, "\n") != 1 || !strings.Contains(output, "RFC 6455 §3") {
			t.Errorf("dial %q: exit status %d, want 2 and one line; it printed\n%s", url, status, output)
		}
	}
}

func TestDialEndsOnInterrupt(t *testing.T) {
	t.Parallel()
	quiet := make(chan struct{})
	defer close(quiet)
	asked := make(chan struct{})
	addr := answerOnce(t, func(*http.Request) string { close(asked); <-quiet; return "" })
	p := programtest.Start(t, "dial", "ws://"+addr)
	select {
	case <-asked:
	case <-time.After(patience):
		t.Fatal("no request")
	}
	p.Interrupt()
	if status := p.Wait(); status != 0 {
		t.Errorf("exit status %d, want 0; it printed\n%s", status, p.Output())
	}
}

// A handler ends with its connection, whatever it was doing.
func TestHandleReturnsWhenTheServerLeaves(t *testing.T) {
	client, server := net.Pipe()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { handle(ctx, server); close(done) }()
	client.SetDeadline(time.Now().Add(patience))
	io.WriteString(client, request)
	expect(t, client, accepted+"Hello\n")
	cancel()
	if _, err := client.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		t.Errorf("the client sees %v, want the end of the stream", err)
	}
	<-done
}
