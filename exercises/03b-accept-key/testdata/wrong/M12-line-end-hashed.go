// This is what a line end behind the key looks like: Fprintln writes one, and it
// goes into the SHA-1 between key and GUID.

package handshake

import (
	"crypto/sha1"
	"encoding/base64"
	"fmt"
)

func AcceptKey(key string) string {
	h := sha1.New()
	fmt.Fprintln(h, key)
	fmt.Fprint(h, "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
	return base64.StdEncoding.EncodeToString(h.Sum(nil))
}
