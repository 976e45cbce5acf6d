// This is what a space inside the GUID looks like. The RFC breaks its line in
// the middle of the GUID, and a copy from there brings "47DA- 95CA" along.

package handshake

import (
	"crypto/sha1"
	"encoding/base64"
)

func AcceptKey(key string) string {
	sum := sha1.Sum([]byte(key + "258EAFA5-E914-47DA- 95CA-C5AB0DC85B11"))
	return base64.StdEncoding.EncodeToString(sum[:])
}
