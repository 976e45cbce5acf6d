package deflate

import (
	"cmp"
	"fmt"
	"slices"

	"example/websocket/03-http-upgrade/handshake"
)

// The extension's name, and its four parameters (RFC 7692 §7.1).
const (
	name             = "permessage-deflate"
	serverNoTakeover = "server_no_context_takeover"
	clientNoTakeover = "client_no_context_takeover"
	serverBits       = "server_max_window_bits"
	clientBits       = "client_max_window_bits"
)

// Params are what one side wishes, or what both have agreed on (§7.1). The zero
// value is RFC 7692's default: both sides look back over 32 KiB, into the messages
// before too. Its methods change nothing and may be called from anywhere.
type Params struct {
	// The server, or the client, begins each message with an empty window: that
	// saves memory on both ends, and costs compression (§7.1.1).
	ServerNoTakeover, ClientNoTakeover bool
	// How far back the server's, or the client's, compressor may look: over 2 to
	// the power of 8 to 15 bytes. 0 is 15, and nothing else is allowed (§7.1.2).
	ServerBits, ClientBits int
}

// Offer returns the client's element of Sec-WebSocket-Extensions. It always
// names client_max_window_bits, so that the server may limit the client further
// (§7.1.2.2).
func (want Params) Offer() handshake.Extension {
	ext := want.element()
	if want.ClientBits == 0 {
		ext.Params = append(ext.Params, handshake.Param{Name: clientBits})
	}
	return ext
}

// Negotiate is the server's side: it accepts the first of the client's offers
// that is for this extension and that it understands (§5, §7.1). The server
// answers with answer, or with nothing if ok is false.
//
// The server gets what it wants, with one exception: ClientBits counts only if
// the client named client_max_window_bits, and never as 8, which zlib cannot do.
func (want Params) Negotiate(offers []handshake.Extension) (agreed Params, answer handshake.Extension, ok bool) {
	for _, ext := range offers {
		offer, err := parse(ext.Params, true)
		if ext.Name != name || err != nil {
			continue
		}
		agreed.ServerNoTakeover = want.ServerNoTakeover || offer.ServerNoTakeover
		agreed.ClientNoTakeover = want.ClientNoTakeover || offer.ClientNoTakeover
		agreed.ServerBits = min(cmp.Or(want.ServerBits, 15), offer.ServerBits) // 0 if it was not offered
		if want.ClientBits != 0 && offer.ClientBits > 8 {
			agreed.ClientBits = max(9, min(want.ClientBits, offer.ClientBits))
		}
		answer = agreed.element()
		agreed.ServerBits = cmp.Or(agreed.ServerBits, want.ServerBits) // it may keep to less, unasked
		return agreed, answer, true
	}
	return agreed, answer, false
}

// Agree is the client's check of what the server answered to its offer. Only an
// answer without extensions needs none: the server has declined. After an error
// the client has to fail the connection (§7.1).
func (offered Params) Agree(answer []handshake.Extension) (agreed Params, err error) {
	if len(answer) != 1 || answer[0].Name != name {
		return agreed, fmt.Errorf("deflate: the server answered %.100q, and only %s was offered, once (RFC 6455 §9.1)", answer, name)
	}
	agreed, err = parse(answer[0].Params, false)
	switch got, most := cmp.Or(agreed.ServerBits, 15), cmp.Or(offered.ServerBits, 15); {
	case err != nil:
	case offered.ServerNoTakeover && !agreed.ServerNoTakeover:
		err = fmt.Errorf("deflate: the server accepted the offer without the %s in it (RFC 7692 §7.1.1.1)", serverNoTakeover)
	case got > most:
		err = fmt.Errorf("deflate: the server's window has %d bits, at most %d allowed by %s (RFC 7692 §7.1.2.1)", got, most, serverBits)
	}
	agreed.ClientNoTakeover = agreed.ClientNoTakeover || offered.ClientNoTakeover
	agreed.ClientBits = min(cmp.Or(agreed.ClientBits, 15), cmp.Or(offered.ClientBits, 15))
	return agreed, err
}

// values are the values of window bits, each at its own place, and no value at 0.
var values = []string{8: "8", 9: "9", 10: "10", 11: "11", 12: "12", 13: "13", 14: "14", 15: "15"}

// parse reads the parameters of an offer, or of an answer; window bits that it
// does not name are 0.
func parse(params []handshake.Param, offer bool) (p Params, err error) {
	for _, param := range params {
		switch value := slices.Index(values, param.Value); {
		case param.Name == serverNoTakeover && value == 0 && !p.ServerNoTakeover:
			p.ServerNoTakeover = true
		case param.Name == clientNoTakeover && value == 0 && !p.ClientNoTakeover:
			p.ClientNoTakeover = true
		case param.Name == serverBits && value > 0 && p.ServerBits == 0:
			p.ServerBits = value
		case param.Name == clientBits && (value > 0 || value == 0 && offer) && p.ClientBits == 0:
			p.ClientBits = cmp.Or(value, 15) // none: as the server likes
		default:
			return p, fmt.Errorf("deflate: the server answered parameter %.40q with value %.40q; the four are allowed, once each, and window bits of 8 to 15 (RFC 7692 §7.1)", param.Name, param.Value)
		}
	}
	return p, nil
}

// element writes p out; it does not name what is 0.
func (p Params) element() handshake.Extension {
	ext := handshake.Extension{Name: name}
	add := func(named bool, name, value string) {
		if named {
			ext.Params = append(ext.Params, handshake.Param{Name: name, Value: value})
		}
	}
	add(p.ServerNoTakeover, serverNoTakeover, "")
	add(p.ClientNoTakeover, clientNoTakeover, "")
	add(p.ServerBits != 0, serverBits, values[p.ServerBits])
	add(p.ClientBits != 0, clientBits, values[p.ClientBits])
	return ext
}
