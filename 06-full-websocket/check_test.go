package main

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"example/websocket/01-raw-socket/program/programtest"
	"example/websocket/06-full-websocket/conformance"
)

// The whole suite against this chapter's server: nothing failed, nothing
// non-strict. (The case that waits until a server gives up is left out, since it
// takes as long as that.)
func TestTheJudgeIsContentWithServe(t *testing.T) {
	server, addr := programtest.Serve(t)
	cases := slices.DeleteFunc(conformance.Cases(), func(c conformance.Case) bool { return c.ID == "10.4/half-a-request" })
	s := conformance.Server{Host: addr, Target: "/", Dial: func(ctx context.Context) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "tcp", addr)
	}}
	count := make(map[conformance.Verdict]int)
	err := conformance.CheckServer(t.Context(), s, cases, conformance.Options{Patience: time.Minute}, func(r conformance.Result) {
		if count[r.Verdict]++; r.Verdict == conformance.Failed || r.Verdict == conformance.NonStrict {
			t.Errorf("%s: %v: %v", r.ID, r.Verdict, r.Findings)
		}
	})
	if err != nil {
		t.Fatalf("%v\nthe server:\n%s", err, server.Output())
	}
	if count[conformance.OK] < 800 {
		t.Errorf("only %d cases are ok: %v", count[conformance.OK], count)
	}
	server.InterruptWell()
}

func TestCheckReports(t *testing.T) {
	_, addr := programtest.Serve(t)
	file := filepath.Join(t.TempDir(), "results.json")
	out, status := programtest.Run(t, "", "check", "-run", `^5\.5\.2/ping-(empty|text)$`, "-json", file, "ws://"+addr+"/")
	if status != 0 || !strings.HasPrefix(out, "2 cases for the server at ws://"+addr+"/\n") || !strings.Contains(out, "\nping and pong     2     2           .              .       .            .\n\n2 of 2 ok, after ") {
		t.Errorf("exit status %d\n%s", status, out)
	}
	b, err := os.ReadFile(file)
	if want := `{"id":"5.5.2/ping-empty","section":"RFC 6455 §5.5.2",`; err != nil || strings.Count(string(b), "\n") != 2 || !strings.HasPrefix(string(b), want) ||
		strings.Count(string(b), `"verdict":"ok"`) != 2 {
		t.Errorf("%v, and the file holds\n%s", err, b)
	}
}

func TestCheckSpeaksTLS(t *testing.T) {
	_, addr := programtest.Serve(t, "-tls")
	out, status := programtest.Run(t, "", "check", "-insecure", "-run", `^5\.5\.2/ping-(empty|text)$`, "wss://"+addr+"/")
	if status != 0 || strings.Count(out, "not checked who the server is") != 1 || !strings.Contains(out, "\n2 of 2 ok, after ") {
		t.Errorf("exit status %d\n%s", status, out)
	}
}

// A server that is none fails, and the status says so.
func TestCheckEndsWithStatus1OnAFailure(t *testing.T) {
	web := httptest.NewServer(http.NotFoundHandler())
	defer web.Close()
	out, status := programtest.Run(t, "", "check", "-run", "^5.2/rsv1-set$", strings.Replace(web.URL, "http", "ws", 1))
	if status != 1 || !strings.Contains(out, "but it sent \"HTTP/1.1 404 Not Found\"") || !strings.Contains(out, "\n0 of 1 ok, 1 failed, after ") {
		t.Errorf("exit status %d\n%s", status, out)
	}
}

func TestCheckLists(t *testing.T) {
	out, status := programtest.Run(t, "", "check", "-list", "-run", "^5.2/rsv3-set$")
	if want := "5.2/rsv3-set (Autobahn 3.1)\n    RSV3 on a text, and no extension gives it a meaning\n"; status != 0 || out != want {
		t.Errorf("exit status %d\n%swant\n%s", status, out, want)
	}
}

