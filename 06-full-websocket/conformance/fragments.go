package conformance

import "fmt"

// fragments is about messages in several frames (§5.4).
func fragments() []Case {
	var cases []Case
	add := func(id, title, autobahn string, steps ...Step) {
		cases = append(cases, Case{ID: "5.4/" + id, Title: title, Autobahn: numbers(autobahn), Steps: steps})
	}
	wholeMessages(add)
	controlBetween(add)
	outOfOrder(add)
	return cases
}

// pieces cuts a message into frames with these payloads.
func pieces(first draft, payloads ...string) []draft {
	frames := make([]draft, len(payloads))
	for i, s := range payloads {
		frames[i] = cont(s)
		if i == 0 {
			frames[i].op = first.op
		}
		frames[i].fin = i == len(payloads)-1
	}
	return frames
}

// each gives every byte a frame of its own.
func each(d draft) []draft {
	bytes := make([]string, len(d.payload)) // strings.Split would cut between characters
	for i := range bytes {
		bytes[i] = d.payload[i : i+1]
	}
	return pieces(d, bytes...)
}

func wholeMessages(add adder) {
	whole, hello := text("Hello"), func(p ...string) []draft { return pieces(text(""), p...) }
	echoed := []Step{expect(whole), goodbye()}
	for i := 1; i < 5; i++ {
		add(fmt.Sprintf("text-cut-at-%d", i), "a text in two fragments", map[int]string{3: "5.3"}[i],
			append([]Step{send(hello("Hello"[:i], "Hello"[i:])...)}, echoed...)...)
	}
	add("text-in-two-writes", "two fragments, a write each", "5.4", append([]Step{sendApart(hello("Hel", "lo")...)}, echoed...)...)
	add("text-in-two-fragments-bytewise", "two fragments, byte by byte", "5.5", append([]Step{sendCut(1, ms, hello("Hel", "lo")...)}, echoed...)...)
	add("another-connection-between-fragments", "a whole conversation on another connection is no part of the message", "",
		append([]Step{send(text("Hel").more()), another(), send(cont("lo"))}, echoed...)...)
	add("text-in-three", "a text in three fragments", "", append([]Step{send(hello("H", "ell", "o")...)}, echoed...)...)
	add("text-in-single-bytes", "a fragment for each byte", "", append([]Step{send(each(whole)...)}, echoed...)...)
	for _, e := range []struct {
		where, autobahn string
		payloads        []string
	}{
		{"first", "", []string{"", "Hello"}}, {"last", "", []string{"Hello", ""}}, {"middle", "", []string{"Hel", "", "lo"}},
		{"first-and-last", "6.1.3", []string{"", "Hello", ""}}, {"every-second", "", []string{"", "He", "", "llo", ""}},
	} {
		add("empty-fragment-"+e.where, "fragments without payload count for nothing", e.autobahn, append([]Step{send(hello(e.payloads...)...)}, echoed...)...)
	}
	add("empty-text", "a text in one empty frame", "6.1.1", send(text("")), expect(text("")), goodbye())
	add("empty-text-in-three", "a text in three empty fragments", "6.1.2", send(hello("", "", "")...), expect(text("")), goodbye())
	add("empty-binary-in-three", "binary in three empty fragments", "", send(pieces(binaryOf(""), "", "", "")...), expect(binaryOf("")), goodbye())
	add("binary-in-two", "binary in two fragments", "", send(pieces(binaryOf(""), "\x00\x01", "\xff")...), expect(binaryOf("\x00\x01\xff")), goodbye())
	add("binary-in-single-bytes", "a fragment for each byte of 256", "", send(each(binaryOf(octets(256)))...), expect(binaryOf(octets(256))), goodbye())
	add("two-fragmented-messages", "one fragmented message after the other, of another kind", "",
		send(append(hello("Hel", "lo"), pieces(binaryOf(""), "\x00", "\xff")...)...), expect(whole, binaryOf("\x00\xff")), goodbye())
	add("fragmented-then-whole", "a whole message behind a fragmented one", "",
		send(append(hello("Hel", "lo"), text("there"))...), expect(whole, text("there")), goodbye())
	add("fragments-of-all-forms", "fragments of 125, 126, 65535 and 65536 bytes", "", func() []Step {
		all := octets(125 + 126 + 65535 + 65536)
		return []Step{send(pieces(binaryOf(""), all[:125], all[125:251], all[251:65786], all[65786:])...), expect(binaryOf(all)), goodbye()}
	}()...)
	add("thousand-fragments", "a text in 1,000 fragments of 7 bytes", "", sendSplit(text(letters(7000)), 7), expect(text(letters(7000))), goodbye())
	add("text-of-65536-bytes-in-1300s", "a text of 64 KiB in fragments of 1,300 bytes", "10.1.1", sendSplit(text(letters(65536)), 1300), expect(text(letters(65536))), goodbye())
	add("answer-after-the-last-fragment", "half a message has no answer; the whole one has", "",
		send(hello("Hel", "lo")[:1]...), send(ping("between")), expect(pong("between")), send(hello("Hel", "lo")[1:]...), expect(whole), goodbye())
}

