package conformance_test

import (
	"bufio"
	"context"
	"crypto/sha1"
	"encoding/base64"
	"io"
	"net"
	"net/textproto"
	"regexp"
	"strings"
	"testing"
	"time"

	"example/websocket/02-tcp-echo/finish"
	"example/websocket/02-tcp-echo/server"
	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/06-full-websocket/conformance"
	"example/websocket/06-full-websocket/conformance/broken"
)

// A greeter is a server that accepts every request which has a key, and makes of
// its own response what it likes. Behind the handshake it is an echo.
type greeter struct {
	guid   string                   // "" is the right one
	change func(head string) string // nil leaves the response as it is
}

func (g greeter) handle(_ context.Context, conn net.Conn) {
	in := bufio.NewReader(conn)
	text := textproto.NewReader(in)
	if _, err := text.ReadLine(); err != nil {
		return
	}
	header, err := text.ReadMIMEHeader()
	if err != nil {
		finish.Close(conn, time.Second)
		return
	}
	guid := g.guid
	if guid == "" {
		guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
	}
	sum := sha1.Sum([]byte(header.Get("Sec-WebSocket-Key") + guid))
	head := "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Accept: " + base64.StdEncoding.EncodeToString(sum[:]) + "\r\n\r\n"
	if g.change != nil {
		head = g.change(head)
	}
	io.WriteString(conn, head)
	broken.Echo(conn, in)
}

func adds(line string) func(string) string {
	return func(head string) string { return strings.TrimSuffix(head, "\r\n") + line + "\r\n\r\n" }
}

func puts(old, new string) func(string) string {
	return func(head string) string { return strings.Replace(head, old, new, 1) }
}

// A server that accepts whatever comes is failed on every MUST that it passes
// over.
func TestAServerThatAcceptsEverythingIsFailed(t *testing.T) {
	cases := conformance.Select(conformance.Cases(), conformance.Servers, nil)
	var handshakes []conformance.Case
	for _, c := range cases {
		if c.Group == "handshake" && c.ID != "10.4/half-a-request" {
			handshakes = append(handshakes, c)
		}
	}
	found := results(t, start(t, loopback(t), greeter{}.handle), handshakes, conformance.Options{Patience: 2 * time.Second, Workers: 64})
	for _, id := range []string{"4.2.1/post", "4.2.1/http-1.0", "9112-3.2/no-host", "4.2.1/no-upgrade", "4.2.1/upgrade-to-websockets", "4.2.1/connection-notupgrade",
		"4.2.1/no-key", "4.2.1/key-not-16-bytes", "11.3.1/key-twice", "4.2.1/no-version", "4.2.2/version-8", "11.3.5/version-is-a-list",
		"9.1/extensions-break-the-grammar", "11.3.4/protocol-no-token", "4.2.2/version-8-is-told-13"} {
		if r := found[id]; r.Verdict != conformance.Failed {
			t.Errorf("%s: %v, want failed", id, r.Verdict)
		}
	}
	for _, id := range []string{"10.2/foreign-origin", "10.2/origin-null", "4.1/protocol-twice-the-same", "4.2.1/key-not-base64"} {
		if r := found[id]; r.Verdict != conformance.NonStrict {
			t.Errorf("%s: %v, want non-strict", id, r.Verdict)
		}
	}
	for id, r := range found {
		for _, well := range []string{"4.2.2/plain", "4.2.1/names-", "4.2.1/cut-", "4.2.1/byte-by-byte", "4.2.1/connection-is", "4.1/"} {
			if strings.HasPrefix(id, well) && !strings.Contains(id, "protocol") && r.Verdict != conformance.OK {
				t.Errorf("%s: %v: %v", id, r.Verdict, r.Findings)
			}
		}
	}
}