// Ctrl-C ends the judge cleanly, and what is known by then is told.
func TestCtrlCEndsCheck(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0") // who connects waits for ever
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	p := programtest.Start(t, "check", "ws://"+l.Addr().String()+"/")
	p.Line("cases for the server at ")
	p.InterruptWell()
	if out := p.Output(); !strings.Contains(out, " not tried, after ") {
		t.Errorf("the end is not told:\n%s", out)
	}
}

func TestBadCommandLinesOfCheck(t *testing.T) {
	for _, tt := range []struct {
		args   []string
		status int
		wants  string
	}{
		{[]string{"check"}, 2, "check needs URL, for example: go run ./06-full-websocket check ws://127.0.0.1:15000/"},
		{[]string{"check", "http://127.0.0.1:1/"}, 2, "it must begin with ws:// or wss://"},
		{[]string{"check", "ws://127.0.0.1:1/"}, 1, "no server to judge: dial tcp 127.0.0.1:1: connect: connection refused"},
		{[]string{"check", "-run", "(", "ws://127.0.0.1:1/"}, 2, "error parsing regexp"},
		{[]string{"check", "-run", "^nothing$", "ws://127.0.0.1:1/"}, 2, "no case has an id that matches ^nothing$"},
		{[]string{"check", "-workers", "0", "ws://127.0.0.1:1/"}, 2, "from 1 to"},
		{[]string{"check", "ws://127.0.0.1:1/", "ws://127.0.0.1:2/"}, 2, "one argument too many"},
	} {
		out, status := programtest.Run(t, "", tt.args...)
		if status != tt.status || !strings.Contains(out, tt.wants) {
			t.Errorf("%q: exit status %d, want %d and %q:\n%s", tt.args, status, tt.status, tt.wants, out)
		}
	}
}

func TestServeCompressesUnlessItIsToldNotTo(t *testing.T) {
	const id = "7692-7.2.3.1/one-block"
	for flag, verdict := range map[string]string{"-compress": `"ok"`, "-compress=false": `"not offered"`} {
		_, addr := programtest.Serve(t, flag)
		file := filepath.Join(t.TempDir(), "results.json")
		programtest.Run(t, "", "check", "-run", "^"+id+"$", "-json", file, "ws://"+addr+"/")
		if b, err := os.ReadFile(file); err != nil || !strings.Contains(string(b), `"verdict":`+verdict) {
			t.Errorf("serve %s: %v, want verdict %s\n%s", flag, err, verdict, b)
		}
	}
}

func TestDialOffersCompressionIfItIsToldTo(t *testing.T) {
	for _, tt := range []struct {
		flags   []string
		offered bool
	}{{nil, false}, {[]string{"-compress"}, true}} {
		var offered bool
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			offered = strings.Contains(r.Header.Get("Sec-WebSocket-Extensions"), "permessage-deflate")
			http.Error(w, "seen", http.StatusTeapot)
		}))
		programtest.Run(t, "", append(append([]string{"dial"}, tt.flags...), "ws"+strings.TrimPrefix(s.URL, "http"))...)
		s.Close()
		if offered != tt.offered {
			t.Errorf("dial %v: compression offered: %t", tt.flags, offered)
		}
	}
}

// A promise about the time that a message may take is kept, or found out.
func TestCheckHoldsAServerToItsMessageTime(t *testing.T) {
	_, addr := programtest.Serve(t, "-message-time", "100ms")
	out, status := programtest.Run(t, "", "check", "-message-time", "100ms", "-run", "^10.4/late-message$", "ws://"+addr+"/")
	if status != 0 || !strings.Contains(out, "\n1 of 1 ok, after ") {
		t.Errorf("exit status %d\n%s", status, out)
	}
	_, addr = programtest.Serve(t)
	out, status = programtest.Run(t, "", "check", "-message-time", "100ms", "-patience", "100ms", "-run", "^10.4/late-message$", "ws://"+addr+"/")
	if status != 1 || !strings.Contains(out, "a Close with 1008 policy violation, once 100ms have passed") || !strings.Contains(out, "it is silent") {
		t.Errorf("exit status %d\n%s", status, out)
	}
}