// controlBetween is about control frames inside a message, of which they are no
// part.
func controlBetween(add adder) {
	whole := text("Hello")
	between := func(f ...draft) []draft {
		all := append([]draft{text("Hel").more()}, f...)
		return append(all, cont("lo"))
	}
	add("ping-between-fragments", "a ping inside a message is no part of it", "5.6", send(between(ping("hb-1"))...), expect(pong("hb-1"), whole), goodbye())
	add("ping-between-fragments-one-by-one", "the same, each frame in a write of its own", "5.7", sendApart(between(ping("hb-1"))...), expect(pong("hb-1"), whole), goodbye())
	add("ping-between-fragments-bytewise", "the same, byte by byte", "5.8", sendCut(1, ms, between(ping("hb-1"))...), expect(pong("hb-1"), whole), goodbye())
	add("ping-answered-before-the-message-ends", "a ping inside a message is answered before the message has ended", "",
		send(between(ping("hb-1"))[:2]...), expect(pong("hb-1")), send(cont("lo")), expect(whole), goodbye())
	add("empty-ping-between-fragments", "an empty ping inside a message", "", send(between(ping(""))...), expect(pong(""), whole), goodbye())
	add("ping-of-125-bytes-between-fragments", "the longest ping inside a message", "", send(between(ping(octets(125)))...), expect(pong(octets(125)), whole), goodbye())
	add("ping-inside-binary", "a ping inside a binary message", "",
		send(binaryOf("\x00\x01").more(), ping("hb"), cont("\xff")), expect(pong("hb"), binaryOf("\x00\x01\xff")), goodbye())
	add("ten-pings-between-fragments", "ten pings inside a message", "", func() []Step {
		pings, pongs := pingMany(10)
		return []Step{send(between(pings...)...), expect(append(pongs, whole)...), goodbye()}
	}()...)
	add("ping-after-each-byte", "a ping after each byte of a message", "", func() []Step {
		var all, want []draft
		for i, f := range each(whole) {
			all, want = append(all, f), append(want, pong(fmt.Sprint("hb-", i)))
			all = append(all, ping(fmt.Sprint("hb-", i)))
		}
		return []Step{send(all[:len(all)-1]...), expect(append(want[:len(want)-1], whole)...), goodbye()}
	}()...)
	add("pong-between-fragments", "an unsolicited pong inside a message", "", send(between(pong("nobody asked"))...), expect(whole), goodbye())
	add("ping-and-pong-between-fragments", "a ping and a pong inside a message", "",
		send(between(pong("nobody asked"), ping("hb"))...), expect(pong("hb"), whole), goodbye())
	five := pieces(text(""), "fragment1", "fragment2", "fragment3", "fragment4", "fragment5")
	story := func(say func(...draft) Step) []Step {
		return []Step{say(append(five[:2:2], ping("one"))...), expect(pong("one")), say(append(five[2:4:4], ping("two"))...), expect(pong("two")),
			say(five[4]), expect(text("fragment1fragment2fragment3fragment4fragment5")), goodbye()}
	}
	add("five-fragments-two-pings", "five fragments; a ping after the second and after the fourth, each answered before the next", "5.19", story(send)...)
	add("five-fragments-two-pings-one-by-one", "the same, each frame in a write of its own", "5.20", story(sendApart)...)
}

