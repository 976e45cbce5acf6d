// This is what a right Accept taken for everything looks like: it proves that the
// server has read the key, and not that it has changed the protocol.

package client

import (
	"fmt"
	"slices"
)

// JudgeResponse returns what is wrong with the response r to a request that sent
// key and offered this, or nil.
func JudgeResponse(r *Response, key string, offered Offer) error {
	if r.Status != 101 {
		return fmt.Errorf("the server answered %d %q, not 101", r.Status, r.Reason)
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
	if len(picked) > 1 || len(picked) == 1 && !slices.Contains(offered.Subprotocols, picked[0]) {
		return fmt.Errorf("the server picked subprotocol %q of %q", picked, offered.Subprotocols)
	}
	return nil
}
