// This is what the SHA-1 in hex looks like when it goes into base64: forty
// letters and digits are encoded, and not the twenty bytes that they stand for.

package handshake

import (
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
)

func AcceptKey(key string) string {
	sum := sha1.Sum([]byte(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	return base64.StdEncoding.EncodeToString([]byte(hex.EncodeToString(sum[:])))
}
