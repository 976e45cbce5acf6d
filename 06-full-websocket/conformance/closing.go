package conformance

import (
	"fmt"
	"strings"

	"example/websocket/04-frames/frame"
)

// closing is about goodbyes (§5.5.1, §7).
func closing() []Case {
	var cases []Case
	add := func(id, title, autobahn string, steps ...Step) {
		cases = append(cases, Case{ID: id, Title: title, Autobahn: numbers(autobahn), Steps: steps})
	}
	closeCodes(add)
	closeReasons(add)
	afterClose(add)
	lastWords(add)
	for _, c := range []frame.CloseCode{5000, 5001, 65535} {
		cases = append(cases, Case{ID: fmt.Sprintf("7.4.2/close-%d", c), Title: "a code above 4999, of which the RFC says nothing", Worst: Informational,
			Autobahn: numbers(map[frame.CloseCode]string{5000: "7.13.1", 65535: "7.13.2"}[c]), Steps: []Step{send(closeOf(c, "")), fails(oops...)}})
	}
	for _, c := range []frame.CloseCode{1012, 1013, 1014} {
		cases = append(cases, Case{ID: fmt.Sprintf("7.4.1/close-%d", c), Title: "a code that was registered after the RFC: " + c.String(), Worst: Informational,
			Steps: []Step{send(closeOf(c, "")), expectClose(c)}})
	}
	return append(cases, wholeEnds()...)
}

func closeCodes(add adder) {
	add("5.5.1/close-empty", "a Close without payload", "7.3.1", send(closeRaw("")), expectClose(frame.NoStatus))
	add("5.5.1/close-one-byte", "a Close whose payload is one byte, and a code takes two", "7.3.2", send(closeRaw("\x03")), fails(oops...))
	for _, c := range []struct {
		code     frame.CloseCode
		section  string
		autobahn string
	}{
		{1000, "7.4.1", "7.7.1"}, {1001, "7.4.1", "7.7.2"}, {1002, "7.4.1", "7.7.3"}, {1003, "7.4.1", "7.7.4"}, {1007, "7.4.1", "7.7.5"},
		{1008, "7.4.1", "7.7.6"}, {1009, "7.4.1", "7.7.7"}, {1010, "7.4.1", "7.7.8"}, {1011, "7.4.1", "7.7.9"},
		{3000, "7.4.2", "7.7.10"}, {3001, "7.4.2", ""}, {3999, "7.4.2", "7.7.11"}, {4000, "7.4.2", "7.7.12"}, {4001, "7.4.2", ""}, {4999, "7.4.2", "7.7.13"},
	} {
		add(fmt.Sprintf("%s/close-%d", c.section, c.code), fmt.Sprintf("a Close with %v", c.code), c.autobahn, send(closeOf(c.code, "")), expectClose(c.code))
	}
	for _, c := range []struct {
		code     frame.CloseCode
		why      string
		autobahn string
	}{
		{0, "below 1000", "7.9.1"}, {1, "below 1000", ""}, {8, "below 1000: the opcode, not a code", ""}, {999, "below 1000", "7.9.2"},
		{1004, "reserved", "7.9.3"}, {1005, "only for reporting", "7.9.4"}, {1006, "only for reporting", "7.9.5"}, {1015, "only for reporting", ""},
		{1016, "not defined", "7.9.6"}, {1099, "not defined", ""}, {1100, "not defined", "7.9.7"}, {1999, "not defined", ""}, {2000, "for extensions", "7.9.8"}, {2999, "for extensions", "7.9.9"},
	} {
		section, name := "7.4.2", fmt.Sprintf("close-%d", c.code)
		if c.code == 1005 || c.code == 1006 || c.code == 1015 || c.code == 1004 {
			section, name = "7.4.1", name+"-on-the-wire"
		}
		add(section+"/"+name, fmt.Sprintf("a Close with %d: %s", c.code, c.why), c.autobahn, send(closeOf(c.code, "")), fails(oops...))
	}
	add("7.4.1/close-1005-with-a-reason", "a code only for reporting, and a reason", "", send(closeOf(1005, "bye")), fails(oops...))
	add("7.4.1/close-1006-with-a-reason", "a code only for reporting, and a reason", "", send(closeOf(1006, "bye")), fails(oops...))
}

