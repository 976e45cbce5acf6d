package page_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/03-http-upgrade/page"
)

// patience bounds every wait; no test is meant to come near it.
const patience = 30 * time.Second

// ask has the page answer a request over loopback, and returns every byte.
func ask(t *testing.T, request string, rules handshake.Rules) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	client, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	client.SetDeadline(time.Now().Add(patience))
	server, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() {
		_, err := handshake.Accept(server, rules)
		done <- err
	}()
	io.WriteString(client, request)
	answer, err := io.ReadAll(client)
	if err != nil {
		t.Fatalf("after %q: %v", answer, err)
	}
	client.Close()
	if err := <-done; err != handshake.ErrPlain {
		t.Errorf("Accept returns %v, want ErrPlain", err)
	}
	return string(answer)
}

func TestServe(t *testing.T) {
	file, err := os.ReadFile("page.html")
	if err != nil {
		t.Fatal(err)
	}
	html := string(file)
	for _, test := range []struct {
		name, first string
		method      string
		status      int
		kind, body  string
		header      [2]string
	}{
		{"the page", "GET / HTTP/1.1", "GET", 200, "text/html", html, [2]string{"Cache-Control", "no-store"}},
		{"the page, asked with a query", "GET /?x=1 HTTP/1.1", "GET", 200, "text/html", html, [2]string{}},
		{"the page, asked by its whole URL", "GET http://h HTTP/1.1", "GET", 200, "text/html", html, [2]string{}},
		{"the page, in HTTP 1.0", "GET / HTTP/1.0", "GET", 200, "text/html", html, [2]string{}},
		{"its head", "HEAD / HTTP/1.1", "HEAD", 200, "text/html", "", [2]string{"Content-Length", strconv.Itoa(len(html))}},
		{"nothing here", "GET /favicon.ico HTTP/1.1", "GET", 404, "text/plain", "the page is at /\n", [2]string{}},
		{"the head of nothing", "HEAD /x HTTP/1.1", "HEAD", 404, "text/plain", "", [2]string{"Content-Length", "17"}},
		{"POST", "POST / HTTP/1.1", "POST", 405, "text/plain", "GET and HEAD are served here\n", [2]string{"Allow", "GET, HEAD"}},
		{"OPTIONS *", "OPTIONS * HTTP/1.1", "OPTIONS", 405, "text/plain", "GET and HEAD are served here\n", [2]string{"Allow", "GET, HEAD"}},
		{"GET *", "GET * HTTP/1.1", "GET", 404, "text/plain", "the page is at /\n", [2]string{}},
	} {
		answer := ask(t, test.first+"\r\nHost: h\r\n\r\n", handshake.Rules{Plain: page.Serve})
		_, behind, _ := strings.Cut(answer, "\r\n\r\n")
		resp, err := http.ReadResponse(bufio.NewReader(strings.NewReader(answer)), &http.Request{Method: test.method})
		if err != nil {
			t.Errorf("%s: %v: %q", test.name, err, answer)
			continue
		}
		if resp.StatusCode != test.status || resp.Header.Get("Content-Type") != test.kind+"; charset=utf-8" || !resp.Close {
			t.Errorf("%s: status %d, header %v, closes: %t; want %d, %s", test.name, resp.StatusCode, resp.Header, resp.Close, test.status, test.kind)
		}
		if behind != test.body || test.method != "HEAD" && resp.ContentLength != int64(len(behind)) {
			t.Errorf("%s: the body is %d bytes, announced %d, want %d: %.60q", test.name, len(behind), resp.ContentLength, len(test.body), behind)
		}
		if name := test.header[0]; name != "" && resp.Header.Get(name) != test.header[1] {
			t.Errorf("%s: %s is %q, want %q", test.name, name, resp.Header.Get(name), test.header[1])
		}
	}
}

func TestWriteServesTheCallersPage(t *testing.T) {
	rules := handshake.Rules{Plain: func(conn net.Conn, r *handshake.Request) { page.Write(conn, r, "<p>é") }}
	answer := ask(t, "GET / HTTP/1.1\r\nHost: h\r\n\r\n", rules)
	if !strings.HasSuffix(answer, "\r\n\r\n<p>é") || !strings.Contains(answer, "\r\nContent-Length: 5\r\n") {
		t.Errorf("the answer is %q; want five bytes", answer)
	}
}

// A body that nobody reads does not cost the client its answer.
func TestServeAnswersABigPost(t *testing.T) {
	request := "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1048576\r\n\r\n" + strings.Repeat("unread. ", 1<<17)
	if answer := ask(t, request, handshake.Rules{Plain: page.Serve}); !strings.HasPrefix(answer, "HTTP/1.1 405 ") {
		t.Errorf("the answer is %q", answer)
	}
}

// A browser that does not read the page holds nobody up for long.
func TestServeDoesNotWaitForABrowserThatDoesNotRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server := net.Pipe()
		defer client.Close()
		start := time.Now()
		page.Serve(server, &handshake.Request{Method: "GET", Target: "/", Host: []string{"h"}})
		if took := time.Since(start); took != 10*time.Second {
			t.Errorf("Serve returns after %v, want 10s", took)
		}
	})
}
