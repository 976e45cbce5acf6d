// This is what a key that was decoded and encoded again looks like. The two are
// the same nearly always: base64 has several texts for the same sixteen bytes.

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
	key = base64.StdEncoding.EncodeToString(nonce)
	sum := sha1.Sum([]byte(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	return base64.StdEncoding.EncodeToString(sum[:])
}
