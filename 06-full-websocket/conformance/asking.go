package conformance

import (
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"example/websocket/04-frames/frame"
)

// Steps of the opening handshake, for a judge that is the client.

// ask sends a request, or the beginning of one. {host}, {target} and {key} are
// filled in.
func ask(request string) Step { return asking("send the request", request, 0, 0) }

// askMore sends what belongs to the request before: its key stays.
func askMore(request string) Step {
	return Step{"send the rest of it", func(p *Peer) error {
		p.tell(p.fill(request), 0, 0)
		return nil
	}}
}

// askBytewise sends a request byte by byte.
func askBytewise(request string) Step {
	return asking("send the request, byte by byte", request, 1, time.Millisecond)
}

func asking(text, request string, n int, pause time.Duration) Step {
	return Step{text, func(p *Peer) error {
		p.newKey()
		p.tell(p.fill(request), n, pause)
		return nil
	}}
}

// tell writes a part of a head.
func (p *Peer) tell(head string, n int, pause time.Duration) {
	p.record(Traffic{Sent: true, Head: true, B: []byte(head)})
	p.write([]byte(head), n, pause)
}

// askLines sends a request line by line.
func askLines(request string) []Step {
	steps := []Step{ask("")}
	for _, line := range strings.SplitAfter(request, "\r\n") {
		if line != "" {
			steps = append(steps, askMore(line), pause(5*time.Millisecond))
		}
	}
	return steps
}

// askAnd sends a valid request and frames in the same write.
func askAnd(frames ...draft) Step {
	return Step{"send the request and, in the same write, " + tell(frames), func(p *Peer) error {
		p.newKey()
		b := []byte(p.fill(valid))
		p.record(Traffic{Sent: true, Head: true, B: b})
		p.write(p.encode(b, frames), 1<<20, 0)
		return nil
	}}
}

// askAndHalf sends a valid request and half a frame in the same write; sendRest
// sends the other half.
func askAndHalf(d draft) Step {
	return Step{"send the request and, in the same write, half of " + d.String(), func(p *Peer) error {
		p.newKey()
		b := []byte(p.fill(valid))
		p.record(Traffic{Sent: true, Head: true, B: b})
		wire := p.encode(nil, []draft{d})
		p.rest = wire[len(wire)/2:]
		p.write(append(b, wire[:len(wire)/2]...), 0, 0)
		return nil
	}}
}

// pause lets what was sent arrive as a read of its own.
func pause(d time.Duration) Step {
	return Step{"wait " + d.String(), func(p *Peer) error {
		p.sleep(d)
		return nil
	}}
}

// accepted expects a 101 response with all that belongs to it, and nothing that
// was not asked for (RFC 6455 §4.2.2, §4.1).
func accepted() Step {
	return Step{"expect 101, with the proof that the key was read", func(p *Peer) (err error) {
		p.response, err = p.readResponse()
		if err != nil || p.response.status() != 101 {
			return p.wrongHead("a 101 response", p.response, err)
		}
		if !strings.HasPrefix(p.response.first, "HTTP/1.1 ") {
			p.Note(NonStrict, "a status line that begins with HTTP/1.1", fmt.Sprintf("it sent %+q", p.response.first))
		}
		return p.judgeAcceptance()
	}}
}

// judgeAcceptance checks the fields of a 101 response. Broken rules are noted,
// all of them; the error is the first.
func (p *Peer) judgeAcceptance() error {
	var broken []*Finding
	add := func(section, expected, got string) {
		broken = append(broken, &Finding{Failed, expected, got, section})
	}
	h := p.response
	if u := h.values("Upgrade"); len(u) != 1 || !strings.EqualFold(u[0], "websocket") {
		add("RFC 6455 §4.1", "one field Upgrade: websocket", fmt.Sprintf("its values are %+q", u))
	}
	if !slices.ContainsFunc(h.list("Connection"), func(s string) bool { return strings.EqualFold(s, "upgrade") }) {
		add("RFC 6455 §4.1", "Connection: Upgrade", fmt.Sprintf("its values are %+q", h.values("Connection")))
	}
	asked := parseHead(p.asked)
	key := strings.Join(asked.values("Sec-WebSocket-Key"), "")
	if a := h.values("Sec-WebSocket-Accept"); len(a) != 1 || a[0] != acceptKey(key) {
		add("RFC 6455 §4.2.2", "Sec-WebSocket-Accept: "+acceptKey(key), fmt.Sprintf("its values are %+q%s", a, mistake(key, a)))
	}
	for _, s := range h.values("Sec-WebSocket-Protocol") {
		if !slices.Contains(asked.list("Sec-WebSocket-Protocol"), s) {
			add("RFC 6455 §4.2.2", "one of the subprotocols offered, or no field", fmt.Sprintf("it picked %+q", s))
		}
	}
	if len(h.values("Sec-WebSocket-Protocol")) > 1 {
		add("RFC 6455 §11.3.4", "one subprotocol at most", fmt.Sprintf("it picked %+q", h.values("Sec-WebSocket-Protocol")))
	}
	if e := h.values("Sec-WebSocket-Extensions"); len(e) > 0 {
		add("RFC 6455 §9.1", "no extension: it can know none of those offered", fmt.Sprintf("it picked %+q", e))
	}
	for _, name := range []string{"Content-Length", "Transfer-Encoding"} {
		if len(h.values(name)) > 0 {
			add("RFC 9110 §8.6", "a 101 response without "+name, "it has the field")
		}
	}
	if len(broken) == 0 {
		return nil
	}
	p.notes = append(p.notes, broken[1:]...)
	return broken[0]
}

