package handshake_test

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example/websocket/03-http-upgrade/handshake"
)

// demand checks a refusal against its row.
func (r row) demand(t *testing.T, raw string) {
	t.Helper()
	got := parse(t, raw)
	if got.status != r.status {
		t.Errorf("status %d, want %d (%s)", got.status, r.status, r.section)
	}
	if line := strconv.Itoa(r.status) + " " + http.StatusText(r.status); !strings.HasSuffix(got.line, " "+line) {
		t.Errorf("status line %q, want %q", got.line, line)
	}
	wanted := append([]string{"Content-Length: " + strconv.Itoa(len(got.body)), "Content-Type: text/plain; charset=utf-8"}, r.header...)
	if !strings.Contains(strings.Join(wanted, "\n"), "Connection: ") {
		wanted = append(wanted, "Connection: close")
	}
	for _, field := range wanted {
		name, value, _ := strings.Cut(field, ": ")
		if name == "Connection" { // a list, in any order
			values := strings.Split(strings.Join(got.header[name], ", "), ", ")
			slices.Sort(values)
			got.header.Set(name, strings.Join(values, ", "))
		}
		if values := got.header.Values(name); len(values) != 1 || values[0] != value {
			t.Errorf("%s is %q, want %q", name, values, value)
		}
	}
	if !strings.HasSuffix(got.body, " ("+r.section+")\n") || len(got.body) < len(r.section)+5 {
		t.Errorf("the body is %q; it should say what is wrong, and name %s", got.body, r.section)
	}
	oneLine(t, strings.TrimSuffix(got.body, "\n"))
}

func TestAcceptRefuses(t *testing.T) {
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			answer, got := send(t, r.rules, r.request)
			r.demand(t, answer)
			refusal := asRefusal(t, got.err)
			oneLine(t, got.err.Error())
			if refusal.Status != r.status || refusal.Section != r.section || !strings.Contains(got.err.Error(), r.section) {
				t.Errorf("Accept returns %v, want status %d and section %s", got.err, r.status, r.section)
			}
			if got.agreed != nil {
				t.Error("a refused handshake has an agreement")
			}
		})
	}
}

// The same rows in front of net/http: what it answers by itself, what it mends
// so that we never see it, and what reaches Judge.
func TestJudgeRefusesInsideNetHTTP(t *testing.T) {
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			answer, reached := sendToNetHTTP(t, r)
			switch {
			case r.alone != 0:
				if got := parse(t, answer); reached || got.status != r.alone {
					t.Errorf("net/http says %d, handler reached: %t; want %d by itself", got.status, reached, r.alone)
				}
			case r.lenient:
				if got := parse(t, answer); !reached || got.status != http.StatusNoContent {
					t.Errorf("status %d, handler reached: %t; want it accepted", got.status, reached)
				}
			case !reached:
				t.Errorf("net/http answers by itself: %q", answer)
			default:
				r.demand(t, answer)
			}
		})
	}
}

// sendToNetHTTP sends the row's request to a net/http server whose handler is
// Judge: 204 stands for 101.
func sendToNetHTTP(t *testing.T, r row) (answer string, reached bool) {
	t.Helper()
	handler := http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		reached = true
		_, err := handshake.Judge(handshake.FromHTTP(req), r.rules)
		var refusal *handshake.Refusal
		if errors.As(err, &refusal) {
			refusal.ServeHTTP(w, req)
			return
		}
		w.Header().Set("Connection", "close")
		w.WriteHeader(http.StatusNoContent)
	})
	s := httptest.NewUnstartedServer(handler)
	s.Config.MaxHeaderBytes = 32 << 10
	s.Start()
	defer s.Close()
	conn, err := net.Dial("tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(patience))
	if _, err := io.WriteString(conn, r.request); err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(conn)
	if errors.Is(err, timeout) { // a reset is net/http's business
		t.Fatalf("the connection stays open after %q", b)
	}
	conn.Close()
	s.Close() // waits for the handler
	return string(b), reached
}

func asRefusal(t *testing.T, err error) *handshake.Refusal {
	t.Helper()
	var refusal *handshake.Refusal
	if !errors.As(err, &refusal) {
		t.Fatalf("error %v, want a *Refusal", err)
	}
	return refusal
}

