package conformance

import (
	"fmt"

	"example/websocket/04-frames/frame"
)

// compression is about compressed messages (RFC 7692 §6, §7.2).
func compression() []Case {
	var cases []Case
	add := func(id, title, autobahn string, steps ...Step) {
		cases = append(cases, Case{ID: "7692-" + id, Title: title, Autobahn: numbers(autobahn), Deal: dealOf(usual),
			Steps: append([]Step{agreed()}, steps...)})
	}
	markedFrames(add)
	plainMessages(add)
	helloInManyForms(add)
	helloInPieces(add)
	lookingBack(add)
	corrupt(add)
	inflatedText(add)
	whole := len(cases)
	truncated(add)
	for i := range cases[whole:] {
		cases[whole+i].Worst = NonStrict // the RFC says how to inflate a message, not what half of one is
	}
	cases = append(cases, endings7692()...)
	return append(cases, bombs()...)
}

// hello7 is the RFC's Hello (§7.2.3.1), f2 48 cd c9 c9 07 00.
var hello7 = blocks(fixed("Hello"), flush)

// noInflate are the codes for what does not inflate.
var noInflate = []frame.CloseCode{frame.InvalidPayload}

// markedFrames is about RSV1, which marks a message on its first frame (§6).
func markedFrames(add adder) {
	two := packedPieces(hello7[:3], hello7[3:])
	add("6/rsv1-on-continuation", "RSV1 on the second fragment too", "", send(two[0], two[1].marked(4)), fails(oops...))
	add("6/rsv1-on-continuation-only", "RSV1 on the second fragment of a plain message", "", send(text("Hel").more(), cont("lo").marked(4)), fails(oops...))
	add("6/rsv1-on-empty-continuation", "RSV1 on an empty fragment in the middle", "", send(two[0], cont("").more().marked(4), two[1]), fails(oops...))
	add("6/rsv1-on-last-of-many", "RSV1 on the last of seven fragments", "", func() []Step {
		f := packedPieces(hello7[:1], hello7[1:2], hello7[2:3], hello7[3:4], hello7[4:5], hello7[5:6], hello7[6:])
		f[6].rsv = 4
		return []Step{send(f...), fails(oops...)}
	}()...)
	add("6/rsv1-on-continuation-early", "RSV1 on a continuation is seen in its first two bytes", "",
		send(two[0]), sendFirst(2, two[1].marked(4)), failsEarly(oops, sendRest()))
	for _, f := range []draft{ping("hb"), pong("hb"), closeOf(1000, "")} {
		name, op := "6/rsv1-on-"+f.op.String(), f.op.String()
		add(name, "RSV1 on a "+op, "", send(f.marked(4)), fails(oops...))
		add(name+"-compressed", "a "+op+" that is compressed", "", send(draft{op: f.op, fin: true, rsv: 4, payload: blocks(fixed(f.payload), flush)}), fails(oops...))
		add(name+"-early", "RSV1 on a "+op+" is seen in its first two bytes", "", sendFirst(2, f.marked(4)), failsEarly(oops, sendRest()))
		add(name+"-inside-a-message", "RSV1 on a "+op+" between two compressed fragments", "", send(two[0], f.marked(4), two[1]), fails(oops...))
	}
	add("6/rsv1-on-empty-ping", "RSV1 on a ping without payload", "", send(ping("").marked(4)), fails(oops...))
	add("6/rsv1-on-reserved-opcode", "RSV1 gives opcode 3 no meaning", "", send(reserved(3, hello7).marked(4)), fails(oops...))
	for _, rsv := range []byte{1, 2, 3, 5, 6, 7} {
		add("6/"+rsvName(rsv)+"-with-compression", rsvTitle(rsv)+": only RSV1 has got a meaning", "", send(packed(hello7).marked(rsv)), fails(oops...))
	}
	add("6/rsv2-on-a-continuation", "RSV2 on the second fragment", "", send(two[0], two[1].marked(2)), fails(oops...))
}

