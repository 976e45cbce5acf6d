package handshake

import (
	"crypto/sha1"
	"encoding/base64"
)

// AcceptKey returns the Sec-WebSocket-Accept that answers a Sec-WebSocket-Key:
// the base64 of the SHA-1 of the key, as it was sent, and a GUID (RFC 6455
// §4.2.2 (5.4)). It proves that the server has read this very request and
// speaks WebSocket. It is no secret and no security: anybody can compute it.
func AcceptKey(key string) string {
	// The GUID is the same for every server in the world (§1.3): a text
	// that no program would use unless it speaks WebSocket.
	const guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
	sum := sha1.Sum([]byte(key + guid))
	return base64.StdEncoding.EncodeToString(sum[:])
}
