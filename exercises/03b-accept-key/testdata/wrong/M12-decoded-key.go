// This is what a key that was decoded first looks like: the sixteen bytes go
// into the SHA-1, and not the 24 characters that were sent.

package handshake

import (
	"crypto/sha1"
	"encoding/base64"
)

func AcceptKey(key string) string {
	nonce, err := base64.StdEncoding.DecodeString(key)
	if err != nil {
		return ""
	}
	sum := sha1.Sum(append(nonce, "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"...))
	return base64.StdEncoding.EncodeToString(sum[:])
}