// plainMessages is about messages without RSV1: they are as ever, and the
// compressors know nothing of them (§6, §7.2).
func plainMessages(add adder) {
	compressed, plain := packed(hello7), text("Hello")
	add("6/plain-message", "a message that is not compressed, though it might be", "", send(plain), expect(plain), goodbye())
	add("6/plain-binary", "binary that is not compressed", "", send(binaryOf("\x00\xff")), expect(binaryOf("\x00\xff")), goodbye())
	add("6/plain-and-compressed-by-turns", "plain and compressed messages by turns", "",
		send(plain, compressed, plain, plain, compressed, compressed), expect(plain, plain, plain, plain, plain, plain), goodbye())
	add("6/plain-fragments-and-compressed-fragments", "a plain message in fragments, then a compressed one", "",
		send(append(pieces(text(""), "Hel", "lo"), packedPieces(hello7[:2], hello7[2:])...)...), expect(plain, plain), goodbye())
	add("6/plain-that-looks-compressed", "a plain binary message whose bytes would inflate: they are not touched", "",
		send(binaryOf(hello7)), expect(binaryOf(hello7)), goodbye())
	add("6/plain-text-that-is-no-text", "a plain text is still UTF-8", "", send(text("\xff")), fails(noText...))
	add("7.2/plain-message-is-not-in-the-window", "a plain message between two compressed ones: the second looks back over it", "",
		looksBack(5, true), send(compressed, text("there is no back to look at here"), packed(blocks(fixed(back{5, 5}), flush))),
		expect(plain, text("there is no back to look at here"), plain), goodbye())
	add("6/compressed-binary", "compressed binary", "", send(binaryOf(blocks(fixed("\x00\xff\x80"), flush)).marked(4)), expect(binaryOf("\x00\xff\x80")), goodbye())
	add("6/compressed-then-ping", "a compressed message, and a ping behind it", "", send(compressed, ping("hb")), expect(plain, pong("hb")), goodbye())
	add("6/ten-compressed-at-once", "ten compressed messages in one write", "", func() []Step {
		var all, want []draft
		for i := range 10 {
			s := fmt.Sprint("message ", i)
			all, want = append(all, packed(blocks(fixed(s), flush))), append(want, text(s))
		}
		return []Step{send(all...), expect(want...), goodbye()}
	}()...)
}

// endings7692 is about RSV1 without an extension, and about leaving.
func endings7692() (cases []Case) {
	for _, f := range []struct {
		name  string
		frame draft
	}{
		{"text", packed(hello7)}, {"binary", binaryOf(hello7).marked(4)}, {"first-fragment", packed(hello7[:3]).more()}, {"empty-text", packed("\x00")},
	} {
		cases = append(cases, Case{ID: "7692-6/rsv1-not-negotiated-on-" + f.name, Title: "RSV1 on a " + f.name + ", and nothing was offered", Steps: []Step{send(f.frame), fails(oops...)}})
	}
	declinedOffer := Case{ID: "7692-6/rsv1-after-a-declined-offer", Title: "RSV1 though the only offer was declined", Side: Servers,
		Bare: true, Steps: []Step{ask(with(valid, "Sec-WebSocket-Extensions: "+pmdName+"; x-judge")), declines(), send(packed(hello7)), fails(oops...)}}
	two := packedPieces(hello7[:3], hello7[3:])
	inside := Case{ID: "7692-6/close-between-fragments", Title: "a Close inside a compressed message: the half message is nobody's fault", Deal: dealOf(usual),
		Steps: []Step{agreed(), send(two[0], closeOf(1000, "")), expectClose(1000)}}
	hangs := Case{ID: "7692-6/hangs-up-between-fragments", Title: "an end inside a compressed message", Deal: dealOf(usual),
		Steps: []Step{agreed(), send(two[0]), hangUp(), letsGo(), another()}}
	uncut := Case{ID: "7692-7.2.1/tail-not-cut", Title: "the 00 00 ff ff that a flush ends with is still there", Deal: dealOf(usual), Worst: Informational,
		Steps: []Step{agreed(), send(packed(blocks(fixed("Hello"), emptied))), fails(noInflate...)}}
	return append(cases, declinedOffer, inside, hangs, uncut)
}

// bombs are small messages that inflate to much: what is too much has to be told
// from what inflates, not from what is on the wire (§8).
func bombs() (cases []Case) {
	bomb := func() string {
		items := []any{"\x00"}
		for range 32 * mib / 258 {
			items = append(items, back{258, 1})
		}
		return blocks(fixed(items...), flush)
	}
	for _, b := range []struct {
		name, title string
		how         func(...draft) Step
	}{
		{"bomb", "in one frame", send},
		{"bomb-in-fragments", "in fragments of 1,000 bytes", inFragments(1000)},
	} {
		shortened := Step{"send 32 MiB of one byte, compressed to 210 KiB, " + b.title, func(p *Peer) error {
			return b.how(binaryOf(bomb()).marked(4)).Do(p)
		}}
		cases = append(cases, Case{ID: "7692-8/" + b.name, Title: "32 MiB of one byte, compressed to 210 KiB, " + b.title, Deal: dealOf(usual), Heavy: true,
			Steps: []Step{agreed(), shortened, mayInflate(frame.MessageTooBig), another()}})
	}
	return cases
}

// mayInflate expects the refusal of a bomb. A peer that takes it has no limit, or
// a high one, which the RFC leaves open.
func mayInflate(codes ...frame.CloseCode) Step {
	return Step{"expect close " + anyOf(codes) + ", if it has a limit", func(p *Peer) error {
		f, err := p.event()
		if err == nil && !f.Opcode.Control() {
			p.Note(Informational, "close "+anyOf(codes)+", from a peer with a limit", "it inflates it all")
			return nil
		}
		return p.judgeFailing(codes, f, err)
	}}
}
