package conformance

import (
	"fmt"

	"example/websocket/04-frames/frame"
)

// oops are the codes for a broken rule of framing.
var oops = []frame.CloseCode{frame.ProtocolError}

// framing is about the two bytes that every frame begins with (§5.2).
func framing() []Case {
	var cases []Case
	add := func(id, title, autobahn string, steps ...Step) {
		cases = append(cases, Case{ID: id, Title: title, Autobahn: numbers(autobahn), Steps: steps})
	}
	reservedBits(add)
	reservedOpcodes(add)
	controlFrames(add)
	strangers(add)
	return cases
}

// numbers makes a list of one, or none.
func numbers(autobahn string) []string {
	if autobahn == "" {
		return nil
	}
	return []string{autobahn}
}

// An adder takes a case.
type adder func(id, title, autobahn string, steps ...Step)

func reservedBits(add adder) {
	for rsv := byte(1); rsv < 8; rsv++ {
		add("5.2/"+rsvName(rsv)+"-set", rsvTitle(rsv)+" on a text, and no extension gives it a meaning", map[byte]string{1: "3.1"}[rsv],
			send(text("Hello").marked(rsv)), fails(oops...))
	}
	for _, f := range []struct {
		name  string
		frame draft
		bits  map[byte]string // and the numbers
	}{
		{"binary", binaryOf("\x00\xff"), map[byte]string{4: "", 2: "", 1: "", 5: "3.5"}},
		{"ping", ping("hb"), map[byte]string{4: "", 2: "", 1: "", 6: "3.6"}},
		{"pong", pong("hb"), map[byte]string{4: "", 2: "", 1: ""}},
		{"close", closeOf(1000, ""), map[byte]string{4: "", 2: "", 1: "", 7: "3.7"}},
		{"first-fragment", text("Hel").more(), map[byte]string{4: "", 2: "", 1: ""}},
	} {
		for rsv := byte(1); rsv < 8; rsv++ {
			if number, ok := f.bits[rsv]; ok {
				add("5.2/"+rsvName(rsv)+"-on-"+f.name, rsvTitle(rsv)+" on a "+f.frame.op.String(), number,
					send(f.frame.marked(rsv)), fails(oops...))
			}
		}
	}
	for _, rsv := range []byte{4, 2, 1} {
		add("5.2/"+rsvName(rsv)+"-on-continuation", rsvTitle(rsv)+" on the second fragment only", "",
			send(text("Hel").more(), cont("lo").marked(rsv)), fails(oops...))
		add("5.2/"+rsvName(rsv)+"-early", rsvTitle(rsv)+" is seen in the first two bytes", "",
			sendFirst(2, text("Hello").marked(rsv)), failsEarly(oops, sendRest()))
	}
	marked := text("Hello").marked
	add("5.2/rsv2-after-a-text", "RSV2 on the second text: the first comes back, and the ping behind it has no answer", "3.2",
		send(text("Hello"), marked(2), ping("hb")), failsAfter(text("Hello"), oops...))
	add("5.2/rsv23-after-a-text-one-by-one", "RSV2 and RSV3, each frame in a write of its own", "3.3",
		sendApart(text("Hello"), marked(3), ping("hb")), failsAfter(text("Hello"), oops...))
	add("5.2/rsv1-after-a-text-bytewise", "RSV1, and all of it byte by byte", "3.4",
		sendCut(1, ms, text("Hello"), marked(4), ping("hb")), failsAfter(text("Hello"), oops...))
}

// rsvName is such as rsv1 or rsv23.
func rsvName(rsv byte) string {
	s := "rsv"
	for i, bit := range []byte{4, 2, 1} {
		if rsv&bit != 0 {
			s += fmt.Sprint(i + 1)
		}
	}
	return s
}

// rsvTitle is such as RSV1 or RSV2, RSV3.
func rsvTitle(rsv byte) string {
	s := ""
	for i, bit := range []byte{4, 2, 1} {
		if rsv&bit != 0 {
			s += fmt.Sprintf(", RSV%d", i+1)
		}
	}
	return s[2:]
}

