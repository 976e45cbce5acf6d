package conformance

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"example/websocket/04-frames/frame"
)

// noText are the codes for text that is not UTF-8.
var noText = []frame.CloseCode{frame.InvalidPayload}

// textIsUTF8 is about §8.1.
func textIsUTF8() []Case {
	var cases []Case
	add := func(id, title, autobahn string, steps ...Step) {
		cases = append(cases, Case{ID: "8.1/" + id, Title: title, Autobahn: numbers(autobahn), Steps: steps})
	}
	at := make(map[string]int) // of a payload's case
	for _, f := range sequences {
		for i, s := range f.payloads {
			number := numbers(f.family)
			if number != nil {
				number[0] += fmt.Sprint(".", i+1)
			}
			if j, ok := at[s]; ok {
				cases[j].Autobahn = append(cases[j].Autobahn, number...)
				continue
			}
			at[s] = len(cases)
			cases = append(cases, textCase(s, f.title, number))
		}
	}
	validText(add)
	invalidText(add)
	return cases
}

// textCase sends a payload as one frame.
func textCase(s, title string, autobahn []string) Case {
	name := hex.EncodeToString([]byte(s))
	if len(s) > 14 {
		name = fmt.Sprintf("%s-and-%d-bytes-more", name[:8], len(s)-4)
	}
	c := Case{ID: "8.1/valid-" + name, Title: title, Autobahn: autobahn, Steps: []Step{send(text(s)), expect(text(s)), goodbye()}}
	if !utf8.ValidString(s) {
		c.ID, c.Steps = "8.1/invalid-"+name, []Step{send(text(s)), fails(noText...)}
	}
	return c
}

const (
	kosme    = "κόσμε" // its second character takes three bytes
	mixture  = "aé€𐍈z" // characters of one, two, three, four and one bytes
	greeting = "Hello-µ@ßöäüàá-UTF-8!!"
)

// validText cuts text at every place: characters may be cut too.
func validText(add adder) {
	echoed := func(s string) []Step { return []Step{expect(text(s)), goodbye()} }
	add("valid-text", "text with characters of one and two bytes", "6.2.1", append([]Step{send(text(greeting))}, echoed(greeting)...)...)
	add("valid-in-two-fragments", "text in two fragments, cut between two characters", "6.2.2",
		append([]Step{send(pieces(text(""), greeting[:15], greeting[15:])...)}, echoed(greeting)...)...)
	add("valid-in-single-bytes", "text in fragments of one byte", "6.2.3", append([]Step{send(each(text(greeting))...)}, echoed(greeting)...)...)
	add("valid-greek-in-single-bytes", "Greek text in fragments of one byte", "6.2.4", append([]Step{send(each(text(kosme))...)}, echoed(kosme)...)...)
	for i := 1; i < len(mixture); i++ {
		add(fmt.Sprintf("valid-in-fragments-cut-at-%d", i), "text in two fragments, cut behind byte "+fmt.Sprint(i), "",
			append([]Step{send(pieces(text(""), mixture[:i], mixture[i:])...)}, echoed(mixture)...)...)
		add(fmt.Sprintf("valid-in-one-frame-cut-at-%d", i), "text in one frame that arrives in two pieces, cut behind byte "+fmt.Sprint(i), "",
			append([]Step{sendTail(len(mixture)-i, text(mixture)), pause(5 * ms), sendRest()}, echoed(mixture)...)...)
	}
	add("valid-bytewise", "text in one frame that arrives byte by byte", "", append([]Step{sendCut(1, ms, text(mixture))}, echoed(mixture)...)...)
	add("valid-in-single-bytes-with-pings", "a ping between the bytes of a character", "",
		send(text("\xe2").more(), ping("1"), cont("\x82").more(), ping("2"), cont("\xac")), expect(pong("1"), pong("2"), text("€")), goodbye())
	add("valid-with-empty-fragments", "empty fragments between the bytes of a character", "",
		append([]Step{send(pieces(text(""), "", "\xf0", "", "\x90\x8d", "", "\x88", "")...)}, echoed("𐍈")...)...)
	add("valid-one-after-the-other", "two texts: each begins anew", "", send(text("é"), text("é"), text("z")), expect(text("é"), text("é"), text("z")), goodbye())
	add("valid-64-kib-in-odd-pieces", "64 KiB of text in writes of 1,021 bytes", "", append([]Step{sendCut(1021, 0, text(letters(65536)))}, echoed(letters(65536))...)...)
	add("valid-64-kib-in-odd-fragments", "64 KiB of text in fragments of 1,021 bytes", "", append([]Step{sendSplit(text(letters(65536)), 1021)}, echoed(letters(65536))...)...)
	add("binary-need-not-be-text", "a binary message may hold what a text may not", "", send(binaryOf("\xff\xfe\xc0")), expect(binaryOf("\xff\xfe\xc0")), goodbye())
}

