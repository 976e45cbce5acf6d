package conformance

import "fmt"

// masking is about who masks, and how (§5.1, §5.3).
func masking() []Case {
	var cases []Case
	add := func(id, title, autobahn string, steps ...Step) {
		cases = append(cases, Case{ID: id, Title: title, Autobahn: numbers(autobahn), Steps: steps})
	}
	for _, d := range []struct {
		name  string
		frame draft
	}{
		{"text", text("Hello")}, {"empty-text", text("")}, {"binary", binaryOf("\x00\xff")}, {"ping", ping("hb")}, {"pong", pong("hb")},
		{"close", closeOf(1000, "")}, {"first-fragment", text("Hel").more()},
		{"text-of-126-bytes", text(letters(126))}, {"binary-of-65536-bytes", binaryOf(octets(65536))},
	} {
		wrong := d.frame.wrongly()
		for _, c := range []Case{
			{ID: "5.1/unmasked-" + d.name, Title: "a client's " + d.name + " that is not masked", Side: Servers},
			{ID: "5.1/masked-" + d.name, Title: "a server's " + d.name + " that is masked", Side: Clients},
		} {
			c.Steps = []Step{send(wrong), fails(oops...)}
			cases = append(cases, c)
			c.ID += "-early"
			c.Title += ": the first two bytes show it"
			if len(wrong.payload) > 0 {
				c.Steps = []Step{sendFirst(2, wrong), failsEarly(oops, sendRest())}
				cases = append(cases, c)
			}
		}
	}
	for _, side := range []Side{Servers, Clients} {
		how := map[Side]string{Servers: "unmasked", Clients: "masked"}[side]
		cases = append(cases,
			Case{ID: "5.1/" + how + "-continuation", Title: "the first fragment is right, the second is " + how, Side: side,
				Steps: []Step{send(text("Hel").more(), cont("lo").wrongly()), fails(oops...)}},
			Case{ID: "5.1/" + how + "-after-a-text", Title: "a text is right, the next is " + how, Side: side,
				Steps: []Step{send(text("Hello"), text("Hello").wrongly()), failsAfter(text("Hello"), oops...)}})
	}
	cases = append(cases, keys()...)
	// The mask goes on where the last piece ended, however the bytes arrive.
	for _, n := range []int{1, 2, 3, 5, 6, 7, 11, 13} {
		d := binaryOf(octets(64))
		add(fmt.Sprintf("5.3/payload-in-pieces-of-%d", n), "the mask goes on from piece to piece", "", sendCut(n, ms, d), expect(d), goodbye())
	}
	for _, n := range []int{1, 2, 3, 5} {
		d := binaryOf(octets(100))
		add(fmt.Sprintf("5.3/fragments-of-%d", n), "the mask begins anew with each fragment", "", sendSplit(d, n), expect(d), goodbye())
	}
	return cases
}

// keys is about masking keys: a client's may be any, and should be none that can
// be guessed.
func keys() []Case {
	one, two := [4]byte{0x37, 0xfa, 0x21, 0x3d}, text("Hello")
	c := func(id, title string, side Side, steps ...Step) Case {
		return Case{ID: "5.3/" + id, Title: title, Side: side, Steps: steps}
	}
	echo := func(key [4]byte) []Step { return []Step{send(two.keyed(key)), expect(two), goodbye()} }
	return []Case{
		c("key-of-the-rfc", "the RFC's own masked Hello", Servers, echo(one)...),
		c("key-0", "the key 00 00 00 00", Servers, echo([4]byte{})...),
		c("key-all-ones", "the key ff ff ff ff", Servers, echo([4]byte{0xff, 0xff, 0xff, 0xff})...),
		c("key-of-one-bit", "the key 00 00 00 01: its last byte counts", Servers, echo([4]byte{0, 0, 0, 1})...),
		c("key-that-makes-http", "the payload on the wire reads GET", Servers, send(binaryOf("\x01\x02\x03\x04").keyed([4]byte{'G' ^ 1, 'E' ^ 2, 'T' ^ 3, ' ' ^ 4})),
			expect(binaryOf("\x01\x02\x03\x04")), goodbye()),
		c("same-key-twice", "two frames with the same key", Servers, send(two.keyed(one), two.keyed(one)), expect(two, two), goodbye()),
		c("key-changes-inside-a-message", "two fragments with different keys", Servers,
			send(text("Hel").more().keyed(one), cont("lo").keyed([4]byte{1, 2, 3, 4})), expect(two), goodbye()),
		c("control-frames-are-masked", "a ping and a Close are unmasked too", Servers,
			send(ping("heartbeat").keyed(one)), expect(pong("heartbeat")), send(closeOf(4000, "bye").keyed(one)), expectClose(4000)),
		c("server-does-not-mask", "a server masks nothing: messages, pongs and its Close", Servers,
			send(two, ping("hb")), expect(two, pong("hb")), goodbye()),
		c("client-masks", "a client masks everything: messages, pongs and its Close", Clients,
			send(two, ping("hb")), expect(two, pong("hb")), goodbye()),
		c("fresh-keys", "a client takes a new key for each frame", Clients, freshKeys(20), goodbye()),
	}
}

// freshKeys expects as many echoes, each with a key of its own.
func freshKeys(n int) Step {
	return Step{fmt.Sprintf("send %d texts; expect each back with a masking key of its own", n), func(p *Peer) error {
		seen := make(map[[4]byte]bool)
		for i := range n {
			s := fmt.Sprintf("message %d", i)
			p.send([]draft{text(s)}, 0, 0)
			f, err := p.event()
			if err != nil || string(f.payload) != s {
				return p.unexpected(text(s).String(), f, err)
			}
			if seen[f.Key] {
				return failed("a key that nobody can guess, new for each frame", fmt.Sprintf("it took the key % x twice in %d frames", f.Key, i+1))
			}
			seen[f.Key] = true
		}
		return nil
	}}
}