func reservedOpcodes(add adder) {
	alone := map[frame.Opcode]string{3: "4.1.1", 11: "4.2.1"}
	full := map[frame.Opcode]string{4: "4.1.2", 12: "4.2.2"}
	after := map[frame.Opcode]string{5: "4.1.3", 13: "4.2.3"}
	fullAfter := map[frame.Opcode]string{6: "4.1.4", 7: "4.1.5", 14: "4.2.4", 15: "4.2.5"}
	for _, op := range []frame.Opcode{3, 4, 5, 6, 7, 11, 12, 13, 14, 15} {
		name := fmt.Sprintf("5.2/opcode-%x", byte(op))
		add(name, op.String()+", no payload", alone[op], send(reserved(op, "")), fails(oops...))
		add(name+"-with-payload", op.String()+" with a payload", full[op], send(reserved(op, "Hello")), fails(oops...))
		add(name+"-after-a-text", op.String()+" after a text, and a ping behind it", after[op],
			send(text("Hello"), reserved(op, ""), ping("hb")), failsAfter(text("Hello"), oops...))
		add(name+"-with-payload-after-a-text", op.String()+" with a payload after a text, and a ping behind it", fullAfter[op],
			send(text("Hello"), reserved(op, "Hello"), ping("hb")), failsAfter(text("Hello"), oops...))
		add(name+"-early", op.String()+" is seen in the first two bytes", "",
			sendFirst(2, reserved(op, "Hello")), failsEarly(oops, sendRest()))
	}
	for _, op := range []frame.Opcode{3, 11} {
		add(fmt.Sprintf("5.2/opcode-%x-inside-a-message", byte(op)), op.String()+" between two fragments", "",
			send(text("Hel").more(), reserved(op, ""), cont("lo")), fails(oops...))
		add(fmt.Sprintf("5.2/opcode-%x-fin-0", byte(op)), op.String()+" with FIN 0", "",
			send(reserved(op, "Hel").more()), fails(oops...))
	}
}

// controlFrames is about what a control frame must not be (§5.5).
func controlFrames(add adder) {
	for _, f := range []struct {
		name            string
		frame           draft
		large, fragment string // Autobahn's numbers
	}{
		{"ping", ping(""), "2.5", "5.1"}, {"pong", pong(""), "", "5.2"}, {"close", closeOf(1000, ""), "", ""},
	} {
		f, large, huge := f, f.frame, f.frame
		large.payload += letters(126 - len(large.payload))
		huge.payload += letters(1<<16 - len(huge.payload))
		name, op := "5.5/"+f.name, f.frame.op.String()
		add(name+"-126-bytes", "a "+op+" of 126 bytes, one more than is allowed", f.large, send(large), fails(oops...))
		add(name+"-65536-bytes", "a "+op+" of 64 KiB", "", send(huge), fails(oops...))
		add(name+"-126-bytes-early", "a "+op+" of 126 bytes or more is seen in the first two bytes", "",
			sendFirst(2, large), failsEarly(oops, sendRest()))
		short := f.frame
		short.payload += "a"
		add(name+"-fragmented", "a "+op+" in two fragments", f.fragment, send(short.more(), cont("b")), fails(oops...))
		add(name+"-fin-0-early", "a "+op+" with FIN 0 is seen in the first two bytes", "",
			sendFirst(2, short.more()), failsEarly(oops, sendRest()))
		add(name+"-fragmented-inside-a-message", "a "+op+" with FIN 0 between two fragments", "",
			send(text("Hel").more(), short.more(), cont("lo")), fails(oops...))
	}
}

// strangers are bytes of other protocols: what people send who have not noticed
// that the handshake is over.
func strangers(add adder) {
	add("5.2/http-request-after-the-handshake", "a second GET where frames are spoken: G is FIN 0, RSV1, opcode 7", "",
		sendBytes("an HTTP request", "GET / HTTP/1.1\r\nHost: server.example\r\n\r\n"), fails(oops...))
	add("5.2/http-response-after-the-handshake", "an HTTP response where frames are spoken: H is FIN 0, RSV1, opcode 8", "",
		sendBytes("an HTTP response", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHello"), fails(oops...))
	add("5.2/framing-of-2010", "00 Hello ff, the framing before this RFC", "",
		sendBytes("00, Hello, ff", "\x00Hello\xff"), fails(oops...))
	add("5.2/plain-text-after-the-handshake", "text without any frame: h is FIN 0, RSV1, RSV2, opcode 8", "",
		sendBytes("plain text", "hello hello hello hello\r\n"), fails(oops...))
}
