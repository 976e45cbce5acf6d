package main

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"example/websocket/01-raw-socket/program/programtest"
	"example/websocket/06-full-websocket/conformance"
	"example/websocket/06-full-websocket/websocket"
)

// startSuite starts check-client, and returns its URL.
func startSuite(t *testing.T, flags ...string) (*programtest.Process, string) {
	t.Helper()
	p := programtest.Start(t, append([]string{"check-client", "-addr", "127.0.0.1:0"}, flags...)...)
	return p, "ws://" + p.Addr()
}

// The whole suite against this chapter's client: nothing failed, nothing
// non-strict.
func TestTheJudgeIsContentWithOurClient(t *testing.T) {
	p, suite := startSuite(t, "-patience", "1m")
	out, status := programtest.Run(t, "", "autobahn", "-side", "8", "-agent", "chapter 06", suite)
	n := len(conformance.Select(conformance.Cases(), conformance.Clients, nil))
	if status != 0 || !strings.Contains(out, "cases have run") {
		t.Errorf("autobahn: exit status %d\n%s", status, out)
	}
	if status := p.Wait(); status != 0 {
		t.Errorf("check-client: exit status %d", status)
	}
	report := p.Output()
	if bad := regexp.MustCompile(`(?m)^(failed|non-strict): .*`).FindString(report); bad != "" || n < 350 || !strings.Contains(report, " ok, ") {
		t.Errorf("of %d cases, %s\n%s", n, bad, report)
	}
}

// ask opens what a client asks the judge for, and reads to the end. Of what it
// gets it makes answers.
func ask(t *testing.T, url string, answer func([]byte) []byte) (messages string, err error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	c, err := websocket.Dial(ctx, url, nil)
	if err != nil {
		return "", err
	}
	defer c.Close()
	c.SetReadDeadline(time.Now().Add(30 * time.Second))
	for {
		op, p, err := c.ReadMessage(nil)
		if err != nil {
			return messages, err
		}
		if messages += string(p); answer != nil {
			c.WriteMessage(op, answer(p))
		}
	}
}

// A client in any language has only to know four targets, and its case fails if
// it does not echo, or does not come.
func TestCheckClientSaysWhatItSaw(t *testing.T) {
	file := filepath.Join(t.TempDir(), "results.json")
	p, suite := startSuite(t, "-run", `^5\.5\.2/ping-(empty|text)$|^5\.6/kinds-keep$`, "-json", file)
	p.Line("3 cases for a client that echoes messages")
	p.Line(suite + "/getCaseCount")
	const wrongly = "wrongly"
	for _, tt := range []struct{ target, want string }{
		{"/getCaseCount", "3"},
		{"/getCaseInfo?case=1", `{"description":"text comes back as text and binary as binary","id":"5.6/kinds-keep"}`},
		{"/getCaseStatus?case=1&agent=X", `{"behavior":"UNIMPLEMENTED"}`},
		{"/runCase?case=1&agent=X", wrongly},
		{"/getCaseStatus?case=1&agent=X", `{"behavior":"FAILED"}`},
		{"/runCase?case=2&agent=X", ""}, // a ping, which ReadMessage answers
		{"/getCaseStatus?case=2&agent=X", `{"behavior":"OK"}`},
		{"/runCase?case=1&agent=X", "aa"}, // again, and right; but the first time counts
		{"/updateReports?agent=X", ""},
	} {
		answer := func(p []byte) []byte { return p }
		switch {
		case tt.want == wrongly:
			answer = func([]byte) []byte { return []byte("wrong") }
		case !strings.HasPrefix(tt.target, "/runCase"):
			answer = nil
		}
		if got, err := ask(t, suite+tt.target, answer); tt.want != wrongly && (got != tt.want || websocket.CloseStatus(err) == 0) {
			t.Errorf("%s: %q, %v; want %q", tt.target, got, err, tt.want)
		}
	}
	if status := p.Wait(); status != 1 {
		t.Errorf("exit status %d, want 1: one case failed, and one never ran", status)
	}
	for _, want := range []string{"\nfailed: 5.6/kinds-keep", "but it sent text \"wrong\"", "\nfailed: 5.5.2/ping-text",
		"expected to be asked for /runCase?case=3\n      but the client never did", "\n1 of 3 ok, 2 failed, after "} {
		if !strings.Contains(p.Output(), want) {
			t.Errorf("the report does not say %q:\n%s", want, p.Output())
		}
	}
	if b, err := os.ReadFile(file); err != nil || strings.Count(string(b), `"verdict":"failed"`) != 2 || strings.Count(string(b), `"verdict":"ok"`) != 1 {
		t.Errorf("%v, and the file holds\n%s", err, b)
	}
}