func closeReasons(add adder) {
	said := func(reason string) []Step { return []Step{send(closeOf(1000, reason)), expectClose(1000)} }
	add("5.5.1/close-with-code", "a Close with a code and no reason", "7.3.3", said("")...)
	add("5.5.1/close-with-reason", "a Close with a code and a reason", "7.3.4", said("Hello World!")...)
	add("5.5.1/close-with-reason-of-1-byte", "a reason of one byte", "", said("a")...)
	add("5.5.1/close-with-reason-of-122-bytes", "a reason one byte shorter than the longest", "", said(strings.Repeat("*", 122))...)
	add("5.5.1/close-with-reason-of-123-bytes", "the longest reason there can be", "7.3.5", said(strings.Repeat("*", 123))...)
	add("5.5.1/close-with-reason-of-124-bytes", "a reason one byte too long: a control frame of 126 bytes", "7.3.6",
		send(closeOf(1000, strings.Repeat("*", 124))), fails(oops...))
	add("5.5.1/close-with-reason-beyond-ascii", "a reason in Greek", "", said("κόσμε")...)
	add("5.5.1/close-with-reason-of-long-characters", "a reason of 30 characters, each of four bytes", "", said(strings.Repeat("𐍈", 30))...)
	add("5.5.1/close-with-reason-of-controls", "a reason with NUL and line ends", "", said("a\x00b\r\nc")...)
	for _, r := range []struct{ name, reason, autobahn string }{
		{"surrogates", "\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xed\xa0\x80edited", "7.5.1"},
		{"overlong", "\xc0\xaf", ""}, {"cut", "\xce\xba\xe1\xbd", ""}, {"lone-byte", "\xff", ""}, {"too-high", "\xf4\x90\x80\x80", ""},
	} {
		add("5.5.1/close-reason-not-utf8-"+r.name, "a reason that is not UTF-8: "+r.name, r.autobahn,
			send(closeOf(1000, r.reason)), fails(frame.InvalidPayload, frame.ProtocolError))
	}
	add("5.5.1/close-bytewise", "a Close, byte by byte", "", sendCut(1, ms, closeOf(1000, "bye")), expectClose(1000))
	add("5.5.1/close-in-two-pieces", "a Close whose payload comes later", "", sendFirst(2, closeOf(1000, "bye")), pause(5*ms), sendRest(), expectClose(1000))
}

// afterClose is about what follows a Close: nothing of it counts (§1.4).
func afterClose(add adder) {
	bye := closeOf(1000, "")
	answer := []Step{expectClose(1000), ends()}
	add("5.5.1/message-then-close", "a message, then a Close: both are answered", "7.1.1", send(text("Hello"), bye), closesAfter(1000, text("Hello")), ends())
	add("5.5.1/two-closes", "the second Close has no answer", "7.1.2", append([]Step{send(bye, bye)}, answer...)...)
	add("5.5.1/two-closes-that-differ", "the second Close has no answer, whatever it says", "", append([]Step{send(bye, closeOf(4000, "again"))}, answer...)...)
	add("5.5.2/ping-after-close", "a ping behind a Close has no pong", "7.1.3", append([]Step{send(bye, ping("hb"))}, answer...)...)
	add("1.4/text-after-close", "a text behind a Close does not count", "7.1.4", append([]Step{send(bye, text("too late"))}, answer...)...)
	add("1.4/binary-after-close", "binary behind a Close does not count", "", append([]Step{send(bye, binaryOf("\x00"))}, answer...)...)
	add("1.4/pong-after-close", "a pong behind a Close does not count", "", append([]Step{send(bye, pong("hb"))}, answer...)...)
	add("1.4/fault-after-close", "a broken frame behind a Close does not count", "", append([]Step{send(bye, text("Hello").marked(7), reserved(3, ""))}, answer...)...)
	add("1.4/long-text-after-close", "256 KiB behind a Close do not count", "", append([]Step{send(bye, text(letters(256<<10)))}, answer...)...)
	add("5.5.1/close-inside-a-message", "a Close between two fragments ends the message unfinished", "7.1.5",
		append([]Step{send(text("Hel").more(), bye, cont("lo"))}, answer...)...)
	add("5.5.1/close-inside-a-message-at-once", "a Close inside a message is answered before the message has ended", "", append([]Step{send(text("Hel").more(), bye)}, answer...)...)
	add("5.5.1/long-message-then-close", "256 KiB, a Close and a ping: the echo comes before the Close, the pong not at all", "7.1.6",
		send(text(letters(256<<10)), bye, ping("hb")), closesAfter(1000, text(letters(256<<10))), ends())
	add("5.5.1/ping-then-close", "a ping, then a Close: both are answered", "", send(ping("hb"), bye), closesAfter(1000, pong("hb")), ends())
	add("5.5.1/twenty-messages-then-close", "twenty messages and a Close in one write: no answer is lost", "", func() []Step {
		var all []draft
		for i := range 20 {
			all = append(all, text(fmt.Sprint("message ", i)))
		}
		return []Step{send(append(all[:20:20], bye)...), closesAfter(1000, all...), ends()}
	}()...)
}

// lastWords is about how a connection ends that is failed (§7.1.7).
func lastWords(add adder) {
	bad := reserved(3, "Hello").marked(7) // wrong in more than one way
	add("7.1.7/nothing-after-failing", "behind a broken frame nothing counts: no echo, no pong", "",
		send(bad, text("Hello"), ping("hb")), expectLast(oops...), endsUnanswered())
	add("7.1.7/close-is-not-awaited", "who fails a connection ends it without waiting for an answer", "", send(bad), expectLast(oops...), endsUnanswered())
	add("7.1.1/goodbye-though-more-is-unread", "the Close that says what was wrong arrives though 1 MiB behind the fault is unread", "",
		send(bad, binaryOf(octets(1<<20))), fails(oops...), endsCleanly())
	add("7.1.7/fault-inside-a-message", "half a message and a fault: no half of it comes back", "", send(text("Hel").more(), reserved(3, "")), fails(oops...))
	add("5.5.1/failing-close-is-the-only-one", "two faults are answered by one Close", "", send(bad, bad), expectLast(oops...), endsUnanswered())
}
