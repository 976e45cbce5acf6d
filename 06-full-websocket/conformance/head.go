package conformance

import (
	"bufio"
	"crypto/rand"
	"crypto/sha1"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"example/websocket/04-frames/frame"
)

// A head is the text of a request or of a response.
type head struct {
	first  string      // its first line
	fields [][2]string // names in lower case, and values
}

// headMax is how long a head may be, and how long a line of it.
const headMax = 16 << 10

// readHead reads a head. The error is errSilent, errEnded, errReset, or a
// *Finding: what came is no head.
func (p *Peer) readHead() (h head, err error) {
	var raw string
	defer func() {
		if raw != "" {
			p.record(Traffic{Head: true, B: []byte(raw)})
		}
	}()
	for {
		b, err := p.in.ReadSlice('\n')
		line := string(b)
		raw += line
		name, _, colon := strings.Cut(line, ":")
		switch {
		case errors.Is(err, os.ErrDeadlineExceeded):
			return h, errSilent
		case errors.Is(err, bufio.ErrBufferFull) || len(raw) > headMax:
			return h, failed("a head of HTTP", "it sent a line, or a head, that is far too long")
		case errors.Is(err, io.EOF):
			return h, errEnded
		case err != nil:
			return h, errReset
		case !strings.HasSuffix(line, "\r\n"):
			return h, &Finding{Failed, "lines that end in CR LF", fmt.Sprintf("it sent the line %+q", line), "RFC 9112 §2.1"}
		case line == "\r\n":
			return parseHead(raw), nil
		case len(raw) > len(line) && (!colon || name == "" || strings.ContainsAny(name, " \t")):
			return h, &Finding{Failed, "header lines NAME: VALUE", fmt.Sprintf("it sent the line %+q", line), "RFC 9112 §5"}
		}
	}
}

// readResponse reads a response, and passes over interim ones (RFC 9110 §15.2).
func (p *Peer) readResponse() (h head, err error) {
	for {
		h, err = p.readHead()
		if status := h.status(); err != nil || status < 100 || status == 101 || status > 199 {
			return h, err
		}
	}
}

// parseHead takes a head apart.
func parseHead(raw string) head {
	first, rest, _ := strings.Cut(raw, "\r\n")
	h := head{first: first}
	for _, line := range strings.Split(rest, "\r\n") {
		if name, value, ok := strings.Cut(line, ":"); ok {
			h.fields = append(h.fields, [2]string{strings.ToLower(name), strings.Trim(value, " \t")})
		}
	}
	return h
}

// values returns the values of a field, in the order of its lines.
func (h head) values(name string) (values []string) {
	for _, f := range h.fields {
		if f[0] == strings.ToLower(name) {
			values = append(values, f[1])
		}
	}
	return values
}

// list returns the elements of a field that is a list, on however many lines.
func (h head) list(name string) (elements []string) {
	for _, line := range h.values(name) {
		for _, e := range strings.Split(line, ",") {
			if e = strings.Trim(e, " \t"); e != "" {
				elements = append(elements, e)
			}
		}
	}
	return elements
}

// status returns the status code of a response, 0 if there is none.
func (h head) status() (n int) {
	version, rest, _ := strings.Cut(h.first, " ")
	if !strings.HasPrefix(version, "HTTP/1.") || len(rest) < 3 || len(rest) > 3 && rest[3] != ' ' {
		return 0
	}
	if _, err := fmt.Sscanf(rest[:3], "%d", &n); err != nil || n < 100 {
		return 0
	}
	return n
}

// valid is a handshake to which nothing can be objected. {host}, {target} and
// {key} are filled in when it is sent.
const valid = "GET {target} HTTP/1.1\r\n" +
	"Host: {host}\r\n" +
	"Upgrade: websocket\r\n" +
	"Connection: Upgrade\r\n" +
	"Sec-WebSocket-Key: {key}\r\n" +
	"Sec-WebSocket-Version: 13\r\n" +
	"\r\n"

// newKey begins a new request, with a key that nobody has used.
func (p *Peer) newKey() {
	var nonce [16]byte
	rand.Read(nonce[:])
	p.key = base64.StdEncoding.EncodeToString(nonce[:])
	p.asked = ""
}

// fill fills in a request, or a part of one.
func (p *Peer) fill(request string) string {
	filled := strings.NewReplacer("{host}", p.host, "{target}", p.target, "{key}", p.key).Replace(request)
	p.asked += filled
	return filled
}

// acceptKey is the proof that a server has read the key (RFC 6455 §4.2.2).
func acceptKey(key string) string {
	sum := sha1.Sum([]byte(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// A Deal is what a case has to say about extensions in the handshake. What
// they agree on stands in Peer.agreed.
type Deal struct {
	Offer  string                    // Sec-WebSocket-Extensions of the judge's request; "" sends none
	Answer func(offer string) string // and of its response; nil or "" sends none
}

// open shakes hands, as either side. It is lenient: what exactly has to stand in
// a response is tried by cases of its own.
func (p *Peer) open(d Deal) error {
	if p.role == frame.Server {
		return p.openForClient(d)
	}
	request := valid
	if d.Offer != "" {
		request = with(valid, "Sec-WebSocket-Extensions: "+d.Offer)
	}
	p.newKey()
	p.tell(p.fill(request), 0, 0)
	response, err := p.readResponse()
	if err != nil || response.status() != 101 {
		return p.wrongHead("a 101 response to a valid handshake", response, err)
	}
	p.agreed = strings.Join(response.values("Sec-WebSocket-Extensions"), ", ")
	return nil
}

// openForClient accepts a client's request, which it reads if nobody has.
func (p *Peer) openForClient(d Deal) (err error) {
	if p.request.first == "" {
		p.request, err = p.readHead()
	}
	if err != nil || !strings.HasPrefix(p.request.first, "GET ") {
		return p.wrongHead("a request", p.request, err)
	}
	response := "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Accept: " + acceptKey(strings.Join(p.request.values("Sec-WebSocket-Key"), ", ")) + "\r\n\r\n"
	if d.Answer != nil {
		p.agreed = d.Answer(strings.Join(p.request.values("Sec-WebSocket-Extensions"), ", "))
	}
	if p.agreed != "" {
		response = with(response, "Sec-WebSocket-Extensions: "+p.agreed)
	}
	p.tell(response, 0, 0)
	return nil
}

// wrongHead is the finding for a head that is not what was expected.
func (p *Peer) wrongHead(expected string, h head, err error) error {
	var found *Finding
	switch {
	case errors.As(err, &found):
		return found
	case err != nil:
		return failed(expected, err.Error())
	}
	return failed(expected, fmt.Sprintf("it sent %+q", h.first))
}

// with adds lines to a head.
func with(head string, lines ...string) string {
	return strings.TrimSuffix(head, "\r\n") + strings.Join(lines, "\r\n") + "\r\n\r\n"
}

// change replaces one part of a head, which has to be there.
func change(head, old, new string) string {
	if !strings.Contains(head, old) {
		panic("conformance: no " + old + " in the request")
	}
	return strings.Replace(head, old, new, 1)
}