// Row 22: the time is for the whole head. A byte now and then buys no more.
func TestAcceptRefusesSlowRequest22(t *testing.T) {
	for name, sent := range map[string]string{"silent": "", "half a request": valid[:60], "no blank line": valid[:len(valid)-1]} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client, server := net.Pipe()
				start := time.Now()
				done := accept(server, handshake.Rules{Limits: handshake.Limits{Time: 7 * time.Second}})
				go func() {
					for i := range len(sent) {
						io.WriteString(client, sent[i:i+1])
						<-time.After(10 * time.Millisecond) // virtual
					}
				}()
				b, err := io.ReadAll(client)
				if err != nil {
					t.Fatal(err)
				}
				if took := time.Since(start); took != 7*time.Second {
					t.Errorf("refused after %v, want 7s", took)
				}
				row{status: 408, section: "RFC 9110 §15.5.9"}.demand(t, string(b))
				if r := <-done; !errors.Is(r.err, timeout) {
					t.Errorf("Accept returns %v, want a *Refusal that wraps %v", r.err, timeout)
				}
			})
		})
	}
}

// Row 24: too many connections.
func TestTurnAwayAnswers24(t *testing.T) {
	client, server := pair(t)
	done := make(chan struct{})
	go func() { handshake.TurnAway(context.Background(), server); close(done) }()
	io.WriteString(client, valid)
	b, err := io.ReadAll(client)
	if err != nil {
		t.Fatal(err)
	}
	client.Close()
	<-done
	row{status: 503, section: "RFC 9110 §15.6.4", header: []string{"Retry-After: 5"}}.demand(t, string(b))
}

// Row 25: a TLS client gets no byte of HTTP, which it could not read, and the
// log says what it was. A real hello holds the byte 0x0a, an LF.
func TestAcceptClosesOnTLS25(t *testing.T) {
	client, server := pair(t)
	done := accept(server, handshake.Rules{})
	err := tls.Client(client, &tls.Config{ServerName: "server.example"}).Handshake()
	var record tls.RecordHeaderError
	if err == nil || errors.As(err, &record) {
		t.Errorf("the TLS client got %v; want the connection closed without a byte", err)
	}
	got := (<-done).err
	if r := asRefusal(t, got); r.Status != 0 || !strings.Contains(got.Error(), "TLS") {
		t.Errorf("Accept returns %v; want it to say that the client spoke TLS", got)
	}
}

// A client that is still sending when it is refused reads the refusal all the
// same: a connection closed with unread input answers with RST instead.
func TestRefusalReachesClientThatSendsOn(t *testing.T) {
	client, server := pair(t)
	done := accept(server, handshake.Rules{})
	garbage := make(chan error, 1)
	go func() {
		_, err := io.WriteString(client, change(valid, ": 13", ": 8")+strings.Repeat("unread. ", 1<<17))
		garbage <- errors.Join(err, client.CloseWrite())
	}()
	if err := <-garbage; err != nil {
		t.Errorf("sending 1 MiB behind the request: %v", err)
	}
	b, err := io.ReadAll(client)
	if err != nil {
		t.Errorf("reading the refusal: %v", err)
	}
	row{status: 426, section: "RFC 6455 §4.2.2 (4)", header: append(upgrade, "Sec-WebSocket-Version: 13")}.demand(t, string(b))
	<-done
}

// What an application puts into a refusal cannot add a line to the response,
// nor contradict the length.
func TestRefusalHeaderCannotBeInjected(t *testing.T) {
	r := &handshake.Refusal{Status: 401, Reason: "no", Section: "RFC 6455 §4.2.2 (2)", Header: http.Header{
		"Www-Authenticate": {"Basic\r\nSet-Cookie: a=b\r\n\r\n<html>"}, "Bad Name\r\nX": {"v"},
		"Content-Length": {"0"}, "Content-Type": {"text/html"}, "Connection": {"keep-alive"}, "Transfer-Encoding": {"chunked"},
	}}
	want := row{status: 401, section: r.Section, header: []string{"Www-Authenticate: Basic  Set-Cookie: a=b    <html>"}}
	got := string(r.Append(nil))
	want.demand(t, got)
	if n := len(parse(t, got).header); n != 4 {
		t.Errorf("%d fields in %q, want 4", n, got)
	}
	s := httptest.NewServer(r)
	defer s.Close()
	resp, err := http.Get(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if b, _ := io.ReadAll(resp.Body); string(b) != "no (RFC 6455 §4.2.2 (2))\n" || resp.Header.Get("Set-Cookie") != "" || resp.TransferEncoding != nil {
		t.Errorf("net/http sends %v and %q", resp.Header, b)
	}
}
