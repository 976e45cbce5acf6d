// This is what the text in front of a SHA-1 of nothing looks like: a hash's
// method Sum does not hash what it is given, it appends to it.

package handshake

import (
	"crypto/sha1"
	"encoding/base64"
)

func AcceptKey(key string) string {
	sum := sha1.New().Sum([]byte(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	return base64.StdEncoding.EncodeToString(sum)
}
