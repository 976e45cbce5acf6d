// This is what passing over Sec-WebSocket-Protocol looks like: the two sides talk
// in different languages and do not know it. (So does
// r.Header["Sec-WebSocket-Protocol"], which is nil: the map spells it
// Sec-Websocket-Protocol. Use Values.)

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
	return nil
}