// wrongs are texts that go wrong at a known byte: behind good, bad is the first
// that no text can go on with.
var wrongs = []struct{ name, good, bad string }{
	{"lone-continuation", kosme, "\x80"},
	{"never-a-byte-of-text", kosme, "\xff"},
	{"overlong-of-two", kosme, "\xc0"},
	{"overlong-of-three", kosme + "\xe0", "\x9f"},
	{"overlong-of-four", kosme + "\xf0", "\x8f"},
	{"surrogate", kosme + "\xed", "\xa0"},
	{"beyond-unicode", kosme + "\xf4", "\x90"},
	{"lead-of-five", kosme, "\xf8"},
	{"ascii-inside-a-character", kosme + "\xc3", "("},
	{"lead-inside-a-character", kosme + "\xe2\x82", "\xe2"},
	{"ascii-inside-a-long-character", kosme + "\xf0\x90\x8d", "("},
}

// invalidText is about how early a text fails: at the first wrong byte is best,
// at the end of the message is legal.
func invalidText(add adder) {
	for _, w := range wrongs {
		whole := text(w.good + w.bad + "edited")
		add("early-in-a-frame-"+w.name, "a frame goes on behind a byte that cannot be text: "+w.name, "",
			sendTail(len("edited"), whole), failsEarly(noText, sendRest()))
		add("early-in-a-message-"+w.name, "a message goes on behind a fragment that cannot be text: "+w.name, "",
			send(text(w.good).more(), cont(w.bad).more()), failsEarly(noText, send(cont("edited"))))
		add("invalid-in-single-bytes-"+w.name, "fragments of one byte: "+w.name, map[string]string{"surrogate": "6.3.2"}[w.name],
			send(each(whole)...), fails(noText...))
	}
	bad := kosme + "\xed\xa0\x80edited"
	add("invalid-greek", "text with half of a surrogate pair", "6.3.1", send(text(bad)), fails(noText...))
	three := func(a, b, c string) []Step {
		return []Step{send(text(a).more()), pause(10 * ms), send(cont(b).more()), failsEarly(noText, send(cont(c)))}
	}
	add("early-in-the-second-of-three", "the second of three fragments makes it wrong", "6.4.1", three(kosme, "\xf4\x90\x80\x80", "edited")...)
	add("early-at-the-wrong-byte", "the second of three fragments is the byte that makes it wrong", "6.4.2", three(kosme+"\xf4", "\x90", "\x80\x80edited")...)
	whole := text(kosme + "\xf4\x90\x80\x80edited")
	add("early-in-one-frame", "one frame in three pieces, of which the second makes it wrong", "6.4.3", sendTail(10, whole), pause(10*ms), sendRestBut(6), failsEarly(noText, sendRest()))
	add("early-in-one-frame-at-the-wrong-byte", "one frame in three pieces, of which the second is the byte that makes it wrong", "6.4.4",
		sendTail(9, whole), pause(10*ms), sendRestBut(8), failsEarly(noText, sendRest()))
	long := "\xff" + letters(65535)
	add("early-in-a-long-frame", "a frame of 64 KiB whose first byte is wrong", "", sendTail(64<<10-1, text(long)), failsEarly(noText, sendRest()))
	add("invalid-last-byte-of-64-kib", "64 KiB of text, and the last byte is wrong", "", send(text(letters(65535)+"\xff")), fails(noText...))
	add("invalid-last-byte-of-many-fragments", "64 KiB in fragments of 1,000 bytes, and the last byte is wrong", "", sendSplit(text(letters(65535)+"\xff"), 1000), fails(noText...))
	for i, cut := range []string{"\xc3", "\xe2\x82", "\xf0\x90\x8d"} {
		add(fmt.Sprintf("ends-inside-a-character-of-%d", i+2), "a message that ends inside a character", "", send(text("z"+cut), text("z")), fails(noText...))
		add(fmt.Sprintf("ends-inside-a-character-of-%d-with-an-empty-frame", i+2), "an empty last fragment, and the character is not whole", "",
			send(pieces(text(""), "z"+cut, "")...), fails(noText...))
		add(fmt.Sprintf("character-of-%d-goes-on-in-the-next-message", i+2), "a character does not go on in the next message", "",
			send(text("z"+cut), text("\xa9")), fails(noText...))
	}
	add("invalid-after-a-valid-one", "a valid text, then an invalid one", "", send(text(kosme), text("\xc3(")), failsAfter(text(kosme), noText...))
	add("invalid-in-the-first-fragment-binary-behind", "an invalid text is not saved by what follows", "", send(text("\xff").more(), cont("a")), fails(noText...))
}

