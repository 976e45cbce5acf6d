package conformance

import (
	"errors"
	"fmt"
	"slices"

	"example/websocket/04-frames/frame"
)

// What a case can expect. Every wait is bounded by the peer's patience, which
// begins anew with each byte.

// expect expects messages and pongs, and nothing else. Messages come in the order given,
// each in any number of frames. A pong may overtake a message; one that a
// message listed behind it overtakes is late, which is legal. Of several pings
// in a row the last has to be answered, the others may (§5.5.3).
func expect(want ...draft) Step {
	return Step{"expect " + tell(want), func(p *Peer) error { return p.expect(want) }}
}

func (p *Peer) expect(want []draft) error {
	missing, f, err := p.gather(want)
	switch {
	case len(missing) == 0:
		return nil
	case err == nil && refusesSize(missing, f):
		return &Finding{Verdict: Informational, Expected: tell(missing), Got: "it takes no message of that size (1009)"}
	}
	return p.unexpected(tell(missing), f, err)
}

// gather takes in what is wanted. If something else comes, it returns that, or
// the error, and what is missing.
func (p *Peer) gather(want []draft) (missing []draft, f received, err error) {
	want = slices.Clone(want)
	var message []byte
	var first frame.Header // of the message
	for len(want) > 0 {
		f, err := p.event()
		switch {
		case err == nil && f.Opcode == frame.Pong:
			rest := answered(want, f)
			if rest == nil {
				return want, f, nil
			}
			want = rest
			continue
		case err != nil || f.Opcode == frame.Close:
			return want, f, err
		case f.Opcode != frame.Continuation:
			first, message = f.Header, nil
		}
		message = append(message, f.payload...)
		if !f.Fin {
			continue
		}
		if first.Rsv != 0 {
			if message, err = p.pmd.inflate(message); err != nil {
				return want, f, err
			}
		}
		i := slices.IndexFunc(want, func(d draft) bool { return d.op != frame.Pong })
		if i < 0 || want[i].op != first.Opcode || want[i].payload != string(message) {
			return want, received{frame.Header{Fin: true, Opcode: first.Opcode}, message}, nil
		}
		if i > 0 {
			p.Note(NonStrict, "the pong as soon as the ping has come", "the echo of a later message came before it")
		}
		want = slices.Delete(want, i, i+1)
	}
	return nil, f, nil
}

// answered removes the pong f, and those that it stands for, from want. It
// returns nil if f is none of them.
func answered(want []draft, f received) []draft {
	last := -1
	for i, d := range want {
		if d.op == frame.Pong && d.payload == string(f.payload) {
			last = i
			break
		}
	}
	if last < 0 {
		return nil
	}
	rest := []draft{}
	for i, d := range want {
		if i > last || d.op != frame.Pong {
			rest = append(rest, d)
		}
	}
	return rest
}

// tooBig is the size from which a peer may refuse a message with 1009: limits
// differ.
const tooBig = 1 << 10

// refusesSize reports whether f, a Close, refuses a message of want as too big.
func refusesSize(want []draft, f received) bool {
	code, _, err := frame.ParseClose(f.payload)
	return f.Opcode == frame.Close && err == nil && code == frame.MessageTooBig &&
		slices.ContainsFunc(want, func(d draft) bool { return d.op != frame.Pong && len(d.payload) >= tooBig })
}

// unexpected is the finding for something else than what was expected.
func (p *Peer) unexpected(expected string, f received, err error) error {
	var found *Finding
	if errors.As(err, &found) {
		return found
	}
	return failed(expected, got(f, err))
}

// expectClose expects the answer to our Close: a Close with this code, and
// nothing before it.
func expectClose(code frame.CloseCode) Step {
	return Step{fmt.Sprintf("expect close %v, and nothing before it", code), func(p *Peer) error {
		f, err := p.event()
		return p.judgeClose(code, f, err)
	}}
}

// closesAfter is expectClose where answers to what came before our Close come
// first. Whoever does not wait for those to be sent when a Close comes does no
// wrong (§5.5.1), but loses them.
func closesAfter(code frame.CloseCode, answers ...draft) Step {
	return Step{fmt.Sprintf("expect %s, then close %v", tell(answers), code), func(p *Peer) error {
		missing, f, err := p.gather(answers)
		switch {
		case len(missing) == 0:
			f, err = p.event()
		case err == errReset:
			p.Note(NonStrict, tell(missing)+", and a Close", err.Error()+", and with it what it may have sent")
			return nil
		case err == nil && f.Opcode == frame.Close:
			p.Note(NonStrict, tell(missing), got(f, err))
		default:
			return p.unexpected(tell(missing), f, err)
		}
		return p.judgeClose(code, f, err)
	}}
}

