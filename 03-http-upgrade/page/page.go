// Package page serves the small browser page of chapters 03 to 05: it opens a
// WebSocket to the server it came from and shows every event.
package page

import (
	_ "embed"
	"fmt"
	"net"
	"net/http"
	"time"

	"example/websocket/02-tcp-echo/finish"
	"example/websocket/03-http-upgrade/handshake"
)

//go:embed page.html
var html string

// writeWithin bounds how long a browser may take to read the page.
const writeWithin = 10 * time.Second

// Serve answers a plain HTTP request, the page at "/" and 404 elsewhere, and
// closes conn. It fits handshake.Rules.Plain.
func Serve(conn net.Conn, r *handshake.Request) {
	Write(conn, r, html)
}

// Write answers r with a page of the caller's at "/", and closes conn.
func Write(conn net.Conn, r *handshake.Request, html string) {
	conn.SetWriteDeadline(time.Now().Add(writeWithin))
	status, kind, body, extra := 200, "text/html", html, ""
	switch u := r.URL(); {
	case r.Method != "GET" && r.Method != "HEAD":
		status, kind, body, extra = 405, "text/plain", "GET and HEAD are served here\n", "Allow: GET, HEAD\r\n"
	case u == nil || u.Path != "/":
		status, kind, body = 404, "text/plain", "the page is at /\n"
	}
	length := len(body)
	if r.Method == "HEAD" {
		body = ""
	}
	_, err := fmt.Fprintf(conn, "HTTP/1.1 %d %s\r\nContent-Type: %s; charset=utf-8\r\nContent-Length: %d\r\n"+
		"Cache-Control: no-store\r\nConnection: close\r\n%s\r\n%s", status, http.StatusText(status), kind, length, extra, body)
	if err != nil {
		conn.Close()
		return
	}
	finish.Close(conn, time.Second)
}
