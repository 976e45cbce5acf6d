package handshake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"example/websocket/02-tcp-echo/finish"
)

// refuseWithin bounds how long a refused client may take to read why.
const refuseWithin = 2 * time.Second

// A Refusal is a server's "no" to a handshake, and the reason.
type Refusal struct {
	Status  int         // of the response; 0 closes without one
	Header  http.Header // fields that this status requires; may be nil
	Reason  string      // one sentence: what came, what was allowed
	Section string      // the rule's place, such as "RFC 6455 §4.2.1 (1)"
	Err     error       // what lies beneath, if anything
}

func refuse(status int, reason, section string) *Refusal {
	return &Refusal{Status: status, Reason: reason, Section: section}
}

func (r *Refusal) with(name, value string) *Refusal {
	if r.Header == nil {
		r.Header = make(http.Header)
	}
	r.Header.Add(name, value)
	return r
}

func (r *Refusal) because(err error) *Refusal {
	r.Err = err
	return r
}

// Error returns the reason, the status and the section.
func (r *Refusal) Error() string {
	if r.Status == 0 {
		return fmt.Sprintf("handshake: %s: closed (%s)", r.Reason, r.Section)
	}
	return fmt.Sprintf("handshake: %s: %d (%s)", r.Reason, r.Status, r.Section)
}

// Unwrap returns what lies beneath.
func (r *Refusal) Unwrap() error { return r.Err }

// ours are the fields that Append writes itself.
var ours = map[string]bool{"Connection": true, "Content-Type": true, "Content-Length": true, "Transfer-Encoding": true}

func (r *Refusal) body() string {
	if r.Section == "" {
		return r.Reason + "\n"
	}
	return r.Reason + " (" + r.Section + ")\n"
}

// Append appends the response to dst: status line, fields, and the reason as
// text. It always says "Connection: close", since nothing more will be read.
func (r *Refusal) Append(dst []byte) []byte {
	connection := "close"
	if r.Header.Get("Upgrade") != "" {
		connection = "Upgrade, close"
	}
	dst = append(dst, fmt.Sprintf("HTTP/1.1 %d %s\r\n", r.Status, http.StatusText(r.Status))...)
	dst = appendHeader(dst, r.Header, ours)
	dst = appendField(dst, "Connection", connection)
	dst = appendField(dst, "Content-Type", "text/plain; charset=utf-8")
	dst = appendField(dst, "Content-Length", strconv.Itoa(len(r.body())))
	return append(dst, "\r\n"+r.body()...)
}

// ServeHTTP sends the same response from inside a net/http server.
func (r *Refusal) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	maps.Copy(w.Header(), without(r.Header, ours))
	w.Header().Set("Connection", "close") // net/http closes if this is the first line's whole value
	if r.Header.Get("Upgrade") != "" {
		w.Header().Add("Connection", "Upgrade")
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	status := r.Status
	if status == 0 {
		status = 400 // net/http has no way to close without a word
	}
	w.WriteHeader(status)
	fmt.Fprint(w, r.body())
}

// Refuse answers with err's refusal, if it is one, closes conn so that the
// client can read the answer first, and returns err.
func Refuse(conn net.Conn, err error) error {
	var r *Refusal
	if !errors.As(err, &r) || r.Status == 0 {
		conn.Close()
		return err
	}
	conn.SetWriteDeadline(time.Now().Add(refuseWithin))
	if _, werr := conn.Write(r.Append(nil)); werr != nil {
		conn.Close()
		return err
	}
	finish.Close(conn, refuseWithin)
	return err
}

// TurnAway is a server.Handler for callers beyond the limit: it answers 503
// without reading the request.
func TurnAway(_ context.Context, conn net.Conn) {
	Refuse(conn, refuse(503, "too many connections: try again in a few seconds", "RFC 9110 §15.6.4").with("Retry-After", "5"))
}

func appendField(dst []byte, name, value string) []byte {
	return append(dst, name+": "+strings.NewReplacer("\r", " ", "\n", " ").Replace(value)+"\r\n"...)
}

// without returns h without the fields of except, in whatever case they stand.
func without(h http.Header, except map[string]bool) http.Header {
	h = maps.Clone(h)
	maps.DeleteFunc(h, func(name string, _ []string) bool { return except[http.CanonicalHeaderKey(name)] })
	return h
}

// appendHeader appends the fields of h, sorted by name, in the RFC's spelling.
// Line ends in a value become spaces.
func appendHeader(dst []byte, h http.Header, except map[string]bool) []byte {
	var b bytes.Buffer
	without(h, except).Write(&b)
	return append(dst, strings.ReplaceAll(b.String(), "Sec-Websocket-", "Sec-WebSocket-")...)
}