// judgeClose judges what came where the peer has to answer our Close.
func (p *Peer) judgeClose(code frame.CloseCode, f received, err error) error {
	if err != nil || f.Opcode != frame.Close {
		return p.unexpected(fmt.Sprintf("a Close with %v", code), f, err)
	}
	answer, _, err := frame.ParseClose(f.payload)
	if found := breach("a Close that keeps the rules", err); found != nil {
		return found
	}
	if answer != code {
		p.Note(NonStrict, fmt.Sprintf("the code that we sent, %v, in the answer", code), fmt.Sprintf("it answered %v", answer))
	}
	return nil
}

// breach is the finding for a *frame.Error, nil for any other.
func breach(expected string, err error) *Finding {
	var broken *frame.Error
	if !errors.As(err, &broken) {
		return nil
	}
	return &Finding{Failed, expected, "it sent something else: " + broken.Broken[0].Text, "RFC 6455 §" + broken.Broken[0].Section}
}

// fails expects the peer to fail the connection: a Close with one of the codes,
// and nothing before it. A connection that ends without a Close, or with
// another code, is legal but not the best (§7.1.7).
func fails(codes ...frame.CloseCode) Step {
	return Step{fmt.Sprintf("expect close %s, and nothing before it", anyOf(codes)), func(p *Peer) error { return p.expectFailing(codes) }}
}

// failsEarly is fails for what the peer can know already: if it does nothing
// about it, rest is sent, and then it has to.
func failsEarly(codes []frame.CloseCode, rest ...Step) Step {
	return Step{fmt.Sprintf("expect close %s at once, before more is sent", anyOf(codes)), func(p *Peer) error {
		f, err := p.eventWithin(p.hurry)
		if err == errSilent {
			p.Note(NonStrict, "a Close at once: what has come is wrong already", "it waited for more")
			for _, s := range rest {
				if err := s.Do(p); err != nil {
					return err
				}
			}
			f, err = p.event()
		}
		return p.judgeFailing(codes, f, err)
	}}
}

// failsAfter is fails with an answer before it, to what came before the fault. A
// peer that fails the connection without giving it is legal but not the best.
func failsAfter(answer draft, codes ...frame.CloseCode) Step {
	return Step{fmt.Sprintf("expect %v, then close %s", answer, anyOf(codes)), func(p *Peer) error {
		missing, f, err := p.gather([]draft{answer})
		switch {
		case len(missing) == 0:
			return p.expectFailing(codes)
		case ended(err) || err == nil && f.Opcode == frame.Close:
			p.Note(NonStrict, answer.String()+", which answers what was in order", got(f, err))
			return p.judgeFailing(codes, f, err)
		}
		return p.unexpected(answer.String(), f, err)
	}}
}

func anyOf(codes []frame.CloseCode) string {
	s := ""
	for i, c := range codes {
		if i > 0 {
			s += " or "
		}
		s += c.String()
	}
	return s
}

func (p *Peer) expectFailing(codes []frame.CloseCode) error {
	f, err := p.event()
	return p.judgeFailing(codes, f, err)
}

// judgeFailing judges what came where the peer has to fail the connection.
func (p *Peer) judgeFailing(codes []frame.CloseCode, f received, err error) error {
	expected := "a Close with " + anyOf(codes)
	switch {
	case ended(err):
		p.failedBadly(expected, err.Error()+" without one")
		return nil
	case err != nil || f.Opcode != frame.Close:
		return p.unexpected(expected, f, err)
	}
	code, _, err := frame.ParseClose(f.payload)
	if found := breach("a Close that keeps the rules", err); found != nil {
		return found
	}
	if !slices.Contains(codes, code) {
		p.failedBadly(expected, got(f, nil))
	}
	if !p.mute {
		p.write(closeRaw(string(f.payload[:min(2, len(f.payload))])).append(nil, p.role), 0, 0)
	}
	return nil
}

// failedBadly notes that the peer has failed the connection, as it has to, but
// not in the best way: that is a rule of its own.
func (p *Peer) failedBadly(expected, got string) {
	p.notes = append(p.notes, &Finding{NonStrict, expected, got, "RFC 6455 §7.1.7"})
}
