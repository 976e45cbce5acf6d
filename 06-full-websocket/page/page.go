// Package page serves the browser page of chapter 06: talk to the server, and
// see what the browser makes of its answers.
package page

import (
	_ "embed"
	"net"

	page03 "example/websocket/03-http-upgrade/page"

	"example/websocket/03-http-upgrade/handshake"
)

//go:embed page.html
var html string

// Serve answers a plain HTTP request, the page at "/" and 404 elsewhere, and
// closes conn. It fits websocket.Options.Plain.
func Serve(conn net.Conn, r *handshake.Request) { page03.Write(conn, r, html) }