// sequences are payloads, valid or not, and the family of Autobahn's numbers.
var sequences = []struct {
	family, title string
	payloads      []string
}{
	{"6.5", "characters of one to four bytes", unhex("68656c6c6f24776f726c64", "68656c6c6fc2a2776f726c64", "68656c6c6fe282ac776f726c64", "68656c6c6ff0a4ada2776f726c64", "cebae1bdb9cf83cebcceb5")},
	{"6.6", "a Greek word, cut behind each of its bytes", unhex("ce", "ceba", "cebae1", "cebae1bd", "cebae1bdb9", "cebae1bdb9cf", "cebae1bdb9cf83", "cebae1bdb9cf83ce", "cebae1bdb9cf83cebc", "cebae1bdb9cf83cebcce", "cebae1bdb9cf83cebcceb5")},
	{"6.7", "the first character of each length", unhex("00", "c280", "e0a080", "f0908080")},
	{"6.8", "the first sequences of five and six bytes", unhex("f888808080", "fc8480808080")},
	{"6.9", "the last character of each length", unhex("7f", "dfbf", "efbfbf", "f48fbfbf")},
	{"6.10", "the last sequences of four, five and six bytes", unhex("f7bfbfbf", "fbbfbfbfbf", "fdbfbfbfbfbf")},
	{"6.11", "around the surrogates and at the end of Unicode", unhex("ed9fbf", "ee8080", "efbfbd", "f48fbfbf", "f4908080")},
	{"6.12", "continuation bytes without a lead", append(unhex("80", "bf", "80bf", "80bf80", "80bf80bf", "80bf80bf80", "80bf80bf80bf"), run(0x80, 0xbf, ""))},
	{"6.13", "leads without continuation bytes", []string{run(0xc0, 0xdf, " "), run(0xe0, 0xef, " "), run(0xf0, 0xf6, " "), run(0xf8, 0xfb, " "), "\xfc "}},
	{"6.14", "sequences without their last byte", unhex("c0", "e080", "f08080", "f8808080", "fc80808080", "df", "efbf", "f7bfbf", "fbbfbfbf", "fdbfbfbfbf")},
	{"6.15", "those of the case before, one after the other", unhex("c0e080f08080f8808080fc80808080dfefbff7bfbffbbfbfbffdbfbfbfbf")},
	{"6.16", "bytes that no text holds", unhex("fe", "ff", "fefeffff")},
	{"6.17", "a slash, written too long", unhex("c0af", "e080af", "f08080af", "f8808080af", "fc80808080af")},
	{"6.18", "the last characters, written too long", unhex("c1bf", "e09fbf", "f08fbfbf", "f887bfbfbf", "fc83bfbfbfbf")},
	{"6.19", "NUL, written too long", unhex("c080", "e08080", "f0808080", "f880808080", "fc8080808080")},
	{"6.20", "single surrogates", unhex("eda080", "edadbf", "edae80", "edafbf", "edb080", "edbe80", "edbfbf")},
	{"6.21", "pairs of surrogates", unhex("eda080edb080", "eda080edbfbf", "edadbfedb080", "edadbfedbfbf", "edae80edb080", "edae80edbfbf", "edafbfedb080", "edafbfedbfbf")},
	{"6.22", "noncharacters, which are characters here", planes()},
	{"6.23", "specials", unhex("efbfb9", "efbfba", "efbfbb", "efbfbc", "efbfbd", "efbfbe", "efbfbf")},
	{"", "a byte order mark is a character", unhex("efbbbf", "efbbbf61", "61efbbbf")},
}

func unhex(s ...string) []string {
	for i := range s {
		b, err := hex.DecodeString(s[i])
		if err != nil {
			panic(err)
		}
		s[i] = string(b)
	}
	return s
}

// run is the bytes from first to last, each followed by sep.
func run(first, last byte, sep string) string {
	var b strings.Builder
	for c := int(first); c <= int(last); c++ {
		b.WriteString(string([]byte{byte(c)}) + sep)
	}
	return b.String()
}

// planes are the last two characters of each of Unicode's 17 planes.
func planes() (s []string) {
	for plane := range rune(17) {
		s = append(s, string(plane<<16|0xfffe), string(plane<<16|0xffff))
	}
	return slices.Clip(s)
}