// mistake says how a wrong proof came about, if that can be told.
func mistake(key string, accept []string) string {
	if len(accept) != 1 {
		return ""
	}
	const guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
	proof := func(s string) string {
		sum := sha1.Sum([]byte(s))
		return base64.StdEncoding.EncodeToString(sum[:])
	}
	sum := sha1.Sum([]byte(key + guid))
	nonce, _ := base64.StdEncoding.DecodeString(key)
	for how, wrong := range map[string]string{
		"the key was empty":                      proof(guid),
		"the GUID has a space in it":             proof(key + "258EAFA5-E914-47DA- 95CA-C5AB0DC85B11"),
		"the GUID is in lower case":              proof(key + strings.ToLower(guid)),
		"the GUID is missing":                    proof(key),
		"the key was decoded from base64 first":  proof(string(nonce) + guid),
		"the hash was written in hex, then this": base64.StdEncoding.EncodeToString([]byte(hex.EncodeToString(sum[:]))),
		"the hash is in hex, not in base64":      hex.EncodeToString(sum[:]),
		"the key still ends in CR":               proof(key + "\r" + guid),
		"the key still begins with a space":      proof(" " + key + guid),
		"nothing was hashed":                     proof(""),
	} {
		if accept[0] == wrong {
			return " (" + how + ")"
		}
	}
	return ""
}

// refused expects an answer that is not 101. One of statuses is ok, or any if
// there is none; another is legal but not the best, and so is hanging up without
// a word, unless statuses hold 0. What a 101 is, or says.
func refused(or Verdict, statuses ...int) Step {
	expected := "a refusal"
	if len(statuses) > 0 {
		expected += " with status " + strings.Trim(strings.ReplaceAll(fmt.Sprint(statuses), " ", " or "), "[]")
		expected = strings.Replace(expected, "status 0 or", "no answer at all, or status", 1)
	}
	return Step{"expect " + expected, func(p *Peer) (err error) {
		p.response, err = p.readResponse()
		status := p.response.status()
		switch {
		case ended(err) && slices.Contains(statuses, 0):
		case ended(err):
			p.Note(NonStrict, expected, err.Error()+" without an answer")
		case err == errSilent:
			return &Finding{Verdict: or, Expected: expected, Got: "it is silent"}
		case err != nil || status == 0:
			return p.wrongHead(expected, p.response, err)
		case status == 101:
			return &Finding{Verdict: or, Expected: expected, Got: "it accepted the request"}
		case len(statuses) > 0 && !slices.Contains(statuses, status):
			p.Note(NonStrict, expected, fmt.Sprintf("it answered %+q", p.response.first))
		}
		return nil
	}}
}

// hasField expects the refusal, if it has this status (0 is any), to have a field
// with this element.
func hasField(status int, name, element string) Step {
	s := fmt.Sprintf("expect %s: %s in it", name, element)
	if status != 0 {
		s += fmt.Sprintf(", if its status is %d", status)
	}
	return Step{s, func(p *Peer) error {
		if p.response.first == "" || status != 0 && p.response.status() != status {
			return nil
		}
		if !slices.ContainsFunc(p.response.list(name), func(s string) bool { return strings.EqualFold(s, element) }) {
			return failed("a field "+name+": "+element, fmt.Sprintf("its values are %+q", p.response.values(name)))
		}
		return nil
	}}
}

// another has a conversation on another connection to the same server: it has
// not lost its head.
func another() Step {
	return Step{"on another connection, shake hands, send text \"Hello\", and expect it back", func(p *Peer) error {
		if p.role == frame.Server {
			return nil // a client opens its connections itself
		}
		q, err := p.dial(p.ctx)
		if err != nil {
			return failed("another connection", err.Error())
		}
		defer q.close()
		if err := q.open(Deal{}); err != nil {
			return err
		}
		for _, s := range hello() {
			if err := s.Do(q); err != nil {
				return err
			}
		}
		return nil
	}}
}

// waitsNoLongerThan expects an answer, or the end, within d; sooner than that
// nobody is asked to give up.
func waitsNoLongerThan(d time.Duration) Step {
	return Step{"expect an answer, or the end, within " + d.String(), func(p *Peer) error {
		if !p.wait(d) {
			return failed("an answer such as 408, or the end", "it still waits")
		}
		return nil
	}}
}
