// This is what the base64 of URLs looks like: it has - and _ where the one of
// headers has + and /. Some keys have neither in their answer.

package handshake

import (
	"crypto/sha1"
	"encoding/base64"
)

func AcceptKey(key string) string {
	sum := sha1.Sum([]byte(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	return base64.URLEncoding.EncodeToString(sum[:])
}
