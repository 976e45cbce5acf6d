package conformance

import (
	"fmt"
	"time"

	"example/websocket/04-frames/frame"
)

// ms is the pause that makes a piece likely to be a read of its own.
const ms = time.Millisecond

// lengths is about the three forms of the length, at their boundaries (§5.2).
func lengths() []Case {
	var cases []Case
	add := func(id, title, autobahn string, steps ...Step) {
		cases = append(cases, Case{ID: id, Title: title, Autobahn: numbers(autobahn), Steps: steps})
	}
	autobahn := map[int]string{0: "1", 125: "2", 126: "3", 127: "4", 128: "5", 65535: "6", 65536: "7"}
	for _, n := range []int{0, 1, 2, 3, 7, 8, 9, 63, 64, 65, 124, 125, 126, 127, 128, 129, 254, 255, 256, 257, 511, 512, 4095, 4096, 4097,
		16383, 16384, 32767, 32768, 65534, 65535, 65536, 65537, 131071, 131072, 131073} {
		t, b := text(letters(n)), binaryOf(octets(n))
		number := func(family string) string {
			if autobahn[n] == "" {
				return ""
			}
			return family + autobahn[n]
		}
		add(fmt.Sprintf("5.2/text-of-%d-bytes", n), fmt.Sprintf("a text of %d bytes comes back", n), number("1.1."), send(t), expect(t), goodbye())
		add(fmt.Sprintf("5.2/binary-of-%d-bytes", n), fmt.Sprintf("%d bytes come back", n), number("1.2."), send(b), expect(b), goodbye())
	}
	t, b := text(letters(65536)), binaryOf(octets(65536))
	add("5.2/text-of-65536-bytes-in-pieces", "a text of 64 KiB in writes of 997 bytes", "1.1.8", sendCut(997, 0, t), expect(t), goodbye())
	add("5.2/binary-of-65536-bytes-in-pieces", "64 KiB in writes of 997 bytes", "1.2.8", sendCut(997, 0, b), expect(b), goodbye())
	for _, n := range []int{5, 126, 65536} {
		cut := map[int]int{5: 11, 126: 9, 65536: 15}[n]
		b := binaryOf(octets(n))
		for i := 1; i < cut; i++ {
			add(fmt.Sprintf("5.2/header-of-%d-bytes-cut-at-%d", n, i), fmt.Sprintf("the header of %d bytes arrives in two pieces", n), "",
				sendFirst(i, b), pause(5*ms), sendRest(), expect(b), goodbye())
		}
	}
	add("5.2/two-frames-in-one-write", "two messages in one write are two messages", "", send(text("one"), text("two")), expect(text("one"), text("two")), goodbye())
	add("5.2/twenty-frames-in-one-write", "twenty messages of all forms in one write", "", func() []Step {
		var all []draft
		for i := range 20 {
			all = append(all, []draft{text(letters(i)), binaryOf(octets(200 + i)), text(letters(66_000 + i))}[i%3])
		}
		return []Step{send(all...), expect(all...), goodbye()}
	}()...)
	add("5.2/frames-across-writes", "the second message begins in the first write", "",
		sendCut(9, 5*ms, text("one"), text("two"), text("three")), expect(text("one"), text("two"), text("three")), goodbye())
	add("5.2/one-more-after-two", "two messages in one write, then one more: nothing lags behind", "",
		send(text("one"), text("two")), expect(text("one"), text("two")), send(text("three")), expect(text("three")), goodbye())
	add("5.6/kinds-keep", "text comes back as text and binary as binary", "",
		send(text("a"), binaryOf("a"), text(""), binaryOf("")), expect(text("a"), binaryOf("a"), text(""), binaryOf("")), goodbye())
	add("5.2/bytes-are-counted", "a length counts bytes, not characters", "",
		send(text(umlauts(63)), text(umlauts(32768))), expect(text(umlauts(63)), text(umlauts(32768))), goodbye())
	return append(cases, badLengths()...)
}

// umlauts is n characters, each of two bytes.
func umlauts(n int) string {
	s := make([]rune, n)
	for i := range s {
		s[i] = 'ü'
	}
	return string(s)
}

// badLengths are lengths in a form that is too long, and ones with the top bit
// set. Who sends them breaks a MUST; that the other end has to notice, the RFC
// says only of what follows from it.
func badLengths() []Case {
	var cases []Case
	for _, l := range []struct{ n, form int }{{0, 126}, {1, 126}, {5, 126}, {125, 126}, {0, 127}, {5, 127}, {125, 127}, {126, 127}, {65535, 127}} {
		for _, d := range []draft{text(letters(l.n)), binaryOf(octets(l.n))} {
			cases = append(cases, Case{ID: fmt.Sprintf("5.2/%v-of-%d-bytes-in-the-%d-form", d.op, l.n, l.form),
				Title: fmt.Sprintf("the length %d in the %d form, and the shortest form is a must", l.n, l.form),
				Worst: NonStrict, Steps: []Step{send(d.inForm(byte(l.form))), fails(oops...)}})
		}
	}
	for _, d := range []draft{ping("hb"), pong("hb"), closeOf(1000, "")} {
		cases = append(cases, Case{ID: fmt.Sprintf("5.2/%v-in-the-126-form", d.op), Title: fmt.Sprintf("a short %v with its length in the 126 form", d.op),
			Worst: NonStrict, Steps: []Step{send(d.inForm(126)), fails(oops...)}})
	}
	for _, n := range []uint64{1 << 63, 1<<63 + 5, 1<<64 - 1} {
		d := binaryOf("Hello").announcing(n)
		cases = append(cases,
			Case{ID: fmt.Sprintf("5.2/length-%x", n), Title: "a length whose top bit is set", Steps: []Step{send(d), fails(1002, 1009), another()}},
			Case{ID: fmt.Sprintf("5.2/length-%x-early", n), Title: "a length whose top bit is set is seen before the payload",
				Steps: []Step{sendFirst(10, d), failsEarly([]frame.CloseCode{1002, 1009}, sendRest()), another()}})
	}
	return cases
}
