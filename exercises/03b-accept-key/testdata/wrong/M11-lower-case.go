// This is what a GUID in small letters looks like. As numbers the two are the
// same; SHA-1 sees text.

package handshake

import (
	"crypto/sha1"
	"encoding/base64"
)

func AcceptKey(key string) string {
	sum := sha1.Sum([]byte(key + "258eafa5-e914-47da-95ca-c5ab0dc85b11"))
	return base64.StdEncoding.EncodeToString(sum[:])
}
