// This is what r.Header["Sec-WebSocket-Extensions"] and the same for -Protocol look
// like: the map spells these Sec-Websocket-…, so both are nil, and nothing is wrong
// with nil. Use Values. (Or rules 5 and 6 are still to be written.)

package client

import (
	"fmt"
	"slices"
	"strings"
)

// JudgeResponse returns what is wrong with the response r to a request that sent
// key and offered this, or nil.
func JudgeResponse(r *Response, key string, offered Offer) error {
	if r.Status != 101 {
		return fmt.Errorf("the server answered %d %q, not 101", r.Status, r.Reason)
	}
	if up := r.Header.Get("Upgrade"); !strings.EqualFold(up, "websocket") {
		return fmt.Errorf("the field Upgrade is %q, not websocket", up)
	}
	if conn := r.Header.Values("Connection"); !HasToken(conn, "upgrade") {
		return fmt.Errorf("the field Connection is %q, without the token upgrade", conn)
	}
	accept := r.Header.Values("Sec-WebSocket-Accept")
	if len(accept) != 1 || accept[0] != AcceptKey(key) {
		return fmt.Errorf("the field Sec-WebSocket-Accept is %q, not %q", accept, AcceptKey(key))
	}
	names, err := ExtensionNames(r.Header["Sec-WebSocket-Extensions"])
	if err != nil {
		return err
	}
	for _, name := range names {
		if !slices.Contains(offered.Extensions, name) {
			return fmt.Errorf("the server wants extension %q, which nobody offered", name)
		}
	}
	picked := r.Header["Sec-WebSocket-Protocol"]
	if len(picked) > 1 || len(picked) == 1 && !slices.Contains(offered.Subprotocols, picked[0]) {
		return fmt.Errorf("the server picked subprotocol %q of %q", picked, offered.Subprotocols)
	}
	return nil
}