// Whoever asks for something else is told what there is, and nothing ends.
func TestCheckClientIsAskedAmiss(t *testing.T) {
	p, suite := startSuite(t, "-run", `^5\.5\.2/ping-empty$`)
	p.Line("1 case for a client that echoes messages")
	for target, says := range map[string]string{
		"/":                  "ask for /getCaseCount",
		"/runCase?case=0":    `there is no case \"0\": they are 1 to 1`,
		"/runCase?case=2":    `there is no case \"2\"`,
		"/runCase?case=one":  `there is no case \"one\"`,
		"/getCaseInfo":       `there is no case \"\"`,
		"/getCaseStatus?a=b": `there is no case \"\"`,
	} {
		if _, err := ask(t, suite+target, nil); err == nil || !strings.Contains(err.Error(), "404") || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want 404 and %s", target, err, says)
		}
	}
	conn := programtest.Connect(t, strings.TrimPrefix(suite, "ws://"))
	conn.Write([]byte("GET /getCaseCount HTTP/1.1\nHost: a\n\n"))
	answer := make([]byte, 1000)
	if n, _ := conn.Read(answer); !strings.Contains(string(answer[:n]), "400") || !strings.Contains(string(answer[:n]), "lines that end in CR LF") {
		t.Errorf("after a request with LF alone: %q", answer[:n])
	}
	resp, err := http.Get("http" + strings.TrimPrefix(suite, "ws") + "/getCaseCount")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if got, _ := ask(t, suite+"/runCase?case=1", nil); got != "" {
		t.Errorf("case 1 sends %q", got)
	}
	ask(t, suite+"/updateReports", nil)
	if status := p.Wait(); status != 0 || !strings.Contains(p.Output(), "\n1 of 1 ok, after ") {
		t.Errorf("exit status %d\n%s", status, p.Output())
	}
}

func TestCheckClientLists(t *testing.T) {
	out, status := programtest.Run(t, "", "check-client", "-list", "-run", "^4.1/request-is-a-get$")
	if want := "4.1/request-is-a-get\n    the request line\n"; status != 0 || out != want {
		t.Errorf("exit status %d\n%swant\n%s", status, out, want)
	}
}

// Ctrl-C ends the judge cleanly, with a case under way.
func TestCtrlCEndsCheckClient(t *testing.T) {
	p, suite := startSuite(t)
	conn := programtest.Connect(t, strings.TrimPrefix(suite, "ws://"))
	conn.Write([]byte("GET /runCase?case=1 HTTP/1.1\r\n"))
	p.InterruptWell()
	if out := p.Output(); !strings.Contains(out, " not tried, after ") {
		t.Errorf("the end is not told:\n%s", out)
	}
}

// A suite that goes away ends autobahn; one that is none is told apart.
func TestAutobahnNeedsASuite(t *testing.T) {
	web := httptest.NewServer(http.NotFoundHandler())
	defer web.Close()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	gone := "ws://" + l.Addr().String()
	go func() { // says that there are 1000 cases, and no more
		defer l.Close()
		conn, err := l.Accept()
		if err != nil {
			return
		}
		if c, err := websocket.Accept(t.Context(), conn, nil); err == nil {
			c.WriteMessage(websocket.Text, []byte("1000"))
			l.Close()
			c.Shutdown(t.Context(), 1000, "")
		}
	}()
	for _, tt := range []struct {
		args   []string
		status int
		wants  string
	}{
		{[]string{"autobahn", gone}, 1, "refused"},
		{[]string{"autobahn", "ws://127.0.0.1:1"}, 1, "refused"},
		{[]string{"autobahn", strings.Replace(web.URL, "http", "ws", 1)}, 1, "/getCaseCount did not say how many cases there are: handshake: the server answered 404"},
		{[]string{"autobahn"}, 2, "autobahn needs URL"},
		{[]string{"autobahn", "-side", "0", gone}, 2, "from 1 to 64"},
		{[]string{"check-client", "-run", "^nothing$"}, 2, "no case has an id that matches ^nothing$"},
		{[]string{"check-client", "-addr", strings.TrimPrefix(web.URL, "http://")}, 1, "stop it, or use -addr 127.0.0.1:0"},
	} {
		out, status := programtest.Run(t, "", tt.args...)
		if status != tt.status || !strings.Contains(out, tt.wants) || strings.Contains(out, "have run") {
			t.Errorf("%q: exit status %d, want %d and %q:\n%s", tt.args, status, tt.status, tt.wants, out)
		}
	}
}
