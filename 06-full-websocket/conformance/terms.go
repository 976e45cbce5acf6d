package conformance

import (
	"fmt"
	"slices"
	"strings"
)

// The negotiation of permessage-deflate (RFC 7692 §5, §7.1), in the judge's own
// words.

const pmdName = "permessage-deflate"

// terms are the four parameters. Of the window bits, 0 is not named, and -1 is
// named without a value.
type terms struct {
	serverAlone, clientAlone bool // server_no_context_takeover, client_no_context_takeover
	serverBits, clientBits   int  // server_max_window_bits, client_max_window_bits
}

// String is the terms as they stand in a header.
func (t terms) String() string {
	s := pmdName
	if t.serverAlone {
		s += "; server_no_context_takeover"
	}
	if t.clientAlone {
		s += "; client_no_context_takeover"
	}
	return s + named("server_max_window_bits", t.serverBits) + named("client_max_window_bits", t.clientBits)
}

func named(name string, bits int) string {
	switch bits {
	case 0:
		return ""
	case -1:
		return "; " + name
	}
	return fmt.Sprintf("; %s=%d", name, bits)
}

// An element is one of Sec-WebSocket-Extensions: its name and parameters. A
// parameter without a value has the value "".
type element struct {
	name   string
	params [][2]string
}

// elements takes a field apart. It is lenient: whether a field keeps the grammar is
// tried by cases of its own.
func elements(field string) (list []element) {
	for _, e := range cutOutsideQuotes(field, ',') {
		parts := cutOutsideQuotes(e, ';')
		if len(parts) == 0 {
			continue
		}
		one := element{name: parts[0]}
		for _, part := range parts[1:] {
			name, value, _ := strings.Cut(part, "=")
			value = strings.NewReplacer(`"`, "", `\`, "").Replace(strings.Trim(value, " \t"))
			one.params = append(one.params, [2]string{strings.Trim(name, " \t"), value})
		}
		list = append(list, one)
	}
	return list
}

// cutOutsideQuotes cuts at a separator, and leaves out what is empty.
func cutOutsideQuotes(s string, separator byte) (parts []string) {
	quoted, start := false, 0
	for i := 0; i <= len(s); i++ {
		switch {
		case i < len(s) && s[i] == '\\' && quoted:
			i++
		case i < len(s) && s[i] == '"':
			quoted = !quoted
		case i == len(s) || s[i] == separator && !quoted:
			if part := strings.Trim(s[start:i], " \t"); part != "" {
				parts = append(parts, part)
			}
			start = i + 1
		}
	}
	return parts
}

// terms reads an offer's parameters, or an answer's. The problem is not "" if
// they break a rule of §7.1.
func (e element) terms(offer bool) (t terms, problem string) {
	var names []string
	for _, p := range e.params {
		name, value := p[0], p[1]
		if slices.Contains(names, name) {
			return t, name + " twice"
		}
		names = append(names, name)
		bits := slices.Index([]string{8: "8", 9: "9", 10: "10", 11: "11", 12: "12", 13: "13", 14: "14", 15: "15"}, value)
		wrong := false
		switch name {
		case "server_no_context_takeover":
			t.serverAlone, wrong = true, value != ""
		case "client_no_context_takeover":
			t.clientAlone, wrong = true, value != ""
		case "server_max_window_bits":
			t.serverBits, wrong = bits, bits < 8
		case "client_max_window_bits":
			if t.clientBits, wrong = bits, bits < 8; value == "" && offer {
				t.clientBits, wrong = -1, false
			}
		default:
			return t, fmt.Sprintf("%+q, which is none of the four parameters", name)
		}
		if wrong {
			return t, fmt.Sprintf("%s with the value %+q", name, value)
		}
	}
	return t, ""
}

// offers are the offers of permessage-deflate that keep the rules, the first of
// them the best liked.
func offers(field string) (list []terms) {
	for _, e := range elements(field) {
		if t, problem := e.terms(true); e.name == pmdName && problem == "" {
			list = append(list, t)
		}
	}
	return list
}

// answers is what a server says to an offer if it wants these terms. ok is false
// if the offer does not allow them.
func (t terms) answers(offer terms) (answer terms, ok bool) {
	answer = t
	answer.serverAlone = t.serverAlone || offer.serverAlone
	answer.clientAlone = t.clientAlone || offer.clientAlone
	if offer.serverBits > 0 && (t.serverBits == 0 || t.serverBits > offer.serverBits) {
		answer.serverBits = offer.serverBits
	}
	if answer.clientBits = max(0, t.clientBits); offer.clientBits > 0 && answer.clientBits > 0 {
		answer.clientBits = min(answer.clientBits, offer.clientBits)
	}
	return answer, answer.clientBits == 0 || offer.clientBits != 0
}

// keeps says what is wrong with an answer to this offer, and where the rule
// stands; "" is nothing.
func (offer terms) keeps(answer terms) (problem, section string) {
	switch {
	case offer.serverAlone && !answer.serverAlone:
		return "it accepts the offer without the server_no_context_takeover in it", "7.1.1.1"
	case offer.serverBits > 0 && offer.serverBits < 15 && answer.serverBits == 0:
		return "it accepts the offer without the server_max_window_bits in it", "7.1.2.1"
	case offer.serverBits > 0 && answer.serverBits > offer.serverBits:
		return fmt.Sprintf("server_max_window_bits=%d, and at most %d was offered", answer.serverBits, offer.serverBits), "7.1.2.1"
	case answer.clientBits != 0 && offer.clientBits == 0:
		return "client_max_window_bits, which was not offered", "7.1.2.2"
	}
	return "", ""
}