// outOfOrder is about frames that may not follow the one before.
func outOfOrder(add adder) {
	lone, open := cont("nothing to continue"), cont("nothing to continue").more()
	next := text("Hello")
	for _, l := range []struct {
		name, title    string
		frame          draft
		one, each, cut string
	}{
		{"final", "a continuation with FIN 1 of nothing", lone, "5.9", "5.10", "5.11"},
		{"unfinished", "a continuation with FIN 0 of nothing", open, "5.12", "5.13", "5.14"},
	} {
		add("stray-continuation-"+l.name, l.title+", a text behind it", l.one, send(l.frame, next), fails(oops...))
		add("stray-continuation-"+l.name+"-one-by-one", l.title+", each frame in a write of its own", l.each, sendApart(l.frame, next), fails(oops...))
		add("stray-continuation-"+l.name+"-bytewise", l.title+", byte by byte", l.cut, sendCut(1, ms, l.frame, next), fails(oops...))
		add("stray-continuation-"+l.name+"-early", l.title+" is seen in the first two bytes", "", sendFirst(2, l.frame), failsEarly(oops, sendRest()))
		empty := l.frame
		empty.payload = ""
		add("stray-continuation-"+l.name+"-empty", l.title+", without payload", "", send(empty), fails(oops...))
	}
	two := pieces(text(""), "Hel", "lo")
	add("stray-continuation-after-a-message", "a continuation behind a message that has ended", "5.15",
		send(two[0], two[1], open, next), failsAfter(next, oops...))
	add("stray-continuation-after-a-whole-message", "a continuation behind a message in one frame", "", send(next, lone), failsAfter(next, oops...))
	add("stray-continuation-before-each-message", "twice: a continuation with FIN 0 of nothing, then a text in two fragments", "5.16",
		send(open, two[0], two[1], open, two[0], two[1]), fails(oops...))
	add("stray-final-continuation-before-each-message", "twice: a continuation with FIN 1 of nothing, then a text in two fragments", "5.17",
		send(lone, two[0], two[1], lone, two[0], two[1]), fails(oops...))
	for _, f := range []struct {
		name, title, autobahn string
		frame                 draft
	}{
		{"text", "a text inside a text", "5.18", text("lo")},
		{"unfinished-text", "a text with FIN 0 inside a text", "", text("lo").more()},
		{"binary", "binary inside a text", "", binaryOf("lo")},
		{"unfinished-binary", "binary with FIN 0 inside a text", "", binaryOf("lo").more()},
		{"empty-text", "an empty text inside a text", "", text("")},
	} {
		add(f.name+"-inside-a-message", f.title, f.autobahn, send(text("Hel").more(), f.frame), fails(oops...))
	}
	add("text-inside-binary", "a text inside a binary message", "", send(binaryOf("\x00").more(), text("Hello")), fails(oops...))
	add("text-inside-a-message-early", "a text inside a text is seen in its first two bytes", "",
		send(text("Hel").more()), sendFirst(2, text("lo")), failsEarly(oops, sendRest()))
	add("text-inside-a-message-after-a-ping", "a ping inside a message does not end it: a text behind the ping is still wrong", "",
		send(text("Hel").more(), ping("hb"), text("lo")), failsAfter(pong("hb"), oops...))
}

// pingMany is n different pings, and their pongs.
func pingMany(n int) (pings, pongs []draft) {
	for i := range n {
		pings, pongs = append(pings, ping(fmt.Sprint("hb-", i))), append(pongs, pong(fmt.Sprint("hb-", i)))
	}
	return pings, pongs
}
