package conformance

import (
	"fmt"
	"strings"
)

// lookingBack is about copies: in a message, and from those before (RFC 7692
// §7.2.3.2).
func lookingBack(add adder) {
	hello := text("Hello")
	for _, c := range []struct {
		name, title, start string
		back               back
	}{
		{"of-three-bytes", "the shortest copy", "abc", back{3, 3}},
		{"of-257-bytes", "the longest copy that has extra bits", octets(260), back{257, 260}},
		{"of-258-bytes", "the longest copy", octets(260), back{258, 260}},
		{"that-overlaps", "a copy of 258 bytes from one byte back: most of what it copies it has just made", "a", back{258, 1}},
		{"that-overlaps-by-three", "a copy of 5 bytes from two bytes back", "ab", back{5, 2}},
		{"over-24577-bytes", "the shortest distance of the last symbol", octets(32768), back{100, 24577}},
		{"over-32767-bytes", "the longest distance but one", octets(32768), back{258, 32767}},
		{"over-32768-bytes", "the longest distance", octets(32768), back{258, 32768}},
	} {
		payload := blocks(storedAll(c.start), fixed(c.back), flush)
		add("7.2.2/copy-"+c.name, c.title, "", looksBack(c.back.distance, false), send(binaryOf(payload).marked(4)), expect(binaryOf(inflated(payload))), goodbye())
	}
	first, again := packed(hello7), packed("\xf2\x00\x11\x00\x00")
	before := func(name, title string, steps ...Step) {
		add("7.2.3.2/"+name, title, "", append(append([]Step{looksBack(5, true)}, steps...), goodbye())...)
	}
	before("shared-window", "the RFC's example: the second Hello looks back at the first", send(first, again), expect(hello, hello))
	before("shared-window-four-times", "each Hello looks back at the one before", send(first, again, again, again), expect(hello, hello, hello, hello))
	before("shared-window-of-text-and-binary", "a binary message looks back at a text", send(first, binaryOf(again.payload).marked(4)), expect(hello, binaryOf("Hello")))
	before("shared-window-and-an-empty-message", "an empty message does not empty the window", send(first, packed("\x00"), again), expect(hello, text(""), hello))
	before("shared-window-and-a-ping", "a ping does not empty the window", send(first, ping("hb"), again), expect(hello, pong("hb"), hello))
	before("shared-window-in-fragments", "a message in fragments looks back at one in fragments",
		send(append(packedPieces(hello7[:3], hello7[3:]), packedPieces("\xf2", "\x00\x11", "\x00\x00")...)...), expect(hello, hello))
	all, want := []draft{first}, []draft{hello}
	for i := range 100 {
		s := fmt.Sprintf("message %02d", i)
		all, want = append(all, packed(blocks(fixed(s), flush))), append(want, text(s))
	}
	add("7.2.3.2/over-a-hundred-messages", "a message looks back over a hundred others", "", looksBack(1005, true),
		send(append(all, packed(blocks(fixed(back{5, 1005}), flush)))...), expect(append(want, hello)...), goodbye())
	parts := []string{octets(30_000), octets(2768), octets(258)}
	add("7.2.3.2/over-32768-bytes", "a message looks back over all of the window, at one two before", "", looksBack(32768, true),
		send(binaryOf(blocks(storedAll(parts[0]), flush)).marked(4), binaryOf(blocks(storedAll(parts[1]), flush)).marked(4), binaryOf(blocks(fixed(back{258, 32768}), flush)).marked(4)),
		expect(binaryOf(parts[0]), binaryOf(parts[1]), binaryOf(parts[2])), goodbye())
	add("7.2.1/a-sender-may-forget", "a sender that does not look back, though it may", "", send(first, first, first), expect(hello, hello, hello), goodbye())
}

// corrupt is about messages that are no DEFLATE, and must not be taken for any
// (§7.2.2).
func corrupt(add adder) {
	for _, c := range []struct{ name, title, payload string }{
		{"reserved-block-type", "a block of type 3, which is reserved", "\x07\x00"},
		{"reserved-block-type-behind-a-good-block", "a good block, then one of type 3", blocks(fixed("Hello"), raw("\x06\x00"))},
		{"stored-length-without-complement", "a stored block whose length and its complement differ", "\x00\x05\x00\xfb\xffHello\x00"},
		{"distance-before-the-beginning", "a copy of what there is not: the first byte of all looks back", blocks(fixed(back{3, 1}), flush)},
		{"distance-one-too-far", "a copy from one byte before the beginning", blocks(fixed("0123456789", back{3, 11}), flush)},
		{"distance-far-too-far", "a copy from 32,768 bytes back, and there are ten", blocks(fixed("0123456789", back{3, 32768}), flush)},
		{"length-symbol-286", "a length symbol that there is not", blocks(fixed("Hello", symbol(286)), flush)},
		{"length-symbol-287", "the other length symbol that there is not", blocks(fixed("Hello", symbol(287)), flush)},
		{"distance-symbol-30", "a distance symbol that there is not", blocks(fixed("Hello", symbol(257), distance(30)), flush)},
		{"distance-symbol-31", "the other distance symbol that there is not", blocks(fixed("Hello", symbol(257), distance(31)), flush)},
		{"dynamic-block-without-codes", "a dynamic block whose codes have no symbols", "\x04" + strings.Repeat("\x00", 60)},
		{"dynamic-block-with-too-many-codes", "a dynamic block with more codes of one bit than there can be", "\x04\xe0\x93\x24\x49\x92\x24\x49"},
		{"plain-text", "a plain text, marked as compressed", "Hello, is nobody there?"},
		{"plain-zeros", "many zeros", strings.Repeat("\x00", 9)},
		{"plain-ones", "many ones", strings.Repeat("\xff", 9)},
		{"zlib-header", "a zlib header before the blocks (RFC 1950), which must not be there", "\x78\x9c" + hello7},
		{"gzip-header", "a gzip header before the blocks (RFC 1952), which must not be there", "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff" + hello7},
	} {
		add("7.2.2/"+c.name, c.title, "", send(packed(c.payload)), fails(noInflate...))
	}
	bad := packedPieces(blocks(fixed("Hello")), "\xff\xff\xff", "\x00")
	add("7.2.2/corrupt-in-the-second-fragment", "the second fragment of three makes it wrong", "", send(bad...), fails(noInflate...))
	add("7.2.2/corrupt-binary", "a binary message that does not inflate", "", send(binaryOf("\xff\xff\xff\xff").marked(4)), fails(noInflate...))
	add("7.2.2/corrupt-behind-a-good-message", "a message that does not inflate behind one that does", "", send(packed(hello7), packed("\xff\xff\xff\xff")), failsAfter(text("Hello"), noInflate...))
	add("7.2.2/good-behind-a-corrupt-message", "nothing behind a message that does not inflate is looked at", "", send(packed("\xff\xff\xff\xff"), packed(hello7), ping("hb")), fails(noInflate...))
}

