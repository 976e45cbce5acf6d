package conformance

import (
	"fmt"
	"strings"

	"example/websocket/04-frames/frame"
)

// limits is about peers that ask for too much (§10.4). How much that is, the RFC
// leaves open; that nobody falls over, and that the next one is served, it does
// not.
func limits() []Case {
	var cases []Case
	for _, n := range []struct {
		name  string
		bytes uint64
	}{{"2-gib", 2 << 30}, {"4-gib", 4 << 30}, {"4-gib-and-5", 4<<30 + 5}, {"64-gib", 64 << 30}, {"2-to-the-63-less-1", 1<<63 - 1}} {
		d := binaryOf("Hello").announcing(n.bytes)
		cases = append(cases, Case{ID: "10.4/frame-of-" + n.name, Title: "a header that announces " + strings.ReplaceAll(n.name, "-", " ") + ", and five bytes of it",
			Steps: []Step{send(d), mayRefuse(frame.MessageTooBig), another()}})
		cases = append(cases, Case{ID: "10.4/frame-of-" + n.name + "-then-an-end", Title: "the same, and then the end of the connection",
			Steps: []Step{send(d), hangUp(), letsGo(), another()}})
	}
	second := Case{ID: "10.4/fragment-of-64-gib", Title: "a second fragment that announces 64 GiB",
		Steps: []Step{send(binaryOf("Hello").more(), cont("Hello").announcing(64<<30)), mayRefuse(frame.MessageTooBig), another()}}
	sum := Case{ID: "10.4/fragments-whose-sum-has-64-bits", Title: "two fragments whose lengths add up to 2^63 and more",
		Steps: []Step{send(binaryOf("Hello").more(), cont("Hello").announcing(1<<63-3)), mayRefuse(frame.MessageTooBig, frame.ProtocolError), another()}}
	empty := Case{ID: "10.4/many-empty-fragments", Title: "a message of 10,000 empty fragments", Steps: []Step{
		sendEmpty(10_000), send(cont("")), mayEcho(text(""), frame.MessageTooBig, frame.PolicyViolation), another()}}
	endless := Case{ID: "10.4/endless-empty-fragments", Title: "200,000 empty fragments, and no end", Heavy: true, Steps: []Step{
		sendEmpty(200_000), mayRefuse(frame.MessageTooBig, frame.PolicyViolation), another()}}
	small := Case{ID: "10.4/many-small-fragments", Title: "a message of 10,000 fragments of one byte", Steps: []Step{
		sendSplit(binaryOf(octets(10_000)), 1), mayEcho(binaryOf(octets(10_000)), frame.MessageTooBig, frame.PolicyViolation), another()}}
	flood := Case{ID: "10.4/ten-thousand-pings", Title: "10,000 pings in a row; a ping behind them is answered", Steps: []Step{
		sendMany(10_000, ping("flood")), send(ping("last")), mayFlood("flood", "last"), another()}}
	return append(cases, second, sum, empty, endless, small, flood)
}

// mayRefuse expects one of these codes, or what else the RFC leaves open: to
// wait for more, or to refuse in another way.
func mayRefuse(codes ...frame.CloseCode) Step {
	return Step{"expect close " + anyOf(codes) + ", if it has a limit", func(p *Peer) error {
		f, err := p.eventWithin(p.hurry)
		if err == errSilent {
			p.Note(Informational, "close "+anyOf(codes)+", from a peer with a limit", "it waits for more")
			return nil
		}
		return p.judgeFailing(codes, f, err)
	}}
}

// mayEcho expects a message, or a refusal with one of these codes.
func mayEcho(d draft, codes ...frame.CloseCode) Step {
	return Step{fmt.Sprintf("expect %v, or close %s", d, anyOf(codes)), func(p *Peer) error {
		missing, f, err := p.gather([]draft{d})
		switch {
		case len(missing) == 0:
			return nil
		case err == nil && f.Opcode == frame.Close:
			p.Note(Informational, d.String(), got(f, err))
			return p.judgeFailing(codes, f, err)
		}
		return p.unexpected(d.String(), f, err)
	}}
}

// mayFlood expects the pong for last, and any number of others before it.
func mayFlood(other, last string) Step {
	return Step{"expect pong " + quote(last) + ", and any of the others before it", func(p *Peer) error {
		for {
			f, err := p.event()
			switch {
			case err != nil || f.Opcode != frame.Pong:
				return p.unexpected(pong(last).String(), f, err)
			case string(f.payload) == last:
				return nil
			case string(f.payload) != other:
				return p.unexpected(pong(other).String(), f, nil)
			}
		}
	}}
}

// sendMany sends the same frame many times.
func sendMany(n int, d draft) Step {
	return Step{fmt.Sprintf("send %d times %v", n, d), func(p *Peer) error {
		for left := n; left > 0; left -= 1000 {
			var wire []byte
			for range min(left, 1000) {
				wire = p.encode(wire, []draft{d})
			}
			p.write(wire, 0, 0)
		}
		return nil
	}}
}

// sendEmpty sends n fragments without payload, of a text that does not end.
func sendEmpty(n int) Step {
	rest := sendMany(n-1, cont("").more())
	return Step{fmt.Sprintf("send %d empty fragments", n), func(p *Peer) error {
		p.send([]draft{text("").more()}, 0, 0)
		return rest.Do(p)
	}}
}
