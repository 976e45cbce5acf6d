// Package handover is an exercise: where HTTP ends and frames begin.
package handover

import (
	"bufio"
	"net/http"
	"strings"

	"example/websocket/03-http-upgrade/handshake"
)

// AcceptOf returns the Sec-WebSocket-Accept that answers a request with that
// head.
func AcceptOf(head string) string {
	r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(head)))
	if err != nil {
		return ""
	}
	return handshake.AcceptKey(r.Header.Get("Sec-WebSocket-Key"))
}
