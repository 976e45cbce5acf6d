package main

import (
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"example/websocket/01-raw-socket/program/programtest"
	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/04-frames/dissect"
	"example/websocket/04-frames/frame"
	"example/websocket/04-frames/frame/frametest"
)

func TestMain(m *testing.M) { programtest.Main(m, main) }

func TestServesThePage(t *testing.T) {
	_, addr := programtest.Serve(t)
	resp, err := http.Get("http://" + addr + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	if resp.StatusCode != 200 || !strings.Contains(string(body), "new WebSocket(") {
		t.Errorf("status %d, page %.200q", resp.StatusCode, body)
	}
}

func TestDialTalks(t *testing.T) {
	_, addr := programtest.Serve(t)
	p := programtest.Start(t, "dial", "ws://"+addr+"/chat")
	p.Line("to the socket:       " + addr)
	p.Line("in the handshake:    GET /chat, Host: " + addr)
	p.Line("open")
	p.Type("Hello\n")
	p.Line("Hello")
	p.Type("/ping hb-1\n")
	p.Line(`pong "hb-1" after`)
	p.Type("/close 1005\n")
	p.Line(`close code "1005" may not be sent`)
	p.Type("/close 4001 so long\n")
	p.Line(`closed: code 4001, reason "so long"`)
	if status := p.Wait(); status != 0 {
		t.Errorf("exit status %d, want 0\n%s", status, p.Output())
	}
}

func TestDialEndsWithItsInput(t *testing.T) {
	_, addr := programtest.Serve(t)
	out, status := programtest.Run(t, "one\ntwo\n", "dial", "ws://"+addr+"/")
	if status != 0 || !strings.Contains(out, "one\ntwo\nclosed: code 1000 normal closure") {
		t.Errorf("exit status %d\n%s", status, out)
	}
}

func TestDialShowsWhyTheServerLeaves(t *testing.T) {
	for _, tt := range []struct{ name, input, wants string }{
		{"too big", strings.Repeat("x", 101) + "\n", "closed: code 1009 message too big"},
	} {
		_, addr := programtest.Serve(t, "-limit", "100")
		p := programtest.Start(t, "dial", "ws://"+addr+"/")
		p.Type(tt.input)
		p.Line(tt.wants)
		if status := p.Wait(); status != 1 {
			t.Errorf("exit status %d, want 1\n%s", status, p.Output())
		}
	}
}

// Frames made by hand, a byte at a time: nobody needs another tool.
func TestDialSendsHex(t *testing.T) {
	_, addr := programtest.Serve(t)
	p := programtest.Start(t, "dial", "-hex", "-dribble=1ms", "ws://"+addr+"/")
	p.Line("open")
	p.Type("01 83 00 00 00 00 48 65 6c   # Hel\n80 82 00 00 00 00 6c 6f # lo\n")
	p.Line("Hello")
	p.Type("82 82 00 00 00 00 00 ff\n")
	p.Line("binary, 2 bytes: 00 ff")
	p.Type("83 80\n")
	p.Line("closed: code 1002 protocol error")
	if status := p.Wait(); status != 1 {
		t.Errorf("exit status %d, want 1\n%s", status, p.Output())
	}
}

func TestCtrlCSaysGoodbye(t *testing.T) {
	server, addr := programtest.Serve(t)
	client := programtest.Start(t, "dial", "ws://"+addr+"/")
	client.Line("open")
	server.Line("open")
	server.Interrupt()
	client.Line("closed: code 1001 going away")
	if status := server.Wait(); status != 0 {
		t.Errorf("server: exit status %d, want 0", status)
	}
	if status := client.Wait(); status != 0 {
		t.Errorf("client: exit status %d, want 0", status)
	}

	server, addr = programtest.Serve(t)
	client = programtest.Start(t, "dial", "ws://"+addr+"/")
	client.Line("open")
	client.Interrupt()
	server.Line("the peer closed: 1001 going away")
	if status := client.Wait(); status != 0 {
		t.Errorf("client: exit status %d, want 0", status)
	}
}

// M29 at the client's side: a server that breaks a rule reads that it did,
// though more of what it sent is unread.
func TestDialsLastWordsArrive(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for _, flag := range []string{"-dribble=0", "-dribble=1ms"} {
		p := programtest.Start(t, "dial", flag, "ws://"+l.Addr().String()+"/")
		conn, err := l.Accept()
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if _, err := handshake.Accept(conn, handshake.Rules{}); err != nil {
			t.Fatal(err)
		}
		conn.SetDeadline(time.Now().Add(30 * time.Second))
		if _, err := io.WriteString(conn, "\x81\x80\x00\x00\x00\x00"+strings.Repeat("unread", 1<<18)); err != nil {
			t.Errorf("dial %s does not hear us out: %v", flag, err)
		}
		answer, err := io.ReadAll(conn)
		if err != nil || len(answer) < 2 || answer[0] != 0x88 {
			t.Errorf("dial %s: want a Close and the end, got %v and\n%s", flag, err, dissect.Frames(answer))
		}
		conn.Close()
		p.Line("closed: code 1002 protocol error")
	}
}

// No peer ends the process, and the next client is served.
func TestHostilePeersCostOnlyThemselves(t *testing.T) {
	server, addr := programtest.Serve(t)
	for _, sent := range []string{
		"\x16\x03\x01\x02\x00", "\x00", "GET", "\x82\xff\x80\x00\x00\x00\x00\x00\x00\x00", "\x81\x05Hello",
		"\x82\xff\x7f\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00",
	} {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		if sent[0] >= 0x80 {
			target := &handshake.Target{Host: addr, RequestTarget: "/"}
			if _, err := handshake.Connect(conn, handshake.Offer{Target: target}); err != nil {
				t.Fatal(err)
			}
		}
		io.WriteString(conn, sent)
		conn.(*net.TCPConn).CloseWrite()
		conn.SetReadDeadline(time.Now().Add(30 * time.Second))
		if answer, err := io.ReadAll(conn); err != nil {
			t.Errorf("after %q: %v\n%s", sent, err, dissect.Frames(answer))
		}
		conn.Close()
	}
	out, status := programtest.Run(t, "still here\n", "dial", "ws://"+addr+"/")
	if status != 0 || !strings.Contains(out, "\nstill here\n") {
		t.Errorf("exit status %d\n%s\nthe server:\n%s", status, out, server.Output())
	}
}

func TestBadCommandLines(t *testing.T) {
	_, addr := programtest.Serve(t)
	for _, tt := range []struct {
		args   []string
		status int
		wants  string
	}{
		{[]string{"-h"}, 0, "example: go run ./06-full-websocket dial ws://127.0.0.1:15000/"},
		{[]string{"-limit", "0"}, 2, "from 1 to"},
		{[]string{"-limit", "many"}, 2, "from 1 to"},
		{[]string{"dial", "http://" + addr}, 2, "it must begin with ws:// or wss://"},
		{[]string{"dial"}, 2, "dial needs URL"},
		{[]string{"sing"}, 2, `"sing" is not a verb of this chapter: serve, dial`},
		{[]string{"-addr", addr}, 1, "another chapter may still be running: stop it, or use -addr 127.0.0.1:0"},
		{[]string{"dial", "ws://127.0.0.1:1/"}, 1, "refused"},
		{[]string{"dial", "-hex", "ws://" + addr + "/"}, 2, `"8z" is not bytes in hex`},
	} {
		out, status := programtest.Run(t, "8z\n", tt.args...)
		if status != tt.status || !strings.Contains(out, tt.wants) {
			t.Errorf("%q: exit status %d, want %d and %q:\n%s", tt.args, status, tt.status, tt.wants, out)
		}
	}
}

// What a server sends is shown, not obeyed: no control characters for the
// terminal.
func TestDialQuotesControlCharacters(t *testing.T) {
	l := frametest.Listen(t)
	p := programtest.Start(t, "dial", l.URL())
	peer := l.Next()
	peer.Send(frame.Append(nil, frame.Text, []byte("\x1b[2Jgone")))
	p.Line(`"\x1b[2Jgone"`)
	p.Type("caf\xe9\n")
	p.Line("not sent: a text message has to be UTF-8")
	p.Type("/help\n")
	p.Line("commands: /ping [TEXT], /close [CODE [REASON]]")
	p.Kill()
}

// A ping on the last line is answered before we leave.
func TestDialWaitsForThePong(t *testing.T) {
	_, addr := programtest.Serve(t)
	out, status := programtest.Run(t, "/ping hb-1\n", "dial", "ws://"+addr+"/")
	if status != 0 || !strings.Contains(out, "\npong \"hb-1\" after ") {
		t.Errorf("exit status %d\n%s", status, out)
	}
}
