package conformance

import (
	"fmt"
	"strings"
	"time"

	"example/websocket/04-frames/frame"
)

// Steps of the opening handshake, for a judge that is the server.

// acceptance is a response to which nothing can be objected. {accept} is filled in
// when it is sent, and {key} with what the client sent.
const acceptance = "HTTP/1.1 101 Switching Protocols\r\n" +
	"Upgrade: websocket\r\n" +
	"Connection: Upgrade\r\n" +
	"Sec-WebSocket-Accept: {accept}\r\n" +
	"\r\n"

// clientKey returns the Sec-WebSocket-Key of a client's request.
func (p *Peer) clientKey() string { return strings.Join(p.request.values("Sec-WebSocket-Key"), ", ") }

// respond sends a response, right or wrong.
func respond(response string) Step { return respondCut(0, 0, response) }

// respondCut sends a response in pieces of n bytes, with a pause between them.
func respondCut(n int, pause time.Duration, response string) Step {
	first, _, _ := strings.Cut(response, "\r\n")
	s := "answer " + quote(first)
	if n == 1 {
		s += ", byte by byte"
	}
	return Step{s, func(p *Peer) error {
		p.respond(response, nil, n, pause)
		return nil
	}}
}

// respondAnd sends a response and frames in the same write.
func respondAnd(response string, frames ...draft) Step {
	return Step{"answer 101 and, in the same write, " + tell(frames), func(p *Peer) error {
		p.respond(response, frames, 0, 0)
		return nil
	}}
}

// respondApart sends pieces of a response, each so that it arrives alone.
func respondApart(pieces ...string) Step {
	return Step{fmt.Sprintf("answer 101 in %d pieces, cut before %+q", len(pieces), pieces[len(pieces)-1]), func(p *Peer) error {
		for i, piece := range pieces {
			if i > 0 {
				p.sleep(apart)
			}
			p.respond(piece, nil, 0, 0)
		}
		return nil
	}}
}

// apart is long enough between two writes for the first to be read alone.
const apart = 20 * time.Millisecond

func (p *Peer) respond(response string, frames []draft, n int, pause time.Duration) {
	key := p.clientKey()
	wire := []byte(strings.NewReplacer("{accept}", acceptKey(key), "{key}", key).Replace(response))
	p.record(Traffic{Sent: true, Head: true, B: wire})
	for _, f := range frames {
		start := len(wire)
		wire = f.append(wire, p.role)
		p.record(Traffic{Sent: true, B: wire[start:]})
		p.sent[f.payload] = true
	}
	p.write(wire, n, pause)
}

// givesUp expects a client to have understood that there is no WebSocket: it
// ends the connection, and says nothing on it (§4.1, §7.1.7).
func givesUp() Step {
	const expected = "the end of the connection, and no frame"
	return Step{"send text \"Hello\" and ping \"hb\" all the same; expect " + expected, func(p *Peer) error {
		p.send([]draft{text("Hello"), ping("hb")}, 0, 0)
		f, err := p.event()
		switch {
		case ended(err):
			return nil
		case err == nil && f.Opcode == frame.Close:
			p.Note(NonStrict, expected, fmt.Sprintf("it sent %v, and a WebSocket that is not open has no frames", f))
			return nil
		}
		return p.unexpected(expected, f, err)
	}}
}

// theRequest is a look at the request that the client sent; problem says what is
// wrong with it, "" nothing.
func theRequest(expected string, problem func(p *Peer) string) Step {
	return Step{"expect in the request " + expected, func(p *Peer) error {
		if s := problem(p); s != "" {
			return failed(expected, s)
		}
		return nil
	}}
}
