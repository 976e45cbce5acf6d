package conformance

import (
	"bytes"
	"cmp"
	"compress/flate"
	"fmt"
	"io"
	"strings"

	"example/websocket/04-frames/frame"
)

// A pmd is permessage-deflate on one connection: what was agreed on, and where
// both senders are.
type pmd struct {
	theirs inflater

	// Ours.
	alone  bool // each message begins with an empty window
	window int  // how far back we may look
	w      *flate.Writer
	out    bytes.Buffer
	used   int // bytes since the window was empty
}

// dealOf offers these terms, or answers with them.
func dealOf(t terms) Deal {
	return Deal{Offer: t.String(), Answer: func(field string) string {
		for _, offer := range offers(field) {
			if answer, ok := t.answers(offer); ok {
				return answer.String()
			}
		}
		return ""
	}}
}

// usual are the terms of most cases: those that browsers offer.
var usual = terms{clientBits: -1}

// agreed expects compression to be agreed on; the steps behind it may use it.
func agreed() Step {
	return Step{"expect permessage-deflate to be agreed on, by the rules of RFC 7692 §7.1", (*Peer).agree}
}

// declines expects a server that accepts none of the offers, since each breaks a
// rule, but the handshake. One that refuses the handshake breaks no rule itself.
func declines() Step {
	const expected = "101 without " + pmdName
	return Step{"expect " + expected, func(p *Peer) (err error) {
		p.response, err = p.readHead()
		if status := p.response.status(); err == nil && status >= 400 {
			return &Finding{Verdict: NonStrict, Expected: expected, Got: fmt.Sprintf("it sent %+q", p.response.first)}
		}
		if err != nil || p.response.status() != 101 {
			return p.wrongHead(expected, p.response, err)
		}
		if p.agreed = strings.Join(p.response.values("Sec-WebSocket-Extensions"), ", "); p.agreed == "" {
			return nil
		}
		return p.agree()
	}}
}

// agree checks what was agreed on, and sets p up for it.
func (p *Peer) agree() error {
	asked := p.request
	if p.role == frame.Client {
		asked = parseHead(p.asked)
	}
	if p.agreed == "" {
		return &Finding{Verdict: NotOffered, Expected: pmdName, Got: "it does not want it, or not on these terms"}
	}
	expected := "one element, " + pmdName + ", that keeps the rules for an answer"
	answered := fmt.Sprintf("it answered %+q", p.agreed)
	list := elements(p.agreed)
	if len(list) != 1 || list[0].name != pmdName {
		return &Finding{Failed, expected, answered, "RFC 6455 §9.1"}
	}
	answer, problem := list[0].terms(false)
	if problem != "" {
		return &Finding{Failed, expected, answered + ": " + problem, "RFC 7692 §7.1"}
	}
	problem, section := "it accepts an offer that it must decline", "7.1"
	for _, offer := range offers(strings.Join(asked.values("Sec-WebSocket-Extensions"), ", ")) {
		if problem, section = offer.keeps(answer); problem == "" {
			if offer.clientBits > 0 && answer.clientBits > offer.clientBits {
				p.Note(NonStrict, fmt.Sprintf("client_max_window_bits of %d or less", offer.clientBits), answered)
			}
			if offer.serverBits == 15 && answer.serverBits == 0 {
				p.Note(NonStrict, "server_max_window_bits in the answer to an offer with it", answered)
			}
			p.begin(offer, answer)
			return nil
		}
	}
	return &Finding{Failed, expected, answered + ": " + problem, "RFC 7692 §" + section}
}

// begin sets p up. A client keeps to what it has offered too, whatever the
// answer (RFC 7692 §7.1.1.2, §7.1.2.2).
func (p *Peer) begin(offer, answer terms) {
	window := func(bits int) int { return 1 << cmp.Or(max(bits, 0), 15) }
	server, client := window(answer.serverBits), min(window(offer.clientBits), window(answer.clientBits))
	clientAlone := answer.clientAlone || offer.clientAlone
	p.pmd = &pmd{theirs: inflater{window: server, alone: answer.serverAlone}, window: client, alone: clientAlone}
	if p.role == frame.Server {
		p.pmd = &pmd{theirs: inflater{window: client, alone: clientAlone}, window: server, alone: answer.serverAlone}
	}
	p.rsv = 4
}

// inflate undoes the peer's compression of a message.
func (z *pmd) inflate(payload []byte) ([]byte, error) {
	message, problem := z.theirs.message(payload)
	if problem != "" {
		return nil, &Finding{Failed, "a compressed message that inflates", "it does not: " + problem, "RFC 7692 §7.2.2"}
	}
	return message, nil
}

// squeeze compresses a message, as far back as we may look.
func (z *pmd) squeeze(s string) string {
	if z.w == nil {
		z.w, _ = flate.NewWriter(&z.out, flate.DefaultCompression)
	}
	if z.out.Reset(); z.alone {
		z.restart()
	}
	for s != "" {
		if z.window < 1<<15 && z.used == z.window {
			z.w.Flush()
			z.restart()
		}
		n := len(s)
		if z.window < 1<<15 {
			n = min(n, z.window-z.used)
		}
		io.WriteString(z.w, s[:n])
		z.used += n
		s = s[n:]
	}
	z.w.Flush()
	return strings.TrimSuffix(z.out.String(), "\x00\x00\xff\xff")
}

// restart begins a new stream: nothing looks back over its beginning.
func (z *pmd) restart() {
	z.w.Reset(&z.out)
	z.used = 0
}

// squeezed does with the messages, compressed, what how does with frames.
func squeezed(how func(...draft) Step, messages ...draft) Step {
	return Step{how(messages...).Text + ", compressed", func(p *Peer) error {
		var frames []draft
		for _, m := range messages {
			if m.op == frame.Text || m.op == frame.Binary {
				m.payload, m.rsv = p.pmd.squeeze(m.payload), 4
			}
			frames = append(frames, m)
		}
		return how(frames...).Do(p)
	}}
}

// inFragments is a how: fragments of n bytes.
func inFragments(n int) func(...draft) Step {
	return func(f ...draft) Step { return sendSplit(f[0], n) }
}

// packed is a text that is compressed already.
func packed(payload string) draft { return text(payload).marked(4) }

// packedPieces is a text that is compressed already, in fragments.
func packedPieces(payloads ...string) []draft {
	f := pieces(text(""), payloads...)
	f[0].rsv = 4
	return f
}

// looksBack makes a case go on only if our messages may look back so far, and
// into the messages before.
func looksBack(distance int, before bool) Step {
	s := fmt.Sprintf("look back over %d bytes, if that was agreed on", distance)
	return Step{s, func(p *Peer) error {
		if p.pmd.window < distance || before && p.pmd.alone {
			return &Finding{Verdict: NotOffered, Expected: "terms that let our messages look back so far", Got: "it answered " + p.agreed}
		}
		return nil
	}}
}

// about makes a case go on only if the judge has given its answer: the client
// offered what the answer is about.
func about() Step {
	return Step{"answer so, if it offers permessage-deflate", func(p *Peer) error {
		if p.agreed == "" {
			return &Finding{Verdict: NotOffered, Expected: "an offer that this answer is about",
				Got: fmt.Sprintf("it offers %+q", p.request.values("Sec-WebSocket-Extensions"))}
		}
		return nil
	}}
}
