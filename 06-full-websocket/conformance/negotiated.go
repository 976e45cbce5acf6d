package conformance

import (
	"fmt"
	"strings"
)

// compressionTerms is about what client and server agree on (RFC 7692 §5, §7.1).
func compressionTerms() []Case {
	cases := agreeable()
	cases = append(cases, oddOffers()...)
	cases = append(cases, badOffers()...)
	return append(cases, badAnswers()...)
}

// exchange is a conversation that shows whether the terms are kept: the messages
// tempt a sender to look back over n bytes, and at the message before.
func exchange(n int) []Step {
	far := binaryOf(strings.Repeat(octets(n), 3))
	steps := []Step{agreed()}
	for _, d := range []draft{text("Hello"), far, far, text(letters(3000)), text("Hello"), text("")} {
		steps = append(steps, squeezed(send, d), expect(d))
	}
	return append(steps, squeezed(send, text("one"), binaryOf("two"), text("one")), expect(text("one"), binaryOf("two"), text("one")), goodbye())
}

// agreeable are terms that either side may name: the judge offers them to a
// server, and answers a client with them.
func agreeable() (cases []Case) {
	add := func(id, title string, n int, t terms) {
		cases = append(cases, Case{ID: "7692-" + id, Title: title, Deal: dealOf(t), Steps: exchange(n)})
	}
	add("7.1/no-parameters", "permessage-deflate alone", 1000, terms{})
	add("7.1/what-browsers-offer", "client_max_window_bits without a value", 1000, usual)
	add("7.1.1.1/server-no-context-takeover", "the server begins each message with an empty window", 1000, terms{serverAlone: true, clientBits: -1})
	add("7.1.1.2/client-no-context-takeover", "the client begins each message with an empty window", 1000, terms{clientAlone: true, clientBits: -1})
	add("7.1.1/no-context-takeover", "both begin each message with an empty window", 1000, terms{serverAlone: true, clientAlone: true, clientBits: -1})
	for bits := 8; bits <= 15; bits++ {
		n := min(1<<bits+16, 1<<15-16)
		add(fmt.Sprintf("7.1.2.1/server-window-bits-%d", bits), fmt.Sprintf("the server looks back over %d bytes at most", 1<<bits), n, terms{serverBits: bits, clientBits: -1})
		add(fmt.Sprintf("7.1.2.2/client-window-bits-%d", bits), fmt.Sprintf("the client looks back over %d bytes at most", 1<<bits), n, terms{clientBits: bits})
		add(fmt.Sprintf("7.1.2/window-bits-%d", bits), fmt.Sprintf("both look back over %d bytes at most, and not into the message before", 1<<bits), n,
			terms{serverAlone: true, clientAlone: true, serverBits: bits, clientBits: bits})
	}
	add("7.1.2/window-bits-9-and-15", "a small window for the server, a large one for the client", 1<<9+16, terms{serverBits: 9, clientBits: 15})
	add("7.1.2/window-bits-15-and-9", "a large window for the server, a small one for the client", 1<<9+16, terms{serverBits: 15, clientBits: 9})
	for bits := 8; bits <= 15; bits++ {
		t := terms{serverBits: bits, clientBits: bits}
		d := dealOf(terms{clientBits: bits})
		d.Answer = dealOf(terms{serverBits: bits}).Answer
		past := octets(1 << bits)
		cases = append(cases, Case{ID: fmt.Sprintf("7692-7.1.2/window-of-%d-bits-to-its-edge", t.serverBits), Deal: d,
			Title: fmt.Sprintf("a sender that may look back over %d bytes does so, to the last of them", 1<<bits),
			Steps: []Step{agreed(), send(binaryOf(blocks(storedAll(past), fixed(back{200, 1 << bits}), flush)).marked(4)), expect(binaryOf(past + past[:200])),
				send(text("plain, and not in the window")), expect(text("plain, and not in the window")),
				looksBack(1<<bits, true), send(binaryOf(blocks(storedAll(past), flush)).marked(4), binaryOf(blocks(fixed(back{258, 1 << bits}), flush)).marked(4)),
				expect(binaryOf(past), binaryOf((past + past)[:258])), goodbye()}})
	}
	return cases
}

