package conformance

import (
	"errors"
	"fmt"

	"example/websocket/04-frames/frame"
)

// wholeEnds is about the end of the TCP connection (§7.1.1).
func wholeEnds() []Case {
	hello := text("Hello")
	return []Case{
		{ID: "7.1.1/server-ends-the-connection", Title: "after both Closes the server ends the TCP connection, and at once", Side: Servers,
			Steps: []Step{send(closeOf(1000, "")), expectClose(1000), ends()}},
		{ID: "7.1.1/client-waits-for-the-server", Title: "after both Closes the client lets the server end the TCP connection", Side: Clients,
			Steps: []Step{send(closeOf(1000, "")), expectClose(1000), staysOpen(), ends()}},
		{ID: "7.1.1/ends-cleanly", Title: "the connection ends with FIN, not with RST", Steps: []Step{send(closeOf(1000, "")), expectClose(1000), endsCleanly()}},
		{ID: "7.1.1/ends-cleanly-though-more-is-unread", Title: "the same with 64 KiB behind the Close that nobody reads",
			Steps: []Step{send(closeOf(1000, ""), binaryOf(octets(64<<10))), expectClose(1000), endsCleanly()}},
		{ID: "7.1.5/hangs-up", Title: "an end without a Close, between two frames: the other end lets go too",
			Steps: []Step{send(hello), expect(hello), hangUp(), letsGo(), another()}},
		{ID: "7.1.5/hangs-up-at-once", Title: "an end without a Close, before the first frame", Steps: []Step{hangUp(), letsGo(), another()}},
		{ID: "7.1.5/hangs-up-inside-a-header", Title: "an end inside a header", Steps: []Step{sendFirst(1, hello), hangUp(), letsGo(), another()}},
		{ID: "7.1.5/hangs-up-inside-a-payload", Title: "an end inside a payload", Steps: []Step{sendTail(3, hello), hangUp(), letsGo(), another()}},
		{ID: "7.1.5/hangs-up-inside-a-message", Title: "an end between two fragments", Steps: []Step{send(hello.more()), hangUp(), letsGo(), another()}},
		{ID: "7.1.5/cut", Title: "a connection cut in the middle of a frame costs nobody else anything", Side: Servers,
			Steps: []Step{send(hello), expect(hello), sendTail(3, hello), reset(), another()}},
	}
}

// expectLast is fails, but we do not answer.
func expectLast(codes ...frame.CloseCode) Step {
	return Step{fmt.Sprintf("expect close %s, and do not answer", anyOf(codes)), func(p *Peer) error {
		p.mute = true
		return p.expectFailing(codes)
	}}
}

// endsUnanswered expects the end of the TCP connection though we have not
// answered the peer's Close. One that waits for the answer is legal as long as
// it is not for ever.
func endsUnanswered() Step {
	return Step{"expect the end of the connection without an answer of ours, and nothing before it", func(p *Peer) error {
		if p.role == frame.Server {
			p.halfClose() // a client may wait for this (§7.1.1)
		}
		f, err := p.eventWithin(p.hurry)
		if err == errSilent {
			p.Note(NonStrict, "the end of the TCP connection: no answer to a failing Close is awaited", "it waits for our Close")
			p.send([]draft{closeOf(frame.ProtocolError, "")}, 0, 0)
			f, err = p.event()
		}
		if !ended(err) {
			return p.unexpected("the end of the TCP connection, and nothing before it", f, err)
		}
		return nil
	}}
}

// staysOpen expects the client to leave it to us to end the connection.
func staysOpen() Step {
	return Step{"expect it to wait for us to end the connection", func(p *Peer) error {
		if p.wait(200 * ms) {
			p.Note(NonStrict, "a client that waits for the server to end the connection", "it ended it first, or sent more")
		}
		return nil
	}}
}

// ends expects the end of the TCP connection, and nothing before it. A judge
// that is the server ends its side first, as §7.1.1 wants it.
func ends() Step {
	return Step{"expect the end of the connection, and nothing before it", func(p *Peer) error {
		_, err := p.end()
		return err
	}}
}

// endsCleanly is ends, and a reset is noted.
func endsCleanly() Step {
	return Step{"expect the end of the connection, no reset, and nothing before it", func(p *Peer) error {
		how, err := p.end()
		if how == errReset {
			p.Note(NonStrict, "the end of the stream (FIN)", how.Error()+" (RST): last words may be lost")
		}
		return err
	}}
}

// end waits for the end of the connection, and says how it came.
func (p *Peer) end() (how, err error) {
	if p.role == frame.Server {
		p.halfClose()
	}
	f, err := p.eventWithin(p.hurry)
	if err == errSilent {
		p.Note(NonStrict, "the end of the TCP connection at once", "it came late, or never")
		f, err = p.event()
	}
	if ended(err) {
		return err, nil
	}
	unexpected := p.unexpected("the end of the TCP connection", f, err)
	if found, ok := unexpected.(*Finding); ok && err == errSilent {
		found.Section = "RFC 6455 §7.1.1"
	}
	return nil, unexpected
}

// letsGo expects the end of a connection of which our side is ended already. A
// Close before it is in order; waiting on is not the best.
func letsGo() Step {
	return Step{"expect it to end its side too", func(p *Peer) error {
		for {
			f, err := p.event()
			var found *Finding
			switch {
			case ended(err):
				return nil
			case err == errSilent:
				p.Note(NonStrict, "the end of its side of the connection", err.Error())
				return nil
			case errors.As(err, &found):
				return found
			case f.Opcode != frame.Close:
				return p.unexpected("the end of the connection", f, err)
			}
		}
	}}
}

// reset resets the connection: nothing more can be read from it or written to it.
func reset() Step {
	return Step{"reset the connection", func(p *Peer) error {
		if c, ok := p.conn.(interface{ SetLinger(int) error }); ok {
			c.SetLinger(0)
		}
		p.conn.Close()
		return nil
	}}
}
