package conformance

import "fmt"

// What a compressed message may look like inside (RFC 7692 §7.2, RFC 1951).

// helloInManyForms is Hello in each form that DEFLATE has for it.
func helloInManyForms(add adder) {
	whole := text("Hello")
	hello := func(id, title string, all ...block) {
		add(id, title, "", send(packed(blocks(all...))), expect(whole), send(packed(blocks(all...))), expect(whole), goodbye())
	}
	hello("7.2.3.1/one-block", "the RFC's example: one block with the fixed codes", fixed("Hello"), flush)
	hello("7.2.3.3/stored-block", "the RFC's example: a stored block", stored("Hello"), flush)
	hello("7.2.3.4/final-block", "the RFC's example: a block marked as the last", final(fixed("Hello")), flush)
	hello("7.2.3.5/two-blocks", "the RFC's example: two blocks", fixed("He"), emptied, fixed("llo"), flush)
	hello("7.2.3.5/two-blocks-without-a-flush-between", "two blocks, the second in the middle of a byte", fixed("He"), fixed("llo"), flush)
	hello("7.2.3.5/a-block-for-each-byte", "five blocks of one byte", fixed("H"), fixed("e"), fixed("l"), fixed("l"), fixed("o"), flush)
	hello("7.2.3.5/stored-and-fixed-blocks", "a stored block, one with the fixed codes, a stored one", stored("H"), fixed("ell"), stored("o"), flush)
	hello("7.2.3.5/empty-blocks-around", "empty blocks before, between and behind", emptied, fixed(), fixed("Hel"), emptied, emptied, fixed(), fixed("lo"), emptied, fixed(), flush)
	hello("7.2.3.5/copy-of-one-byte", "the second l is copied from the first", fixed("Hel"), fixed("lo"), flush)
	hello("7.2.3.4/final-stored-block", "a stored block marked as the last", final(stored("Hello")), flush)
	hello("7.2.3.4/final-empty-block-at-the-end", "an empty block marked as the last, whose tail was cut: it ends in 01", fixed("Hello"), emptied, raw("\x01"))
	hello("7.2.3.4/two-final-blocks", "two blocks, each marked as the last of its stream", final(fixed("He")), final(fixed("llo")), flush)
	hello("7.2.3.4/final-block-in-the-middle", "a block marked as the last, and one that is not", final(fixed("He")), fixed("llo"), flush)
	add("7.2.3.4/data-behind-a-final-block", "what stands behind a final block is a part of the message, too", "",
		send(packed(blocks(final(fixed("Hello")), fixed(", and more"), flush))), expect(text("Hello, and more")), goodbye())
	add("7.2.3.4/garbage-behind-a-final-block", "garbage behind a final block", "", send(packed(blocks(final(fixed("Hello")), raw("\xff\xff\xff")))), fails(noInflate...))
	add("7.2.3.4/message-behind-a-final-block", "a message after one with a final block", "",
		send(packed(blocks(final(fixed("Hello")), flush)), packed(hello7), packed(blocks(stored("Hello"), flush))), expect(whole, whole, whole), goodbye())
	add("7.2.3.6/empty-message", "an empty message is the one byte 00", "", send(packed("\x00")), expect(text("")), goodbye())
	add("7.2.3.6/empty-message-as-an-empty-block", "an empty message with an empty block in it", "", send(packed(blocks(fixed(), flush))), expect(text("")), goodbye())
	add("7.2.3.6/three-empty-messages", "empty messages, one after the other", "",
		send(packed("\x00"), packed("\x00"), binaryOf("\x00").marked(4)), expect(text(""), text(""), binaryOf("")), goodbye())
	add("7.2.3.6/empty-message-between", "an empty message between two others", "", send(packed(hello7), packed("\x00"), packed(hello7)), expect(whole, text(""), whole), goodbye())
	add("7.2.3.6/empty-last-fragment", "the last fragment has only the byte 00", "", send(packedPieces("\xf2\x48\xcd\xc9\xc9\x07\x00\x00\x00\xff\xff", "\x00")...), expect(whole), goodbye())
	add("7.2.1/flushed-twice", "a message that was flushed before its end: the tail of the first flush is sent", "", send(packed("\xf2\x48\xcd\xc9\xc9\x07\x00\x00\x00\xff\xff\x00")), expect(whole), goodbye())
}