// Who gives up on half a request is ok, whether it says so or hangs up.
func TestWhoGivesUpOnHalfARequestIsOK(t *testing.T) {
	for name, handle := range map[string]server.Handler{
		"says 408": func(_ context.Context, conn net.Conn) {
			handshake.Accept(conn, handshake.Rules{Limits: handshake.Limits{Time: 50 * time.Millisecond}})
		},
		"hangs up": func(_ context.Context, conn net.Conn) { io.ReadFull(conn, make([]byte, 20)) },
	} {
		cases := conformance.Select(conformance.Cases(), conformance.Servers, regexp.MustCompile("^10.4/half-a-request$"))
		if r := results(t, start(t, loopback(t), handle), cases, conformance.Options{})["10.4/half-a-request"]; r.Verdict != conformance.OK || len(r.Done) != 2 {
			t.Errorf("%s: %v: %v", name, r.Verdict, r.Findings)
		}
	}
}

// Each mistake in a response is found, by the case that any request is, and
// said.
func TestAWrongResponseIsFailed(t *testing.T) {
	for _, tt := range []struct {
		name string
		greeter
		verdict conformance.Verdict
		says    string // the finding
	}{
		{"right", greeter{}, conformance.OK, ""},
		{"GUID with the space of the RFC's line", greeter{guid: "258EAFA5-E914-47DA- 95CA-C5AB0DC85B11"}, conformance.Failed, "(the GUID has a space in it)"},
		{"GUID in lower case", greeter{guid: "258eafa5-e914-47da-95ca-c5ab0dc85b11"}, conformance.Failed, "(the GUID is in lower case)"},
		{"key with its CR", greeter{guid: "\r258EAFA5-E914-47DA-95CA-C5AB0DC85B11"}, conformance.Failed, "(the key still ends in CR)"},
		{"no proof", greeter{change: puts("Sec-WebSocket-Accept", "X-Accept")}, conformance.Failed, "expected Sec-WebSocket-Accept"},
		{"two proofs", greeter{change: adds("Sec-WebSocket-Accept: x")}, conformance.Failed, "expected Sec-WebSocket-Accept"},
		{"no Upgrade", greeter{change: puts("Upgrade: websocket\r\n", "")}, conformance.Failed, "expected one field Upgrade: websocket"},
		{"no Connection", greeter{change: puts("Connection: Upgrade\r\n", "")}, conformance.Failed, "expected Connection: Upgrade"},
		{"status 200", greeter{change: puts("101 Switching Protocols", "200 OK")}, conformance.Failed, `it sent "HTTP/1.1 200 OK"`},
		{"LF alone", greeter{change: func(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }}, conformance.Failed, "lines that end in CR LF"},
		{"an extension that nobody asked for", greeter{change: adds("Sec-WebSocket-Extensions: x-judge")}, conformance.Failed, `it picked ["x-judge"]`},
		{"a subprotocol that nobody asked for", greeter{change: adds("Sec-WebSocket-Protocol: chat")}, conformance.Failed, `it picked "chat"`},
		{"a length", greeter{change: adds("Content-Length: 0")}, conformance.Failed, "without Content-Length"},
		{"no end", greeter{change: func(s string) string { return strings.TrimSuffix(s, "\r\n") }}, conformance.Failed, "it is silent"},
		{"HTTP/1.0", greeter{change: puts("HTTP/1.1", "HTTP/1.0")}, conformance.NonStrict, "begins with HTTP/1.1"},
		{"other case, other reason, more fields", greeter{change: func(s string) string {
			return strings.NewReplacer("Upgrade: websocket", "UPGRADE:WebSocket", "Connection: Upgrade", "connection: keep-alive, upgrade\r\nServer: x", "Switching Protocols", "Yes").Replace(s)
		}}, conformance.OK, ""},
		{"an interim response before it", greeter{change: func(s string) string { return "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + s }}, conformance.OK, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := conformance.Cases()[0]
			r := results(t, start(t, loopback(t), tt.greeter.handle), []conformance.Case{c}, conformance.Options{Patience: time.Second})[c.ID]
			said := ""
			for _, f := range r.Findings {
				said += f.Error()
			}
			if r.Verdict != tt.verdict || !strings.Contains(said, tt.says) {
				t.Errorf("%s: %v: %s; want %v, and that it says %q", c.ID, r.Verdict, said, tt.verdict, tt.says)
			}
		})
	}
}
