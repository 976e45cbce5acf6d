package conformance

import "fmt"

// pings is about pings and pongs (§5.5.2, §5.5.3).
func pings() []Case {
	var cases []Case
	add := func(id, title, autobahn string, steps ...Step) {
		cases = append(cases, Case{ID: id, Title: title, Autobahn: numbers(autobahn), Steps: steps})
	}
	answered := func(d draft) []Step { return []Step{send(d), expect(pong(d.payload)), goodbye()} }
	add("5.5.2/ping-empty", "a ping without payload", "2.1", answered(ping(""))...)
	add("5.5.2/ping-text", "a pong carries its ping's payload", "2.2", answered(ping("hb-1"))...)
	add("5.5.2/ping-binary", "a ping whose payload is no text", "2.3", answered(ping("\x00\xff\xfe\xfd\xfc\xfb\x00\xff"))...)
	for _, n := range []int{1, 2, 3, 4, 5, 63, 64, 124, 125} {
		number := map[int]string{125: "2.4"}[n]
		add(fmt.Sprintf("5.5.2/ping-%d-bytes", n), fmt.Sprintf("a ping of %d bytes", n), number, answered(ping(octets(n)))...)
	}
	add("5.5.2/ping-125-bytes-bytewise", "the longest ping, byte by byte", "2.6", sendCut(1, ms, ping(octets(125))), expect(pong(octets(125))), goodbye())
	add("5.5.2/ping-cut-in-the-payload", "a ping in two pieces", "", sendFirst(8, ping("heartbeat")), pause(5*ms), sendRest(), expect(pong("heartbeat")), goodbye())
	ten, tenPongs := pingMany(10)
	add("5.5.2/ten-pings", "ten pings in one write: the last is answered, the others may be", "2.10", send(ten...), expect(tenPongs...), goodbye())
	add("5.5.2/ten-pings-bytewise", "ten pings, byte by byte", "2.11", sendCut(1, ms, ten...), expect(tenPongs...), goodbye())
	many, manyPongs := pingMany(1000)
	add("5.5.2/thousand-pings", "1,000 pings in one write", "", send(many...), expect(manyPongs...), goodbye())
	add("5.5.2/pings-one-after-the-other", "each ping is answered before the next", "", again(20, send(ping("hb")), expect(pong("hb"))), goodbye())
	add("5.5.2/ping-before-a-text", "a ping, then a text", "", send(ping("hb"), text("Hello")), expect(pong("hb"), text("Hello")), goodbye())
	add("5.5.2/ping-after-a-text", "a text, then a ping", "", send(text("Hello"), ping("hb")), expect(text("Hello"), pong("hb")), goodbye())
	add("5.5.2/ping-and-text-alternate", "pings and texts by turns, in one write", "", func() []Step {
		var all, want []draft
		for i := range 10 {
			all = append(all, ping(fmt.Sprint("hb-", i)), text(fmt.Sprint("text ", i)))
			want = append(want, pong(fmt.Sprint("hb-", i)), text(fmt.Sprint("text ", i)))
		}
		return []Step{send(all...), expect(want...), goodbye()}
	}()...)

	add("5.5.3/unsolicited-pong-empty", "a pong that answers nothing, without payload", "2.7", send(pong("")), goodbye())
	add("5.5.3/unsolicited-pong", "a pong that answers nothing", "2.8", send(pong("nobody asked")), goodbye())
	add("5.5.3/unsolicited-pong-125-bytes", "the longest pong that answers nothing", "", send(pong(octets(125))), goodbye())
	add("5.5.3/unsolicited-pong-then-ping", "a pong that answers nothing, then a ping", "2.9", send(pong("nobody asked"), ping("hb")), expect(pong("hb")), goodbye())
	add("5.5.3/unsolicited-pong-then-text", "a pong that answers nothing, then a text", "", send(pong("nobody asked"), text("Hello")), expect(text("Hello")), goodbye())
	add("5.5.3/hundred-unsolicited-pongs", "100 pongs that answer nothing", "", again(100, send(pong("nobody asked"))), send(ping("hb")), expect(pong("hb")), goodbye())
	return cases
}