// truncated is about messages that end inside a block: what is there of it is not
// the message (§7.2.2).
func truncated(add adder) {
	long := blocks(fixed(letters(300)), stored(letters(300)), flush)
	for _, c := range []struct{ name, title, payload string }{
		{"one-byte", "only the first byte", hello7[:1]},
		{"half", "only the first four bytes", hello7[:4]},
		{"all-but-the-end-of-the-block", "all but the two bytes with the end of the block", hello7[:5]},
		{"long-in-the-fixed-block", "300 bytes of a long message", long[:200]},
		{"long-in-the-stored-block", "a stored block of 300 bytes that has 100", long[:len(long)-201]},
		{"stored-block-without-data", "a stored block's length, and no more", "\x00\x05\x00\xfa\xff"},
		{"stored-block-without-its-length", "half of a stored block's length", "\x00\x05\x00"},
		{"header-of-a-dynamic-block", "the beginning of a dynamic block", "\x04\xc0"},
	} {
		add("7.2.2/ends-early-"+c.name, "a message that ends inside a block: "+c.title, "", send(packed(c.payload)), fails(noInflate...))
	}
}

// inflatedText is about text, which has to be UTF-8 when it is inflated (RFC 6455
// §8.1).
func inflatedText(add adder) {
	good := func(name, title, s string, frames ...draft) {
		add("7.2.2/text-"+name, title, "", send(frames...), expect(text(s)), goodbye())
	}
	squeezed := func(s string) string { return blocks(fixed(s), flush) }
	good("with-long-characters", "text with characters of one to four bytes", mixture, packed(squeezed(mixture)))
	good("cut-inside-a-character-by-blocks", "two blocks, cut inside a character", mixture, packed(blocks(fixed(mixture[:4]), fixed(mixture[4:]), flush)))
	good("cut-inside-a-character-by-a-flush", "two fragments, each flushed, cut inside a character", mixture,
		packedPieces(blocks(fixed(mixture[:8]), emptied), blocks(fixed(mixture[8:]), flush))...)
	good("that-is-no-text-on-the-wire", "what is on the wire need not be text", "\u00ff", packed(blocks(stored("\u00ff"), flush)))
	bad := func(name, title string, frames ...draft) {
		add("7.2.2/text-"+name, title, "", send(frames...), fails(noText...))
	}
	bad("not-utf-8", "a byte that is never text", packed(squeezed("Hel\xfflo")))
	bad("with-a-surrogate", "half of a surrogate pair", packed(squeezed(kosme+"\xed\xa0\x80edited")))
	bad("overlong", "an overlong form", packed(squeezed("\xc0\xaf")))
	bad("beyond-unicode", "a character above U+10FFFF", packed(squeezed("\xf4\x90\x80\x80")))
	bad("that-ends-inside-a-character", "the last character has lost its end", packed(squeezed(kosme[:len(kosme)-1])))
	bad("not-utf-8-in-a-stored-block", "a byte that is never text, in a stored block", packed(blocks(stored("\xfe"), flush)))
	bad("not-utf-8-by-a-copy", "a copy that cuts a character", packed(blocks(fixed("\u20ac--", back{3, 4}), flush)))
	bad("not-utf-8-in-the-second-fragment", "the second fragment makes it wrong", packedPieces(blocks(fixed("Hel"), emptied), blocks(fixed("\xff"), flush))...)
	bad("not-utf-8-in-the-second-message", "nothing of the first message's characters is left", packed(squeezed("\xe2\x82")), packed(squeezed("\xac")))
	add("7.2.2/binary-need-not-be-text", "a binary message may hold what a text may not", "",
		send(binaryOf(squeezed("\xff\xfe\xc0")).marked(4)), expect(binaryOf("\xff\xfe\xc0")), goodbye())
	add("7.2.2/text-not-utf-8-behind-a-good-one", "a text that is not UTF-8 behind one that is", "",
		send(packed(hello7), packed(squeezed("\xff"))), failsAfter(text("Hello"), noText...))
}