// helloInPieces cuts a compressed message everywhere.
func helloInPieces(add adder) {
	whole := text("Hello")
	ends := []Step{expect(whole), goodbye()}
	for i := 1; i < len(hello7); i++ {
		add(fmt.Sprintf("7.2.3.1/two-fragments-cut-at-%d", i), "a compressed message in two fragments", "", append([]Step{send(packedPieces(hello7[:i], hello7[i:])...)}, ends...)...)
	}
	var octet []string
	for i := range len(hello7) {
		octet = append(octet, hello7[i:i+1])
	}
	single := packedPieces(octet...)
	add("6.2/single-bytes", "a fragment for each byte", "", append([]Step{send(single...)}, ends...)...)
	add("6.2/single-bytes-one-by-one", "a fragment for each byte, each in a write of its own", "", append([]Step{sendApart(single...)}, ends...)...)
	add("6.2/bytewise", "one frame that arrives byte by byte", "", append([]Step{sendCut(1, ms, packed(hello7))}, ends...)...)
	add("6.2/fragments-bytewise", "two fragments that arrive byte by byte", "", append([]Step{sendCut(1, ms, packedPieces(hello7[:3], hello7[3:])...)}, ends...)...)
	for _, e := range []struct {
		where    string
		payloads []string
	}{
		{"first", []string{"", hello7}}, {"last", []string{hello7, ""}}, {"in-the-middle", []string{hello7[:3], "", hello7[3:]}},
		{"everywhere", []string{"", "", hello7[:1], "", hello7[1:5], "", "", hello7[5:], "", ""}},
	} {
		add("6.2/empty-fragments-"+e.where, "fragments without payload count for nothing", "", append([]Step{send(packedPieces(e.payloads...)...)}, ends...)...)
	}
	add("6.2/empty-message-in-fragments", "an empty message in three fragments", "", send(packedPieces("", "\x00", "")...), expect(text("")), goodbye())
	two := packedPieces(hello7[:3], hello7[3:])
	add("6.2/ping-between-fragments", "a ping between two compressed fragments is plain, and no part of them", "", send(two[0], ping("hb"), two[1]), expect(pong("hb"), whole), goodbye())
	add("6.2/ping-answered-before-the-message-ends", "the ping is answered before the message has ended", "", send(two[0], ping("hb")), expect(pong("hb")), send(two[1]), expect(whole), goodbye())
	add("6.2/pong-between-fragments", "a pong that nobody asked for between two compressed fragments", "", append([]Step{send(two[0], pong("nobody asked"), two[1])}, ends...)...)
	add("6.2/ping-after-each-byte", "a ping after each byte of a compressed message", "", func() []Step {
		var all, want []draft
		for i, f := range single {
			all, want = append(all, f, ping(fmt.Sprint("hb-", i))), append(want, pong(fmt.Sprint("hb-", i)))
		}
		n := len(want) - 1
		return []Step{send(all[:len(all)-1]...), expect(append(want[:n], whole)...), goodbye()}
	}()...)
	add("6.2/message-inside-a-message", "a compressed text inside a compressed message", "", send(two[0], packed(hello7)), fails(oops...))
	add("6.2/every-cut", "500 bytes of text, compressed, cut behind each byte in turn", "", func() (steps []Step) {
		long := blocks(fixed(letters(100), back{200, 100}, letters(100)), stored("!"), flush)
		want := text(inflated(long))
		for i := range len(long) + 1 {
			steps = append(steps, send(packedPieces(long[:i], long[i:])...), expect(want))
		}
		return append(steps, goodbye())
	}()...)
}