// oddOffers are for servers: offers that keep the rules, in unusual words.
func oddOffers() (cases []Case) {
	for _, o := range []struct{ id, title, offer string }{
		{"7692-7.1/quoted-value", "a value in quotes", `permessage-deflate; server_max_window_bits="10"; client_max_window_bits="11"`},
		{"7692-7.1/quoted-value-with-backslash", "a value in quotes with a backslash in it, which is the same value", `permessage-deflate; server_max_window_bits="1\0"`},
		{"9.1/offer-with-spaces-around-separators", "spaces and tabs around ; and =", "permessage-deflate ;\tserver_max_window_bits = 10 ; client_max_window_bits"},
		{"9.1/offer-without-spaces", "no spaces", "permessage-deflate;server_max_window_bits=10;client_max_window_bits"},
		{"9.1/offer-with-parameters-in-another-order", "the parameters in another order", "permessage-deflate; client_max_window_bits=12; server_max_window_bits=10; client_no_context_takeover; server_no_context_takeover"},
		{"9.1/offer-with-all-parameters", "all four parameters", "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=11; client_max_window_bits=12"},
		{"9.1/offer-with-empty-elements", "a list with empty elements", ", permessage-deflate ,, x-judge,"},
		{"7692-5/behind-an-unknown-extension", "an unknown extension before it", "x-judge; a=1, permessage-deflate; client_max_window_bits"},
		{"7692-5/before-an-unknown-extension", "an unknown extension behind it", `permessage-deflate; client_max_window_bits, x-judge; b="2"`},
		{"7692-5/behind-twenty-unknown-extensions", "twenty unknown extensions before it", strings.Repeat("x-judge; a, ", 20) + pmdName},
		{"7692-5/on-two-lines", "two header lines, which are one list", "x-judge\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"},
		{"7692-5/two-offers-on-two-lines", "two offers, a line each", "permessage-deflate; server_max_window_bits=10\r\nSec-WebSocket-Extensions: permessage-deflate"},
		{"7692-5/header-name-in-lower-case", "the second line's name in lower case", "x-judge\r\nsec-websocket-extensions: permessage-deflate"},
		{"7692-5/same-offer-twice", "the same offer twice: one answer", "permessage-deflate, permessage-deflate"},
		{"7692-5/two-offers", "two offers, the better liked first", "permessage-deflate; server_max_window_bits=9, permessage-deflate"},
		{"7692-5/three-offers", "three offers, each for less than the one before",
			"permessage-deflate; server_no_context_takeover; server_max_window_bits=9, permessage-deflate; server_no_context_takeover, permessage-deflate"},
		{"7692-5/behind-an-unknown-parameter", "an offer with an unknown parameter, and one without", "permessage-deflate; x=1, permessage-deflate"},
		{"7692-5/behind-an-invalid-value", "an offer with 16 bits, and one without", "permessage-deflate; server_max_window_bits=16, permessage-deflate; client_max_window_bits"},
		{"7692-5/behind-a-duplicate", "an offer that names a parameter twice, and one that does not", "permessage-deflate; server_no_context_takeover; server_no_context_takeover, permessage-deflate"},
		{"7692-5/behind-nine-bad-offers", "the tenth offer is the first that keeps the rules",
			strings.Repeat("permessage-deflate; server_max_window_bits=7, ", 5) + strings.Repeat("permessage-deflate; client_max_window_bits=16, ", 4) + pmdName},
	} {
		c := Case{ID: o.id, Title: o.title, Side: Servers, Deal: Deal{Offer: o.offer}, Steps: exchange(1000)}
		if o.id == "9.1/offer-with-empty-elements" {
			c.Worst = NonStrict // RFC 9110 §5.6.1 wants it, RFC 6455's own grammar does not
		}
		cases = append(cases, c)
	}
	return cases
}

