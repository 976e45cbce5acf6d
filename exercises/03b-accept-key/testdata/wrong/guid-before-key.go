// This is what the GUID in front of the key looks like.

package handshake

import (
	"crypto/sha1"
	"encoding/base64"
)

func AcceptKey(key string) string {
	sum := sha1.Sum([]byte("258EAFA5-E914-47DA-95CA-C5AB0DC85B11" + key))
	return base64.StdEncoding.EncodeToString(sum[:])
}
