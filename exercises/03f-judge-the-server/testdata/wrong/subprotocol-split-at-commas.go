// This is what one value taken apart at its commas looks like: each name was
// offered, and the server may pick only one. The answer is no list: the whole value
// has to be one of the offered.

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
	names, err := ExtensionNames(r.Header.Values("Sec-WebSocket-Extensions"))
	if err != nil {
		return err
	}
	for _, name := range names {
		if !slices.Contains(offered.Extensions, name) {
			return fmt.Errorf("the server wants extension %q, which nobody offered", name)
		}
	}
	picked := r.Header.Values("Sec-WebSocket-Protocol")
	if len(picked) > 1 {
		return fmt.Errorf("the server picked %q, more than one", picked)
	}
	for _, value := range picked {
		for _, name := range strings.Split(value, ", ") {
			if !slices.Contains(offered.Subprotocols, name) {
				return fmt.Errorf("the server picked subprotocol %q of %q", name, offered.Subprotocols)
			}
		}
	}
	return nil
}
