package frametest

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example/websocket/01-raw-socket/program/programtest"
	"example/websocket/03-http-upgrade/handshake"
)

// TestHTTP tests what the programs of chapters 04 and 05 share: the page on a
// plain GET, 503 beyond -max, and a minute for a client that falls silent. The
// test's own binary has to be the program, and handle its handler.
func TestHTTP(t *testing.T, handle func(context.Context, net.Conn)) {
	t.Run("the page on a plain GET", func(t *testing.T) {
		p := programtest.Start(t, "-addr", "127.0.0.1:0")
		if resp, body := get(t, p.Addr()); resp.StatusCode != 200 || !strings.Contains(body, "new WebSocket(") {
			t.Errorf("status %d, want the page:\n%s", resp.StatusCode, body)
		}
	})
	t.Run("503 beyond -max", func(t *testing.T) {
		p := programtest.Start(t, "-addr", "127.0.0.1:0", "-max", "1")
		addr := p.Addr()
		Connect(t, addr) // and stays
		if resp, body := get(t, addr); resp.StatusCode != 503 || resp.Header.Get("Retry-After") == "" {
			t.Errorf("the second client gets %d %v, want 503 and when to come again (RFC 9110 §15.6.4):\n%s", resp.StatusCode, resp.Header, body)
		}
	})
	t.Run("a minute for the silent", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			near, far := net.Pipe()
			defer far.Close()
			go func() {
				offer := handshake.Offer{Target: &handshake.Target{Host: "server.example", RequestTarget: "/"}}
				far.Write(offer.Append(nil, handshake.NewKey()))
				io.Copy(io.Discard, far)
			}()
			start := time.Now()
			handle(t.Context(), near)
			if took := time.Since(start); took != time.Minute {
				t.Errorf("a client that is silent after the handshake was kept for %v, want a minute", took)
			}
		})
	})
}

// get sends a plain request, and returns the answer and its body.
func get(t *testing.T, addr string) (resp *http.Response, body string) {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(patience))
	io.WriteString(conn, "GET / HTTP/1.1\r\nHost: "+addr+"\r\n\r\n")
	resp, err = http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(b)
}