// badOffers are for servers: each breaks a rule, and a server must decline it. It
// may have another offer that it accepts, so there is none.
func badOffers() (cases []Case) {
	add := func(id, title, params string) {
		cases = append(cases, Case{ID: "7692-" + id, Title: title, Side: Servers, Bare: true,
			Steps: append([]Step{ask(with(valid, "Sec-WebSocket-Extensions: "+pmdName+"; "+params)), declines()}, hello()...)})
	}
	add("7.1/offer-with-an-unknown-parameter", "a parameter that there is not", "x-judge")
	add("7.1/offer-with-an-unknown-value", "a parameter that there is not, with a value", "window_bits=10")
	for _, p := range []struct{ section, name, value string }{
		{"7.1.1.1", "server_no_context_takeover", ""}, {"7.1.1.2", "client_no_context_takeover", ""},
		{"7.1.2.1", "server_max_window_bits", "=10"}, {"7.1.2.2", "client_max_window_bits", "=10"},
	} {
		name := strings.ReplaceAll(p.name, "_", "-")
		add(p.section+"/offer-with-"+name+"-twice", "the same parameter twice", p.name+p.value+"; "+p.name+p.value)
		if p.value == "" {
			add(p.section+"/offer-with-"+name+"-1", "a value where none is allowed", p.name+"=1")
			add(p.section+"/offer-with-"+name+"-true", "a value where none is allowed", p.name+`="true"`)
			continue
		}
		add(p.section+"/offer-with-"+name+"-of-two-values", "two values for one parameter", p.name+"=10; "+p.name+"=11")
		for _, value := range []string{"0", "1", "7", "16", "99", "08", "010", "-9", "+9", "9.5", "1e1", "0x9", "nine", "18446744073709551625"} {
			add(p.section+"/offer-with-"+name+"-"+strings.ReplaceAll(value, "+", "plus-"), "a value that is not 8 to 15", p.name+"="+value)
		}
	}
	add("7.1.2.1/offer-with-server-max-window-bits-without-a-value", "no value where one has to be", "server_max_window_bits")
	return cases
}

// badAnswers are for clients: each breaks a rule, and the client must not go on.
func badAnswers() (cases []Case) {
	add := func(id, title string, answer func(offer terms) string) {
		d := Deal{Answer: func(field string) string {
			for _, offer := range offers(field) {
				return answer(offer)
			}
			return ""
		}}
		cases = append(cases, Case{ID: id, Title: title, Side: Clients, Deal: d, Steps: []Step{about(), givesUp()}})
	}
	says := func(s string) func(terms) string {
		return func(terms) string { return s }
	}
	add("9.1/answer-with-an-extension-that-was-not-offered", "another extension than the one that was offered", says("x-judge"))
	add("9.1/answer-with-an-extension-more", "the extension that was offered, and another", says(pmdName+", x-judge"))
	add("7692-5/answer-twice", "the same extension twice", says(pmdName+", "+pmdName))
	add("7692-7.1/answer-with-an-unknown-parameter", "a parameter that there is not", says(pmdName+"; x-judge"))
	for _, p := range []struct{ section, name, value string }{
		{"7.1.1.1", "server_no_context_takeover", ""}, {"7.1.1.2", "client_no_context_takeover", ""},
		{"7.1.2.1", "server_max_window_bits", "=10"}, {"7.1.2.2", "client_max_window_bits", "=10"},
	} {
		name := strings.ReplaceAll(p.name, "_", "-")
		add("7692-"+p.section+"/answer-with-"+name+"-twice", "the same parameter twice", says(pmdName+"; "+p.name+p.value+"; "+p.name+p.value))
		if p.value == "" {
			add("7692-"+p.section+"/answer-with-"+name+"-1", "a value where none is allowed", says(pmdName+"; "+p.name+"=1"))
			continue
		}
		add("7692-"+p.section+"/answer-with-"+name+"-without-a-value", "no value where one has to be", says(pmdName+"; "+p.name))
		for _, value := range []string{"0", "7", "16", "08", "-9", "nine"} {
			add("7692-"+p.section+"/answer-with-"+name+"-"+value, "a value that is not 8 to 15", says(pmdName+"; "+p.name+"="+value))
		}
	}
	// These depend on what the client offers: "" is for an offer that they cannot break.
	add("7692-7.1.1.1/answer-without-server-no-context-takeover", "the offer's server_no_context_takeover is missing", func(offer terms) string {
		if !offer.serverAlone {
			return ""
		}
		offer.serverAlone, offer.clientBits = false, 0
		return offer.String()
	})
	add("7692-7.1.2.1/answer-without-server-max-window-bits", "the offer's server_max_window_bits is missing", func(offer terms) string {
		if offer.serverBits == 0 || offer.serverBits == 15 {
			return ""
		}
		return terms{serverAlone: offer.serverAlone}.String()
	})
	add("7692-7.1.2.1/answer-with-more-server-max-window-bits", "a larger window than was offered", func(offer terms) string {
		if offer.serverBits == 0 || offer.serverBits == 15 {
			return ""
		}
		return terms{serverAlone: offer.serverAlone, serverBits: offer.serverBits + 1}.String()
	})
	add("7692-7.1.2.2/answer-with-client-max-window-bits-not-offered", "client_max_window_bits was not offered", func(offer terms) string {
		if offer.clientBits != 0 {
			return ""
		}
		return terms{serverAlone: offer.serverAlone, serverBits: offer.serverBits, clientBits: 10}.String()
	})
	return cases
}
