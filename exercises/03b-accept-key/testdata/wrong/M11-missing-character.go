// This is what a GUID of 35 characters looks like: the last one was not copied.

package handshake

import (
	"crypto/sha1"
	"encoding/base64"
)

func AcceptKey(key string) string {
	sum := sha1.Sum([]byte(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B1"))
	return base64.StdEncoding.EncodeToString(sum[:])
}
